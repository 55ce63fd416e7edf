import Bytes
import CSVRecords
import Diagnostics
import Digests

/// Deals from CSV: one row a deal, or one row a product with the deal repeated.
final class CSVDealFile: DealFile {
  private(set) var notices: [String] = []
  private(set) var heldHeader = ""
  let announcesMore = false
  private let shape: DealFileShape
  private let name: String
  private let reader: CSVReader
  private let meter: DigestMeter
  private var layout = FileLayout()
  /// Per cell of a row, deal's first, the place of its column among the wanted ones, or −1.
  private var slots: [Int32] = []
  private let width: Int
  /// Of the deal's cells the one whose column stands last in the file.
  private var lastDealCell: Int?
  /// How many columns of the file, from the first on, hold all of the deal's cells.
  private var dealColumns = 0
  /// Whether rows hold product columns.
  private var readsLines = false
  /// The cells of a line whose column is not the deal's as well, as one for the currency may be: they tell whether there is a
  /// product.
  private var ownLineCells: [Int] = []
  /// Footers that look like data, by their number of fields.
  private var lateFooters = 0
  private let footers: [ByteView]
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

  // MARK: Header

  private func bind(_ all: [String]) throws(RefusedInput) {
    var header = all
    let problem = header.count > 2 && header.last == HeldColumns.fix ? header[header.count - 2] : ""
    let isHeldJSON = problem == HeldColumns.problemOfJSON
    let isHeld = isHeldJSON || problem == HeldColumns.problem
    if isHeld {
      header.removeLast(2)
      header = header.map { $0.withByteView(\.withoutFormulaGuard.string) }
    } else {
      try refuseMovedRemarks(header)
    }
    let binding = HeaderBinding(header, shape.profile)
    let requests = shape.requests
    // What this tool wrote itself it knows by its place: names of JSON paths may be no header, or stand twice.
    let hasLines = shape.sides.lines == nil
    let hasKeys = isHeldJSON && header == HeldColumns.ofJSON(requests, hasLines: hasLines)
    let isInPlace =
      hasKeys || isHeldJSON && header == HeldColumns.ofJSON(requests, hasLines: hasLines, hasKeys: false)
    layout.isJSON = isHeldJSON
    if let lines = shape.sides.lines { layout.isJSONOfLines = lines.isJSON }
    layout.fileView = .immortal(lastPart(name))
    layout.delimiter = reader.dialect.delimiter
    layout.originalColumns = header.count
    layout.isHeldFile = isHeld
    layout.fileNames = [lastPart(name)] + shape.sides.names.dropFirst()
    var problems: [Diagnostic] = []
    var showing: [Int: [Int]] = [:]
    for (index, request) in requests.deal.enumerated() {
      switch isInPlace ? .column(index) : find(request, binding, isHeldJSON) {
      case .column(let column):
        showing[column, default: []].append(index)
        layout.dealColumnNames.append(binding.name(column))
      case .none:
        layout.dealColumnNames.append(nil)
        if isMissing(request, index) { problems.append(missing(request, index, binding)) }
      case .ambiguous(let columns):
        layout.dealColumnNames.append(nil)
        problems.append(ambiguous(request, columns, binding))
      }
    }
    layout.ownsDealColumn = owned(layout.dealColumnNames, requests.deal)
    for (index, field) in requests.dealKeys.enumerated() {
      let cell = requests.deal.count + index
      let place = hasKeys ? .column(cell) : binding.find(aliases: field.headers, entity: field.entity)
      guard case .column(let column) = place else {
        layout.dealColumnNames.append(nil)
        continue
      }
      showing[column, default: []].append(cell)
      layout.dealColumnNames.append(binding.name(column))
    }
    // A held.csv made of JSON has the values that could be joined already.
    if !isHeldJSON {
      let keys = Set(showing.values.joined())
      problems += shape.joinProblems(lastPart(name), isLine: false, owns: layout.ownsDealColumn) { keys.contains($0) }
    }
    bindLines(
      binding, isHeldJSON, firstInPlace: !isInPlace ? nil : hasKeys ? requests.dealWidth : requests.deal.count, hasKeys,
      &showing, &problems)
    layout.ownsLineColumn = owned(layout.lineColumnNames, requests.line)
    if readsLines, !isHeldJSON {
      let keys = Set(showing.values.joined())
      problems += shape.joinProblems(lastPart(name), isLine: true, owns: layout.ownsLineColumn) {
        keys.contains(requests.dealWidth + $0)
      }
    }
    let columns = showing.keys.sorted()
    slots = Array(repeating: -1, count: width)
    for (slot, column) in columns.enumerated() { for cell in showing[column] ?? [] { slots[cell] = Int32(slot) } }
    dealColumns = (columns.last { showing[$0]?.contains { $0 < requests.dealWidth } == true } ?? -1) + 1
    lastDealCell = requests.deal.indices.filter { slots[$0] >= 0 }.max { slots[$0] < slots[$1] }
    let ofDeal = Set(slots[..<requests.dealWidth])
    ownLineCells = requests.line.indices.filter {
      let slot = slots[requests.dealWidth + $0]
      return slot >= 0 && !ofDeal.contains(slot)
    }
    reader.want(columns)
    tell(header, binding, bound: Set(columns))
    if !problems.isEmpty { throw RefusedInput(problems) }
    heldHeader = HeldColumns.header(header, isJSON: isHeldJSON, delimiter: layout.delimiter, shape.settings)
  }

