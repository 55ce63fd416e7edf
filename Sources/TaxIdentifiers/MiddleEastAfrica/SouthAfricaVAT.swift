/// South African VAT number.
///
/// Ten digits starting with 4. That they pass Luhn is reported but not confirmed, and not asked for.
///
/// Source: not in python-stdnum; shape from secondary sources. Examples: 4123456789 (shape only).
enum SouthAfricaVAT: TaxIdentifierRecipe {
  static var code: StaticString { "za.vat" }
  static var country: StaticString { "ZA" }
  static var name: StaticString { "VAT number" }
  static var hasCheckDigit: Bool { false }
  static var separators: Separators { [.space, .dash, .slash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    .shaped(number.isDigits(10) && number.digit(0) == 4)
  }
}
