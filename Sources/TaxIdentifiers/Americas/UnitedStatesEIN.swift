import Bytes

/// US employer identification number.
///
/// Nine digits, written NN-NNNNNNN; a dash anywhere else is refused. No check digit, but the first two digits must
/// be a prefix that was issued: 01-06, 10-16, 20-27, 30-48, 50-68, 71-77, 80-88, 90-95, 98, 99.
///
/// Source: python-stdnum module us.ein. Examples: 04-2103594, 91-1144442.
enum UnitedStatesEIN: TaxIdentifierRecipe {
  static var code: StaticString { "us.ein" }
  static var country: StaticString { "US" }
  static var name: StaticString { "EIN" }
  static var hasCheckDigit: Bool { false }
  static var separators: Separators { [] }

  static func compact(_ number: inout CompactIdentifier) {
    if number.count == 10, number.has("-", at: 2) { number.remove(at: 2) }
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(9) else { return .malformed }
    switch number.integer(0, 2) {
    case 1...6, 10...16, 20...27, 30...48, 50...68, 71...77, 80...88, 90...95, 98, 99: return .formatOnly
    default: return .malformed
    }
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    number.append(groups: [2, 7], separator: "-", to: &out)
  }
}
