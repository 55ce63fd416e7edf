import Bytes

/// Guinean tax number (numéro d'identification fiscale permanent).
///
/// Nine digits that pass Luhn.
///
/// Source: python-stdnum module gn.nifp. Examples: 693770885, 102193364.
enum GuineaNIFp: TaxIdentifierRecipe {
  static var code: StaticString { "gn.nifp" }
  static var country: StaticString { "GN" }
  static var name: StaticString { "NIFp" }
  static var separators: Separators { [.space, .dash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(9) else { return .malformed }
    return .checked(number.passesLuhn(0, 9))
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    number.append(groups: [3, 3, 3], separator: "-", to: &out)
  }
}
