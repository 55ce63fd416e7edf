public import Bytes
public import Diagnostics

/// Reads the records of a CSV file block by block: RFC 4180, and what real exports do beyond it.
///
/// Lines end in LF, CR or CRLF, also mixed; quoted fields may hold line ends; the last line need not end. Records
/// of nothing but delimiters are skipped and counted. Every record has as many fields as the header, or the file is
/// refused, as it is for a stray quote, an open quote, a field or record beyond the limits, or bytes that are no
/// text: a file that is damaged in one place cannot be trusted in another.
///
/// The work is done on 64 bytes at a time (see ``scan``); only the columns asked for by ``want(_:)`` are kept.
public final class CSVReader {
  /// The source as the user named it.
  public let file: String
  public let encoding: SourceEncoding
  public let dialect: CSVDialect
  /// The header's cells as they stand in the file.
  public let header: [String]
  /// The line of the header, counted from 1.
  public let headerLine: Int
  /// Asked about each record whose number of fields differs from the header's: true when it is no data (a total, a
  /// copyright line), so that it is counted and skipped instead of refused.
  public var isFooter: ((ByteView) -> Bool)?

  /// What was read so far; complete after ``next()`` returned nil.
  public var totals: CSVTotals {
    var totals = counts
    totals.bytes = source.byteCount
    return totals
  }
  /// Whether the file's last line had a line end; meaningful after ``next()`` returned nil.
  public private(set) var endsWithLineEnd = true
  /// Whether the file may have been cut off in its last cell: that has neither a closing quote nor a line end behind it.
  public private(set) var mayBeCutOff = false

  let options: CSVOptions
  let isHeaderQuoted: Bool
  var counts = CSVTotals()
  /// Source column → place among the wanted ones; one entry more for all columns beyond the header.
  var slots: [Int32]
  var wantedCount = 0
  /// The line on which the next record begins.
  var line: Int
  /// Whether the last record ended in CR, so that an LF coming first belongs to it.
  var awaitsLineFeed = false

  private let source: ByteSource
  private let text: TextSource
  private let pool = CSVBlockPool()
  /// What was read but not handed out yet: a record's beginning.
  private var carry: [UInt8] = []
  private var pending: CSVBlock?
  private var isAtEnd = false
  private var isFinished = false

  /// Opens `source` and reads its header.
  ///
  /// - Throws: ``RefusedInput`` when it cannot be read, is not text, has no header, or the delimiter is ambiguous.
  public init(_ source: ByteSource, options: CSVOptions = CSVOptions()) throws(RefusedInput) {
    self.source = source
    self.options = options
    file = source.name
    text = try TextSource(source, declared: options.encoding)
    encoding = text.encoding
    let head = try CSVHead(text, options: options, file: source.name)
    dialect = head.dialect
    header = head.cells
    headerLine = head.line
    isHeaderQuoted = head.isQuoted
    line = head.nextLine
    counts.headerRows = head.separatorLines + 1
    counts.blankRows = head.blankLines
    isAtEnd = head.isAtEnd
    carry = head.rest
    slots = []
    want([])
  }

  /// Says which columns ``CSVBlock/cell(_:_:)`` will give: the `i`-th of `columns` (each at most once, counted from
  /// 0) as slot `i`. To be called before the first ``next()``.
  public func want(_ columns: [Int]) {
    precondition(pending == nil && !isFinished, "columns are chosen before the first block")
    wantedCount = columns.count
    slots = [Int32](repeating: Int32(columns.count), count: header.count + 1)
    for (slot, column) in columns.enumerated() { slots[column] = Int32(slot) }
  }

  /// The next block of records, with at least one; nil at the end of the file.
  ///
  /// - Throws: ``RefusedInput``: the file is not to be used, earlier blocks included.
  public func next() throws(RefusedInput) -> CSVBlock? {
    if isFinished { return nil }
    let block = pending ?? firstBlock()
    pending = nil
    while true {
      try fill(block)
      let rest = try scan(block, atEnd: isAtEnd)
      if isAtEnd {
        isFinished = true
        if block.recordCount > 0 { return block }
        block.recycle()
        return nil
      }
      if block.recordCount == 0 {
        try checkCarry(block, from: rest)
        let left = block.byteCount - rest
        unsafe block.bytes.update(from: block.bytes + rest, count: left)
        block.byteCount = left
        continue
      }
      try checkCarry(block, from: rest)
      let following = emptyBlock()
      following.byteCount = block.byteCount - rest
      unsafe following.bytes.update(from: block.bytes + rest, count: following.byteCount)
      pending = following
      return block
    }
  }

  private func firstBlock() -> CSVBlock {
    let block = emptyBlock()
    for i in carry.indices { unsafe block.bytes[i] = carry[i] }
    block.byteCount = carry.count
    carry = []
    return block
  }

  private func emptyBlock() -> CSVBlock {
    let block =
      pool.take()
      ?? CSVBlock(
        byteCapacity: max(options.limits.recordBytes, 2 * CSVHead.pieceSize) + options.blockSize + 4 * TextSource.slack,
        wantedColumns: wantedCount, pool: pool)
    block.clear()
    return block
  }

  private func fill(_ block: CSVBlock) throws(RefusedInput) {
    let goal = block.byteCount + options.blockSize
    while !isAtEnd, block.byteCount < goal {
      do {
        let count = unsafe try text.read(into: block.bytes + block.byteCount, atMost: goal - block.byteCount)
        if count == 0 { isAtEnd = true }
        block.byteCount += count
      } catch {
        switch error {
        case .refused(let refused): throw refused
        case .fault(let fault):
          let before = unsafe ByteView(start: block.bytes, count: block.byteCount + fault.position)
          let place = position(before, before.count, recordStart: 0, line: line)
          throw RefusedInput(fault.diagnostic(file: file, line: place.line, column: place.column))
        }
      }
    }
  }

  func noteEnd(hasLineEnd: Bool, isQuoted: Bool) {
    endsWithLineEnd = hasLineEnd
    mayBeCutOff = !hasLineEnd && !isQuoted
  }
}
