/// Ukrainian taxpayer number of persons (РНОКПП).
///
/// Ten digits; S(-1 5 7 9 4 6 10 5 7) mod 11 mod 10 = d10, the remainder never negative.
///
/// Source: python-stdnum module ua.rntrc. Examples: 1759013776 (fictitious).
enum UkraineRNTRC: TaxIdentifierRecipe {
  static var code: StaticString { "ua.rntrc" }
  static var country: StaticString { "UA" }
  static var name: StaticString { "РНОКПП" }
  static var isForTurnoverTax: Bool { false }
  static var separators: Separators { [.space] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(10) else { return .malformed }
    return .checked((11 + number.sum([-1, 5, 7, 9, 4, 6, 10, 5, 7])) % 11 % 10 == number.digit(9))
  }
}
