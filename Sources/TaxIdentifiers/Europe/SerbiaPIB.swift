/// Serbian tax number (poreski identifikacioni broj).
///
/// Nine digits; the last is the check digit by ISO 7064 MOD 11,10.
///
/// Source: python-stdnum module rs.pib. Examples: 101134702, 100000303.
enum SerbiaPIB: TaxIdentifierRecipe {
  static var code: StaticString { "rs.pib" }
  static var country: StaticString { "RS" }
  static var name: StaticString { "PIB" }
  static var separators: Separators { [.space, .dash, .dot] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(9) else { return .malformed }
    return .checked(number.passesMod11And10())
  }
}
