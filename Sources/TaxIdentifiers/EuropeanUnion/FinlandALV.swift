import Bytes

/// Finnish VAT number (arvonlisäveronumero, the Y-tunnus without its dash).
///
/// Eight digits; S(7 9 10 5 8 4 2 1) over all of them is divisible by 11.
///
/// Source: python-stdnum module fi.alv. Examples: 20774740, 02459042.
enum FinlandALV: TaxIdentifierRecipe {
  static var code: StaticString { "fi.alv" }
  static var country: StaticString { "FI" }
  static var name: StaticString { "ALV-numero" }
  static var separators: Separators { [.space, .dash] }

  static func compact(_ number: inout CompactIdentifier) {
    number.drop("FI")
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(8) else { return .malformed }
    return .checked(number.sum([7, 9, 10, 5, 8, 4, 2, 1]) % 11 == 0)
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    out.append("FI")
    number.append(to: &out)
  }
}
