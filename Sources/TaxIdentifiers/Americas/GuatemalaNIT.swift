import Bytes

/// Guatemalan tax number (número de identificación tributaria).
///
/// Two to twelve characters after leading zeros are dropped, digits but for the last, which may be K: from the
/// right, before the check, weights 2 3 4 …; (11 - sum mod 11) mod 11, where 10 becomes K.
///
/// Source: python-stdnum module gt.nit. Examples: 576937K, 71080.
enum GuatemalaNIT: TaxIdentifierRecipe {
  static var code: StaticString { "gt.nit" }
  static var country: StaticString { "GT" }
  static var name: StaticString { "NIT" }
  static var separators: Separators { [.space, .dash] }

  static func compact(_ number: inout CompactIdentifier) {
    number.dropLeadingZeros()
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    let last = number.count - 1
    guard (2...12).contains(number.count), number.areDigits(0, last), number.isDigit(last) || number.has("K", at: last)
    else {
      return .malformed
    }
    let check = (11 - number.sumFromRight(before: last) % 11) % 11
    return .checked(check == (number.isDigit(last) ? number.digit(last) : 10))
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    number.append(groups: [max(1, number.count - 1), 1], separator: "-", to: &out)
  }
}
