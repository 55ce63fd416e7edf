import Bytes

/// The customers of a run by the hash of their folded name, with the currency and tax id of their first invoice.
struct CustomerRegister {
  private struct Entry {
    var name: UInt64 = 0
    var taxID: UInt64 = 0
    var currency: UInt64 = 0
  }
  private var slots = [Entry](repeating: Entry(), count: 1 << 10)
  private(set) var count = 0

  enum Finding { case new, known, otherCurrency, otherTaxID }

  /// Asks for the memory where a customer would stand before it is needed.
  @inline(__always)
  func prefetch(_ name: UInt64) {
    unsafe slots.withUnsafeBufferPointer {
      let place = unsafe $0.baseAddress.unsafelyUnwrapped + Int(truncatingIfNeeded: name) & ($0.count - 1)
      unsafe ByteView(start: UnsafePointer(UnsafeRawPointer(place).assumingMemoryBound(to: UInt8.self)), count: 24)
        .prefetch()
    }
  }

  /// Looks a customer up and, if it is new, notes it; hashes of 0 for the tax id mean none.
  mutating func note(name: UInt64, taxID: UInt64, currency: UInt64) -> Finding {
    if (count + 1) * 4 > slots.count * 3 { grow() }
    let mask = slots.count - 1
    var at = Int(truncatingIfNeeded: name) & mask
    while slots[at].name != 0 {
      if slots[at].name == name {
        if slots[at].currency != currency { return .otherCurrency }
        if taxID != 0, slots[at].taxID != 0, slots[at].taxID != taxID { return .otherTaxID }
        return .known
      }
      at = (at + 1) & mask
    }
    slots[at] = Entry(name: name, taxID: taxID, currency: currency)
    count += 1
    return .new
  }

  private mutating func grow() {
    let old = slots
    slots = [Entry](repeating: Entry(), count: old.count * 2)
    let mask = slots.count - 1
    for entry in old where entry.name != 0 {
      var at = Int(truncatingIfNeeded: entry.name) & mask
      while slots[at].name != 0 { at = (at + 1) & mask }
      slots[at] = entry
    }
  }
}
