/// Albanian tax number (numri i identifikimit për personin e tatueshëm, NUIS).
///
/// A letter A to M, eight digits, a letter. No public check digit.
///
/// Source: python-stdnum module al.nipt. Examples: K22218003V, J91402501L.
enum AlbaniaNIPT: TaxIdentifierRecipe {
  static var code: StaticString { "al.nipt" }
  static var country: StaticString { "AL" }
  static var name: StaticString { "NIPT" }
  static var hasCheckDigit: Bool { false }
  static var separators: Separators { [.space] }

  static func compact(_ number: inout CompactIdentifier) {
    if !number.drop("AL") { number.drop("(AL)") }
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    .shaped(number.count == 10 && (0x41...0x4D).contains(number[0]) && number.areDigits(1, 9) && number.isLetter(9))
  }
}
