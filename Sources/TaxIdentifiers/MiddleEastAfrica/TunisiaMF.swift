import Bytes

/// Tunisian tax number (matricule fiscal).
///
/// Seven digits (shorter serials are padded on the left) and a letter, not I, O or U; optionally one of A P B D N,
/// one of M P C N E and three digits, which are 000 unless E stands before them. No public check.
///
/// Source: python-stdnum module tn.mf. Examples: 1282182W, 1234567MAE001 (fictitious).
enum TunisiaMF: TaxIdentifierRecipe {
  static var code: StaticString { "tn.mf" }
  static var country: StaticString { "TN" }
  static var name: StaticString { "matricule fiscal" }
  static var hasCheckDigit: Bool { false }
  static var separators: Separators { [.space, .slash, .dot, .dash] }

  static func compact(_ number: inout CompactIdentifier) {
    var serial = 0
    while serial < number.count, number.isDigit(serial) { serial += 1 }
    if serial > 0, serial < 7, number.count <= 13 { number.padLeft(to: number.count + 7 - serial) }
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.count == 8 || number.count == 13, number.areDigits(0, 7), number.isLetter(7),
      !number.isAny(of: "IOU", at: 7)
    else { return .malformed }
    if number.count == 8 { return .formatOnly }
    guard number.isAny(of: "APBDN", at: 8), number.isAny(of: "MPCNE", at: 9), number.areDigits(10, 13) else {
      return .malformed
    }
    return .shaped(number.has("E", at: 9) || number.areZeros(10, 13))
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    number.append(groups: [7, 1, 1, 1, 3], separator: "/", to: &out)
  }
}
