import Bytes

/// Dutch VAT number (btw-identificatienummer).
///
/// Nine digits, B, two digits; neither the nine nor the two all zero. Fewer than nine digits are padded on the
/// left. Either S(9 8 7 6 5 4 3 2) over d1 … d8 minus d9 is divisible by 11 (legal entities, and the old form), or
/// ISO 7064 MOD 97,10 holds over NL and the twelve characters (sole traders since 2020).
///
/// Source: python-stdnum module nl.btw. Examples: 004495445B01, 002455799B11.
enum NetherlandsBTW: TaxIdentifierRecipe {
  static var code: StaticString { "nl.btw" }
  static var country: StaticString { "NL" }
  static var name: StaticString { "btw-identificatienummer" }
  static var separators: Separators { [.space, .dash, .dot] }

  static func compact(_ number: inout CompactIdentifier) {
    number.drop("NL")
    if number.count > 3 { number.padLeft(to: 12) }
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.count == 12, number.areDigits(0, 9), number.has("B", at: 9), number.areDigits(10, 12),
      number.integer(0, 9) > 0, number.integer(10, 12) > 0
    else { return .malformed }
    if (number.sum([9, 8, 7, 6, 5, 4, 3, 2]) - number.digit(8)) % 11 == 0 { return .wellFormed }
    let remainderOfNL = 2321 % 97  // N is 23, L is 21.
    return .checked(number.remainderBy97(after: remainderOfNL) == 1)
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    out.append("NL")
    number.append(to: &out)
  }
}
