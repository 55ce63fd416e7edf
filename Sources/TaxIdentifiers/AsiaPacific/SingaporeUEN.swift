import Bytes

/// Singaporean entity number, often the GST number too.
///
/// Businesses: eight digits and XMKECAWLJDB[S(10 4 9 3 8 2 7 1) mod 11]. Companies: year, five digits and
/// ZKCMDNERGWH[S(10 8 6 4 9 7 5 3 1) mod 11]. Others: R, S or T, two digits of the year, one of 38 kinds in two
/// letters, four digits, and in the alphabet ABCDEFGHJKLMNPQRSTUVWX0123456789 the character (S(4 3 5 3 10 2 2 5 7)
/// - 5) mod 11. That the year has come is not checked: the library knows no clock.
///
/// Source: python-stdnum module sg.uen. Examples: 00192200M, 197401143C.
enum SingaporeUEN: TaxIdentifierRecipe {
  static var code: StaticString { "sg.uen" }
  static var country: StaticString { "SG" }
  static var name: StaticString { "UEN" }
  static var separators: Separators { [] }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    let last = number.count - 1
    guard number.count == 9 || number.count == 10, number.isLetter(last) || number.isDigit(last) else {
      return .malformed
    }
    if number.areDigits(0, last) {
      guard number.isLetter(last) else { return .malformed }
      let check =
        number.count == 9
        ? ByteView("XMKECAWLJDB")[number.sum([10, 4, 9, 3, 8, 2, 7, 1]) % 11]
        : ByteView("ZKCMDNERGWH")[number.sum([10, 8, 6, 4, 9, 7, 5, 3, 1]) % 11]
      return .checked(check == number[last])
    }
    return number.count == 10 ? judgeOther(number) : .malformed
  }

  private static func judgeOther(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    guard number.isAny(of: "RST", at: 0), number.areDigits(1, 3), number.areDigits(5, 9), isKind(number) else {
      return .malformed
    }
    let alphabet: StaticString = "ABCDEFGHJKLMNPQRSTUVWX0123456789"
    let weights: [9 of Int] = [4, 3, 5, 3, 10, 2, 2, 5, 7]
    var sum = 6  // -5 modulo 11
    for i in 0..<9 { sum += weights[i] * (number.position(in: alphabet, at: i) ?? 0) }
    return .checked(ByteView(alphabet)[sum % 11] == number[9])
  }

  /// Whether the kind of entity is one that the authority lists.
  private static func isKind(_ number: CompactIdentifier) -> Bool {
    let kinds = ByteView("CCCDCHCLCMCPCSCXDPFBFCFMFNGAGBGSHSLLLPMBMCMDMHMMMQNBNRPAPBPFRFRPSMSSTCTUVHXL")
    var at = 0
    while at < kinds.count {
      if kinds[at] == number[3], kinds[at + 1] == number[4] { return true }
      at += 2
    }
    return false
  }
}
