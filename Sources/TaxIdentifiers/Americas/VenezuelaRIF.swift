import Bytes

/// Venezuelan tax number (registro de identificación fiscal).
///
/// V, E, J, P or G and nine digits: V counts 4, E 8, J 12, P 16, G 20; plus S(3 2 7 6 5 4 3 2) over eight digits; r
/// = 11 - sum mod 11, where 10 and 11 become 0.
///
/// Source: python-stdnum module ve.rif. Examples: V114702834 (fictitious), G200000856.
enum VenezuelaRIF: TaxIdentifierRecipe {
  static var code: StaticString { "ve.rif" }
  static var country: StaticString { "VE" }
  static var name: StaticString { "RIF" }
  static var separators: Separators { [.space, .dash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.count == 10, number.areDigits(1, 10), let kind = number.position(in: "VEJPG", at: 0) else {
      return .malformed
    }
    let check = 11 - (4 * (kind + 1) + number.sum([3, 2, 7, 6, 5, 4, 3, 2], from: 1)) % 11
    return .checked((check > 9 ? 0 : check) == number.digit(9))
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    number.append(groups: [1, 8, 1], separator: "-", to: &out)
  }
}
