/// Ghanaian tax number.
///
/// P, C, G, Q or V, 00, seven digits and a check: S(1 … 9) over the nine digits mod 11, where 10 becomes X.
///
/// Source: python-stdnum module gh.tin. Examples: C0000803561, G0005513405.
enum GhanaTIN: TaxIdentifierRecipe {
  static var code: StaticString { "gh.tin" }
  static var country: StaticString { "GH" }
  static var name: StaticString { "TIN" }
  static var separators: Separators { [.space] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.count == 11, number.isAny(of: "PCGQV", at: 0), number.has("00", at: 1), number.areDigits(1, 10),
      number.isDigit(10) || number.has("X", at: 10)
    else { return .malformed }
    let check = number.sum([1, 2, 3, 4, 5, 6, 7, 8, 9], from: 1) % 11
    return .checked(check == (number.isDigit(10) ? number.digit(10) : 10))
  }
}
