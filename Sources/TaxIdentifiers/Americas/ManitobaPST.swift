import Bytes

/// Retail sales tax number of Manitoba.
///
/// Seven digits, written 123456-7; no check digit known.
///
/// Source: not in python-stdnum; shape from secondary sources. Examples: 123456-7 (shape only).
enum ManitobaPST: TaxIdentifierRecipe {
  static var code: StaticString { "ca.pst-mb" }
  static var country: StaticString { "CA" }
  static var name: StaticString { "RST number (MB)" }
  static var hasCheckDigit: Bool { false }
  static var separators: Separators { [.space, .dash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    .shaped(number.isDigits(7))
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    number.append(groups: [6, 1], separator: "-", to: &out)
  }
}
