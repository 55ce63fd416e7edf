import Bytes

/// US social security number; personal data, not to be stored or printed.
///
/// Nine digits, written NNN-NN-NNNN: area not 000, 666 or 9xx, group not 00, serial not 0000; three numbers that
/// stood in advertisements are refused. No check digit.
///
/// Source: python-stdnum module us.ssn. Examples: none, since they name people.
enum UnitedStatesSSN: TaxIdentifierRecipe {
  static var code: StaticString { "us.ssn" }
  static var country: StaticString { "US" }
  static var name: StaticString { "SSN" }
  static var hasCheckDigit: Bool { false }
  static var separators: Separators { [] }

  static func compact(_ number: inout CompactIdentifier) {
    if number.count > 3, number.has("-", at: 3) { number.remove(at: 3) }
    if number.count == 10, number.has("-", at: 5) { number.remove(at: 5) }
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(9) else { return .malformed }
    switch number.integer(0, 9) {
    case 78_051_120, 219_099_999, 457_555_462: return .malformed
    default: break
    }
    let area = number.integer(0, 3)
    return .shaped(area != 0 && area != 666 && area < 900 && number.integer(3, 5) != 0 && number.integer(5, 9) != 0)
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    number.append(groups: [3, 2, 4], separator: "-", to: &out)
  }
}
