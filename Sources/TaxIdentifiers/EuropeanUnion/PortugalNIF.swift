import Bytes

/// Portuguese VAT number (número de identificação fiscal, NIPC of companies).
///
/// Nine digits, the first not 0; c = 11 - S(9 8 7 6 5 4 3 2) mod 11, where 10 and 11 become 0; c = d9.
///
/// Source: python-stdnum module pt.nif. Examples: 501964843, 500019720.
enum PortugalNIF: TaxIdentifierRecipe {
  static var code: StaticString { "pt.nif" }
  static var country: StaticString { "PT" }
  static var name: StaticString { "NIF" }
  static var separators: Separators { [.space, .dash, .dot] }

  static func compact(_ number: inout CompactIdentifier) {
    number.drop("PT")
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(9), number.digit(0) != 0 else { return .malformed }
    return .checked((11 - number.sum([9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11 % 10 == number.digit(8))
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    out.append("PT")
    number.append(to: &out)
  }
}
