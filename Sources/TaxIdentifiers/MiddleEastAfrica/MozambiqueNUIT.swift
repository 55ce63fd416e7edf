import Bytes

/// Mozambican tax number (número único de identificação tributária).
///
/// Nine digits; r = S(8 9 4 5 6 7 8 9) mod 11, where 10 becomes 1; r = d9.
///
/// Source: python-stdnum module mz.nuit. Examples: 400339910, 400005834.
enum MozambiqueNUIT: TaxIdentifierRecipe {
  static var code: StaticString { "mz.nuit" }
  static var country: StaticString { "MZ" }
  static var name: StaticString { "NUIT" }
  static var separators: Separators { [.space, .dash, .dot] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(9) else { return .malformed }
    let remainder = number.sum([8, 9, 4, 5, 6, 7, 8, 9]) % 11
    return .checked((remainder == 10 ? 1 : remainder) == number.digit(8))
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    number.append(groups: [3, 3, 3], separator: " ", to: &out)
  }
}
