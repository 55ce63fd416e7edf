import Bytes

/// Rows by a key: open addressing over 64-bit hashes, equal hashes told apart by the keys themselves.
struct KeyIndex {
  /// Per slot the first row of a key, or −1.
  private var slots = [Int32](repeating: -1, count: 64)
  private var keys: [ByteView] = []
  private var hashes: [UInt64] = []
  /// Per row the next row of the same key (or −1) and, for the first row of a key, the last.
  private var nexts: [Int32] = []
  private var lasts: [Int32] = []
  private var keyCount = 0

  /// Adds the next row, rows being counted from 0; gives the first row of its key, itself when the key is new.
  mutating func add(_ key: ByteView) -> Int {
    if (keyCount + 1) * 2 > slots.count { grow() }
    let row = hashes.count
    let hash = key.stableHash
    keys.append(key)
    hashes.append(hash)
    nexts.append(-1)
    lasts.append(Int32(row))
    let slot = slot(of: key, hash)
    if slots[slot] >= 0 {
      let first = Int(slots[slot])
      nexts[Int(lasts[first])] = Int32(row)
      lasts[first] = Int32(row)
      return first
    }
    slots[slot] = Int32(row)
    keyCount += 1
    return row
  }

  /// The first row under `key`, or nil.
  func first(_ key: ByteView) -> Int? {
    let slot = slot(of: key, key.stableHash)
    return slots[slot] >= 0 ? Int(slots[slot]) : nil
  }

  /// The next row under the same key, or nil.
  func next(after row: Int) -> Int? { nexts[row] >= 0 ? Int(nexts[row]) : nil }

  /// The slot that `key` is in or would go to.
  private func slot(of key: ByteView, _ hash: UInt64) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] >= 0 {
      let first = Int(slots[slot])
      if hashes[first] == hash, keys[first] == key { break }
      slot = (slot + 1) & mask
    }
    return slot
  }

  private mutating func grow() {
    let old = slots
    slots = [Int32](repeating: -1, count: old.count * 2)
    let mask = slots.count - 1
    for first in old where first >= 0 {
      var slot = Int(truncatingIfNeeded: hashes[Int(first)]) & mask
      while slots[slot] >= 0 { slot = (slot + 1) & mask }
      slots[slot] = first
    }
  }
}
