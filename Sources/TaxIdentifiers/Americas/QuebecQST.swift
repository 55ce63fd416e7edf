import Bytes

/// Quebec sales tax number (numéro d'inscription à la TVQ).
///
/// Ten digits, TQ, four digits; no check digit known.
///
/// Source: not in python-stdnum; shape from secondary sources. Examples: 1234567890TQ1234 (shape only).
enum QuebecQST: TaxIdentifierRecipe {
  static var code: StaticString { "ca.qst" }
  static var country: StaticString { "CA" }
  static var name: StaticString { "QST number" }
  static var hasCheckDigit: Bool { false }
  static var separators: Separators { [.space, .dash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    .shaped(number.count == 16 && number.areDigits(0, 10) && number.has("TQ", at: 10) && number.areDigits(12, 16))
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    number.append(groups: [10, 6], separator: " ", to: &out)
  }
}
