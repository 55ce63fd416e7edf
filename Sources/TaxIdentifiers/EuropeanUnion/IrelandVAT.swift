import Bytes

/// Irish VAT number.
///
/// Seven digits and a check letter, optionally one more letter A to W. Or the old form: a digit, a letter or + or
/// *, five digits, the check letter. In the alphabet WABCDEFGHIJKLMNOPQRSTUV a letter's place is its value. New
/// form: (S(8 7 6 5 4 3 2) + 9 * value of the ninth character if there is one) mod 23 is the value of the check
/// letter. Old form: S over 0, d3 … d7, d1; a ninth letter says nothing there.
///
/// Source: python-stdnum module ie.vat. Examples: 6433435F, 8D79739I.
enum IrelandVAT: TaxIdentifierRecipe {
  static var code: StaticString { "ie.vat" }
  static var country: StaticString { "IE" }
  static var name: StaticString { "VAT number" }
  static var separators: Separators { [.space, .dash] }

  static func compact(_ number: inout CompactIdentifier) {
    number.drop("IE")
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    let alphabet: StaticString = "WABCDEFGHIJKLMNOPQRSTUV"
    guard number.count == 8 || number.count == 9, number.isDigit(0), number.areDigits(2, 7),
      let check = number.position(in: alphabet, at: 7)
    else { return .malformed }
    var ninth = 0
    if number.count == 9 {
      guard let value = number.position(in: alphabet, at: 8) else { return .malformed }
      ninth = value
    }
    if number.isDigit(1) { return .checked((number.sum([8, 7, 6, 5, 4, 3, 2]) + 9 * ninth) % 23 == check) }
    guard number.isLetter(1) || number.isAny(of: "+*", at: 1) else { return .malformed }
    return .checked((number.sum([7, 6, 5, 4, 3], from: 2) + 2 * number.digit(0)) % 23 == check)
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    out.append("IE")
    number.append(to: &out)
  }
}
