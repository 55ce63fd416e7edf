import Bytes

/// Argentine tax number (código único de identificación tributaria).
///
/// Eleven digits, the first two 20 23 24 27 30 33 34 50 51 or 55; c = 11 - S(5 4 3 2 7 6 5 4 3 2) mod 11, where 11
/// becomes 0 and 10 becomes 9; c = d11.
///
/// Source: python-stdnum module ar.cuit. Examples: 20055361682, 20267565393.
enum ArgentinaCUIT: TaxIdentifierRecipe {
  static var code: StaticString { "ar.cuit" }
  static var country: StaticString { "AR" }
  static var name: StaticString { "CUIT" }
  static var separators: Separators { [.space, .dash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(11) else { return .malformed }
    switch number.integer(0, 2) {
    case 20, 23, 24, 27, 30, 33, 34, 50, 51, 55: break
    default: return .malformed
    }
    let check = 11 - number.sum([5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11
    return .checked((check == 11 ? 0 : min(check, 9)) == number.digit(10))
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    number.append(groups: [2, 8, 1], separator: "-", to: &out)
  }
}
