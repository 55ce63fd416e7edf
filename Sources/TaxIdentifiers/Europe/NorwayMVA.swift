import Bytes

/// Norwegian VAT number (organisasjonsnummer og MVA).
///
/// Nine digits and MVA. S(3 2 7 6 5 4 3 2 1) over the nine digits is divisible by 11.
///
/// Source: python-stdnum module no.mva. Examples: 995525828MVA, 965920358MVA.
enum NorwayMVA: TaxIdentifierRecipe {
  static var code: StaticString { "no.mva" }
  static var country: StaticString { "NO" }
  static var name: StaticString { "MVA-nummer" }
  static var separators: Separators { [.space] }

  static func compact(_ number: inout CompactIdentifier) {
    number.drop("NO")
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.count == 12, number.has("MVA", at: 9) else { return .malformed }
    return judgeNorwegianOrganisation(number)
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    out.append("NO ")
    number.append(groups: [3, 3, 3], separator: " ", to: &out)
  }
}
