import Bytes

/// Polish VAT number (numer identyfikacji podatkowej).
///
/// Ten digits; S(6 5 7 2 3 4 5 6 7) mod 11 = d10, so 10 never matches.
///
/// Source: python-stdnum module pl.nip. Examples: 8567346215, 5211355116.
enum PolandNIP: TaxIdentifierRecipe {
  static var code: StaticString { "pl.nip" }
  static var country: StaticString { "PL" }
  static var name: StaticString { "NIP" }
  static var separators: Separators { [.space, .dash] }

  static func compact(_ number: inout CompactIdentifier) {
    number.drop("PL")
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(10) else { return .malformed }
    return .checked(number.sum([6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == number.digit(9))
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    out.append("PL")
    number.append(to: &out)
  }
}
