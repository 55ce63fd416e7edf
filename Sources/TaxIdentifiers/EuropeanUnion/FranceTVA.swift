import Bytes

/// French VAT number (numéro de TVA intracommunautaire); Monaco has the same.
///
/// Two check characters and the nine digits of the SIREN. The SIREN passes Luhn, unless its first three digits are
/// 000 (Monaco). Two digits as check: (12 + 3 * (SIREN mod 97)) mod 97. Otherwise both stand for their place a, b
/// in the alphabet 0-9, A-Z without I and O; s = 24a + b - 10 if the first is a digit, else 34a + b - 100; (SIREN +
/// 1 + s div 11) mod 11 = s mod 11.
/// The check characters may be FR themselves, so the prefix goes only when thirteen characters are there.
///
/// Source: python-stdnum module fr.tva and fr.siren. Examples: 23334175221, 40303265045.
enum FranceTVA: TaxIdentifierRecipe {
  static var code: StaticString { "fr.tva" }
  static var country: StaticString { "FR" }
  static var name: StaticString { "numéro TVA" }
  static var separators: Separators { [.space, .dash, .dot] }

  static func compact(_ number: inout CompactIdentifier) {
    if number.count == 13 { number.drop("FR") }
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.count == 11, number.areDigits(2, 11) else { return .malformed }
    let alphabet: StaticString = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
    guard let a = number.position(in: alphabet, at: 0), let b = number.position(in: alphabet, at: 1) else {
      return .malformed
    }
    guard number.areZeros(2, 5) || number.passesLuhn(2, 11) else { return .checksum }
    let siren = number.integer(2, 11)
    if a < 10, b < 10 { return .checked((12 + 3 * (siren % 97)) % 97 == 10 * a + b) }
    let s = a < 10 ? 24 * a + b - 10 : 34 * a + b - 100
    return .checked((siren + 1 + s / 11) % 11 == s % 11)
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    out.append("FR")
    number.append(to: &out)
  }
}
