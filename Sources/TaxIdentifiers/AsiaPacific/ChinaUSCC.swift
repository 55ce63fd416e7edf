/// Chinese unified social credit code.
///
/// Eighteen characters of 0-9 A-Z without I O S V Z, the first eight digits: weights 3^0 … 3^16 mod 31; the check
/// is (31 - sum mod 31) mod 31 in the alphabet.
///
/// Source: python-stdnum module cn.uscc. Examples: 91110000600037341L, 121200004013590816.
enum ChinaUSCC: TaxIdentifierRecipe {
  static var code: StaticString { "cn.uscc" }
  static var country: StaticString { "CN" }
  static var name: StaticString { "统一社会信用代码" }
  static var separators: Separators { [.space, .dash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.count == 18, number.areDigits(0, 8) else { return .malformed }
    let alphabet: StaticString = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    var sum = 0
    var weight = 1
    for i in 0..<17 {
      guard let value = number.position(in: alphabet, at: i) else { return .malformed }
      sum += value * weight
      weight = weight * 3 % 31
    }
    guard let check = number.position(in: alphabet, at: 17) else { return .malformed }
    return .checked((31 - sum % 31) % 31 == check)
  }
}
