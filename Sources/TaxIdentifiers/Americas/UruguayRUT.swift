import Bytes

/// Uruguayan tax number (registro único tributario).
///
/// Twelve digits: 01-22, six digits not all zero, 001, a check digit: (11 - S(4 3 2 9 8 7 6 5 4 3 2) mod 11) mod
/// 11, 10 refused.
///
/// Source: python-stdnum module uy.rut. Examples: 211003420017, 211406340011.
enum UruguayRUT: TaxIdentifierRecipe {
  static var code: StaticString { "uy.rut" }
  static var country: StaticString { "UY" }
  static var name: StaticString { "RUT" }
  static var separators: Separators { [.space, .dash] }

  static func compact(_ number: inout CompactIdentifier) {
    number.drop("UY")
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(12), (1...22).contains(number.integer(0, 2)), !number.areZeros(2, 8), number.has("001", at: 8)
    else { return .malformed }
    return .checked((11 - number.sum([4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11 == number.digit(11))
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    number.append(groups: [2, 6, 3, 1], separator: "-", to: &out)
  }
}
