/// Turkish tax number of companies (vergi kimlik numarası).
///
/// Ten digits. For position i = 1 … 9 from the left, k = 10 - i: x = (d_i + k) mod 10; unless x is 0 add (x * 2^k)
/// mod 9, taking 9 when that is 0. The check digit is (10 - sum mod 10) mod 10.
///
/// Source: python-stdnum module tr.vkn. Examples: 4540536920, 0010213576.
enum TurkeyVKN: TaxIdentifierRecipe {
  static var code: StaticString { "tr.vkn" }
  static var country: StaticString { "TR" }
  static var name: StaticString { "VKN" }
  static var separators: Separators { [] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(10) else { return .malformed }
    var sum = 0
    for i in 0..<9 {
      let x = (number.digit(i) + 9 - i) % 10
      guard x != 0 else { continue }
      let power = (x << (9 - i)) % 9
      sum += power == 0 ? 9 : power
    }
    return .checked((10 - sum % 10) % 10 == number.digit(9))
  }
}
