import CByteMasks

/// Questions about texts that for up to 32 bytes take no loop.
extension ByteView {
  /// Whether a control character (below 0x20) or `byte` stands in these bytes.
  public func hasControl(or byte: UInt8) -> Bool {
    var rest = self
    while rest.count > 32 {
      if unsafe shorttexts_control_or(rest.start, 32, byte) != 0 { return true }
      rest = rest.dropFirst(32)
    }
    return unsafe shorttexts_control_or(rest.start, rest.count, byte) != 0
  }

  /// False: there is no control character, no two blanks in a row, no no-break space. True: there may be.
  public var mayHaveUnevenBlanks: Bool {
    // Pieces overlap by one byte, so that no two neighbours are missed.
    var rest = self
    while rest.count > 32 {
      if unsafe shorttexts_uneven_blanks(rest.start, 32) != 0 { return true }
      rest = rest.dropFirst(31)
    }
    return unsafe shorttexts_uneven_blanks(rest.start, rest.count) != 0
  }

  /// Where the first `a` or `b` stands; the count when there is none.
  public func position(of a: UInt8, or b: UInt8) -> Int {
    var at = 0
    while at < count {
      let length = min(count - at, 32)
      let found = unsafe shorttexts_either(start + at, length, a, b)
      if found != 0 { return at + found.trailingZeroBitCount }
      at += length
    }
    return count
  }

  /// Whether at most 32 bytes look like one e-mail address: a single `@` behind something, then a dot that neither follows
  /// a dot or the `@` nor ends the text, and none of the signs that separate or quote; nil for longer texts.
  public var isShortEmailAddress: Bool? {
    guard count <= 32 else { return nil }
    let at = unsafe shorttexts_places(start, count, UInt8(ascii: "@"))
    let dots = unsafe shorttexts_places(start, count, UInt8(ascii: "."))
    let lastDot = 31 - dots.leadingZeroBitCount
    guard unsafe shorttexts_outside_email(start, count) == 0 else { return false }
    return count >= 5 && at & (at &- 1) == 0 && at > 1
      && dots & (dots << 1 | at << 1 | 1) == 0 && lastDot > at.trailingZeroBitCount && lastDot < count - 1
  }

  /// Asks for the memory of these bytes, up to 512 of them, before they are needed.
  @inline(__always)
  public func prefetch() {
    for at in stride(from: 0, to: min(count, 512), by: 64) { unsafe shorttexts_prefetch(start + at) }
  }
}
