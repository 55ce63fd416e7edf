/// Saudi VAT number.
///
/// Fifteen digits, the first and the last 3. One site claims a check digit, which nothing confirms; it is not asked
/// for.
///
/// Source: not in python-stdnum; shape from secondary sources. Examples: 310122393500003 (shape only).
enum SaudiArabiaVAT: TaxIdentifierRecipe {
  static var code: StaticString { "sa.vat" }
  static var country: StaticString { "SA" }
  static var name: StaticString { "VAT number" }
  static var hasCheckDigit: Bool { false }
  static var separators: Separators { [.space, .dash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    .shaped(number.isDigits(15) && number.digit(0) == 3 && number.digit(14) == 3)
  }
}