  /// A held.csv whose own two columns stand no longer last would be read as an ordinary export: JSON's times in another
  /// zone, texts with the apostrophe that guards formulas.
  private func refuseMovedRemarks(_ header: [String]) throws(RefusedInput) {
    let isMoved =
      header.contains(HeldColumns.problemOfJSON)
      || header.contains(HeldColumns.fix) && header.contains(HeldColumns.problem)
    guard isMoved else { return }
    throw RefusedInput(
      .error(
        "S048",
        "\(lastPart(name)): the columns '\(HeldColumns.problem)' and '\(HeldColumns.fix)' of a held.csv do not stand last",
        at: SourceRange(file: name, line: 1, column: 1),
        help: "take out columns that were added behind them, and put both back at the end"))
  }

  /// Which columns the file itself has; a held.csv made of JSON has a column for each, and owns what its JSON did.
  private func owned(_ names: [String?], _ requests: [ColumnRequest]) -> [Bool] {
    layout.isJSON && layout.isHeldFile
      ? requests.map { $0.isKnownInJSON(shape.profile, shape.labels) } : names.map { $0 != nil }
  }

  /// Where a column stands. A held.csv made of JSON calls it by its header or its path, and is no longer what this tool wrote as
  /// soon as the rules read another column, or somebody put one in.
  private func find(_ request: ColumnRequest, _ binding: HeaderBinding, _ isHeldJSON: Bool) -> HeaderBinding.Finding {
    guard isHeldJSON else { return binding.find(request) }
    let found = binding.findExact(request.heldName)
    if case .none = found { return binding.find(request) }
    return found
  }

  private func bindLines(
    _ binding: HeaderBinding, _ isHeldJSON: Bool, firstInPlace: Int?, _ hasKeys: Bool, _ showing: inout [Int: [Int]],
    _ problems: inout [Diagnostic]
  ) {
    let requests = shape.requests
    let first = shape.sides.lines == nil ? firstInPlace : nil
    var columns: [(slot: Int, column: Int)] = []
    var unclear: [Diagnostic] = []
    for (index, request) in requests.line.enumerated() {
      switch first.map({ .column($0 + index) }) ?? find(request, binding, isHeldJSON) {
      case .column(let column):
        columns.append((requests.dealWidth + index, column))
        layout.lineColumnNames.append(binding.name(column))
      case .ambiguous(let several):
        unclear.append(ambiguous(request, several, binding))
        layout.lineColumnNames.append(nil)
      case .none: layout.lineColumnNames.append(nil)
      }
    }
    for (index, field) in requests.lineKeys.enumerated() {
      let cell = requests.line.count + index
      let place =
        first.flatMap { hasKeys ? .column($0 + cell) : nil }
        ?? binding.find(aliases: field.headers, entity: field.entity)
      guard case .column(let column) = place else { continue }
      columns.append((requests.dealWidth + cell, column))
    }
    // A held.csv made from JSON has a row a product even where the source has a row a deal.
    readsLines =
      shape.sides.lines == nil && !columns.isEmpty && (shape.settings.rows == .product || isHeldJSON)
    layout.hasOwnLines = isHeldJSON && readsLines
    guard readsLines else {
      // The columns of --lines, if there is such a file, are its own affair.
      if let lines = shape.sides.lines {
        layout.lineColumnNames = requests.line.indices.map { lines.found[$0 + 1] ? requests.line[$0].name : nil }
      }
      return
    }
    problems += unclear
    for (slot, column) in columns { showing[column, default: []].append(slot) }
  }

