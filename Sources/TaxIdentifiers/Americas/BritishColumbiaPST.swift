import Bytes

/// Sales tax number of British Columbia.
///
/// PST and eight digits, written PST-1234-5678; no check digit known.
///
/// Source: not in python-stdnum; shape from secondary sources. Examples: PST-1234-5678 (shape only).
enum BritishColumbiaPST: TaxIdentifierRecipe {
  static var code: StaticString { "ca.pst-bc" }
  static var country: StaticString { "CA" }
  static var name: StaticString { "PST number (BC)" }
  static var hasCheckDigit: Bool { false }
  static var separators: Separators { [.space, .dash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    .shaped(number.count == 11 && number.hasPrefix("PST") && number.areDigits(3, 11))
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    number.append(groups: [3, 4, 4], separator: "-", to: &out)
  }
}
