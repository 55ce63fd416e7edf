import Bytes

/// South Korean business registration number.
///
/// Ten digits: the first three 101 or more, d4 d5 not 00, d6-d9 not 0000. A check digit exists, but only secondary
/// sources tell it; it is not asked for.
///
/// Source: python-stdnum module kr.brn. Examples: 1168200276, 2098206382.
enum KoreaBRN: TaxIdentifierRecipe {
  static var code: StaticString { "kr.brn" }
  static var country: StaticString { "KR" }
  static var name: StaticString { "사업자등록번호" }
  static var hasCheckDigit: Bool { false }
  static var separators: Separators { [.space, .dash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    .shaped(
      number.isDigits(10) && number.integer(0, 3) >= 101 && !number.areZeros(3, 5) && !number.areZeros(5, 9))
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    number.append(groups: [3, 2, 5], separator: "-", to: &out)
  }
}
