/// VAT number of the one stop shop: non-union scheme (EU) and import scheme (IM).
///
/// EU and nine digits, or IM and ten; digits 1 to 3 are the ISO 3166 numeric code of an EU state, 900 for Northern
/// Ireland. No public check digit.
///
/// Source: python-stdnum module eu.oss. Examples: EU372022452.
enum OneStopShop: TaxIdentifierRecipe {
  static var code: StaticString { "eu.oss" }
  static var country: StaticString { "EU" }
  static var name: StaticString { "OSS / IOSS number" }
  static var hasCheckDigit: Bool { false }
  static var separators: Separators { [.space, .dash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard (number.hasPrefix("EU") && number.count == 11) || (number.hasPrefix("IM") && number.count == 12),
      number.areDigits(2, number.count)
    else { return .malformed }
    switch number.integer(2, 5) {
    case 40, 56, 100, 191, 196, 203, 208, 233, 246, 250, 276, 300, 348, 372, 380, 428, 440, 442, 470, 528, 616, 620,
      642,
      703, 705, 724, 752, 900:
      return .formatOnly
    default: return .malformed
    }
  }
}
