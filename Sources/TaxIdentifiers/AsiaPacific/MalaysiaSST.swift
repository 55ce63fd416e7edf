import Bytes

/// Malaysian sales and service tax number.
///
/// A letter and fourteen digits; no check digit used.
///
/// Source: not in python-stdnum; shape from secondary sources. Examples: A12-3456-78912345 (shape only).
enum MalaysiaSST: TaxIdentifierRecipe {
  static var code: StaticString { "my.sst" }
  static var country: StaticString { "MY" }
  static var name: StaticString { "SST no." }
  static var hasCheckDigit: Bool { false }
  static var separators: Separators { [.space, .dash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    .shaped(number.count == 15 && number.isLetter(0) && number.areDigits(1, 15))
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    number.append(groups: [3, 4, 8], separator: "-", to: &out)
  }
}
