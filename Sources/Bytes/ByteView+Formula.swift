extension ByteView {
  /// Whether a spreadsheet could take the text for a formula (CWE-1236).
  ///
  /// Triggers, after leading blanks and zero-width characters: `=` `+` `-` `@`, tab, CR, LF, NUL and their full-width
  /// forms; a plain negative number is none.
  public var startsFormula: Bool {
    guard count > 0 else { return false }
    let first = self[0]
    if first >= 0x30, first < 0xC2, first != UInt8(ascii: "="), first != UInt8(ascii: "@") { return false }
    if first == 0x09 || first == 0x0D || first == 0x0A || first == 0 { return true }
    var text = trimmed
    // U+200B to U+200D, and U+2060.
    while text.count >= 3, text[0] == 0xE2,
      (text[1] == 0x80 && text[2] >= 0x8B && text[2] <= 0x8D) || (text[1] == 0x81 && text[2] == 0xA0)
    {
      text = text.dropFirst(3).trimmed
    }
    guard !text.isEmpty else { return false }
    switch text[0] {
    case UInt8(ascii: "-"): return !text.isPlainNegativeNumber
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "@"), 0: return true
    case 0xEF where text.count >= 3 && text[1] == 0xBC:
      // Full-width plus, minus, equals and at.
      return text[2] == 0x8B || text[2] == 0x8D || text[2] == 0x9D || text[2] == 0xA0
    default: return false
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
