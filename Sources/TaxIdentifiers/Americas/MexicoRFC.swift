import Bytes

/// Mexican taxpayer number (registro federal de contribuyentes).
///
/// Companies: three letters (& and Ñ among them), YYMMDD, three letters or digits. Persons: four letters, YYMMDD,
/// three more or none; 41 offensive starts were never given. The date is real, its year read as 20yy.
/// Check character: the number without it padded on the left with spaces to twelve, alphabet 0-9 A-N & O-Z space Ñ,
/// weights 13 … 2, r = sum mod 11; 0 gives 0, 1 gives A, others 11 - r. About 1.5 % of real numbers fail it: so a
/// right one is ``TaxIdentifierOutcome/wellFormed``, a wrong one ``TaxIdentifierOutcome/formatOnly``.
///
/// Source: python-stdnum module mx.rfc. Examples: MAB9307148T4, SIN9311169P8.
enum MexicoRFC: TaxIdentifierRecipe {
  static var code: StaticString { "mx.rfc" }
  static var country: StaticString { "MX" }
  static var name: StaticString { "RFC" }
  static var separators: Separators { [.space, .dash, .underscore] }

  static func compact(_ number: inout CompactIdentifier) {
    for i in 0..<max(0, number.count - 1) where number[i] == 0xC3 && number[i + 1] == 0xB1 {
      number.replace(at: i + 1, with: 0x91)  // ñ to Ñ.
    }
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard let start = lettersEnd(number) else { return .malformed }
    let length = start.letters + (number.count - start.bytes)
    guard length == 10 || length == 12 || length == 13, start.letters == (length == 12 ? 3 : 4),
      number.areDigits(start.bytes, start.bytes + 6)
    else { return .malformed }
    for i in (start.bytes + 6)..<number.count where !number.isDigit(i) && !number.isLetter(i) { return .malformed }
    if start.letters == 4, isOffensive(number) { return .malformed }
    let date = start.bytes
    guard
      isCalendarDate(
        2000 + number.integer(date, date + 2), number.integer(date + 2, date + 4), number.integer(date + 4, date + 6))
    else { return .malformed }
    return length > 10 && hasRightCheck(number, length) ? .wellFormed : .formatOnly
  }

  /// How many letters stand in front, and in how many bytes; nil when another character stands among them.
  private static func lettersEnd(_ number: CompactIdentifier) -> (letters: Int, bytes: Int)? {
    var letters = 0
    var at = 0
    while at < number.count, !number.isDigit(at) {
      if number.isLetter(at) || number.has("&", at: at) {
        at += 1
      } else if number.has("Ñ", at: at) {
        at += 2
      } else {
        return nil
      }
      letters += 1
    }
    return (letters, at)
  }

  private static func hasRightCheck(_ number: CompactIdentifier, _ length: Int) -> Bool {
    var sum = length == 12 ? 37 * 13 : 0  // A company's number is one shorter: a space in front, of value 37.
    var weight = length == 12 ? 12 : 13
    var at = 0
    while at < number.count - 1 {
      let value: Int
      if number.has("Ñ", at: at) {
        value = 38
        at += 1
      } else if number.has("&", at: at) {
        value = 24
      } else {
        let plain = number.value(at)  // O to Z stand one place later, behind &.
        value = plain < 24 ? plain : plain + 1
      }
      sum += value * weight
      weight -= 1
      at += 1
    }
    let check = (11 - sum % 11) % 11
    return check == 10 ? number.has("A", at: at) : number.isDigit(at) && number.digit(at) == check
  }

  /// Four-letter starts that read as a word nobody wants as a number.
  private static func isOffensive(_ number: CompactIdentifier) -> Bool {
    let words = ByteView(
      """
      BUEIBUEYCACACACOCAGACAGOCAKACAKOCOGECOJACOJECOJICOJOCULOFETOGUEYJOTOKACAKACOKAGAKAGO\
      KAKAKOGEKOJOKULOMAMEMAMOMEARMEASMEONMIONMOCOMULAPEDAPEDOPENEPUTAPUTOQULORATARUIN
      """)
    var at = 0
    while at < words.count {
      if number.hasPrefix(words.slice(at, at + 4)) { return true }
      at += 4
    }
    return false
  }
}
