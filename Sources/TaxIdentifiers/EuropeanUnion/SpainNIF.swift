import Bytes

/// Spanish VAT number (número de identificación fiscal).
///
/// Nine characters, positions 2 to 8 digits. With the table TRWAGMYFPDXBNJZSQVHLCKE: a digit first (DNI), the last
/// is table[first eight mod 23]; X, Y, Z (NIE) stand for 0, 1, 2 there; K, L, M, the last is table[d2 … d8 mod 23].
/// Companies (A B C D E F G H J N P Q R S U V W): over the seven digits, positions 1, 3, 5, 7 doubled with digit
/// sum, the others as they are; c = (10 - sum mod 10) mod 10; the last is c or the letter JABCDEFGHI[c]. Practice
/// wants the letter for some kinds and the digit for others; the source accepts either, and so does this.
///
/// Source: python-stdnum module es.nif, es.cif, es.dni and es.nie. Examples: B64717838, J99216582.
enum SpainNIF: TaxIdentifierRecipe {
  static var code: StaticString { "es.nif" }
  static var country: StaticString { "ES" }
  static var name: StaticString { "NIF" }
  static var separators: Separators { [.space, .dash] }

  static func compact(_ number: inout CompactIdentifier) {
    number.drop("ES")
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.count == 9, number.areDigits(1, 8) else { return .malformed }
    let table = ByteView("TRWAGMYFPDXBNJZSQVHLCKE")
    let middle = number.integer(1, 8)
    if number.isDigit(0) || number.isAny(of: "XYZKLM", at: 0) {
      guard number.isLetter(8) else { return .malformed }
      let first = number.isDigit(0) ? number.digit(0) : number.position(in: "XYZ", at: 0) ?? 0
      return .checked(table[(first * 10_000_000 + middle) % 23] == number[8])
    }
    guard number.isAny(of: "ABCDEFGHJNPQRSUVW", at: 0), number.isDigit(8) || number.isLetter(8) else {
      return .malformed
    }
    var sum = 0
    for i in 1..<8 { sum += i % 2 == 1 ? digitSum(2 * number.digit(i)) : number.digit(i) }
    let check = (10 - sum % 10) % 10
    return .checked(number.isDigit(8) ? number.digit(8) == check : number[8] == ByteView("JABCDEFGHI")[check])
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    out.append("ES")
    number.append(to: &out)
  }
}
