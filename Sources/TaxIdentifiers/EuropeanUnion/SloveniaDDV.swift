import Bytes

/// Slovenian VAT number (identifikacijska številka za DDV).
///
/// Eight digits, the first not 0; c = 11 - S(8 7 6 5 4 3 2) mod 11, where 10 becomes 0 and 11 is refused; c = d8.
///
/// Source: python-stdnum module si.ddv. Examples: 50223054, 26808498.
enum SloveniaDDV: TaxIdentifierRecipe {
  static var code: StaticString { "si.ddv" }
  static var country: StaticString { "SI" }
  static var name: StaticString { "ID za DDV" }
  static var separators: Separators { [.space, .dash] }

  static func compact(_ number: inout CompactIdentifier) {
    number.drop("SI")
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(8), number.digit(0) != 0 else { return .malformed }
    let check = 11 - number.sum([8, 7, 6, 5, 4, 3, 2]) % 11
    return .checked(check != 11 && check % 10 == number.digit(7))
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    out.append("SI")
    number.append(to: &out)
  }
}
