/// Judges a Czech or Slovak birth number (rodné číslo, RČ).
///
/// YYMMDD, the month + 50 for women, + 20 when the serial numbers of a day ran out, then three or four digits. Nine
/// digits were given to the end of 1953, years 80-99 meaning 18xx. Ten digits: years 00-53 mean 20xx, and
/// (first nine mod 11) mod 10 = d10. Source: python-stdnum module cz.rc.
func judgeCzechBirthNumber(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
  guard number.isDigits(9) || number.isDigits(10) else { return .malformed }
  var year = 1900 + number.integer(0, 2)
  if number.count == 9 {
    if year >= 1980 { year -= 100 }
    guard year <= 1953 else { return .malformed }
  } else if year < 1954 {
    year += 100
  }
  guard isCalendarDate(year, number.integer(2, 4) % 50 % 20, number.integer(4, 6)) else { return .malformed }
  return number.count == 9 ? .wellFormed : .checked(number.integer(0, 9) % 11 % 10 == number.digit(9))
}
