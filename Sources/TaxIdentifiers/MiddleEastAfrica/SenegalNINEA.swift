import Bytes

/// Senegalese company and tax number (numéro d'identification nationale des entreprises et associations).
///
/// Seven or nine digits, optionally 0, 1 or 2, a letter without I O X Y and a digit: padded to nine, S(1 2 1 2 1 2
/// 1 2 1) is divisible by 10, no digit sums.
///
/// Source: python-stdnum module sn.ninea. Examples: 3067221, 30672212G2.
enum SenegalNINEA: TaxIdentifierRecipe {
  static var code: StaticString { "sn.ninea" }
  static var country: StaticString { "SN" }
  static var name: StaticString { "NINEA" }
  static var separators: Separators { [.space, .dash, .slash, .comma] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    var digits = number
    if number.count > 9 {
      digits.truncate(to: number.count - 3)
      let tail = digits.count
      guard number.isAny(of: "012", at: tail), number.isLetter(tail + 1), !number.isAny(of: "IOXY", at: tail + 1),
        number.isDigit(tail + 2)
      else { return .malformed }
    }
    guard digits.isDigits(7) || digits.isDigits(9) else { return .malformed }
    digits.padLeft(to: 9)
    return .checked(digits.sum([1, 2, 1, 2, 1, 2, 1, 2, 1]) % 10 == 0)
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    let digits = number.count > 9 ? number.count - 3 : number.count
    number.append(groups: [max(1, digits - 3), 3, 3], separator: " ", to: &out)
  }
}
