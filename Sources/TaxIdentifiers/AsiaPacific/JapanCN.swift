import Bytes

/// Japanese corporate number, and the invoice registration number made of it.
///
/// Thirteen digits, T in front for the registration as an invoice issuer. The check digit comes first: 9 - (sum
/// over d13 … d2 from the right with 1 2 1 2 …) mod 9 = d1. Sole proprietors get a T number that is no corporate
/// number, so T and a wrong check digit is ``TaxIdentifierOutcome/formatOnly``. The minimal form keeps the T, which
/// tells the two kinds apart.
///
/// Source: python-stdnum module jp.cn. Examples: 5835678256246, 1020281079130.
enum JapanCN: TaxIdentifierRecipe {
  static var code: StaticString { "jp.cn" }
  static var country: StaticString { "JP" }
  static var name: StaticString { "法人番号" }
  static var separators: Separators { [.space, .dash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    let isRegistration = number.hasPrefix("T")
    var digits = number
    digits.drop("T")
    guard digits.isDigits(13) else { return .malformed }
    let check = 9 - digits.sum([2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1], from: 1) % 9
    if check == digits.digit(0) { return .wellFormed }
    return isRegistration ? .formatOnly : .checksum
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    if number.hasPrefix("T") {
      number.append(to: &out)
    } else {
      number.append(groups: [1, 4, 4, 4], separator: "-", to: &out)
    }
  }
}
