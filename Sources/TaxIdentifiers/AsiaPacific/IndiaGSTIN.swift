/// Indian goods and services tax number.
///
/// Fifteen characters: state 01-37, 97 or 99, the PAN, an entity 1-9 A-Z, Z, a check character. In the alphabet 0-9
/// A-Z, over the first fourteen value * (1, 2, 1, 2, …), of which quotient and remainder by 36 are added; the check
/// is (36 - sum mod 36) mod 36. The source refuses the states 97 and 99, which exist in practice.
///
/// Source: python-stdnum module in_.gstin. Examples: 27AAPFU0939F1ZV.
enum IndiaGSTIN: TaxIdentifierRecipe {
  static var code: StaticString { "in.gstin" }
  static var country: StaticString { "IN" }
  static var name: StaticString { "GSTIN" }
  static var separators: Separators { [.space, .dash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.count == 15, number.areDigits(0, 2), IndiaPAN.isPAN(number, at: 2), !number.has("0", at: 12),
      number.has("Z", at: 13)
    else { return .malformed }
    for i in 12..<15 where !number.isDigit(i) && !number.isLetter(i) { return .malformed }
    switch number.integer(0, 2) {
    case 1...37, 97, 99: break
    default: return .malformed
    }
    var sum = 0
    for i in 0..<14 {
      let product = number.value(i) * (i % 2 == 0 ? 1 : 2)
      sum += product / 36 + product % 36
    }
    return .checked((36 - sum % 36) % 36 == number.value(14))
  }
}
