import Bytes

/// Austrian VAT number (Umsatzsteuer-Identifikationsnummer).
///
/// U and eight digits; the U belongs to the number. Over the first seven digits: odd positions as they are, even
/// positions doubled, of those the digit sum. T = that sum + 4; the eighth digit is (10 - T mod 10) mod 10.
///
/// Source: python-stdnum module at.uid. Examples: U13585627, U14243102.
enum AustriaUID: TaxIdentifierRecipe {
  static var code: StaticString { "at.uid" }
  static var country: StaticString { "AT" }
  static var name: StaticString { "UID" }
  static var separators: Separators { [.space, .dash, .dot, .slash] }

  static func compact(_ number: inout CompactIdentifier) {
    number.drop("AT")
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.count == 9, number.hasPrefix("U"), number.areDigits(1, 9) else { return .malformed }
    var total = 4
    for i in 0..<7 { total += i % 2 == 0 ? number.digit(1 + i) : digitSum(2 * number.digit(1 + i)) }
    return .checked((10 - total % 10) % 10 == number.digit(8))
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    out.append("AT")
    number.append(to: &out)
  }
}
