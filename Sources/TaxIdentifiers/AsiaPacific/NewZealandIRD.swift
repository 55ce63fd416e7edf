import Bytes

/// New Zealand tax number, which is the GST number too.
///
/// Eight or nine digits, between 10,000,000 and 150,000,000: padded to eight before the check digit; c = (11 - S(3
/// 2 7 6 5 4 3 2) mod 11) mod 11; if that is 10, with (7 4 3 2 5 2 7 6); 10 again is refused.
///
/// Source: python-stdnum module nz.ird. Examples: 49091850, 136410132.
enum NewZealandIRD: TaxIdentifierRecipe {
  static var code: StaticString { "nz.ird" }
  static var country: StaticString { "NZ" }
  static var name: StaticString { "IRD number" }
  static var separators: Separators { [.space, .dash] }

  static func compact(_ number: inout CompactIdentifier) {
    number.drop("NZ")
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(8) || number.isDigits(9) else { return .malformed }
    var digits = number
    digits.padLeft(to: 9)
    let value = digits.integer(0, 9)
    guard value > 10_000_000, value < 150_000_000 else { return .malformed }
    var check = (11 - digits.sum([3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11
    if check == 10 { check = (11 - digits.sum([7, 4, 3, 2, 5, 2, 7, 6]) % 11) % 11 }
    return .checked(check == digits.digit(8))
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    number.append(groups: [max(1, number.count - 6), 3, 3], separator: "-", to: &out)
  }
}
