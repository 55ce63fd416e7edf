import Bytes

/// Cypriot VAT number (Αριθμός Εγγραφής ΦΠΑ).
///
/// Eight digits and a letter, not starting with 12. Digits in positions 1, 3, 5, 7 are mapped from 0 … 9 to 1, 0,
/// 5, 7, 9, 13, 15, 17, 19, 21, the others count as they are; the sum mod 26 gives the letter, 0 = A.
///
/// Source: python-stdnum module cy.vat. Examples: 10259033P, 10246672X.
enum CyprusVAT: TaxIdentifierRecipe {
  static var code: StaticString { "cy.vat" }
  static var country: StaticString { "CY" }
  static var name: StaticString { "ΦΠΑ" }
  static var separators: Separators { [.space, .dash] }

  static func compact(_ number: inout CompactIdentifier) {
    number.drop("CY")
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.count == 9, number.areDigits(0, 8), number.isLetter(8), !number.hasPrefix("12") else {
      return .malformed
    }
    let oddValues: [10 of Int] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21]
    var sum = 0
    for i in 0..<8 { sum += i % 2 == 0 ? oddValues[number.digit(i)] : number.digit(i) }
    return .checked(sum % 26 == number.value(8) - 10)
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    out.append("CY")
    number.append(to: &out)
  }
}
