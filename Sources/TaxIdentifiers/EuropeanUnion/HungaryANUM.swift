import Bytes

/// Hungarian VAT number (közösségi adószám).
///
/// Eight digits; S(9 7 3 1 9 7 3 1) over all of them is divisible by 10. They are the first eight of the domestic
/// adószám.
///
/// Source: python-stdnum module hu.anum. Examples: 12892312, 12509403.
enum HungaryANUM: TaxIdentifierRecipe {
  static var code: StaticString { "hu.anum" }
  static var country: StaticString { "HU" }
  static var name: StaticString { "közösségi adószám" }
  static var separators: Separators { [.space, .dash] }

  static func compact(_ number: inout CompactIdentifier) {
    number.drop("HU")
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(8) else { return .malformed }
    return .checked(number.sum([9, 7, 3, 1, 9, 7, 3, 1]) % 10 == 0)
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    out.append("HU")
    number.append(to: &out)
  }
}
