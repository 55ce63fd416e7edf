import Bytes

/// Greek VAT number (Αριθμός Φορολογικού Μητρώου).
///
/// Nine digits; eight get a leading 0. S(256 128 64 32 16 8 4 2) mod 11 mod 10 = d9. Greek numbers carry EL; GR is
/// accepted, and ΕΛ in Greek letters; EL is written.
///
/// Source: python-stdnum module gr.vat. Examples: 094259216, 039868210.
enum GreeceVAT: TaxIdentifierRecipe {
  static var code: StaticString { "gr.vat" }
  static var country: StaticString { "GR" }
  static var name: StaticString { "ΑΦΜ" }
  static var separators: Separators { [.space, .dash, .dot, .slash, .colon] }

  static func compact(_ number: inout CompactIdentifier) {
    if !number.drop("EL"), !number.drop("EΛ") { number.drop("GR") }
    if number.count == 8 { number.padLeft(to: 9) }
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(9) else { return .malformed }
    return .checked(number.sum([256, 128, 64, 32, 16, 8, 4, 2]) % 11 % 10 == number.digit(8))
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    out.append("EL")
    number.append(to: &out)
  }
}
