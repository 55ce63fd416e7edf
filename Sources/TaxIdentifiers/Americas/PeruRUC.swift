/// Peruvian tax number (registro único de contribuyentes).
///
/// Eleven digits starting with 10, 15, 17 or 20; (11 - S(5 4 3 2 7 6 5 4 3 2) mod 11) mod 10 = d11.
///
/// Source: python-stdnum module pe.ruc. Examples: 20512333797.
enum PeruRUC: TaxIdentifierRecipe {
  static var code: StaticString { "pe.ruc" }
  static var country: StaticString { "PE" }
  static var name: StaticString { "RUC" }
  static var separators: Separators { [.space] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(11) else { return .malformed }
    switch number.integer(0, 2) {
    case 10, 15, 17, 20: break
    default: return .malformed
    }
    return .checked((11 - number.sum([5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 10 == number.digit(10))
  }
}
