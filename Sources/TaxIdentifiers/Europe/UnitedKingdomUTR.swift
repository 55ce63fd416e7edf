import Bytes

/// British unique taxpayer reference.
///
/// Ten digits; a K, which people write first or last, is dropped. The check digit comes first: 21987654321[S(6 7 8
/// 9 10 5 4 3 2) over d2 … d10 mod 11] = d1.
///
/// Source: python-stdnum module gb.utr. Examples: 1955839661 (fictitious).
enum UnitedKingdomUTR: TaxIdentifierRecipe {
  static var code: StaticString { "gb.utr" }
  static var country: StaticString { "GB" }
  static var name: StaticString { "UTR" }
  static var isForTurnoverTax: Bool { false }
  static var separators: Separators { [.space] }

  static func compact(_ number: inout CompactIdentifier) {
    while number.drop("K") {}
    if number.count == 11, number.has("K", at: 10) { number.truncate(to: 10) }
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(10) else { return .malformed }
    return .checked(ByteView("21987654321")[number.sum([6, 7, 8, 9, 10, 5, 4, 3, 2], from: 1) % 11] == number[0])
  }
}
