import Bytes

/// Swiss VAT number (MWST, TVA, IVA, TPV), of Liechtenstein too.
///
/// CHE and nine digits; the CHE belongs to the number, nine bare digits get it. c = 11 - S(5 4 3 2 7 6 5 4) mod 11,
/// where 11 becomes 0 and 10 is refused; c = d9. MWST, TVA, IVA or TPV follows.
///
/// Source: python-stdnum module ch.vat. Examples: CHE107787577IVA.
enum SwitzerlandVAT: TaxIdentifierRecipe {
  static var code: StaticString { "ch.vat" }
  static var country: StaticString { "CH" }
  static var name: StaticString { "MWST-Nummer" }
  static var separators: Separators { [.space, .dash, .dot] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.count > 12, hasSuffix(number) else { return .malformed }
    return judgeSwissUID(number)
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    out.append("CHE-")
    number.append(3, 6, to: &out)
    out.append(".")
    number.append(6, 9, to: &out)
    out.append(".")
    number.append(9, 12, to: &out)
    out.append(" ")
    number.append(12, number.count, to: &out)
  }

  private static func hasSuffix(_ number: CompactIdentifier) -> Bool {
    switch number.count {
    case 15: number.has("TVA", at: 12) || number.has("IVA", at: 12) || number.has("TPV", at: 12)
    case 16: number.has("MWST", at: 12)
    default: false
    }
  }
}
