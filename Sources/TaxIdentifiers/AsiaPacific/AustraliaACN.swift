import Bytes

/// Australian company number.
///
/// Nine digits; (10 - S(8 7 6 5 4 3 2 1) mod 10) mod 10 = d9. The ABN of a company is two check digits and the ACN.
///
/// Source: python-stdnum module au.acn. Examples: 004085616, 010499966.
enum AustraliaACN: TaxIdentifierRecipe {
  static var code: StaticString { "au.acn" }
  static var country: StaticString { "AU" }
  static var name: StaticString { "ACN" }
  static var isForTurnoverTax: Bool { false }
  static var separators: Separators { [.space] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(9) else { return .malformed }
    return .checked((10 - number.sum([8, 7, 6, 5, 4, 3, 2, 1]) % 10) % 10 == number.digit(8))
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    number.append(groups: [3, 3, 3], separator: " ", to: &out)
  }
}
