import Bytes
import CSVRecords
import Diagnostics
import Digests

/// Deals from CSV: one row a deal, or one row a product with the deal repeated.
final class CSVDealFile: DealFile {
  var notices: [String] = []
  var heldHeader = ""
  let announcesMore = false
  let shape: DealFileShape
  let name: String
  let reader: CSVReader
  private let meter: DigestMeter
  var layout = FileLayout()
  /// Per cell of a row, deal's first, the place of its column among the wanted ones, or −1.
  var slots: [Int32] = []
  let width: Int
  /// Of the deal's cells the one whose column stands last in the file.
  var lastDealCell: Int?
  /// How many columns of the file, from the first on, hold all of the deal's cells.
  var dealColumns = 0
  /// Whether rows hold product columns.
  var readsLines = false
  /// The cells of a line whose column is not the deal's as well, as one for the currency may be: they tell whether there is a
  /// product.
  var ownLineCells: [Int] = []
  /// Footers that look like data, by their number of fields.
  private var lateFooters = 0
  let footers: [ByteView]
  /// Deals of a held.csv that were held for what does not stand in it.
  private var heldForOthers = 0

  /// The last deal of the block before, whose rows may go on in the next.
  private var group = RowGroup()
  private var isAtEnd = false

  /// The rows of the deal at hand.
  private struct RowGroup {
    struct Row {
      var cells: CellRow
      var raw: ByteView
      var row: Int
      var line: Int
      /// Whether the deal's cells are byte for byte those of the row before; they are not in `cells` then.
      var repeatsDeal: Bool

      /// How far into the raw row a cell ends; nil when it lies elsewhere, without its doubled quotes.
      func length(through cell: Int) -> Int? { raw.offset(ofEnd: cells[cell]) }
    }
    var rows: [Row] = []
    /// The first row's id, trimmed.
    var id = ByteView.empty
    /// The cells of the rows, while no block holds them.
    var waiting: [ByteView] = []
    /// What keeps the rows' bytes meanwhile.
    var leases: [CSVLease] = []
  }

  init(_ path: String, named name: String, _ shape: DealFileShape) throws(RefusedInput) {
    self.shape = shape
    self.name = name
    width = shape.requests.dealWidth + shape.requests.lineWidth
    footers = shape.settings.footers.map { .immortal($0) }
    let source = try ByteSource(path: path, named: name)
    let meter = try DigestMeter()
    source.onBytes = { meter.digest.update($0) }
    self.meter = meter
    reader = try CSVReader(
      source,
      options: CSVOptions(
        encoding: shape.settings.encoding.flatMap { SourceEncoding(name: $0) }, delimiter: shape.settings.delimiter))
    let footers = footers
    let delimiter = reader.dialect.delimiter
    if !footers.isEmpty { reader.isFooter = { row in footers.contains { row.startsLikeFooter($0, delimiter) } } }
    try bind(reader.header)
  }

  var closingNotices: [String] {
    var notices = noticesOfReading(reader, name, footers: totals.footerRows)
    if heldForOthers > 0 {
      let deals = heldForOthers == 1 ? "1 deal was" : "\(heldForOthers) deals were"
      notices.append(
        "\(lastPart(name)): \(deals) held for what does not stand in this file, another deal of the run or products that were not exported (\(Self.codesOfOthers.joined(separator: ", "))): see that the cause is gone"
      )
    }
    return notices
  }

  /// Codes of holds that compare a deal with others, or with what the export lacked: a held.csv alone does not show them again.
  private static let codesOfOthers = ["C304", "C305", "L516", "N702"]

  var totals: FileTotals {
    let read = reader.totals
    var totals = FileTotals(name: name)
    totals.bytes = read.bytes
    totals.sha256 = meter.hex
    totals.headerRows = read.headerRows
    totals.blankRows = read.blankRows
    totals.footerRows = read.footerRows + lateFooters
    totals.dataRows = read.dataRows - lateFooters
    return totals
  }

  var rowMeaning: RowMeaning { readsLines ? .line : shape.settings.rows == .product ? .product : .deal }

  // MARK: Rows

