import Bytes

/// Lithuanian VAT number (PVM mokėtojo kodas).
///
/// Nine digits with d8 = 1, or twelve with d11 = 1. Weights 1 … 9 repeated over all but the last digit; r = sum mod
/// 11; if r = 10 the weights are 3 4 5 6 7 8 9 1 2 repeated, sum mod 11, where 10 becomes 0. r is the last digit.
///
/// Source: python-stdnum module lt.pvm. Examples: 119511515, 100001919017.
enum LithuaniaPVM: TaxIdentifierRecipe {
  static var code: StaticString { "lt.pvm" }
  static var country: StaticString { "LT" }
  static var name: StaticString { "PVM mokėtojo kodas" }
  static var separators: Separators { [.space, .dash] }

  static func compact(_ number: inout CompactIdentifier) {
    number.drop("LT")
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(9) || number.isDigits(12), number.digit(number.count - 2) == 1 else { return .malformed }
    var check = sum(number, shiftedBy: 0) % 11
    if check == 10 { check = sum(number, shiftedBy: 2) % 11 % 10 }
    return .checked(check == number.digit(number.count - 1))
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    out.append("LT")
    number.append(to: &out)
  }

  private static func sum(_ number: CompactIdentifier, shiftedBy shift: Int) -> Int {
    var sum = 0
    for i in 0..<(number.count - 1) { sum += (1 + (i + shift) % 9) * number.digit(i) }
    return sum
  }
}
