import Bytes

/// Brazilian company number (cadastro nacional da pessoa jurídica).
///
/// Twelve digits or letters (letters since July 2026), not all zero, and two check digits. A character's value is
/// its ASCII code - 48. r = S(5 4 3 2 9 8 7 6 5 4 3 2) mod 11, the first check is 0 if r < 2, else 11 - r; then S(6
/// 5 4 3 2 9 8 7 6 5 4 3 2) over thirteen likewise.
///
/// Source: python-stdnum module br.cnpj. Examples: 16727230000197, 12ABC34501DE35.
enum BrazilCNPJ: TaxIdentifierRecipe {
  static var code: StaticString { "br.cnpj" }
  static var country: StaticString { "BR" }
  static var name: StaticString { "CNPJ" }
  static var separators: Separators { [.space, .dash, .dot, .slash] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.count == 14, number.areDigits(12, 14), !number.areZeros(0, 12) else { return .malformed }
    for i in 0..<12 where !number.isDigit(i) && !number.isLetter(i) { return .malformed }
    // Here the value of a letter is its distance from the digit 0 in ASCII, which is what a digit's value is too.
    let first = number.sum([5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) % 11
    let second = number.sum([6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]) % 11
    return .checked(
      (first < 2 ? 0 : 11 - first) == number.digit(12) && (second < 2 ? 0 : 11 - second) == number.digit(13))
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    number.append(0, 2, to: &out)
    out.append(".")
    number.append(2, 5, to: &out)
    out.append(".")
    number.append(5, 8, to: &out)
    out.append("/")
    number.append(8, 12, to: &out)
    out.append("-")
    number.append(12, 14, to: &out)
  }
}
