/// Ukrainian company number (ЄДРПОУ).
///
/// Eight digits. Weights 1 … 7, or 7 1 2 3 4 5 6 when d1 is 3, 4 or 5; r = S mod 11; if that is 10, add 2 to every
/// weight and repeat, where 10 becomes 0; r = d8.
///
/// Source: python-stdnum module ua.edrpou. Examples: 32855961, 00022438.
enum UkraineEDRPOU: TaxIdentifierRecipe {
  static var code: StaticString { "ua.edrpou" }
  static var country: StaticString { "UA" }
  static var name: StaticString { "ЄДРПОУ" }
  static var separators: Separators { [.space] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(8) else { return .malformed }
    let isMiddle = (3...5).contains(number.digit(0))
    let weighted = isMiddle ? number.sum([7, 1, 2, 3, 4, 5, 6]) : number.sum([1, 2, 3, 4, 5, 6, 7])
    var check = weighted % 11
    if check == 10 { check = (weighted + 2 * number.sum([1, 1, 1, 1, 1, 1, 1])) % 11 % 10 }
    return .checked(check == number.digit(7))
  }
}
