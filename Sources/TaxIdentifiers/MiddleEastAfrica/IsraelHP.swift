/// Israeli company number (חברה פרטית).
///
/// Nine digits starting with 5 that pass Luhn.
///
/// Source: python-stdnum module il.hp. Examples: 516179157, 500107420.
enum IsraelHP: TaxIdentifierRecipe {
  static var code: StaticString { "il.hp" }
  static var country: StaticString { "IL" }
  static var name: StaticString { "ח.פ." }
  static var separators: Separators { [.space, .dash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(9), number.digit(0) == 5 else { return .malformed }
    return .checked(number.passesLuhn(0, 9))
  }
}
