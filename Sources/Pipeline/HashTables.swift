/// A growing set of 64-bit hashes, none of them 0: 8 bytes an entry, at most three quarters full.
struct HashSet64 {
  private var slots = [UInt64](repeating: 0, count: 1 << 10)
  private(set) var count = 0

  func contains(_ hash: UInt64) -> Bool {
    let mask = slots.count - 1
    var at = Int(truncatingIfNeeded: hash) & mask
    while slots[at] != 0 {
      if slots[at] == hash { return true }
      at = (at + 1) & mask
    }
    return false
  }

  /// True when `hash` was not there yet.
  mutating func insert(_ hash: UInt64) -> Bool {
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

  func contains(_ hash: UInt64) -> Bool {
    let mask = slots.count - 1
    var at = Int(truncatingIfNeeded: hash) & mask
    while slots[at] != 0 {
      if slots[at] == hash { return true }
      at = (at + 1) & mask
    }
    return false
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
