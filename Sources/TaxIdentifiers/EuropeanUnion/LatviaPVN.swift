import Bytes

/// Latvian VAT number (PVN reģistrācijas numurs).
///
/// Eleven digits. First digit above 3 (a company): S(9 1 4 8 3 10 2 5 7 6 1) over all of them mod 11 = 3. Otherwise
/// a personal code: (1 + S(10 5 8 4 2 1 6 3 7 9)) mod 11 mod 10 = d11, and unless it starts with 32, d1-d6 are a
/// date DDMMYY in the century 18 + d7.
///
/// Source: python-stdnum module lv.pvn. Examples: 40003521600, 32867300679 (fictitious).
enum LatviaPVN: TaxIdentifierRecipe {
  static var code: StaticString { "lv.pvn" }
  static var country: StaticString { "LV" }
  static var name: StaticString { "PVN reģistrācijas numurs" }
  static var separators: Separators { [.space, .dash] }

  static func compact(_ number: inout CompactIdentifier) {
    number.drop("LV")
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(11) else { return .malformed }
    if number.digit(0) > 3 { return .checked(number.sum([9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1]) % 11 == 3) }
    if !number.hasPrefix("32") {
      let year = (18 + number.digit(6)) * 100 + number.integer(4, 6)
      guard isCalendarDate(year, number.integer(2, 4), number.integer(0, 2)) else { return .malformed }
    }
    return .checked((1 + number.sum([10, 5, 8, 4, 2, 1, 6, 3, 7, 9])) % 11 % 10 == number.digit(10))
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    out.append("LV")
    number.append(to: &out)
  }
}