  private func tell(_ header: [String], _ binding: HeaderBinding, bound: Set<Int>) {
    let file = lastPart(name)
    notices.append(
      "\(file): CSV, \(reader.dialect.delimiterName), \(reader.encoding.rawValue), \(header.count) columns")
    let unused = header.indices.filter { !bound.contains($0) }.map { binding.name($0) }
    if !unused.isEmpty {
      notices.append(
        "\(file): \(unused.count) column\(unused.count == 1 ? "" : "s") that no rule reads: \(listed(unused, limit: 20))"
      )
    }
    // A column that need not be there and is misspelt would be empty for every deal.
    for (index, request) in shape.requests.deal.enumerated()
    where layout.dealColumnNames[index] == nil && !isJoined(index) { tellNear(request, unused) }
    guard readsLines else { return }
    for (index, request) in shape.requests.line.enumerated() where layout.lineColumnNames[index] == nil {
      tellNear(request, unused)
    }
  }

  private func tellNear(_ request: ColumnRequest, _ unused: [String]) {
    // "Deal - Currncy" is near "Currency": what names the entity is left aside.
    let bare = unused.map { String($0.split(separator: " - ", maxSplits: 1).last ?? "") }
    let near = request.headers.lazy.compactMap { name in nearestName(to: name, among: bare).map { (name, $0) } }.first
    guard let (wanted, found) = near, let at = bare.firstIndex(of: found) else { return }
    notices.append(
      "\(lastPart(name)): no column '\(wanted)' (\(request.name)), so it is empty; is '\(unused[at])' meant?")
  }

  private func isMissing(_ request: ColumnRequest, _ index: Int) -> Bool {
    (request.isRequired || index == shape.idColumn && !shape.settings.hasUndecidedID) && !isJoined(index)
  }

  /// Whether a side file gives the column.
  private func isJoined(_ index: Int) -> Bool {
    shape.sides.dealFillings.contains { $0.column == index && $0.file.found[$0.value] }
  }

  private func missing(_ request: ColumnRequest, _ index: Int, _ binding: HeaderBinding) -> Diagnostic {
    let wanted = request.headers.first ?? request.name
    // "Deal - Currncy" is near "Currency": what names the entity is left aside.
    let bare = binding.headers.map { String($0.split(separator: " - ", maxSplits: 1).last ?? "") }
    let near = ([request.name] + request.headers).lazy.compactMap { nearestName(to: $0, among: binding.headers + bare) }
      .first.map { near in binding.headers.first { $0 == near || $0.hasSuffix(" - " + near) } ?? near }
    let meant = near.map { "did you mean '\($0)'? " } ?? ""
    let way =
      if index == shape.idColumn {
        ". Say which column tells deals apart: source: { id: number }, columns: { number: { header: … } }"
      } else if case .field = request.source {
        ". If it rightly has none: columns: { \(request.name): { field: \(request.name), required: no } }"
      } else { "" }
    return .error(
      "S031", "\(lastPart(name)) has no column '\(wanted)'", at: request.range,
      expected: request.headers.count > 1 ? "one of: \(listed(request.headers))" : nil,
      help: "\(meant)The file has: \(listed(binding.headers, limit: 40))\(way)")
  }

  private func ambiguous(_ request: ColumnRequest, _ columns: [Int], _ binding: HeaderBinding) -> Diagnostic {
    .error(
      "S032",
      "\(lastPart(name)): '\(request.headers.first ?? request.name)' could be column \(columns.map { "\($0 + 1) (\(binding.name($0)))" }.joined(separator: " or "))",
      at: request.range, help: "say which in the rules: header: \"\(binding.name(columns[0]))\"")
  }

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
