import Bytes

/// British VAT registration number.
///
/// Nine digits; twelve for a branch, the last three ignored; GD and 000-499 (government departments); HA and
/// 500-999 (health authorities); GD8888 or HA8888, three digits as before and those mod 97 as two more. t = S(8 7 6
/// 5 4 3 2) + the number d8 d9; t mod 97 = 0, or when the first three digits are 100 or more also 42 (the newer
/// range) and, as the source has it, 55.
/// XI in front (Northern Ireland) is accepted and, because it changes how a sale is taxed, kept.
///
/// Source: python-stdnum module gb.vat. Examples: 980780684, 100190874.
enum UnitedKingdomVAT: TaxIdentifierRecipe {
  static var code: StaticString { "gb.vat" }
  static var country: StaticString { "GB" }
  static var name: StaticString { "VAT registration number" }
  static var separators: Separators { [.space, .dash, .dot] }

  static func compact(_ number: inout CompactIdentifier) {
    number.drop("GB")
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    var national = number
    national.drop("XI")
    return judgeBritishVAT(national)
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    if !number.hasPrefix("XI") { out.append("GB") }
    number.append(to: &out)
  }
}