  func read(into block: DealBlock) throws(RefusedInput) -> Bool {
    if isAtEnd { return false }
    let records = try reader.next()
    block.prepare(layout, shape.sides)
    // Values of our own while we work: no checks of who else may be at them.
    var out = DealBlockContents()
    swap(&out, &block.contents)
    defer { swap(&out, &block.contents) }
    var group = RowGroup()
    swap(&group, &self.group)
    defer { swap(&group, &self.group) }
    // Once, for copying it costs a dozen reference counts.
    let layout = layout
    takeIn(&group, block.cells, &out)
    guard let records else {
      isAtEnd = true
      if group.rows.isEmpty { return false }
      close(&group, into: &out, layout)
      return true
    }
    let lease = CSVLease(records)
    out.leases.append(lease)
    let count = records.recordCount
    let isHeld = layout.isHeldFile
    let idColumn = shape.idColumn
    let joinKeys = shape.settings.joinKeys
    let first = block.cells.uninitialized(count * width)
    out.originals.reserveCapacity(out.originals.count + count)
    let dealWidth = shape.requests.dealWidth
    let dealColumns = dealColumns
    unsafe slots.withUnsafeBufferPointer { slots in
      for record in 0..<count {
        let cells = first.dropFirst(record * width)
        let raw = records.raw(record)
        // Held files are left out: a formula's apostrophe is part of what is compared, but not of the cell.
        let repeatsDeal =
          !group.rows.isEmpty && !isHeld && footers.isEmpty && records.sharedFields(record) >= dealColumns
        let copied = repeatsDeal ? dealWidth : 0
        unsafe records.copyCells(
          record, UnsafeBufferPointer(rebasing: slots[copied...]), to: cells.start + copied)
        if isHeld { for column in 0..<width { cells[column] = cells[column].withoutFormulaGuard } }
        if !repeatsDeal {
          if joinKeys != .exact { cells[idColumn] = joinKey(cells[idColumn], joinKeys) }
          let id = cells[idColumn].trimmed
          if !footers.isEmpty, isBelowData(id, raw) {
            lateFooters += 1
            continue
          }
          if !group.rows.isEmpty, id.isEmpty ? !belongsToDealAbove(cells, group) : id != group.id {
            close(&group, into: &out, layout)
          }
          if group.rows.isEmpty { group.id = id }
        } else if group.id.isEmpty {
          // Each row without an id is a deal of its own.
          unsafe records.copyCells(record, slots, to: cells.start)
          close(&group, into: &out, layout)
          group.id = cells[idColumn].trimmed
        }
        group.rows.append(
          RowGroup.Row(
            cells: cells, raw: raw, row: records.row(record), line: records.line(record),
            repeatsDeal: repeatsDeal && !group.rows.isEmpty))
      }
    }
    // The last deal may go on in the next block, where this one's cells are no more.
    for row in group.rows {
      let deal = row.repeatsDeal ? group.rows[0].cells : row.cells
      for column in 0..<width { group.waiting.append(column < dealWidth ? deal[column] : row.cells[column]) }
    }
    if !group.rows.isEmpty { group.leases.append(lease) }
    return true
  }

  /// A product without its deal's id that says of the deal nothing, or what the deal above says, as reports grouped by deal have
  /// them: it belongs to the deal above, whose rows then do not agree, so that it is held and not billed in part.
  @inline(never)
  private func belongsToDealAbove(_ cells: CellRow, _ group: borrowing RowGroup) -> Bool {
    guard readsLines, !group.id.isEmpty else { return false }
    let above = group.rows[0].cells
    for column in 0..<shape.requests.deal.count {
      let cell = cells[column].trimmed
      if !cell.isEmpty, cell != above[column].trimmed { return false }
    }
    return !isEmptyLine(cells.dropFirst(shape.requests.dealWidth))
  }

  /// A deal whose first cell begins like a footer has an id of its own; a footer has none, or stands in its place.
  private func isBelowData(_ id: ByteView, _ raw: ByteView) -> Bool {
    footers.contains {
      raw.startsLikeFooter($0, layout.delimiter) && (id.isEmpty || id.startsLikeFooter($0, layout.delimiter))
    }
  }

