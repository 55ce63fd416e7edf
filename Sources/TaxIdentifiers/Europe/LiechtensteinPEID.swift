/// Liechtenstein taxpayer number (Personenidentifikationsnummer).
///
/// Four to twelve digits after leading zeros are dropped; no check digit. For VAT, Liechtenstein has Swiss numbers.
///
/// Source: python-stdnum module li.peid. Examples: 1234567 (fictitious).
enum LiechtensteinPEID: TaxIdentifierRecipe {
  static var code: StaticString { "li.peid" }
  static var country: StaticString { "LI" }
  static var name: StaticString { "PEID" }
  static var isForTurnoverTax: Bool { false }
  static var hasCheckDigit: Bool { false }
  static var separators: Separators { [.space, .dot] }

  static func compact(_ number: inout CompactIdentifier) {
    number.dropLeadingZeros()
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    .shaped((4...12).contains(number.count) && number.areDigits(0, number.count))
  }
}
