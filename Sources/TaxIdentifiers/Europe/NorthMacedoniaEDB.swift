/// Macedonian tax number (едниствен даночен број).
///
/// Thirteen digits; (11 - S(7 6 5 4 3 2 7 6 5 4 3 2) mod 11) mod 11 mod 10 = d13. MK in front, in Latin or Cyrillic
/// letters, is dropped.
///
/// Source: python-stdnum module mk.edb. Examples: 4030000375897, 4020990116747.
enum NorthMacedoniaEDB: TaxIdentifierRecipe {
  static var code: StaticString { "mk.edb" }
  static var country: StaticString { "MK" }
  static var name: StaticString { "ЕДБ" }
  static var separators: Separators { [.space, .dash] }

  static func compact(_ number: inout CompactIdentifier) {
    number.drop("MK")  // Cyrillic letters are Latin ones by now.
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(13) else { return .malformed }
    return .checked((11 - number.sum([7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11 % 10 == number.digit(12))
  }
}
