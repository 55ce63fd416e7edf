/// Algerian tax number (numéro d'identification fiscale).
///
/// Fifteen or twenty digits; no check digit.
///
/// Source: python-stdnum module dz.nif. Examples: 416001000000007, 408020000150039.
enum AlgeriaNIF: TaxIdentifierRecipe {
  static var code: StaticString { "dz.nif" }
  static var country: StaticString { "DZ" }
  static var name: StaticString { "NIF" }
  static var hasCheckDigit: Bool { false }
  static var separators: Separators { [.space] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    .shaped(number.isDigits(15) || number.isDigits(20))
  }
}
