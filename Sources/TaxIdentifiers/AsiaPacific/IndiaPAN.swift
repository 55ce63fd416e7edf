/// Indian permanent account number.
///
/// Five letters, four digits not 0000, a letter; the fourth letter, the kind of holder, is one of A B C F G H J K L
/// P T. How the last letter is found is not published.
///
/// Source: python-stdnum module in_.pan. Examples: AAPFU0939F.
enum IndiaPAN: TaxIdentifierRecipe {
  static var code: StaticString { "in.pan" }
  static var country: StaticString { "IN" }
  static var name: StaticString { "PAN" }
  static var isForTurnoverTax: Bool { false }
  static var hasCheckDigit: Bool { false }
  static var separators: Separators { [.space, .dash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    .shaped(number.count == 10 && isPAN(number, at: 0))
  }

  /// Whether a PAN stands at `index`.
  static func isPAN(_ number: CompactIdentifier, at index: Int) -> Bool {
    guard number.count >= index + 10 else { return false }
    for i in 0..<5 where !number.isLetter(index + i) { return false }
    return number.isAny(of: "ABCFGHJKLPT", at: index + 3) && number.areDigits(index + 5, index + 9)
      && !number.areZeros(index + 5, index + 9) && number.isLetter(index + 9)
  }
}
