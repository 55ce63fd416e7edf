extension ByteView {
  /// Where `byte` first stands at or after `from`; the count when there is none. Eight bytes at a time.
  @inlinable
  public func position(of byte: UInt8, from: Int) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let pattern = ones &* UInt64(byte)
    var i = from
    while i + 8 <= count {
      let word = unsafe UnsafeRawPointer(start).loadUnaligned(fromByteOffset: i, as: UInt64.self) ^ pattern
      let hit = (word &- ones) & ~word & 0x8080_8080_8080_8080
      if hit != 0 { return i + hit.trailingZeroBitCount / 8 }
      i += 8
    }
    while i < count {
      if self[i] == byte { return i }
      i += 1
    }
    return count
  }
}
