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
    if !number.drop("UNP"), !number.drop("УНП") { number.drop("унп") }  // The last two are Cyrillic.
    guard number.count > 9 else { return }
    var latin = CompactIdentifier()
    var at = 0
    while at < number.count {
      var byte = number[at]
      if let twin = latinTwin(number, at) {
        byte = twin
        at += 1
      }
      _ = latin.append(byte)  // Never longer than what it is made from.
      at += 1
    }
    number = latin
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

  /// The Latin letter that looks like the Cyrillic one whose two bytes stand at `index`.
  private static func latinTwin(_ number: CompactIdentifier, _ index: Int) -> UInt8? {
    guard index + 1 < number.count else { return nil }
    // А В С Е Н К М О Р Т in the order of `letters`, as second bytes; the first is D0, for small р с т it is D1.
    switch (number[index], number[index + 1]) {
    case (0xD0, 0x90), (0xD0, 0xB0): return UInt8(ascii: "A")
    case (0xD0, 0x92), (0xD0, 0xB2): return UInt8(ascii: "B")
    case (0xD0, 0xA1), (0xD1, 0x81): return UInt8(ascii: "C")
    case (0xD0, 0x95), (0xD0, 0xB5): return UInt8(ascii: "E")
    case (0xD0, 0x9D), (0xD0, 0xBD): return UInt8(ascii: "H")
    case (0xD0, 0x9A), (0xD0, 0xBA): return UInt8(ascii: "K")
    case (0xD0, 0x9C), (0xD0, 0xBC): return UInt8(ascii: "M")
    case (0xD0, 0x9E), (0xD0, 0xBE): return UInt8(ascii: "O")
    case (0xD0, 0xA0), (0xD1, 0x80): return UInt8(ascii: "P")
    case (0xD0, 0xA2), (0xD1, 0x82): return UInt8(ascii: "T")
    default: return nil
    }
  }
}
