/// Omani VAT number.
///
/// OM, which belongs to the number, and ten characters, digits but for the last, which may be X. Part of the check
/// is unknown, so only the shape counts.
///
/// Source: python-stdnum after 2.2, module om.vat. Examples: OM1100006083, OM1100018164.
enum OmanVAT: TaxIdentifierRecipe {
  static var code: StaticString { "om.vat" }
  static var country: StaticString { "OM" }
  static var name: StaticString { "VATIN" }
  static var hasCheckDigit: Bool { false }
  static var separators: Separators { [.space, .dash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    .shaped(
      number.count == 12 && number.hasPrefix("OM") && number.areDigits(2, 11)
        && (number.isDigit(11) || number.has("X", at: 11)))
  }
}
