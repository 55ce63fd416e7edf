import Bytes

/// Philippine taxpayer number.
///
/// Nine digits, twelve with a branch of three, fourteen with a branch of five; no check digit used.
///
/// Source: not in python-stdnum; shape from secondary sources. Examples: 123-456-789-000 (shape only).
enum PhilippinesTIN: TaxIdentifierRecipe {
  static var code: StaticString { "ph.tin" }
  static var country: StaticString { "PH" }
  static var name: StaticString { "TIN" }
  static var hasCheckDigit: Bool { false }
  static var separators: Separators { [.space, .dash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    .shaped(number.isDigits(9) || number.isDigits(12) || number.isDigits(14))
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    number.append(groups: [3, 3, 3], separator: "-", to: &out)
  }
}
