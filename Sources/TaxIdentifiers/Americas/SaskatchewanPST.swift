/// Sales tax number of Saskatchewan.
///
/// Seven digits; no check digit known.
///
/// Source: not in python-stdnum; shape from secondary sources. Examples: 1234567 (shape only).
enum SaskatchewanPST: TaxIdentifierRecipe {
  static var code: StaticString { "ca.pst-sk" }
  static var country: StaticString { "CA" }
  static var name: StaticString { "PST number (SK)" }
  static var hasCheckDigit: Bool { false }
  static var separators: Separators { [.space, .dash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    .shaped(number.isDigits(7))
  }
}
