import Bytes

/// Belgian VAT and enterprise number (ondernemingsnummer, numéro d'entreprise).
///
/// Ten digits, the first 0 or 1; nine digits get a leading 0, "(0)" in front counts as 0. The first eight digits as
/// a number plus the last two as a number are divisible by 97, and the whole is not 0. The canonical check is 01 to
/// 97; the source also takes 00, 98 and 99 where they satisfy the sum.
///
/// Source: python-stdnum module be.vat. Examples: 0428759497, 0468561072.
enum BelgiumVAT: TaxIdentifierRecipe {
  static var code: StaticString { "be.vat" }
  static var country: StaticString { "BE" }
  static var name: StaticString { "ondernemingsnummer" }
  static var separators: Separators { [.space, .dash, .dot, .slash] }

  static func compact(_ number: inout CompactIdentifier) {
    number.drop("BE")
    if number.drop("(0)") { number.insertFirst("0") }
    if number.count == 9 { number.padLeft(to: 10) }
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(10), number.digit(0) <= 1, number.integer(0, 10) > 0 else { return .malformed }
    return .checked((number.integer(0, 8) + number.integer(8, 10)) % 97 == 0)
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    out.append("BE")
    number.append(to: &out)
  }
}
