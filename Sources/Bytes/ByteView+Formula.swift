extension ByteView {
  /// Whether a spreadsheet could take the text for a formula (CWE-1236).
  ///
  /// Triggers, after leading blanks and signs that show nothing: `=` `+` `-` `@` and their full-width forms, a plain
  /// negative number being none; and any control character in front.
  public var startsFormula: Bool {
    guard count > 0 else { return false }
    let first = self[0]
    if first >= 0x30, first < 0x7F, first != UInt8(ascii: "="), first != UInt8(ascii: "@") { return false }
    if first < 0x20 || first == 0x7F || (first == 0xC2 && count > 1 && self[1] < 0xA0) { return true }
    let text = withoutInvisibleStart
    guard !text.isEmpty else { return false }
    switch text[0] {
    case UInt8(ascii: "-"): return !text.trimmed.isPlainNegativeNumber
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "@"), 0: return true
    case 0xEF where text.count >= 3 && text[1] == 0xBC:
      // Full-width plus, minus, equals and at.
      return text[2] == 0x8B || text[2] == 0x8D || text[2] == 0x9D || text[2] == 0xA0
    default: return false
    }
  }

  /// Without blanks of any width, zero-width and formatting signs in front: spreadsheets may drop these.
  private var withoutInvisibleStart: ByteView {
    var rest = trimmed
    while rest.count >= 2 {
      let isTwoBytes = rest[0] == 0xC2 && (rest[1] == 0xA0 || rest[1] == 0xAD)
      if isTwoBytes {
        rest = rest.dropFirst(2).trimmed
      } else if rest.count >= 3, rest.startsInvisibleThreeBytes {
        rest = rest.dropFirst(3).trimmed
      } else {
        break
      }
    }
    return rest
  }

  /// U+2000…200F, U+2028…202F, U+205F…206F, U+3000 or U+FEFF.
  private var startsInvisibleThreeBytes: Bool {
    switch (self[0], self[1], self[2]) {
    case (0xE2, 0x80, 0x80...0x8F), (0xE2, 0x80, 0xA8...0xAF), (0xE2, 0x81, 0x9F...0xAF), (0xE3, 0x80, 0x80),
      (0xEF, 0xBB, 0xBF):
      true
    default: false
    }
  }

  private var isPlainNegativeNumber: Bool {
    var digits = 0
    var hasPoint = false
    for i in 1..<count {
      switch self[i] {
      case 0x30...0x39: digits += 1
      case UInt8(ascii: "."), UInt8(ascii: ","):
        if hasPoint || digits == 0 { return false }
        hasPoint = true
      default: return false
      }
    }
    return digits > 0
  }
}
