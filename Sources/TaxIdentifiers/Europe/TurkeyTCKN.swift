/// Turkish identity number of persons (T.C. kimlik numarası).
///
/// Eleven digits, the first not 0; d10 = (10 - (3d1 + d2 + 3d3 + d4 + … + 3d9)) mod 10, never negative; d11 = (d1 +
/// … + d10) mod 10.
///
/// Source: python-stdnum module tr.tckimlik. Examples: 17291716060 (fictitious).
enum TurkeyTCKN: TaxIdentifierRecipe {
  static var code: StaticString { "tr.tckimlik" }
  static var country: StaticString { "TR" }
  static var name: StaticString { "T.C. kimlik no." }
  static var isForTurnoverTax: Bool { false }
  static var separators: Separators { [] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(11), number.digit(0) != 0 else { return .malformed }
    let tenth = (10 - number.sum([3, 1, 3, 1, 3, 1, 3, 1, 3]) % 10) % 10
    return .checked(
      tenth == number.digit(9) && number.sum([1, 1, 1, 1, 1, 1, 1, 1, 1, 1]) % 10 == number.digit(10))
  }
}
