import Bytes

/// Andorran tax number (número de registre tributari).
///
/// One of A C D E F G L O P U, six digits, a letter. F goes up to 699999, A and L from 700000 to 799999. No public
/// check digit.
///
/// Source: python-stdnum module ad.nrt. Examples: U132950X, A700555R.
enum AndorraNRT: TaxIdentifierRecipe {
  static var code: StaticString { "ad.nrt" }
  static var country: StaticString { "AD" }
  static var name: StaticString { "NRT" }
  static var hasCheckDigit: Bool { false }
  static var separators: Separators { [.space, .dash, .dot] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.count == 8, number.isAny(of: "ACDEFGLOPU", at: 0), number.areDigits(1, 7), number.isLetter(7) else {
      return .malformed
    }
    let serial = number.integer(1, 7)
    if number.hasPrefix("F") { return .shaped(serial <= 699_999) }
    if number.isAny(of: "AL", at: 0) { return .shaped((700_000...799_999).contains(serial)) }
    return .formatOnly
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    number.append(groups: [1, 6, 1], separator: "-", to: &out)
  }
}