  /// Moves the rows that wait into the store of the next block, and keeps the bytes that they lie in.
  private func takeIn(_ group: inout RowGroup, _ store: CellStore, _ out: inout DealBlockContents) {
    guard !group.rows.isEmpty else { return }
    for index in group.rows.indices {
      let cells = store.row(width)
      for column in 0..<width { cells[column] = group.waiting[index * width + column] }
      group.rows[index].cells = cells
    }
    group.waiting.removeAll(keepingCapacity: true)
    out.leases += group.leases
  }

  /// Makes a deal of the rows that wait.
  private func close(_ group: inout RowGroup, into out: inout DealBlockContents, _ layout: FileLayout) {
    let first = group.rows[0]
    let count = group.rows.count
    let firstOriginal = out.originals.count
    let firstLine = out.lineRows.count
    for row in group.rows {
      out.originals.append(row.raw)
      guard readsLines else { continue }
      let line = row.cells.dropFirst(shape.requests.dealWidth)
      // A deal without products still has its one row, with all product cells empty.
      if count == 1, isEmptyLine(line) { break }
      out.lineRows.append(line)
      out.linePlaces.append((row.row, row.line, 0))
    }
    var record = DealRecord(
      firstRow: first.row, line: first.line, rowCount: count, firstLine: firstLine, lineCount: 0,
      repeatState: count == 1 ? .single : rowMeaning == .deal ? copies(group.rows) : agreement(group.rows),
      idHash: group.id.isEmpty ? UInt64(first.row) &* 0x9E37_79B9_7F4A_7C15 : group.id.stableHash,
      firstOriginal: firstOriginal, originalCount: count)
    if layout.isHeldFile { takeProblem(group, &record) }
    shape.finish(record, first.cells, into: &out, layout)
    group.rows.removeAll(keepingCapacity: true)
    if !group.leases.isEmpty { group.leases.removeAll(keepingCapacity: true) }
  }

  /// What the problem of a held deal says that its cells do not.
  private func takeProblem(_ group: borrowing RowGroup, _ record: inout DealRecord) {
    let problem = HeldColumns.problem(ofRow: group.rows[0].raw, reader.dialect)
    if Self.codesOfOthers.contains(where: { problem.hasPrefix($0 + ":") }) { heldForOthers += 1 }
    guard layout.isJSON else { return }
    record.hasOddID = group.id.isOddToken
    if readsLines, hasSeveralRecords(group.rows.map(\.raw), reader.dialect) {
      record.repeatState = .conflictingRows(column: nil)
    }
  }

  private func isEmptyLine(_ line: CellRow) -> Bool {
    for column in ownLineCells where !line[column].trimmed.isEmpty { return false }
    return true
  }

  /// Product rows must agree on the deal's own columns.
  private func agreement(_ rows: [RowGroup.Row]) -> DealRecord.RepeatState {
    for index in 1..<rows.count where !rows[index].repeatsDeal && !haveSameText(rows[index], rows[0]) {
      if let column = difference(rows[index], rows[0]) { return .conflictingRows(column: column) }
    }
    return .single
  }

  /// Whether two rows are the same, byte for byte, up to the last of the deal's own columns.
  private func haveSameText(_ row: RowGroup.Row, _ first: RowGroup.Row) -> Bool {
    guard let last = lastDealCell, let length = first.length(through: last) else { return false }
    return row.length(through: last) == length && row.cells[last].count == first.cells[last].count
      && row.raw.slice(0, length) == first.raw.slice(0, length)
  }

  /// The first of the deal's own columns in which two rows have different cells.
  private func difference(_ row: RowGroup.Row, _ first: RowGroup.Row) -> Int? {
    (0..<shape.requests.deal.count).first { row.cells[$0] != first.cells[$0] }
  }

  /// Several rows of one deal where a row is a deal: the same row again, or a contradiction.
  private func copies(_ rows: [RowGroup.Row]) -> DealRecord.RepeatState {
    for row in rows.dropFirst() where row.raw != rows[0].raw {
      return .conflictingRows(column: difference(row, rows[0]))
    }
    return .identicalRows(rows.count)
  }
}

/// Keeps a block of records until nobody looks into it any more.
final class CSVLease: @unchecked Sendable {
  // Unchecked: only holds the block; its one act is at the end of its life.
  private let block: CSVBlock
  init(_ block: CSVBlock) { self.block = block }
  deinit { block.recycle() }
}
