/// Hong Kong business registration number.
///
/// Eight digits; no check digit used.
///
/// Source: not in python-stdnum; shape from secondary sources. Examples: 12345678 (shape only).
enum HongKongBR: TaxIdentifierRecipe {
  static var code: StaticString { "hk.br" }
  static var country: StaticString { "HK" }
  static var name: StaticString { "BR number" }
  static var hasCheckDigit: Bool { false }
  static var separators: Separators { [.space, .dash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    .shaped(number.isDigits(8))
  }
}
