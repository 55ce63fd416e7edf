/// Tax registration number of the United Arab Emirates.
///
/// Fifteen digits, in practice starting with 100; no check digit published.
///
/// Source: not in python-stdnum; shape from secondary sources. Examples: 100123456700003 (fictitious).
enum EmiratesTRN: TaxIdentifierRecipe {
  static var code: StaticString { "ae.trn" }
  static var country: StaticString { "AE" }
  static var name: StaticString { "TRN" }
  static var hasCheckDigit: Bool { false }
  static var separators: Separators { [.space, .dash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    .shaped(number.isDigits(15))
  }
}
