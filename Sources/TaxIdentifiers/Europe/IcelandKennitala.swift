import Bytes

/// Icelandic identity code of persons and organisations.
///
/// Ten digits: DDMMYY, the day + 40 for organisations, a real date; d10 is 9 (19xx) or 0 (20xx). S(3 2 7 6 5 4 3 2
/// 1) over d1 … d9 is divisible by 11.
///
/// Source: python-stdnum module is_.kennitala. Examples: 4504013150, 4406032540.
enum IcelandKennitala: TaxIdentifierRecipe {
  static var code: StaticString { "is.kennitala" }
  static var country: StaticString { "IS" }
  static var name: StaticString { "kennitala" }
  static var isForTurnoverTax: Bool { false }
  static var separators: Separators { [.dash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(10), number.digit(0) <= 7 else { return .malformed }
    let century: Int
    switch number.digit(9) {
    case 9: century = 1900
    case 0: century = 2000
    default: return .malformed
    }
    let day = number.integer(0, 2)
    guard isCalendarDate(century + number.integer(4, 6), number.integer(2, 4), day >= 40 ? day - 40 : day) else {
      return .malformed
    }
    return .checked(number.sum([3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0)
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    number.append(groups: [6, 4], separator: "-", to: &out)
  }
}
