/// Moroccan company number (identifiant commun de l'entreprise).
///
/// Fifteen digits; the whole number is divisible by 97.
///
/// Source: python-stdnum module ma.ice. Examples: 001561191000066, 002136093000040.
enum MoroccoICE: TaxIdentifierRecipe {
  static var code: StaticString { "ma.ice" }
  static var country: StaticString { "MA" }
  static var name: StaticString { "ICE" }
  static var separators: Separators { [.space] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(15) else { return .malformed }
    return .checked(number.integer(0, 15) % 97 == 0)
  }
}
