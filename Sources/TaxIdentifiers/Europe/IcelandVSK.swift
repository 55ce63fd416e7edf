/// Icelandic VAT number (virðisaukaskattsnúmer).
///
/// Five or six digits; no check digit.
///
/// Source: python-stdnum module is_.vsk. Examples: 00621.
enum IcelandVSK: TaxIdentifierRecipe {
  static var code: StaticString { "is.vsk" }
  static var country: StaticString { "IS" }
  static var name: StaticString { "VSK-númer" }
  static var hasCheckDigit: Bool { false }
  static var separators: Separators { [.space] }

  static func compact(_ number: inout CompactIdentifier) {
    number.drop("IS")
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    .shaped(number.isDigits(5) || number.isDigits(6))
  }
}
