/// Ecuadorian tax number (registro único de contribuyentes).
///
/// Thirteen digits, the first two a province: 01-24, 30 or 50. d3 0 to 5 is a person: the first ten pass Luhn, the
/// last three are not 000. d3 6 is a public body: S(3 2 7 6 5 4 3 2 1) over nine is divisible by 11, the last four
/// are not 0000; else the person's rule. d3 9 is a company: the public rule, else S(4 3 2 7 6 5 4 3 2 1) over ten
/// divisible by 11 and the last three not 000.
///
/// Source: python-stdnum module ec.ruc. Examples: 1792060346001.
enum EcuadorRUC: TaxIdentifierRecipe {
  static var code: StaticString { "ec.ruc" }
  static var country: StaticString { "EC" }
  static var name: StaticString { "RUC" }
  static var separators: Separators { [.space, .dash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(13) else { return .malformed }
    switch number.integer(0, 2) {
    case 1...24, 30, 50: break
    default: return .malformed
    }
    let kind = number.digit(2)
    guard kind <= 6 || kind == 9 else { return .malformed }
    let isPublic = !number.areZeros(9, 13) && number.sum([3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0
    if kind >= 6, isPublic { return .wellFormed }
    guard !number.areZeros(10, 13) else { return .malformed }
    return .checked(kind == 9 ? number.sum([4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0 : number.passesLuhn(0, 10))
  }
}
