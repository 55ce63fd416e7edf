public import Bytes
import Synchronization

/// Some consecutive records of a file, with the bytes they lie in.
///
/// Written by one ``CSVReader``, then only read, by any thread; all views point into it. Give it back with
/// ``recycle()`` when nothing looks at its views any more: steady reading then allocates nothing.
@safe
public final class CSVBlock: @unchecked Sendable {
  // Unchecked: one reader writes it before it is handed out; from then on nobody does.

  /// Where a record lies: offsets into `bytes`, line counted from 1.
  struct RecordSpan {
    var start: UInt32
    var end: UInt32
    var line: UInt32
    var sharedFields: UInt32
  }

  /// Number of records.
  public internal(set) var recordCount = 0
  /// The number of the first record among the data rows of the file, counted from 1.
  public internal(set) var firstRow = 1

  @unsafe var bytes: UnsafeMutablePointer<UInt8>
  var byteCount = 0
  @unsafe var records: UnsafeMutablePointer<RecordSpan>
  /// Per record `stride` fields: offset in the upper half, length in the lower; the last field takes what nobody wants.
  @unsafe var spans: UnsafeMutablePointer<UInt64>
  var recordCapacity: Int
  let stride: Int
  /// Fields with doubled quotes, without the doubling.
  var unescaped = ByteBuffer(capacity: 64)
  /// Weak, for the pool keeps blocks.
  private weak var pool: CSVBlockPool?

  /// Set in a span's length when its offset counts in `unescaped`.
  static let unescapedFlag: UInt64 = 1 << 31

  init(byteCapacity: Int, wantedColumns: Int, pool: CSVBlockPool) {
    stride = wantedColumns + 1
    recordCapacity = 256
    unsafe bytes = .allocate(capacity: byteCapacity)
    unsafe records = .allocate(capacity: recordCapacity)
    unsafe spans = .allocate(capacity: recordCapacity * stride)
    self.pool = pool
  }

  deinit {
    unsafe bytes.deallocate()
    unsafe records.deallocate()
    unsafe spans.deallocate()
  }

  /// The number of the record among the data rows of the file, counted from 1.
  public func row(_ record: Int) -> Int { firstRow + record }

  /// The line of the file on which the record begins, counted from 1.
  public func line(_ record: Int) -> Int {
    precondition(record >= 0 && record < recordCount)
    return unsafe Int(records[record].line)
  }

  /// The record as it stands in the file (as UTF-8), without its line end.
  public func raw(_ record: Int) -> ByteView {
    precondition(record >= 0 && record < recordCount)
    let span = unsafe records[record]
    return unsafe ByteView(start: bytes + Int(span.start), count: Int(span.end - span.start))
  }

  /// How many of the record's fields, from the first on, are byte for byte those of the record before it in this block;
  /// fewer than there are, or 0, where nobody looked.
  public func sharedFields(_ record: Int) -> Int {
    precondition(record >= 0 && record < recordCount)
    return unsafe Int(records[record].sharedFields)
  }

  /// The text of a wanted column (`slot` is its place in the list of those), without enclosing or doubled quotes.
  public func cell(_ record: Int, _ slot: Int) -> ByteView {
    precondition(record >= 0 && record < recordCount && slot >= 0 && slot < stride - 1)
    return unsafe view(spans[record * stride + slot])
  }

  @inline(__always) @unsafe
  private func view(_ span: UInt64) -> ByteView {
    if span & Self.unescapedFlag != 0 { return unescapedView(span) }
    return unsafe ByteView(start: bytes + Int(span &>> 32), count: Int(UInt32(truncatingIfNeeded: span)))
  }

  @inline(never)
  private func unescapedView(_ span: UInt64) -> ByteView {
    let offset = Int(span >> 32)
    return unescaped.view(offset, offset + Int(span & (Self.unescapedFlag - 1)))
  }

  /// Writes the cells of `record` in the order of `slots`, each below the number of wanted columns, to `place`; a slot
  /// below 0 gives an empty cell.
  @unsafe
  public func copyCells(_ record: Int, _ slots: UnsafeBufferPointer<Int32>, to place: UnsafeMutablePointer<ByteView>) {
    precondition(record >= 0 && record < recordCount)
    let row = unsafe spans + record * stride
    for i in 0..<slots.count {
      let slot = unsafe Int(slots[i])
      assert(slot < stride - 1)
      unsafe (place + i).initialize(to: slot < 0 ? .empty : view(row[slot]))
    }
  }

  /// Gives the block's memory back to its reader; no view into it may be used from now on.
  public func recycle() { pool?.put(self) }

  func clear() {
    recordCount = 0
    byteCount = 0
    unescaped.removeAll()
  }

  /// Makes room for twice as many records.
  func growRecords() {
    let capacity = recordCapacity * 2
    let moreRecords = UnsafeMutablePointer<RecordSpan>.allocate(capacity: capacity)
    let moreSpans = UnsafeMutablePointer<UInt64>.allocate(capacity: capacity * stride)
    unsafe moreRecords.update(from: records, count: recordCapacity)
    unsafe moreSpans.update(from: spans, count: recordCapacity * stride)
    unsafe records.deallocate()
    unsafe spans.deallocate()
    unsafe records = moreRecords
    unsafe spans = moreSpans
    recordCapacity = capacity
  }
}

/// Blocks that wait to be used again.
final class CSVBlockPool: Sendable {
  private let free = Mutex<[CSVBlock]>([])

  func take() -> CSVBlock? { free.withLock { $0.popLast() } }

  func put(_ block: CSVBlock) { free.withLock { if $0.count < 8 { $0.append(block) } } }
}
