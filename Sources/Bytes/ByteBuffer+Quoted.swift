public import CByteMasks

/// Text between double quotes, copied while it is looked through: most texts need no escape.
extension ByteBuffer {
  /// Appends `text` in quotes, or nothing when a byte of it must be escaped in JSON (quote, backslash, control).
  ///
  /// - Returns: Whether it was appended.
  @inlinable
  public mutating func append(plainJSON text: ByteView) -> Bool {
    if text.count > 32 { return append(quoted: text) { jsonEscapes($0) } }
    reserve(text.count + 2)
    guard unsafe shorttexts_copy_json(base + count + 1, text.start, text.count) == 0 else { return false }
    quote(text.count)
    return true
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

/// A bit in the lowest byte that JSON must escape, perhaps others in bytes above it; 0 when there is none.
@inlinable @inline(__always)
func jsonEscapes(_ word: UInt64) -> UInt64 {
  let ones: UInt64 = 0x0101_0101_0101_0101
  let quote = word ^ (ones &* 0x22)
  let backslash = word ^ (ones &* 0x5C)
  // The lowest set bit is exact; higher ones may be carries.
  return ((quote &- ones) & ~quote | (backslash &- ones) & ~backslash | (word &- (ones &* 0x20)) & ~word)
    & 0x8080_8080_8080_8080
}
