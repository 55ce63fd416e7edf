import Bytes

/// Estonian VAT number (käibemaksukohustuslase registreerimisnumber).
///
/// Nine digits; S(3 7 1 3 7 1 3 7 1) over all of them is divisible by 10.
///
/// Source: python-stdnum module ee.kmkr. Examples: 100594102, 100931558.
enum EstoniaKMKR: TaxIdentifierRecipe {
  static var code: StaticString { "ee.kmkr" }
  static var country: StaticString { "EE" }
  static var name: StaticString { "KMKR number" }
  static var separators: Separators { [.space] }

  static func compact(_ number: inout CompactIdentifier) {
    number.drop("EE")
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(9) else { return .malformed }
    return .checked(number.sum([3, 7, 1, 3, 7, 1, 3, 7, 1]) % 10 == 0)
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    out.append("EE")
    number.append(to: &out)
  }
}
