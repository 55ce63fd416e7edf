/// Azerbaijani tax number (vergi ödəyicisinin eyniləşdirmə nömrəsi).
///
/// Ten digits, the last 1 or 2; nine get a leading 0. S(4 1 8 6 2 7 5 3) mod 11 = d9, 10 refused.
///
/// Source: python-stdnum module az.voen. Examples: 1401555071, 1400057421.
enum AzerbaijanVOEN: TaxIdentifierRecipe {
  static var code: StaticString { "az.voen" }
  static var country: StaticString { "AZ" }
  static var name: StaticString { "VÖEN" }
  static var separators: Separators { [.space] }

  static func compact(_ number: inout CompactIdentifier) {
    if number.count == 9 { number.padLeft(to: 10) }
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(10), number.isAny(of: "12", at: 9) else { return .malformed }
    return .checked(number.sum([4, 1, 8, 6, 2, 7, 5, 3]) % 11 == number.digit(8))
  }
}
