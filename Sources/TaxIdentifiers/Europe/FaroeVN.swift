/// Faroese tax number (V-tal).
///
/// Six digits; no check digit.
///
/// Source: python-stdnum module fo.vn. Examples: 623857, 602590.
enum FaroeVN: TaxIdentifierRecipe {
  static var code: StaticString { "fo.vn" }
  static var country: StaticString { "FO" }
  static var name: StaticString { "V-tal" }
  static var hasCheckDigit: Bool { false }
  static var separators: Separators { [.space, .dash, .dot] }

  static func compact(_ number: inout CompactIdentifier) {
    number.drop("FO")
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    .shaped(number.isDigits(6))
  }
}
