import Bytes

/// Danish VAT and company number (momsregistreringsnummer, CVR, SE).
///
/// Eight digits, the first not 0; S(2 7 6 5 4 3 2 1) over all of them is divisible by 11.
///
/// Source: python-stdnum module dk.cvr. Examples: 13585628, 10503280.
enum DenmarkCVR: TaxIdentifierRecipe {
  static var code: StaticString { "dk.cvr" }
  static var country: StaticString { "DK" }
  static var name: StaticString { "CVR-nummer" }
  static var separators: Separators { [.space, .dash, .dot, .comma, .slash, .colon] }

  static func compact(_ number: inout CompactIdentifier) {
    number.drop("DK")
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(8), number.digit(0) != 0 else { return .malformed }
    return .checked(number.sum([2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0)
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    out.append("DK")
    number.append(to: &out)
  }
}
