/// Turns byte offsets of a text into counts of characters (Unicode scalars) and back, in steps bounded however long
/// the text or its lines are.
struct CharacterIndex {
  private let bytes: ArraySlice<UInt8>
  /// How many characters start before each multiple of `step`.
  private let counts: [Int]
  private static let step = 64

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    var counts: [Int] = []
    var count = 0
    for (offset, byte) in bytes.enumerated() {
      if offset % Self.step == 0 { counts.append(count) }
      if byte & 0xC0 != 0x80 { count += 1 }
    }
    self.counts = counts.isEmpty ? [0] : counts
  }

  /// Characters that start before the byte at `index`, an index of the slice or its end.
  func count(before index: Int) -> Int {
    let step = min((index - bytes.startIndex) / Self.step, counts.count - 1)
    return counts[step] + bytes[(bytes.startIndex + step * Self.step)..<index].count { $0 & 0xC0 != 0x80 }
  }

  /// The index of the byte with which a character starts, counted from 0; the end when there are fewer.
  func byte(ofCharacter number: Int) -> Int {
    let step = lastIndex(counts.count) { counts[$0] <= number }
    var count = counts[step]
    var index = bytes.startIndex + step * Self.step
    while index < bytes.endIndex {
      if bytes[index] & 0xC0 != 0x80 {
        if count == number { break }
        count += 1
      }
      index += 1
    }
    return index
  }
}

/// The last index below `count` for which `holds`, which holds for 0 and up to some index.
func lastIndex(_ count: Int, where holds: (Int) -> Bool) -> Int {
  var (low, high) = (0, count)
  while high - low > 1 {
    let middle = (low + high) / 2
    if holds(middle) { low = middle } else { high = middle }
  }
  return low
}
