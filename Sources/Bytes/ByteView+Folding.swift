import CByteMasks

extension ByteView {
  /// Compares without regard to the case of letters: ASCII, Latin-1, Latin Extended-A, Greek and Cyrillic, one letter
  /// for one; nothing else is folded, and no locale has a say (so `I` never meets a dotless i).
  public func equalsFolded(_ other: ByteView) -> Bool {
    guard count == other.count else { return false }
    if isSame(as: other) { return true }
    if count <= 32 {
      let answer = unsafe shorttexts_equal_lower(start, other.start, count)
      if answer >= 0 { return answer != 0 }
    }
    if self == other { return true }
    var i = 0
    // Eight ASCII signs at a time.
    while i + 8 <= count {
      let (a, b) = (word(at: i), other.word(at: i))
      if (a | b) & 0x8080_8080_8080_8080 != 0 { break }
      if lowerASCII(a) != lowerASCII(b) { return false }
      i += 8
    }
    while i < count {
      let a = self[i]
      let b = other[i]
      if a < 0x80 || b < 0x80 {
        if asciiLower(a) != asciiLower(b) { return false }
        i += 1
      } else if a >= 0xC3, a <= 0xD1, i + 1 < count {
        let (x, y) = (foldedPair(a, self[i + 1]), foldedPair(b, other[i + 1]))
        if x != y { return false }
        i += 2
      } else {
        if a != b { return false }
        i += 1
      }
    }
    return true
  }

  /// Appends these bytes with letters in lower case, as ``equalsFolded(_:)`` means it; the length never changes.
  public func appendFolded(to out: inout ByteBuffer) {
    if count <= 32, out.append(lowerASCII: self) { return }
    out.reserve(count)
    var i = 0
    while i < count {
      if i + 8 <= count {
        let eight = word(at: i)
        if eight & 0x8080_8080_8080_8080 == 0 {
          out.append(word: lowerASCII(eight))
          i += 8
          continue
        }
      }
      let a = self[i]
      if a < 0x80 {
        out.append(asciiLower(a))
        i += 1
      } else if a >= 0xC3, a <= 0xD1, i + 1 < count {
        let pair = foldedPair(a, self[i + 1])
        out.append(UInt8(truncatingIfNeeded: pair >> 8))
        out.append(UInt8(truncatingIfNeeded: pair))
        i += 2
      } else {
        out.append(a)
        i += 1
      }
    }
  }
}

extension ByteBuffer {
  /// Appends at most 32 bytes with A–Z as a–z, or nothing when one of them is not ASCII.
  fileprivate mutating func append(lowerASCII text: ByteView) -> Bool {
    reserve(text.count)
    guard unsafe shorttexts_copy_lower(base + count, text.start, text.count) == 0 else { return false }
    setCount(count + text.count)
    return true
  }
}

/// Eight ASCII bytes with A–Z as a–z.
@inline(__always)
private func lowerASCII(_ word: UInt64) -> UInt64 {
  let ones: UInt64 = 0x0101_0101_0101_0101
  let atLeastA = word &+ (0x80 - 0x41) &* ones
  let aboveZ = word &+ (0x80 - 0x5B) &* ones
  return word | ((atLeastA ^ aboveZ) & (0x80 &* ones)) >> 2
}

/// The lower-case form of a two-byte UTF-8 letter, as its two bytes.
func foldedPair(_ first: UInt8, _ second: UInt8) -> UInt16 {
  let scalar = UInt32(first & 0x1F) << 6 | UInt32(second & 0x3F)
  let lower: UInt32
  switch scalar {
  case 0xC0...0xDE where scalar != 0xD7: lower = scalar + 0x20
  case 0x100...0x137 where scalar != 0x130 && scalar != 0x131: lower = scalar | 1
  case 0x139...0x148: lower = scalar % 2 == 1 ? scalar + 1 : scalar
  case 0x14A...0x177: lower = scalar | 1
  case 0x178: lower = 0xFF
  case 0x179...0x17E: lower = scalar % 2 == 1 ? scalar + 1 : scalar
  case 0x391...0x3A9 where scalar != 0x3A2: lower = scalar + 0x20
  case 0x410...0x42F: lower = scalar + 0x20
  case 0x400...0x40F: lower = scalar + 0x50
  default: lower = scalar
  }
  return UInt16(0xC0 | lower >> 6) << 8 | UInt16(0x80 | lower & 0x3F)
}
