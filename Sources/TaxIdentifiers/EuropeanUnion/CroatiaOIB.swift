import Bytes

/// Croatian VAT and personal number (osobni identifikacijski broj).
///
/// Eleven digits; the last is the check digit by ISO 7064 MOD 11,10.
///
/// Source: python-stdnum module hr.oib. Examples: 33392005961.
enum CroatiaOIB: TaxIdentifierRecipe {
  static var code: StaticString { "hr.oib" }
  static var country: StaticString { "HR" }
  static var name: StaticString { "OIB" }
  static var separators: Separators { [.space, .dash] }

  static func compact(_ number: inout CompactIdentifier) {
    number.drop("HR")
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(11) else { return .malformed }
    return .checked(number.passesMod11And10())
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    out.append("HR")
    number.append(to: &out)
  }
}
