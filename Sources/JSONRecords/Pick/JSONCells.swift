public import Bytes

/// What the path of a column led to.
public enum JSONCellKind: UInt8, Sendable {
  /// To nothing: the record has no such member or element.
  case missing
  /// To null, or to an array without any value.
  case null
  /// To text, a number, true or false, which may be empty text.
  case text
  /// To an object or array that has no text of its own; the cell is empty.
  case structure
}

/// The values picked from one record, one per column of a ``JSONPathSet``; used again for the next record.
///
/// Views lie in the record or in the arena given to the extraction, and are valid while both are.
@safe
public struct JSONCells: ~Copyable {
  @unsafe private let views: UnsafeMutablePointer<ByteView>
  @unsafe private let kinds: UnsafeMutablePointer<JSONCellKind>
  /// By node: the object in which its name was last seen.
  @unsafe private let stamps: UnsafeMutablePointer<UInt64>
  private var lastStamp: UInt64 = 0
  /// Texts being joined, one behind another.
  var joined = ByteBuffer()
  let paths: JSONPathSet

  init(_ paths: JSONPathSet) {
    self.paths = paths
    let slots = paths.trie.slotCount
    unsafe views = .allocate(capacity: slots + 1)
    unsafe kinds = .allocate(capacity: slots + 1)
    unsafe stamps = .allocate(capacity: paths.trie.nodeCount)
    unsafe views.initialize(repeating: .empty, count: slots + 1)
    unsafe kinds.initialize(repeating: .missing, count: slots + 1)
    unsafe stamps.initialize(repeating: 0, count: paths.trie.nodeCount)
  }

  deinit {
    unsafe views.deallocate()
    unsafe kinds.deallocate()
    unsafe stamps.deallocate()
  }

  /// Number of columns.
  public var count: Int { paths.columnCount }

  /// The value of a column: the first of its paths whose value is not empty, else empty.
  ///
  /// Text is unescaped, a number as it is written, true and false are `true` and `false`, null is empty; a column of
  /// elements is the JSON text of the array (or object).
  public subscript(column: Int) -> ByteView {
    for slot in paths.slots(of: column) {
      let view = unsafe views[Int(slot)]
      if !view.isEmpty { return view }
    }
    return .empty
  }

  /// What the path that gave the column's value led to; when all are empty, the one that came furthest
  /// (text before structure before null before missing).
  public func kind(of column: Int) -> JSONCellKind {
    var best = JSONCellKind.missing
    for slot in paths.slots(of: column) {
      let kind = unsafe kinds[Int(slot)]
      if unsafe !views[Int(slot)].isEmpty { return kind }
      if rank(kind) > rank(best) { best = kind }
    }
    return best
  }

  private func rank(_ kind: JSONCellKind) -> Int {
    switch kind {
    case .missing: 0
    case .null: 1
    case .structure: 2
    case .text: 3
    }
  }

  // MARK: For the walk

  @inline(__always)
  mutating func put(_ kind: JSONCellKind, _ view: ByteView, in slot: Int32) {
    unsafe views[Int(slot)] = view
    unsafe kinds[Int(slot)] = kind
  }

  @inline(__always)
  func read(_ slot: Int32) -> (kind: JSONCellKind, view: ByteView) { unsafe (kinds[Int(slot)], views[Int(slot)]) }

  mutating func clear() {
    var slot = 0
    while slot < paths.trie.slotCount {
      unsafe views[slot] = .empty
      unsafe kinds[slot] = .missing
      slot += 1
    }
  }

  /// A mark for one more object.
  @inline(__always)
  mutating func newStamp() -> UInt64 {
    lastStamp += 1
    return lastStamp
  }

  /// Notes that the node's name was seen in the object; false when it had been already.
  @inline(__always)
  mutating func stamp(_ node: Int32, _ object: UInt64) -> Bool {
    if unsafe stamps[Int(node)] == object { return false }
    unsafe stamps[Int(node)] = object
    return true
  }
}
