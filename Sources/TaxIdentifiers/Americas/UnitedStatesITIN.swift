import Bytes

/// US individual taxpayer number; personal data, not to be stored or printed.
///
/// Nine digits, written NNN-NN-NNNN: starts with 9, the group is 70 to 99 without 89 and 93. No check digit.
///
/// Source: python-stdnum module us.itin. Examples: none, since they name people.
enum UnitedStatesITIN: TaxIdentifierRecipe {
  static var code: StaticString { "us.itin" }
  static var country: StaticString { "US" }
  static var name: StaticString { "ITIN" }
  static var hasCheckDigit: Bool { false }
  static var separators: Separators { [] }

  static func compact(_ number: inout CompactIdentifier) {
    if number.count > 3, number.has("-", at: 3) { number.remove(at: 3) }
    if number.count == 10, number.has("-", at: 5) { number.remove(at: 5) }
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(9), number.digit(0) == 9 else { return .malformed }
    let group = number.integer(3, 5)
    return .shaped(group >= 70 && group != 89 && group != 93)
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    number.append(groups: [3, 2, 4], separator: "-", to: &out)
  }
}
