import Bytes

/// Dominican tax number (registro nacional del contribuyente).
///
/// Nine digits: r = S(7 9 8 6 5 4 3 2) mod 11; 0 gives 2, 1 gives 1, others 11 - r. The authority also gave a few
/// numbers that break the rule; they are listed.
///
/// Source: python-stdnum module do.rnc. Examples: 101850043, 131246796.
enum DominicanRepublicRNC: TaxIdentifierRecipe {
  static var code: StaticString { "do.rnc" }
  static var country: StaticString { "DO" }
  static var name: StaticString { "RNC" }
  static var separators: Separators { [.space, .dash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(9) else { return .malformed }
    let remainder = number.sum([7, 9, 8, 6, 5, 4, 3, 2]) % 11
    let check = remainder == 0 ? 2 : remainder == 1 ? 1 : 11 - remainder
    return .checked(check == number.digit(8) || isException(number.integer(0, 9)))
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    number.append(groups: [1, 2, 5, 1], separator: "-", to: &out)
  }

  private static func isException(_ number: Int) -> Bool {
    switch number {
    case 101_581_601, 101_582_245, 101_595_422, 101_595_785, 131_188_691, 401_007_374, 501_341_601, 501_378_067,
      501_620_371, 501_651_319, 501_651_823, 501_651_845, 501_651_926, 501_656_006, 501_658_167, 501_670_785,
      501_676_936, 501_680_158, 504_654_542, 504_680_029, 504_681_442, 505_038_691:
      true
    default: false
    }
  }
}
