public import CByteMasks

/// Text between double quotes, copied while it is looked through: most texts need no escape.
extension ByteBuffer {
  /// Appends `text` in quotes, or nothing when a byte of it must be escaped in JSON (quote, backslash, control).
  ///
  /// - Returns: Whether it was appended.
  @inlinable @inline(__always)
  public mutating func append(plainJSON text: ByteView) -> Bool {
    let length = text.count
    reserve(length + 2)
    let place = unsafe base + count + 1
    var at = 0
    while length - at > 32 {
      guard unsafe shorttexts_copy_json(place + at, text.start + at, 32) == 0 else { return false }
      at += 32
    }
    guard unsafe shorttexts_copy_json(place + at, text.start + at, length - at) == 0 else { return false }
    quote(length)
    return true
  }

  /// Appends the bytes of `text` from `start` up to the first that JSON must escape.
  ///
  /// - Returns: Where that one stands; the count of `text` when there is none.
  public mutating func append(plainJSONOf text: ByteView, from start: Int) -> Int {
    var at = start
    reserve(text.count - start)
    while at < text.count {
      let length = min(text.count - at, 32)
      let escapes = unsafe shorttexts_copy_json(base + count, text.start + at, length)
      let plain = escapes == 0 ? length : escapes.trailingZeroBitCount
      setCount(count + plain)
      at += plain
      if escapes != 0 { break }
    }
    return at
  }

  /// Appends `text` in quotes, or nothing when a quote stands in it.
  ///
  /// - Returns: Whether it was appended.
  @inlinable
  public mutating func append(plainCSV text: ByteView) -> Bool {
    if text.count <= 32 {
      reserve(text.count + 2)
      guard unsafe shorttexts_copy_csv(base + count + 1, text.start, text.count) == 0 else { return false }
      quote(text.count)
      return true
    }
    return append(quoted: text) { word in
      let quote = word ^ 0x2222_2222_2222_2222
      return (quote &- 0x0101_0101_0101_0101) & ~quote & 0x8080_8080_8080_8080
    }
  }

  @inlinable @inline(__always)
  mutating func append(quoted text: ByteView, unless isSpecial: (UInt64) -> UInt64) -> Bool {
    let length = text.count
    // Whole words are stored, so up to seven bytes beyond the end.
    reserve(length + 10)
    let place = unsafe base + count + 1
    var i = 0
    while i < length {
      let rest = length - i
      // Behind the last bytes stand blanks, which are never special.
      let eight =
        rest >= 8
        ? text.word(at: i)
        : text.shortWord(at: i) | 0x2020_2020_2020_2020 << UInt64(rest * 8)
      if isSpecial(eight) != 0 { return false }
      unsafe UnsafeMutableRawPointer(place + i).storeBytes(of: eight, as: UInt64.self)
      i += 8
    }
    quote(length)
    return true
  }

  /// Puts quotes around `length` bytes that stand one behind the end.
  @inlinable @inline(__always)
  mutating func quote(_ length: Int) {
    unsafe base[count] = 0x22
    unsafe base[count + length + 1] = 0x22
    setCount(count + length + 2)
  }
}
