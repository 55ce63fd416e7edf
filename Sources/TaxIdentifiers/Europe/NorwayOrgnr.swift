import Bytes

/// Norwegian organisation number, as of companies not registered for VAT.
///
/// Nine digits. S(3 2 7 6 5 4 3 2 1) over the nine digits is divisible by 11.
///
/// Source: python-stdnum module no.orgnr. Examples: 995525828.
enum NorwayOrgnr: TaxIdentifierRecipe {
  static var code: StaticString { "no.orgnr" }
  static var country: StaticString { "NO" }
  static var name: StaticString { "organisasjonsnummer" }
  static var separators: Separators { [.space] }

  static func compact(_ number: inout CompactIdentifier) {
    number.drop("NO")
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.count == 9 else { return .malformed }
    return judgeNorwegianOrganisation(number)
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    number.append(groups: [3, 3, 3], separator: " ", to: &out)
  }
}
