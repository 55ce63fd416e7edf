import Bytes

/// Czech VAT number (daňové identifikační číslo).
///
/// Eight digits for legal entities, not starting with 9: c = 11 - S(8 7 6 5 4 3 2) mod 11, where 10 becomes 0 and
/// 11 becomes 1; c = d8.
/// Nine digits starting with 6 for persons without a birth number: a = S(8 7 6 5 4 3 2) over d2 … d8 mod 11; (8 -
/// (10 - a) mod 11) mod 10 = d9.
/// Other nine digits, and ten: a birth number.
///
/// Source: python-stdnum module cz.dic. Examples: 25123891, 640903926 (fictitious).
enum CzechiaDIC: TaxIdentifierRecipe {
  static var code: StaticString { "cz.dic" }
  static var country: StaticString { "CZ" }
  static var name: StaticString { "DIČ" }
  static var separators: Separators { [.space, .slash] }

  static func compact(_ number: inout CompactIdentifier) {
    number.drop("CZ")
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    if number.isDigits(8) {
      guard number.digit(0) != 9 else { return .malformed }
      let check = 11 - number.sum([8, 7, 6, 5, 4, 3, 2]) % 11
      return .checked((check == 11 ? 1 : check % 10) == number.digit(7))
    }
    if number.isDigits(9), number.digit(0) == 6 {
      let a = number.sum([8, 7, 6, 5, 4, 3, 2], from: 1) % 11
      return .checked((8 - (10 - a) % 11 + 10) % 10 == number.digit(8))
    }
    return judgeCzechBirthNumber(number)
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    out.append("CZ")
    number.append(to: &out)
  }
}
