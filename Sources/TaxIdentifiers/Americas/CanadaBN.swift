import Bytes

/// Canadian business number, also with a GST/HST, corporate, payroll or import account.
///
/// Nine digits that pass Luhn; optionally RT (GST/HST), RC, RP or RM and four digits.
///
/// Source: python-stdnum module ca.bn. Examples: 123026635, 100007780RC0001.
enum CanadaBN: TaxIdentifierRecipe {
  static var code: StaticString { "ca.bn" }
  static var country: StaticString { "CA" }
  static var name: StaticString { "BN" }
  static var separators: Separators { [.space, .dash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.areDigits(0, 9) else { return .malformed }
    if number.count == 15 {
      guard number.has("R", at: 9), number.isAny(of: "TCPM", at: 10), number.areDigits(11, 15) else {
        return .malformed
      }
    } else if number.count != 9 {
      return .malformed
    }
    return .checked(number.passesLuhn(0, 9))
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    number.append(groups: [9, 6], separator: " ", to: &out)
  }
}
