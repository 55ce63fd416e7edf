import Bytes

/// Names by key (see ``withCountryNameKey(_:_:)``): an open hash table that is filled once and never changes.
struct CountryNameIndex: Sendable {
  struct Entry {
    let key: ByteView
    let country: UInt8
  }

  /// In the order of the lists.
  private(set) var entries: [Entry] = []
  /// Index + 1 of an entry, 0 where free; a power of two, at most half full.
  private var slots: [UInt16]

  /// Of two equal names the first stays; the lists hold none for two countries (tested).
  init(_ named: [(name: ByteView, country: UInt8)]) {
    var size = 16
    while size < named.count * 2 { size *= 2 }
    slots = [UInt16](repeating: 0, count: size)
    for (name, country) in named {
      withCountryNameKey(name) { key in
        let slot = slot(of: key)
        guard slots[slot] == 0 else { return nil as Void? }
        entries.append(Entry(key: .immortal(key.array), country: country))
        slots[slot] = UInt16(entries.count)
        return nil
      }
    }
  }

  /// The country of the name whose key this is.
  func find(_ key: ByteView) -> UInt8? {
    let found = slots[slot(of: key)]
    return found == 0 ? nil : entries[Int(found) - 1].country
  }

  /// Where `key` stands, or the free slot where it would.
  private func slot(of key: ByteView) -> Int {
    var slot = Int(truncatingIfNeeded: key.stableHash) & (slots.count - 1)
    while slots[slot] != 0, entries[Int(slots[slot]) - 1].key != key { slot = (slot + 1) & (slots.count - 1) }
    return slot
  }
}
