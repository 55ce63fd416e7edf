import Bytes

/// Swiss company number (Unternehmens-Identifikationsnummer).
///
/// CHE and nine digits; the CHE belongs to the number, nine bare digits get it. c = 11 - S(5 4 3 2 7 6 5 4) mod 11,
/// where 11 becomes 0 and 10 is refused; c = d9.
///
/// Source: python-stdnum module ch.uid. Examples: CHE100155212.
enum SwitzerlandUID: TaxIdentifierRecipe {
  static var code: StaticString { "ch.uid" }
  static var country: StaticString { "CH" }
  static var name: StaticString { "UID" }
  static var separators: Separators { [.space, .dash, .dot] }

  static func compact(_ number: inout CompactIdentifier) {
    if number.isDigits(9) { number.insertFirst("CHE") }
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.count == 12 else { return .malformed }
    return judgeSwissUID(number)
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    out.append("CHE-")
    number.append(3, 6, to: &out)
    out.append(".")
    number.append(6, 9, to: &out)
    out.append(".")
    number.append(9, 12, to: &out)
  }
}
