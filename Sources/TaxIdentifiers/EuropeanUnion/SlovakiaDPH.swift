import Bytes

/// Slovak VAT number (identifikačné číslo pre daň z pridanej hodnoty).
///
/// Ten digits: the first not 0, the third one of 2 3 4 7 8 9, the whole number divisible by 11; or a valid birth
/// number.
///
/// Source: python-stdnum module sk.dph. Examples: 2022749619, 2020237945.
enum SlovakiaDPH: TaxIdentifierRecipe {
  static var code: StaticString { "sk.dph" }
  static var country: StaticString { "SK" }
  static var name: StaticString { "IČ DPH" }
  static var separators: Separators { [.space, .dash] }

  static func compact(_ number: inout CompactIdentifier) {
    number.drop("SK")
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(10) else { return .malformed }
    if judgeCzechBirthNumber(number) == .wellFormed { return .wellFormed }
    guard number.digit(0) != 0, number.isAny(of: "234789", at: 2) else { return .malformed }
    return .checked(number.integer(0, 10) % 11 == 0)
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    out.append("SK")
    number.append(to: &out)
  }
}
