/// Montenegrin tax number (poreski identifikacioni broj).
///
/// Eight digits; (11 - S(8 7 6 5 4 3 2) mod 11) mod 11 mod 10 = d8.
///
/// Source: python-stdnum module me.pib. Examples: 02655284, 02000989.
enum MontenegroPIB: TaxIdentifierRecipe {
  static var code: StaticString { "me.pib" }
  static var country: StaticString { "ME" }
  static var name: StaticString { "PIB" }
  static var separators: Separators { [.space] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(8) else { return .malformed }
    return .checked((11 - number.sum([8, 7, 6, 5, 4, 3, 2]) % 11) % 11 % 10 == number.digit(7))
  }
}
