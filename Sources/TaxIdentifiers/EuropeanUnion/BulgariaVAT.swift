import Bytes

/// Bulgarian VAT number (ДДС номер).
///
/// Nine digits for legal entities: r = S(1 2 3 4 5 6 7 8) mod 11; if r = 10 then r = S(3 4 5 6 7 8 9 10) mod 11,
/// where 10 becomes 0; r = d9.
/// Ten digits for others, where any of three rules may hold. Personal number: d1-d6 are a date, its month + 20 for
/// 18xx and + 40 for 20xx, and S(2 4 8 5 10 9 7 3 6) mod 11 mod 10 = d10. Foreigner: S(21 19 17 13 11 9 7 3 1) mod
/// 10 = d10. Other: c = (11 - S(4 3 2 7 6 5 4 3 2) mod 11) mod 11 = d10, c = 10 refused.
///
/// Source: python-stdnum module bg.vat. Examples: 175074752, 103873594.
enum BulgariaVAT: TaxIdentifierRecipe {
  static var code: StaticString { "bg.vat" }
  static var country: StaticString { "BG" }
  static var name: StaticString { "ДДС номер" }
  static var separators: Separators { [.space, .dash, .dot] }

  static func compact(_ number: inout CompactIdentifier) {
    number.drop("BG")
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    if number.isDigits(9) { return .checked(legalCheckDigit(number) == number.digit(8)) }
    guard number.isDigits(10) else { return .malformed }
    return .checked(isPersonal(number) || isForeigner(number) || isOther(number))
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    out.append("BG")
    number.append(to: &out)
  }

  private static func legalCheckDigit(_ number: CompactIdentifier) -> Int {
    let first = number.sum([1, 2, 3, 4, 5, 6, 7, 8]) % 11
    return first < 10 ? first : number.sum([3, 4, 5, 6, 7, 8, 9, 10]) % 11 % 10
  }

  private static func isPersonal(_ number: CompactIdentifier) -> Bool {
    let month = number.integer(2, 4)
    let (century, offset) = month > 40 ? (2000, 40) : month > 20 ? (1800, 20) : (1900, 0)
    return isCalendarDate(century + number.integer(0, 2), month - offset, number.integer(4, 6))
      && number.sum([2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10 == number.digit(9)
  }

  private static func isForeigner(_ number: CompactIdentifier) -> Bool {
    number.sum([21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10 == number.digit(9)
  }

  private static func isOther(_ number: CompactIdentifier) -> Bool {
    (11 - number.sum([4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11 == number.digit(9)
  }
}
