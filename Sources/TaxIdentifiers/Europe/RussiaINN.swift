/// Russian taxpayer number (ИНН).
///
/// Ten digits for companies: S(2 4 10 3 5 9 4 6 8) mod 11 mod 10 = d10. Twelve for persons: S(7 2 4 10 3 5 9 4 6 8)
/// gives d11, S(3 7 2 4 10 3 5 9 4 6 8) over d1 … d11 gives d12, each mod 11 mod 10.
///
/// Source: python-stdnum module ru.inn. Examples: 1234567894 (fictitious), 0108003670.
enum RussiaINN: TaxIdentifierRecipe {
  static var code: StaticString { "ru.inn" }
  static var country: StaticString { "RU" }
  static var name: StaticString { "ИНН" }
  static var separators: Separators { [.space] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    if number.isDigits(10) { return .checked(number.sum([2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == number.digit(9)) }
    guard number.isDigits(12) else { return .malformed }
    return .checked(
      number.sum([7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == number.digit(10)
        && number.sum([3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8]) % 11 % 10 == number.digit(11))
  }
}
