import Bytes

/// Australian business number.
///
/// Eleven digits: 1 off d1, then S(10 1 3 5 7 9 11 13 15 17 19) over all of them is divisible by 89; the first two,
/// which are the check, are 11 to 99.
///
/// Source: python-stdnum module au.abn. Examples: 83914571673, 51824753556.
enum AustraliaABN: TaxIdentifierRecipe {
  static var code: StaticString { "au.abn" }
  static var country: StaticString { "AU" }
  static var name: StaticString { "ABN" }
  static var separators: Separators { [.space] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(11) else { return .malformed }
    let sum = number.sum([10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10
    return .checked(sum % 89 == 0 && number.integer(0, 2) >= 11)
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    number.append(groups: [2, 3, 3, 3], separator: " ", to: &out)
  }
}
