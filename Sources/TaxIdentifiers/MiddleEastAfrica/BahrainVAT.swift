/// Bahraini VAT account number.
///
/// Fifteen digits, usually starting with 2; no check digit published.
///
/// Source: not in python-stdnum; shape from secondary sources. Examples: 200000898300002 (shape only).
enum BahrainVAT: TaxIdentifierRecipe {
  static var code: StaticString { "bh.vat" }
  static var country: StaticString { "BH" }
  static var name: StaticString { "VAT account number" }
  static var hasCheckDigit: Bool { false }
  static var separators: Separators { [.space, .dash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    .shaped(number.isDigits(15))
  }
}
