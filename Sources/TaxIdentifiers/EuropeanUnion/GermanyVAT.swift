import Bytes

/// German VAT number (Umsatzsteuer-Identifikationsnummer).
///
/// Nine digits, the first not 0; the last is the check digit by ISO 7064 MOD 11,10.
///
/// Source: python-stdnum module de.vat. Examples: 136695976, 113866163.
enum GermanyVAT: TaxIdentifierRecipe {
  static var code: StaticString { "de.vat" }
  static var country: StaticString { "DE" }
  static var name: StaticString { "USt-IdNr" }
  static var separators: Separators { [.space, .dash, .dot, .slash, .comma] }

  static func compact(_ number: inout CompactIdentifier) {
    number.drop("DE")
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(9), number.digit(0) != 0 else { return .malformed }
    return .checked(number.passesMod11And10())
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    out.append("DE")
    number.append(to: &out)
  }
}
