/// Malaysian taxpayer number.
///
/// One or two letters and nine to twelve digits; no check digit used.
///
/// Source: not in python-stdnum; shape from secondary sources. Examples: C1234567890 (shape only).
enum MalaysiaTIN: TaxIdentifierRecipe {
  static var code: StaticString { "my.tin" }
  static var country: StaticString { "MY" }
  static var name: StaticString { "TIN" }
  static var isForTurnoverTax: Bool { false }
  static var hasCheckDigit: Bool { false }
  static var separators: Separators { [.space, .dash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.count > 2, number.isLetter(0) else { return .malformed }
    let letters = number.isLetter(1) ? 2 : 1
    return .shaped((9...12).contains(number.count - letters) && number.areDigits(letters, number.count))
  }
}
