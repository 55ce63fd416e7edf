/// Taiwanese unified business number.
///
/// Eight digits: weights 1 2 1 2 1 2 4 1, of the products the digit sums; the total is divisible by 5, or is after
/// adding 1 when d7 = 7. Until April 2023 it had to be 10, as python-stdnum 2.2 still wants; newer versions want 5.
///
/// Source: python-stdnum module tw.ubn. Examples: 00501503, 00277104.
enum TaiwanUBN: TaxIdentifierRecipe {
  static var code: StaticString { "tw.ubn" }
  static var country: StaticString { "TW" }
  static var name: StaticString { "統一編號" }
  static var separators: Separators { [.space, .dash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(8) else { return .malformed }
    let weights: [8 of Int] = [1, 2, 1, 2, 1, 2, 4, 1]
    var sum = 0
    for i in 0..<8 { sum += digitSum(weights[i] * number.digit(i)) }
    return .checked(sum % 5 == 0 || (number.digit(6) == 7 && (sum + 1) % 5 == 0))
  }
}
