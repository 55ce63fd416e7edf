/// San Marino company number (codice operatore economico).
///
/// One to five digits after leading zeros are dropped; no check digit. Numbers of one or two digits are those of a
/// fixed list.
///
/// Source: python-stdnum module sm.coe. Examples: 24165, 51.
enum SanMarinoCOE: TaxIdentifierRecipe {
  static var code: StaticString { "sm.coe" }
  static var country: StaticString { "SM" }
  static var name: StaticString { "COE" }
  static var hasCheckDigit: Bool { false }
  static var separators: Separators { [.dot] }

  static func compact(_ number: inout CompactIdentifier) {
    number.dropLeadingZeros()
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard (1...5).contains(number.count), number.areDigits(0, number.count) else { return .malformed }
    guard number.count < 3 else { return .formatOnly }
    switch number.integer(0, number.count) {
    case 2, 4, 6...11, 13, 16, 18...21, 25, 26, 30, 32, 33, 35...40, 42, 45, 47, 49, 51, 52, 55...59, 61, 62, 64...76,
      79...81,
      84, 85, 87, 88, 91, 92, 94...97, 99:
      return .formatOnly
    default: return .malformed
    }
  }
}
