extension ByteView {
  /// A 64-bit hash that is the same in every process and on every machine (Swift's own is not).
  ///
  /// Multiply and fold over 8 bytes at a time, with the finisher of MurmurHash3 (public domain, Austin Appleby).
  /// Not meant against an adversary: where two equal hashes would matter, the bytes are compared as well.
  @inlinable
  public var stableHash: UInt64 {
    // Spread over all bits, so that no first byte can make up for another length.
    var h = 0x9E37_79B9_7F4A_7C15 ^ (UInt64(truncatingIfNeeded: count) &* 0x9FB2_1C65_1E98_DF25)
    if count <= 16 {
      // Both words at once, and neither counted that is not there.
      let first = count >= 8 ? word(at: 0) : shortWord(at: 0)
      let second = count >= 8 ? (count == 16 ? word(at: 8) : shortWord(at: 8)) : 0
      let one = foldHash(h ^ first)
      let two = foldHash(one ^ second)
      h = count > 8 ? two : count > 0 ? one : h
    } else {
      var i = 0
      while i + 8 <= count {
        h = foldHash(h ^ word(at: i))
        i += 8
      }
      if i < count { h = foldHash(h ^ shortWord(at: i)) }
    }
    h ^= h >> 33
    h = h &* 0xFF51_AFD7_ED55_8CCD
    h ^= h >> 33
    return h
  }
}

@inlinable @inline(__always)
func foldHash(_ x: UInt64) -> UInt64 {
  let product = x.multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
  return product.high ^ product.low
}
