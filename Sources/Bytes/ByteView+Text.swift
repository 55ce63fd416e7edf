extension ByteView {
  /// Without ASCII white space, no-break spaces (U+00A0, U+202F) and byte order marks at either end.
  @inlinable @inline(__always)
  public var trimmed: ByteView {
    // Nearly every cell begins and ends with a visible ASCII sign.
    if count > 0, self[0] &- 0x21 < 0x5F, self[count - 1] &- 0x21 < 0x5F { return self }
    return trimmedSlowly
  }

  @usableFromInline
  var trimmedSlowly: ByteView {
    var lower = 0
    var upper = count
    while lower < upper {
      let length = leadingBlank(lower, upper)
      if length == 0 { break }
      lower += length
    }
    while upper > lower {
      let length = trailingBlank(lower, upper)
      if length == 0 { break }
      upper -= length
    }
    return slice(lower, upper)
  }

  private func leadingBlank(_ lower: Int, _ upper: Int) -> Int {
    let byte = self[lower]
    if byte > 0x20 && byte < 0xC2 { return 0 }
    if byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) { return 1 }
    if byte == 0xC2, lower + 1 < upper, self[lower + 1] == 0xA0 { return 2 }
    if lower + 2 < upper {
      if byte == 0xE2, self[lower + 1] == 0x80, self[lower + 2] == 0xAF { return 3 }
      if byte == 0xEF, self[lower + 1] == 0xBB, self[lower + 2] == 0xBF { return 3 }
    }
    return 0
  }

  private func trailingBlank(_ lower: Int, _ upper: Int) -> Int {
    let byte = self[upper - 1]
    if byte > 0x20 && byte < 0x80 { return 0 }
    if byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) { return 1 }
    if byte == 0xA0, upper - 2 >= lower, self[upper - 2] == 0xC2 { return 2 }
    if upper - 3 >= lower {
      if byte == 0xAF, self[upper - 2] == 0x80, self[upper - 3] == 0xE2 { return 3 }
      if byte == 0xBF, self[upper - 2] == 0xBB, self[upper - 3] == 0xEF { return 3 }
    }
    return 0
  }

  /// Where `byte` first stands at or after `from`, or nil.
  @inlinable
  public func firstIndex(of byte: UInt8, from: Int = 0) -> Int? {
    var i = from
    while i < count {
      if self[i] == byte { return i }
      i += 1
    }
    return nil
  }

  /// Whether these bytes start with `prefix`.
  @inlinable
  public func hasPrefix(_ prefix: ByteView) -> Bool {
    count >= prefix.count && slice(0, prefix.count) == prefix
  }

  /// Whether these bytes end with `suffix`.
  @inlinable
  public func hasSuffix(_ suffix: ByteView) -> Bool {
    count >= suffix.count && slice(count - suffix.count, count) == suffix
  }

  /// Whether `needle` stands anywhere in these bytes; an empty needle does.
  public func contains(_ needle: ByteView) -> Bool {
    if needle.isEmpty { return true }
    var at = 0
    while at + needle.count <= count {
      guard let next = firstIndex(of: needle[0], from: at), next + needle.count <= count else { return false }
      if slice(next, next + needle.count) == needle { return true }
      at = next + 1
    }
    return false
  }

  /// Equal but for the case of ASCII letters.
  public func equalsIgnoringASCIICase(_ other: ByteView) -> Bool {
    guard count == other.count else { return false }
    for i in 0..<count where asciiLower(self[i]) != asciiLower(other[i]) { return false }
    return true
  }

  /// The number of Unicode scalars, counting each byte that is not a UTF-8 continuation.
  public var scalarCount: Int {
    var n = count
    var i = 0
    while i + 8 <= count {
      let eight = word(at: i)
      // Continuations have their highest bit set and the next one not.
      n -= (eight & ~(eight << 1) & 0x8080_8080_8080_8080).nonzeroBitCount
      i += 8
    }
    while i < count {
      if self[i] & 0xC0 == 0x80 { n -= 1 }
      i += 1
    }
    return n
  }

  /// Whether every byte is ASCII.
  @inlinable
  public var isASCII: Bool {
    var i = 0
    while i + 8 <= count {
      if unsafe UnsafeRawPointer(start).loadUnaligned(fromByteOffset: i, as: UInt64.self) & 0x8080_8080_8080_8080 != 0 {
        return false
      }
      i += 8
    }
    while i < count {
      if self[i] & 0x80 != 0 { return false }
      i += 1
    }
    return true
  }
}

/// `byte` with A–Z as a–z, all others as they are; no locale has a say.
@inlinable @inline(__always)
public func asciiLower(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }

/// `byte` with a–z as A–Z, all others as they are.
@inlinable @inline(__always)
public func asciiUpper(_ byte: UInt8) -> UInt8 { byte >= 0x61 && byte <= 0x7A ? byte & 0xDF : byte }
