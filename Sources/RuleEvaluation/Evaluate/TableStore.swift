import Bytes
import RuleLanguage

/// The tables of compiled rules in memory of their own, so that a look-up counts no references: two threads counting
/// on one object would wait for each other.
@safe
struct TableStore: ~Copyable {
  /// One table, flat: a hash table of row numbers, then keys and values by row.
  @safe
  struct Flat {
    @unsafe let slots: UnsafeMutableBufferPointer<Int32>
    @unsafe let keys: UnsafeMutableBufferPointer<ByteView>
    @unsafe let values: UnsafeMutableBufferPointer<ByteView>
    let columns: Int
    /// Values of the row `otherwise` stand behind those of the last row.
    let hasOtherwise: Bool
    let missesAreMissing: Bool

    var rowCount: Int { unsafe keys.count }

    /// The row of a folded key, or nil.
    @inline(__always)
    func row(_ key: ByteView) -> Int? {
      let mask = unsafe slots.count - 1
      var at = Int(truncatingIfNeeded: key.stableHash) & mask
      while unsafe slots[at] >= 0 {
        let row = unsafe Int(slots[at])
        if unsafe keys[row] == key { return row }
        at = (at + 1) & mask
      }
      return nil
    }

    /// A value by row; the row after the last is `otherwise`.
    @inline(__always)
    func value(_ row: Int, _ column: Int) -> ByteView { unsafe values[row * columns + column] }
  }

  /// The last look-up by a single text: where the text lay, and in which deal.
  private struct Known {
    var key = ByteView.empty
    var stamp: UInt32 = 0
    var row: Int32 = 0
  }

  @unsafe private let tables: UnsafeMutableBufferPointer<Flat>
  @unsafe private let lastRows: UnsafeMutableBufferPointer<Known>

  init(_ rules: CompiledRules) {
    unsafe tables = .allocate(capacity: rules.tables.count)
    unsafe lastRows = .allocate(capacity: rules.tables.count)
    unsafe lastRows.initialize(repeating: Known())
    for (index, table) in rules.tables.enumerated() {
      unsafe (tables.baseAddress.unsafelyUnwrapped + index).initialize(to: Self.flattened(table))
    }
  }

  deinit {
    for index in 0..<(unsafe tables.count) {
      let table = unsafe tables[index]
      unsafe table.slots.deallocate()
      unsafe table.keys.deinitialize().deallocate()
      unsafe table.values.deinitialize().deallocate()
    }
    unsafe tables.deinitialize().deallocate()
    unsafe lastRows.deallocate()
  }

  /// The row that the same text (the same bytes in the same place, which none but the next deal writes over) gave last.
  @inline(__always)
  func known(_ index: Int, _ text: ByteView, _ stamp: UInt32) -> Int? {
    let last = unsafe lastRows[index]
    guard last.stamp == stamp, last.key.isSame(as: text) else { return nil }
    return Int(last.row)
  }
  @inline(__always)
  func note(_ index: Int, _ text: ByteView, _ stamp: UInt32, _ row: Int) {
    unsafe lastRows[index] = Known(key: text, stamp: stamp, row: Int32(row))
  }

  subscript(index: Int) -> Flat {
    @inline(__always) _read { yield unsafe tables[index] }
  }

  private static func flattened(_ table: RuleTable) -> Flat {
    var size = 8
    while size < table.rows.count * 2 { size *= 2 }
    let slots = UnsafeMutableBufferPointer<Int32>.allocate(capacity: size)
    unsafe slots.initialize(repeating: -1)
    let keys = UnsafeMutableBufferPointer<ByteView>.allocate(capacity: table.rows.count)
    let columns = table.valueNames.count
    let values = UnsafeMutableBufferPointer<ByteView>.allocate(capacity: (table.rows.count + 1) * columns)
    unsafe values.initialize(repeating: .empty)
    _ = unsafe keys.initialize(from: table.rows.map(\.key))
    for (index, row) in table.rows.enumerated() {
      for column in 0..<columns { unsafe values[index * columns + column] = row.values[column] }
      var at = Int(truncatingIfNeeded: row.key.stableHash) & (size - 1)
      while unsafe slots[at] >= 0 { at = (at + 1) & (size - 1) }
      unsafe slots[at] = Int32(index)
    }
    for (column, value) in (table.otherwise ?? []).enumerated() {
      unsafe values[table.rows.count * columns + column] = value
    }
    return unsafe Flat(
      slots: slots, keys: keys, values: values, columns: columns, hasOtherwise: table.otherwise != nil,
      missesAreMissing: table.onUnknown == .missing)
  }
}
