/// Thai tax number, of companies (starting with 0) and persons.
///
/// Thirteen digits, the first not 9; (11 - S(13 … 2) mod 11) mod 10 = d13.
///
/// Source: python-stdnum module th.moa and th.tin. Examples: 0994000617721, 0105544046602.
enum ThailandTIN: TaxIdentifierRecipe {
  static var code: StaticString { "th.tin" }
  static var country: StaticString { "TH" }
  static var name: StaticString { "TIN" }
  static var separators: Separators { [.space, .dash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(13), number.digit(0) != 9 else { return .malformed }
    return .checked((11 - number.sum([13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 10 == number.digit(12))
  }
}
