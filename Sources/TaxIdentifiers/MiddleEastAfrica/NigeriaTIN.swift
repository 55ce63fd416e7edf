import Bytes

/// Nigerian tax number.
///
/// Eight digits, a dash, four digits; no check digit used.
///
/// Source: not in python-stdnum; shape from secondary sources. Examples: 12345678-1234 (shape only).
enum NigeriaTIN: TaxIdentifierRecipe {
  static var code: StaticString { "ng.tin" }
  static var country: StaticString { "NG" }
  static var name: StaticString { "TIN" }
  static var hasCheckDigit: Bool { false }
  static var separators: Separators { [.space, .dash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    .shaped(number.isDigits(12))
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    number.append(groups: [8, 4], separator: "-", to: &out)
  }
}
