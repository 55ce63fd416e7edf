import Bytes

/// Egyptian tax registration number.
///
/// Nine digits; no check digit. Arabic-Indic digits count as the European ones.
///
/// Source: python-stdnum module eg.tn. Examples: 100531385, 331105268.
enum EgyptTN: TaxIdentifierRecipe {
  static var code: StaticString { "eg.tn" }
  static var country: StaticString { "EG" }
  static var name: StaticString { "tax registration number" }
  static var hasCheckDigit: Bool { false }
  static var separators: Separators { [.space, .dash, .slash] }

  static func compact(_ number: inout CompactIdentifier) {
    var european = CompactIdentifier()
    var at = 0
    while at < number.count {
      var byte = number[at]
      if let digit = arabicDigit(number, at) {
        byte = digit
        at += 1
      }
      _ = european.append(byte)  // Never longer than what it is made from.
      at += 1
    }
    number = european
  }

  static func validate(_ number: CompactIdentifier) -> TaxIdentifierOutcome {
    .shaped(number.isDigits(9))
  }

  static func format(_ number: CompactIdentifier, into out: inout ByteBuffer) {
    number.append(groups: [3, 3, 3], separator: "-", to: &out)
  }

  /// The digit whose two bytes stand at `index`: U+0660 to U+0669, or U+06F0 to U+06F9.
  private static func arabicDigit(_ number: CompactIdentifier, _ index: Int) -> UInt8? {
    guard index + 1 < number.count else { return nil }
    switch (number[index], number[index + 1]) {
    case (0xD9, 0xA0...0xA9): return number[index + 1] - 0xA0 + 0x30
    case (0xDB, 0xB0...0xB9): return number[index + 1] - 0xB0 + 0x30
    default: return nil
    }
  }
}
