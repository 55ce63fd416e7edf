/// Kenyan tax number (personal identification number).
///
/// A for persons or P for others, nine digits, a letter; no check digit.
///
/// Source: python-stdnum module ke.pin. Examples: P051365947M, P051193029R.
enum KenyaPIN: TaxIdentifierRecipe {
  static var code: StaticString { "ke.pin" }
  static var country: StaticString { "KE" }
  static var name: StaticString { "PIN" }
  static var hasCheckDigit: Bool { false }
  static var separators: Separators { [.space, .dash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    .shaped(number.count == 11 && number.isAny(of: "AP", at: 0) && number.areDigits(1, 10) && number.isLetter(10))
  }
}
