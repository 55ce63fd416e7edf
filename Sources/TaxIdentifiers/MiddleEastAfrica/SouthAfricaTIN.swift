/// South African income tax reference.
///
/// Ten digits starting with 0, 1, 2, 3 or 9 that pass Luhn.
///
/// Source: python-stdnum module za.tin. Examples: 0001339050, 0843089848.
enum SouthAfricaTIN: TaxIdentifierRecipe {
  static var code: StaticString { "za.tin" }
  static var country: StaticString { "ZA" }
  static var name: StaticString { "income tax reference number" }
  static var isForTurnoverTax: Bool { false }
  static var separators: Separators { [.space, .dash, .slash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(10), number.isAny(of: "01239", at: 0) else { return .malformed }
    return .checked(number.passesLuhn(0, 10))
  }
}
