import Bytes

/// Monegasque VAT number (numéro de TVA).
///
/// The French recipe; the part that is a SIREN in France starts with 000.
///
/// Source: python-stdnum module mc.tva. Examples: FR53000004605.
enum MonacoTVA: TaxIdentifierRecipe {
  static var code: StaticString { "mc.tva" }
  static var country: StaticString { "MC" }
  static var name: StaticString { "numéro TVA" }
  static var separators: Separators { [.space, .dash, .dot] }

  static func compact(_ number: inout CompactIdentifier) {
    FranceTVA.compact(&number)
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.count == 11, number.has("000", at: 2) else { return .malformed }
    return FranceTVA.validate(number)
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    FranceTVA.format(number, into: &out)
  }
}
