import Bytes

/// Chilean tax number (rol único tributario).
///
/// Seven or eight digits and a digit or K: from the right weights 2 3 4 5 6 7 repeated; (11 - sum mod 11) mod 11,
/// where 10 becomes K.
///
/// Source: python-stdnum module cl.rut. Examples: 760864285, 125319092.
enum ChileRUT: TaxIdentifierRecipe {
  static var code: StaticString { "cl.rut" }
  static var country: StaticString { "CL" }
  static var name: StaticString { "RUT" }
  static var separators: Separators { [.space, .dash, .dot] }

  static func compact(_ number: inout CompactIdentifier) {
    number.drop("CL")
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.count == 8 || number.count == 9, number.areDigits(0, number.count - 1) else { return .malformed }
    let last = number.count - 1
    guard number.isDigit(last) || number.has("K", at: last) else { return .malformed }
    let check = (11 - number.sumFromRight(before: last, last: 7) % 11) % 11
    return .checked(check == (number.isDigit(last) ? number.digit(last) : 10))
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    let first = max(0, number.count - 7)
    number.append(0, first, to: &out)
    out.append(".")
    number.append(first, first + 3, to: &out)
    out.append(".")
    number.append(first + 3, first + 6, to: &out)
    out.append("-")
    number.append(first + 6, number.count, to: &out)
  }
}
