import Bytes

/// Brazilian number of persons (cadastro de pessoas físicas).
///
/// Eleven digits, not all zero. r = S(10 … 2) mod 11 gives d10: 0 if r < 2, else 11 - r; then S(11 … 2) over ten
/// digits gives d11 likewise. Repeated digits (111 …) pass the arithmetic, here as in the source.
///
/// Source: python-stdnum module br.cpf. Examples: 39053344705 (fictitious).
enum BrazilCPF: TaxIdentifierRecipe {
  static var code: StaticString { "br.cpf" }
  static var country: StaticString { "BR" }
  static var name: StaticString { "CPF" }
  static var isForTurnoverTax: Bool { false }
  static var separators: Separators { [.space, .dash, .dot] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(11), !number.areZeros(0, 11) else { return .malformed }
    let first = number.sum([10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11
    let second = number.sum([11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11
    return .checked(
      (first < 2 ? 0 : 11 - first) == number.digit(9) && (second < 2 ? 0 : 11 - second) == number.digit(10))
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    number.append(0, 3, to: &out)
    out.append(".")
    number.append(3, 6, to: &out)
    out.append(".")
    number.append(6, 9, to: &out)
    out.append("-")
    number.append(9, 11, to: &out)
  }
}
