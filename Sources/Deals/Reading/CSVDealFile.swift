import Bytes
import CSVRecords
import Diagnostics
import Digests

/// Deals from CSV: one row a deal, or one row a product with the deal repeated.
final class CSVDealFile: DealFile {
  private(set) var notices: [String] = []
  private(set) var heldHeader = ""
  private let shape: DealFileShape
  private let name: String
  private let reader: CSVReader
  private let meter: DigestMeter
  private var layout = FileLayout()
  /// Wanted column of the file → cells of the row that show it.
  private var targets: [[Int]] = []
  private let width: Int
  /// Whether rows hold product columns.
  private var readsLines = false
  /// Footers that look like data, by their number of fields.
  private var lateFooters = 0
  private var footerTexts: [ByteView]

  /// The last deal of the block before, whose rows may go on in the next.
  private var group: [GroupRow] = []
  private var isAtEnd = false

  /// A row that waits for the end of its deal.
  private struct GroupRow {
    var cells: CellRow
    var raw: ByteView
    var row: Int
    var line: Int
    var lease: CSVLease
  }
  /// The cells of the rows that wait, while no block holds them.
  private var waiting: [[ByteView]] = []

  init(_ path: String, named name: String, _ shape: DealFileShape) throws(RefusedInput) {
    self.shape = shape
    self.name = name
    width = shape.requests.dealWidth + shape.requests.lineWidth
    footerTexts = shape.settings.footers.map { .immortal($0) }
    let source = try ByteSource(path: path)
    let meter = try DigestMeter()
    source.onBytes = { meter.digest.update($0) }
    self.meter = meter
    reader = try CSVReader(
      source,
      options: CSVOptions(
        encoding: shape.settings.encoding.flatMap { SourceEncoding(name: $0) }, delimiter: shape.settings.delimiter))
    let footers = footerTexts
    if !footers.isEmpty { reader.isFooter = { row in footers.contains { row.startsLikeFooter($0) } } }
    try bind(reader.header)
  }

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
    if isHeld { header.removeLast(2) }
    let binding = HeaderBinding(header, shape.profile)
    let requests = shape.requests
    // What this tool wrote itself it knows by its place: names of JSON paths may be no header, or stand twice.
    let isInPlace = isHeldJSON && header == HeldColumns.ofJSON(requests, hasLines: shape.sides.lines == nil)
    layout.isJSON = isHeldJSON
    layout.fileView = .immortal(lastPart(name))
    layout.delimiter = reader.dialect.delimiter
    layout.originalColumns = header.count
    layout.isHeldFile = isHeld
    layout.sides = shape.sides
    layout.fileNames = [lastPart(name)] + shape.sides.names.dropFirst()
    var problems: [Diagnostic] = []
    var showing: [Int: [Int]] = [:]
    for (index, request) in requests.deal.enumerated() {
      switch isInPlace ? .column(index) : binding.find(request) {
      case .column(let column):
        showing[column, default: []].append(index)
        layout.dealColumnNames.append(binding.name(column))
      case .none:
        layout.dealColumnNames.append(nil)
        if isMissing(request, index) { problems.append(missing(request, binding)) }
      case .ambiguous(let columns):
        layout.dealColumnNames.append(nil)
        problems.append(ambiguous(request, columns, binding))
      }
    }
    for (index, field) in requests.dealKeys.enumerated() {
      if case .column(let column) = binding.find(aliases: field.headers, entity: field.entity) {
        showing[column, default: []].append(requests.deal.count + index)
      }
    }
    bindLines(binding, isHeldJSON, isInPlace, &showing, &problems)
    let columns = showing.keys.sorted()
    targets = columns.map { showing[$0] ?? [] }
    reader.want(columns)
    tell(header, binding, bound: Set(columns))
    if !problems.isEmpty { throw RefusedInput(problems) }
    heldHeader = (header + [isHeldJSON ? HeldColumns.problemOfJSON : HeldColumns.problem, HeldColumns.fix]).map {
      "\"\($0.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
    }
    .joined(separator: String(Character(Unicode.Scalar(layout.delimiter))))
    // A held.csv is UTF-8 whatever the export was; the mark says so to the rules that declare another encoding.
    if shape.settings.encoding != nil { heldHeader = "\u{FEFF}" + heldHeader }
  }

  private func bindLines(
    _ binding: HeaderBinding, _ isHeldJSON: Bool, _ isInPlace: Bool, _ showing: inout [Int: [Int]],
    _ problems: inout [Diagnostic]
  ) {
    let requests = shape.requests
    var columns: [(slot: Int, column: Int)] = []
    var unclear: [Diagnostic] = []
    for (index, request) in requests.line.enumerated() {
      switch isInPlace && shape.sides.lines == nil ? .column(requests.deal.count + index) : binding.find(request) {
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
      if case .column(let column) = binding.find(aliases: field.headers, entity: field.entity) {
        columns.append((requests.dealWidth + requests.line.count + index, column))
      }
    }
    // A held.csv made from JSON has a row a product even where the source has a row a deal.
    readsLines =
      shape.sides.lines == nil && !columns.isEmpty && (shape.settings.rows == .product || isHeldJSON)
    guard readsLines else {
      if shape.sides.lines != nil { layout.lineColumnNames = shape.requests.line.map { $0.headers.first ?? $0.name } }
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
  }

  private func isMissing(_ request: ColumnRequest, _ index: Int) -> Bool {
    guard request.isRequired || index == shape.idColumn else { return false }
    return !shape.sides.dealFillings.contains { $0.column == index && $0.file.found[$0.value] }
  }

  private func missing(_ request: ColumnRequest, _ binding: HeaderBinding) -> Diagnostic {
    let wanted = request.headers.first ?? request.name
    let near = nearestName(to: wanted, among: binding.headers).map { "did you mean '\($0)'? " } ?? ""
    return .error(
      "S031", "\(lastPart(name)) has no column '\(wanted)'", at: request.range,
      expected: request.headers.count > 1 ? "one of: \(listed(request.headers))" : nil,
      help: "\(near)The file has: \(listed(binding.headers, limit: 40))")
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
    block.layout = layout
    takeIn(block)
    guard let records = try reader.next() else {
      isAtEnd = true
      if group.isEmpty { return false }
      close(into: block)
      return true
    }
    let lease = CSVLease(records)
    block.leases.append(lease)
    for record in 0..<records.recordCount {
      let cells = block.cells.row(width)
      for slot in targets.indices {
        let cell = layout.isHeldFile ? records.cell(record, slot).withoutFormulaGuard : records.cell(record, slot)
        for target in targets[slot] { cells[target] = cell }
      }
      if !footerTexts.isEmpty, isFooter(records.raw(record), id: cells[shape.idColumn]) {
        lateFooters += 1
        continue
      }
      let row = GroupRow(
        cells: cells, raw: records.raw(record), row: records.row(record), line: records.line(record), lease: lease)
      if let first = group.first {
        let id = first.cells[shape.idColumn].trimmed
        if id.isEmpty || id != cells[shape.idColumn].trimmed { close(into: block) }
      }
      group.append(row)
    }
    waiting = group.map { row in (0..<width).map { row.cells[$0] } }
    return true
  }

  /// A deal whose first cell begins like a footer has an id of its own; a footer has none, or stands in its place.
  private func isFooter(_ row: ByteView, id: ByteView) -> Bool {
    footerTexts.contains { row.startsLikeFooter($0) && (id.trimmed.isEmpty || id.startsLikeFooter($0)) }
  }

  /// Moves the rows that wait into the store of the next block, and keeps the bytes that they lie in.
  private func takeIn(_ block: DealBlock) {
    for index in group.indices {
      let cells = block.cells.row(width)
      for column in 0..<width { cells[column] = waiting[index][column] }
      group[index].cells = cells
      if block.leases.last !== group[index].lease { block.leases.append(group[index].lease) }
    }
    waiting.removeAll(keepingCapacity: true)
  }

  /// Makes a deal of the rows that wait.
  private func close(into block: DealBlock) {
    let first = group[0]
    let id = first.cells[shape.idColumn].trimmed
    let firstOriginal = block.originals.count
    for row in group { block.originals.append(row.raw) }
    lineBuffer.removeAll(keepingCapacity: true)
    placeBuffer.removeAll(keepingCapacity: true)
    if readsLines {
      for row in group {
        let line = row.cells.dropFirst(shape.requests.dealWidth)
        // A deal without products still has its one row, with all product cells empty.
        if group.count == 1, isEmptyLine(line) { break }
        lineBuffer.append(line)
        placeBuffer.append((row.row, row.line, 0))
      }
    }
    let record = DealRecord(
      firstRow: first.row, line: first.line, rowCount: group.count, firstLine: 0, lineCount: 0,
      repeatState: group.count == 1 ? .single : rowMeaning == .deal ? copies : agreement,
      idHash: id.isEmpty ? UInt64(first.row) &* 0x9E37_79B9_7F4A_7C15 : id.stableHash, firstOriginal: firstOriginal,
      originalCount: group.count)
    shape.finish(record, first.cells, own: lineBuffer, places: placeBuffer, into: block)
    group.removeAll(keepingCapacity: true)
  }

  private var lineBuffer: [CellRow] = []
  private var placeBuffer: [(row: Int, line: Int, file: Int)] = []

  private func isEmptyLine(_ line: CellRow) -> Bool {
    for column in 0..<shape.requests.line.count where !line[column].trimmed.isEmpty { return false }
    return true
  }

  /// Product rows must agree on the deal's own columns.
  private var agreement: DealRecord.RepeatState {
    for row in group.dropFirst() {
      for column in 0..<shape.requests.deal.count where row.cells[column] != group[0].cells[column] {
        return .conflictingRows
      }
    }
    return .single
  }

  /// Several rows of one deal where a row is a deal: the same row again, or a contradiction.
  private var copies: DealRecord.RepeatState {
    for row in group.dropFirst() where row.raw != group[0].raw { return .conflictingRows }
    return .identicalRows(group.count)
  }
}

/// Keeps a block of records until nobody looks into it any more.
final class CSVLease: @unchecked Sendable {
  // Unchecked: only holds the block; its one act is at the end of its life.
  private let block: CSVBlock
  init(_ block: CSVBlock) { self.block = block }
  deinit { block.recycle() }
}

/// Digests an input while it is read.
final class DigestMeter {
  var digest: SHA256
  private var finished: String?

  init() throws(RefusedInput) {
    do throws(DigestError) { digest = try SHA256() } catch {
      throw RefusedInput(.error("S004", "SHA-256 is not to be had on this machine", help: "install OpenSSL 3"))
    }
  }

  /// The digest in hex; reading must be over.
  var hex: String {
    if let finished { return finished }
    let hex = SHA256.hex(digest.finish())
    finished = hex
    return hex
  }
}

extension ByteView {
  /// Whether a row begins with the words of a footer, quoted or not, and no further word: `Total`,
  /// `Grand Totals (5 records)`, but not `Total Wine Ltd`.
  func startsLikeFooter(_ footer: ByteView) -> Bool {
    var text = trimmed
    if !text.isEmpty, text[0] == UInt8(ascii: "\"") { text = text.dropFirst(1) }
    guard text.count >= footer.count, text.slice(0, footer.count).equalsFolded(footer) else { return false }
    var rest = text.dropFirst(footer.count)
    while !rest.isEmpty, rest[0] == 0x20 { rest = rest.dropFirst(1) }
    guard !rest.isEmpty else { return true }
    return rest[0] < 0x41 || rest[0] == UInt8(ascii: "|") || rest[0] == UInt8(ascii: "[")
  }
}
