import Bytes

/// Colombian tax number (número de identificación tributaria).
///
/// Eight to sixteen digits: from the right, before the check digit, weights 3 7 13 17 19 23 29 37 41 43 47 53 59 67
/// 71; r = sum mod 11; the check digit is r if r < 2, else 11 - r.
///
/// Source: python-stdnum module co.nit. Examples: 2131234321 (fictitious), 152525250.
enum ColombiaNIT: TaxIdentifierRecipe {
  static var code: StaticString { "co.nit" }
  static var country: StaticString { "CO" }
  static var name: StaticString { "NIT" }
  static var separators: Separators { [.space, .dash, .dot, .comma] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard (8...16).contains(number.count), number.areDigits(0, number.count) else { return .malformed }
    let weights: [15 of Int] = [3, 7, 13, 17, 19, 23, 29, 37, 41, 43, 47, 53, 59, 67, 71]
    let last = number.count - 1
    var sum = 0
    for i in 0..<last { sum += weights[last - 1 - i] * number.digit(i) }
    let remainder = sum % 11
    return .checked((remainder < 2 ? remainder : 11 - remainder) == number.digit(last))
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    let last = max(0, number.count - 1)
    for i in 0..<last {
      if i > 0, (last - i) % 3 == 0 { out.append(".") }
      out.append(number[i])
    }
    out.append("-")
    number.append(last, number.count, to: &out)
  }
}
