import Bytes

/// Maltese VAT number.
///
/// Eight digits, the first not 0; S(3 4 6 7 8 9 10 1) over all of them is divisible by 37.
///
/// Source: python-stdnum module mt.vat. Examples: 11679112, 10396417.
enum MaltaVAT: TaxIdentifierRecipe {
  static var code: StaticString { "mt.vat" }
  static var country: StaticString { "MT" }
  static var name: StaticString { "VAT number" }
  static var separators: Separators { [.space, .dash] }

  static func compact(_ number: inout CompactIdentifier) {
    number.drop("MT")
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(8), number.digit(0) != 0 else { return .malformed }
    return .checked(number.sum([3, 4, 6, 7, 8, 9, 10, 1]) % 37 == 0)
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    out.append("MT")
    number.append(to: &out)
  }
}
