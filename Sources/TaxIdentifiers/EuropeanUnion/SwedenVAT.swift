import Bytes

/// Swedish VAT number (momsregistreringsnummer).
///
/// Twelve digits: the first ten, the organisation or person, pass Luhn; the last two are 01. The law knows other
/// suffixes for several registrations of one person, which the source refuses: 02 to 99 are
/// ``TaxIdentifierOutcome/formatOnly``.
///
/// Source: python-stdnum module se.vat. Examples: 556200077701, 202100500001.
enum SwedenVAT: TaxIdentifierRecipe {
  static var code: StaticString { "se.vat" }
  static var country: StaticString { "SE" }
  static var name: StaticString { "momsregistreringsnummer" }
  static var separators: Separators { [.space, .dash, .dot] }

  static func compact(_ number: inout CompactIdentifier) {
    number.drop("SE")
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(12), number.integer(10, 12) > 0 else { return .malformed }
    guard number.passesLuhn(0, 10) else { return .checksum }
    return number.integer(10, 12) == 1 ? .wellFormed : .formatOnly
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    out.append("SE")
    number.append(to: &out)
  }
}
