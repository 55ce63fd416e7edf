import Bytes

/// Salvadoran tax number (número de identificación tributaria).
///
/// Fourteen digits starting with 0, 1 or 9. d11-d13 up to 100: S(14 … 2) mod 11 mod 10; else (11 - S(2 7 6 5 4 3 2
/// 7 6 5 4 3 2) mod 11) mod 11 mod 10; = d14.
///
/// Source: python-stdnum module sv.nit. Examples: 06140507071048.
enum ElSalvadorNIT: TaxIdentifierRecipe {
  static var code: StaticString { "sv.nit" }
  static var country: StaticString { "SV" }
  static var name: StaticString { "NIT" }
  static var separators: Separators { [.space, .dash] }

  static func compact(_ number: inout CompactIdentifier) {
    number.drop("SV")
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isDigits(14), number.isAny(of: "019", at: 0) else { return .malformed }
    let isOld = number.integer(10, 13) <= 100
    let check =
      isOld
      ? number.sum([14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11 % 10
      : (11 - number.sum([2, 7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11 % 10
    return .checked(check == number.digit(13))
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    number.append(groups: [4, 6, 3, 1], separator: "-", to: &out)
  }
}
