import CByteMasks

/// A growing set of 64-bit hashes: 8 bytes an entry, at most three quarters full. No removal, no order.
public struct HashSet64: Sendable {
  private var slots = [UInt64](repeating: 0, count: 1 << 10)
  /// Number of hashes in it, 0 not counted.
  public private(set) var count = 0
  /// 0 marks a free slot, so that the hash 0 is kept apart.
  private var hasZero = false

  public init() {}

  /// Asks for the memory where `hash` would stand before it is needed: a large set lies in no cache.
  @inline(__always)
  public func prefetch(_ hash: UInt64) {
    unsafe slots.withUnsafeBufferPointer {
      unsafe shorttexts_prefetch($0.baseAddress.unsafelyUnwrapped + Int(truncatingIfNeeded: hash) & ($0.count - 1))
    }
  }

  public func contains(_ hash: UInt64) -> Bool {
    if hash == 0 { return hasZero }
    let mask = slots.count - 1
    var at = Int(truncatingIfNeeded: hash) & mask
    while slots[at] != 0 {
      if slots[at] == hash { return true }
      at = (at + 1) & mask
    }
    return false
  }

  /// True when `hash` was not there yet.
  public mutating func insert(_ hash: UInt64) -> Bool {
    if hash == 0 {
      defer { hasZero = true }
      return !hasZero
    }
    if (count + 1) * 4 > slots.count * 3 { grow() }
    let mask = slots.count - 1
    var at = Int(truncatingIfNeeded: hash) & mask
    while slots[at] != 0 {
      if slots[at] == hash { return false }
      at = (at + 1) & mask
    }
    slots[at] = hash
    count += 1
    return true
  }

  private mutating func grow() {
    let old = slots
    slots = [UInt64](repeating: 0, count: old.count * 2)
    let mask = slots.count - 1
    for hash in old where hash != 0 {
      var at = Int(truncatingIfNeeded: hash) & mask
      while slots[at] != 0 { at = (at + 1) & mask }
      slots[at] = hash
    }
  }
}
