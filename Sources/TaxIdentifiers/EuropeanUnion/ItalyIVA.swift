import Bytes

/// Italian VAT number (partita IVA).
///
/// Eleven digits; the first seven not all zero; digits 8 to 10 (the office) in 001 … 100 or 120, 121, 888, 999;
/// Luhn over all.
///
/// Source: python-stdnum module it.iva. Examples: 00743110157, 01404480202.
enum ItalyIVA: TaxIdentifierRecipe {
  static var code: StaticString { "it.iva" }
  static var country: StaticString { "IT" }
  static var name: StaticString { "partita IVA" }
  static var separators: Separators { [.space, .dash, .colon] }

  static func compact(_ number: inout CompactIdentifier) {
    number.drop("IT")
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(11), number.integer(0, 7) > 0 else { return .malformed }
    switch number.integer(7, 10) {
    case 1...100, 120, 121, 888, 999: return .checked(number.passesLuhn(0, 11))
    default: return .malformed
    }
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    out.append("IT")
    number.append(to: &out)
  }
}
