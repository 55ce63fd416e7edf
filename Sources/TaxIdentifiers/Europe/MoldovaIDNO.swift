/// Moldovan company number.
///
/// Thirteen digits; S(7 3 1 repeated) mod 10 = d13.
///
/// Source: python-stdnum module md.idno. Examples: 1008600038413, 1002600000283.
enum MoldovaIDNO: TaxIdentifierRecipe {
  static var code: StaticString { "md.idno" }
  static var country: StaticString { "MD" }
  static var name: StaticString { "IDNO" }
  static var separators: Separators { [.space] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(13) else { return .malformed }
    return .checked(number.sum([7, 3, 1, 7, 3, 1, 7, 3, 1, 7, 3, 1]) % 10 == number.digit(12))
  }
}
