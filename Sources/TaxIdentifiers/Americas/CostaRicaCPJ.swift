import Bytes

/// Costa Rican company number (cédula de persona jurídica).
///
/// Ten digits: 2 and 100, 200, 300 or 400; 3 and 002-014 or 101-110; 4 and 000; 5 and 001; then six digits. No
/// check digit.
///
/// Source: python-stdnum module cr.cpj. Examples: 3101999999 (fictitious), 3101121231.
enum CostaRicaCPJ: TaxIdentifierRecipe {
  static var code: StaticString { "cr.cpj" }
  static var country: StaticString { "CR" }
  static var name: StaticString { "cédula jurídica" }
  static var hasCheckDigit: Bool { false }
  static var separators: Separators { [.space, .dash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(10) else { return .malformed }
    switch (number.digit(0), number.integer(1, 4)) {
    case (2, 100), (2, 200), (2, 300), (2, 400), (3, 2...14), (3, 101...110), (4, 0), (5, 1): return .formatOnly
    default: return .malformed
    }
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    number.append(groups: [1, 3, 6], separator: "-", to: &out)
  }
}
