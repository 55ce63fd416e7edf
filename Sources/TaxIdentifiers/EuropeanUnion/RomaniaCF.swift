/// Romanian tax number (cod de identificare fiscală, CUI of companies).
///
/// Two to ten digits, the first not 0: the part before the check digit is padded to nine, 10 * S(7 5 3 2 1 7 5 3 2)
/// mod 11 mod 10 is the check digit. Or a personal number of thirteen digits: d1 (century) not 0, d2-d7 a real
/// date, county 01-48, 51, 52, 70, 80-83, r = S(2 7 9 1 4 6 3 5 8 2 7 9) mod 11, where 10 becomes 1; r = d13.
/// RO in front means "registered for VAT": the minimal form keeps it, and it is written only where it stood.
///
/// Source: python-stdnum module ro.cf, ro.cui and ro.cnp. Examples: 18547290.
enum RomaniaCF: TaxIdentifierRecipe {
  static var code: StaticString { "ro.cf" }
  static var country: StaticString { "RO" }
  static var name: StaticString { "cod fiscal" }
  static var separators: Separators { [.space, .dash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    var digits = number
    digits.drop("RO")
    guard digits.count >= 2, digits.areDigits(0, digits.count), digits.digit(0) != 0 else { return .malformed }
    if digits.count == 13 { return judgePersonalNumber(digits) }
    guard digits.count <= 10 else { return .malformed }
    digits.padLeft(to: 10)
    return .checked(10 * digits.sum([7, 5, 3, 2, 1, 7, 5, 3, 2]) % 11 % 10 == digits.digit(9))
  }

  private static func judgePersonalNumber(_ digits: CompactIdentifier) -> TaxIdentifierOutcome {
    let century =
      switch digits.digit(0) {
      case 3, 4: 1800
      case 5, 6: 2000
      default: 1900  // 7 to 9 are foreigners, whose century is not told.
      }
    guard isCalendarDate(century + digits.integer(1, 3), digits.integer(3, 5), digits.integer(5, 7)) else {
      return .malformed
    }
    switch digits.integer(7, 9) {
    case 1...48, 51, 52, 70, 80...83: break
    default: return .malformed
    }
    let check = digits.sum([2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11
    return .checked((check == 10 ? 1 : check) == digits.digit(12))
  }
}
