import Bytes

/// Indonesian tax number (nomor pokok wajib pajak).
///
/// Fifteen digits of which the first nine pass Luhn, or sixteen with a leading 0 of which the first ten do. Sixteen
/// digits without a leading 0 are a citizen's number, of which the shape is all that is looked at.
///
/// Source: python-stdnum module id.npwp. Examples: 013121660091000, 016090524017000.
enum IndonesiaNPWP: TaxIdentifierRecipe {
  static var code: StaticString { "id.npwp" }
  static var country: StaticString { "ID" }
  static var name: StaticString { "NPWP" }
  static var separators: Separators { [.space, .dash, .dot] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    if number.isDigits(15) { return .checked(number.passesLuhn(0, 9)) }
    guard number.isDigits(16) else { return .malformed }
    return number.digit(0) == 0 ? .checked(number.passesLuhn(0, 10)) : .formatOnly
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    guard number.count == 15 else { return number.append(to: &out) }
    number.append(0, 2, to: &out)
    out.append(".")
    number.append(2, 5, to: &out)
    out.append(".")
    number.append(5, 8, to: &out)
    out.append(".")
    number.append(8, 9, to: &out)
    out.append("-")
    number.append(9, 12, to: &out)
    out.append(".")
    number.append(12, 15, to: &out)
  }
}
