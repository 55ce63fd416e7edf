/// Older Singaporean GST registration number.
///
/// M, eight digits, a letter; no check digit known. Newer registrations use the UEN.
///
/// Source: not in python-stdnum; shape from secondary sources. Examples: M12345678X (shape only).
enum SingaporeGST: TaxIdentifierRecipe {
  static var code: StaticString { "sg.gst" }
  static var country: StaticString { "SG" }
  static var name: StaticString { "GST registration no." }
  static var hasCheckDigit: Bool { false }
  static var separators: Separators { [.space, .dash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    .shaped(number.count == 10 && number.hasPrefix("M") && number.areDigits(1, 9) && number.isLetter(9))
  }
}
