/// Belarusian taxpayer number (учетный номер плательщика).
///
/// Nine characters: two digits, or two letters of ABCEHKMOPT, then seven digits; the first is 1 to 7 or one of A B
/// C E H K M. The first letter counts 10 to 35 as in the Latin alphabet, the second its place in ABCEHKMOPT; S(29
/// 23 19 17 13 7 5 3) mod 11 = d9, 10 refused. Cyrillic look-alikes count as the Latin letters.
///
/// Source: python-stdnum module by.unp. Examples: 200988541, 591705582.
enum BelarusUNP: TaxIdentifierRecipe {
  static var code: StaticString { "by.unp" }
  static var country: StaticString { "BY" }
  static var name: StaticString { "УНП" }
  static var separators: Separators { [.space] }

  static func compact(_ number: inout CompactIdentifier) {
    // What cleaning leaves of УНП and унп: only У and Н have a Latin twin.
    if !number.drop("UNP"), !number.drop("YHП") { number.drop("YHп") }
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.count == 9, number.areDigits(2, 9), number.isAny(of: "1234567ABCEHKM", at: 0) else {
      return .malformed
    }
    let first: Int
    let second: Int
    if number.areDigits(0, 2) {
      first = number.digit(0)
      second = number.digit(1)
    } else if number.isLetter(0), let place = number.position(in: letters, at: 1) {
      first = number.value(0)
      second = place
    } else {
      return .malformed
    }
    return .checked((29 * first + 23 * second + number.sum([19, 17, 13, 7, 5, 3], from: 2)) % 11 == number.digit(8))
  }

  private static var letters: StaticString { "ABCEHKMOPT" }
}
