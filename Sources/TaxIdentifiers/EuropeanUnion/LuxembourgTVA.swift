import Bytes

/// Luxembourg VAT number (numéro d'identification à la taxe sur la valeur ajoutée).
///
/// Eight digits; the first six mod 89 are the last two.
///
/// Source: python-stdnum module lu.tva. Examples: 15027442, 10059929.
enum LuxembourgTVA: TaxIdentifierRecipe {
  static var code: StaticString { "lu.tva" }
  static var country: StaticString { "LU" }
  static var name: StaticString { "numéro TVA" }
  static var separators: Separators { [.space, .colon, .dot, .dash] }

  static func compact(_ number: inout CompactIdentifier) {
    number.drop("LU")
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(8) else { return .malformed }
    return .checked(number.integer(0, 6) % 89 == number.integer(6, 8))
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    out.append("LU")
    number.append(to: &out)
  }
}
