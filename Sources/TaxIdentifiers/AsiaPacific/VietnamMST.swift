import Bytes

/// Vietnamese tax number (mã số thuế).
///
/// Ten digits, and three more for branches, not 000: 10 - S(31 29 23 19 17 13 7 5 3) mod 11 = d10, 10 refused;
/// d3-d9 are not all zero.
///
/// Source: python-stdnum module vn.mst. Examples: 0100233488, 0314409058002.
enum VietnamMST: TaxIdentifierRecipe {
  static var code: StaticString { "vn.mst" }
  static var country: StaticString { "VN" }
  static var name: StaticString { "MST" }
  static var separators: Separators { [.space, .dash, .dot] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(10) || number.isDigits(13), !number.areZeros(2, 9) else { return .malformed }
    if number.count == 13, number.areZeros(10, 13) { return .malformed }
    return .checked(10 - number.sum([31, 29, 23, 19, 17, 13, 7, 5, 3]) % 11 == number.digit(9))
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    number.append(groups: [10, 3], separator: "-", to: &out)
  }
}
