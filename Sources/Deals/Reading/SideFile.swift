import Bytes
import CSVRecords
import Diagnostics
import Digests
import JSONRecords

/// What is read of a side file: a header, or paths in JSON.
struct SideColumn {
  var headers: [String]
  var json: [String]
}

/// A file that is read whole and looked up by id: organizations, persons, products, or product lines by deal.
///
/// Only the cells that somebody asked for are kept.
final class SideFile {
  let kind: String
  private(set) var totals: [FileTotals] = []
  /// The columns that were asked for and found in at least one of the files.
  private(set) var found: [Bool]
  private(set) var rows: [CellRow] = []
  private(set) var places: [(row: Int, line: Int, file: Int)] = []
  /// Per file, what its columns are called; nil where it has none.
  private var columnNames: [[String?]] = []
  private let fileOffset: Int
  private var index = KeyIndex()
  private var used: [Bool] = []
  private var missing: [String] = []
  private var missingIDs = HashSet64()
  private var notices: [String] = []
  /// Whether the file read last says that others follow; files of pages come one behind the other.
  private var announcesMore = false
  /// Whether it is JSON; of several files the last decides.
  private(set) var isJSON = false
  private let cells = CellStore()
  private var arena = Arena(pageSize: 1 << 18)
  private let width: Int
  private let joinKeys: SourceSettings.JoinKeys
  private var isLines: Bool { kind == "lines" }
  /// Of several files of lines: by what is the same row in each of them.
  private var rowKeys: [[UInt8]] = []
  private let keepsRowKeys: Bool
  /// Deals of which a line without an id stands in two files.
  private var sharedDeals: Set<[UInt8]> = []
  /// The first key that JSON has as a number which is not whole, or as a word.
  private var oddKey: (file: Int, row: Int, id: String)?

  /// Reads files.
  ///
  /// - Parameters:
  ///   - columns: What to read: headers and paths of each column; column 0 is the key.
  ///   - kind: What the files are, for messages.
  ///   - fileOffset: Number of the first of these files among all that messages may name.
  ///   - isUnique: Whether a key may stand once only.
  ///   - idColumn: The id of a line, by which a line that stands there again is known.
  ///   - orderColumn: The place of a line among those of its deal.
  init(
    _ paths: [String], columns: [SideColumn], kind: String, profile: Profile,
    settings: SourceSettings, fileOffset: Int, isUnique: Bool, idColumn: Int? = nil, orderColumn: Int? = nil
  ) throws(RefusedInput) {
    self.kind = kind
    self.fileOffset = fileOffset
    width = columns.count
    joinKeys = settings.joinKeys
    keepsRowKeys = kind == "lines" && paths.count > 1
    found = [Bool](repeating: false, count: columns.count)
    for (number, path) in paths.enumerated() {
      let source = try ByteSource(path: path)
      let meter = try DigestMeter()
      source.onBytes = { meter.digest.update($0) }
      var file = FileTotals(name: path)
      let start = rows.count
      announcesMore = false
      isJSON = try looksLikeJSON(try source.peek(4096), named: path)
      if isJSON {
        try readJSON(source, columns, fileOffset + number)
      } else {
        try readCSV(source, columns, profile, settings, fileOffset + number, &file)
      }
      file.bytes = source.byteCount
      file.sha256 = meter.hex
      if let other = totals.first(where: { $0.sha256 == file.sha256 && $0.bytes > 0 && rows.count > start }) {
        throw RefusedInput(
          .error(
            "S033", "\(path) holds the same as \(other.name), so each of its rows would count twice",
            help: "name each file once"))
      }
      file.dataRows = rows.count - start
      totals.append(file)
    }
    if announcesMore, let last = paths.last {
      notices.append(
        kind == "lines"
          ? "\(lastPart(last)): its last page says that more pages follow; a deal whose products stand there is billed without them or by its value, so export the rest and run again"
          : morePages(last))
    }
    if keepsRowKeys { findSharedRows(idColumn) }
    if let idColumn { try dropRepeatedLines(idColumn, orderColumn) }
    if let orderColumn, let order = sorted(by: rows.map { Int($0[orderColumn].trimmed.string) }) {
      rows = order.map { rows[$0] }
      places = order.map { places[$0] }
    }
    try buildIndex(isUnique)
  }

  /// Notes the deals of which a line without an id stands in two of the files: most likely exports that overlap.
  private func findSharedRows(_ idColumn: Int?) {
    var files: [[UInt8]: Int] = [:]
    for row in rows.indices where idColumn.map({ rows[row][$0].trimmed.isEmpty }) ?? true {
      let deal = joinKey(rows[row][0], joinKeys).array
      let first = files[deal + [0] + rowKeys[row]]
      if first == nil { files[deal + [0] + rowKeys[row]] = places[row].file }
      if let first, first != places[row].file { sharedDeals.insert(deal) }
    }
    rowKeys = []
  }

  /// Whether a line of the deal stands in two of the files.
  func sharesRows(_ deal: ByteView) -> Bool {
    !sharedDeals.isEmpty && sharedDeals.contains(joinKey(deal, joinKeys).array)
  }

  /// Takes out lines that stand there again with the same id, as pages of an API that overlap have them.
  private func dropRepeatedLines(_ idColumn: Int, _ orderColumn: Int?) throws(RefusedInput) {
    var firsts: [[UInt8]: Int] = [:]
    var kept: [Int] = []
    for row in rows.indices {
      let id = rows[row][idColumn].trimmed
      let key = joinKey(rows[row][0], joinKeys).array + [0] + id.array
      guard !id.isEmpty, let first = firsts[key] else {
        firsts[key] = row
        kept.append(row)
        continue
      }
      if (0..<width).contains(where: { $0 != orderColumn && rows[row][$0] != rows[first][$0] }) {
        throw RefusedInput(
          .error(
            "S033",
            "the line '\(id)' of deal '\(rows[row][0])' stands twice with different values: rows \(places[first].row) and \(places[row].row)",
            help: "export the lines again, each once"))
      }
    }
    let repeated = rows.count - kept.count
    guard repeated > 0 else { return }
    notices.append(
      "\(totals.map { lastPart($0.name) }.joined(separator: ", ")): \(repeated) line\(repeated == 1 ? "" : "s") with an id that stood there before, counted once"
    )
    rows = kept.map { rows[$0] }
    places = kept.map { places[$0] }
  }

  private func readJSON(
    _ source: ByteSource, _ columns: [SideColumn], _ file: Int
  ) throws(RefusedInput) {
    // A header of the rules may stand for a path, and need not be one; their own paths were looked at with the rules.
    let paths = JSONPathSet(columns.map { .text($0.json.compactMap { try? JSONPath($0) }) })
    columnNames.append(columns.map(\.json.first))
    var extracted = paths.makeCells()
    var scratch = Arena()
    var splitter = JSONRecordSplitter(file: source.name) { buffer, limit throws(RefusedInput) in
      _ = try source.read(into: &buffer, limit: limit)
    }
    var isEmpty = true
    var first: SourceRange?
    while let batch = try splitter.nextBatch() {
      for record in batch.records {
        scratch.reset()
        let bytes = batch.bytes(of: record)
        if let error = paths.extract(record: bytes, into: &extracted, arena: &scratch) {
          throw RefusedInput(batch.diagnostic(error, in: record))
        }
        if first == nil { first = batch.range(of: record) }
        if isEmpty { isEmpty = !columns.indices.contains { extracted.kind(of: $0) != .missing } }
        if isLines, oddKey == nil, extracted[0].isOddToken(in: bytes) {
          oddKey = (file - fileOffset, record.index, extracted[0].string)
        }
        let row = cells.row(width)
        for column in 0..<width where !extracted[column].isEmpty {
          try refuseFlawedText(
            extracted[column], columns[column].json.first, row: record.index, at: batch.range(of: record))
          row[column] = arena.copy(extracted[column])
          found[column] = true
        }
        rows.append(row)
        places.append((record.index, record.position.line, file))
        if keepsRowKeys { rowKeys.append((0..<width).flatMap { row[$0].array + [0x1F] }) }
      }
    }
    announcesMore = splitter.announcesMorePages
    guard isLines, isEmpty, let first else { return }
    throw RefusedInput(
      .error(
        "S043", "no object of this file has a member that the rules read, so none is a product", at: first,
        expected: "products with \(listed(columns.compactMap { $0.json.first.map { "'\($0)'" } }, limit: 6))",
        help: "give an array of products, pages with 'data', 'results' or 'records', or JSON Lines"))
  }

  private func readCSV(
    _ source: ByteSource, _ columns: [SideColumn], _ profile: Profile,
    _ settings: SourceSettings, _ file: Int, _ totals: inout FileTotals
  ) throws(RefusedInput) {
    let path = source.name
    let reader = try CSVReader(
      source, options: CSVOptions(encoding: settings.encoding.flatMap { SourceEncoding(name: $0) }))
    let binding = HeaderBinding(reader.header, profile)
    var wanted: [Int] = []
    var slots: [Int?] = []
    let entity = SideFiles.entities[kind]
    for column in columns {
      switch binding.find(aliases: column.headers, entity: entity, prefersPrefix: entity != nil) {
      case .column(let found):
        let slot = wanted.firstIndex(of: found) ?? wanted.count
        if slot == wanted.count { wanted.append(found) }
        slots.append(slot)
      case .none: slots.append(nil)
      case .ambiguous(let several):
        throw RefusedInput(
          .error(
            "S032",
            "\(path): '\(reader.header[several[0]])' stands in columns \(several.map { String($0 + 1) }.joined(separator: " and "))",
            help: "rename one of them"))
      }
    }
    guard slots[0] != nil else {
      throw RefusedInput(
        .error(
          "S031", "\(path): no column holds the id that \(kind) are joined by",
          expected: "one of: \(listed(columns[0].headers))", help: "the file has: \(listed(reader.header, limit: 30))"))
    }
    columnNames.append(slots.map { $0.map { reader.header[wanted[$0]] } })
    for (column, slot) in slots.enumerated() where slot != nil { found[column] = true }
    tell(reader.header, wanted, columns, slots, path)
    reader.want(wanted)
    let footers = settings.footers.map { ByteView.immortal($0) }
    let delimiter = reader.dialect.delimiter
    if !footers.isEmpty { reader.isFooter = { row in footers.contains { row.startsLikeFooter($0, delimiter) } } }
    while let block = try reader.next() {
      for record in 0..<block.recordCount {
        let row = cells.row(width)
        for (column, slot) in slots.enumerated() { if let slot { row[column] = arena.copy(block.cell(record, slot)) } }
        rows.append(row)
        places.append((block.row(record), block.line(record), file))
        if keepsRowKeys { rowKeys.append(rowKey(block.raw(record), reader.dialect, joinKeys)) }
      }
      block.recycle()
    }
    let read = reader.totals
    totals.headerRows = read.headerRows
    totals.blankRows = read.blankRows
    totals.footerRows = read.footerRows
    notices += noticesOfReading(reader, path, footers: read.footerRows)
  }

  /// Columns that nobody reads, and what was probably meant where one that a rule reads is not there.
  private func tell(
    _ header: [String], _ wanted: [Int], _ columns: [SideColumn], _ slots: [Int?], _ path: String
  ) {
    let unused = header.indices.filter { !wanted.contains($0) }.map { header[$0] }
    guard !unused.isEmpty else { return }
    let file = lastPart(path)
    notices.append(
      "\(file): \(unused.count) column\(unused.count == 1 ? "" : "s") that no rule reads: \(listed(unused, limit: 20))")
    for (column, slot) in zip(columns, slots) where slot == nil {
      let near = column.headers.lazy.compactMap { name in nearestName(to: name, among: unused).map { (name, $0) } }
        .first
      guard let near else { continue }
      notices.append("\(file): no column '\(near.0)', which the rules read; is '\(near.1)' meant?")
    }
  }

  private func buildIndex(_ isUnique: Bool) throws(RefusedInput) {
    used = [Bool](repeating: false, count: rows.count)
    for row in rows.indices {
      let id = joinKey(rows[row][0], joinKeys)
      let first = index.add(id)
      if isUnique, first != row, !id.isEmpty {
        func place(_ row: Int) -> String {
          let file = totals.count > 1 ? " of \(lastPart(totals[places[row].file - fileOffset].name))" : ""
          return "\(places[row].row)\(file)"
        }
        throw RefusedInput(
          .error(
            "S033",
            "the id '\(id)' stands twice among the \(kind): rows \(place(first)) and \(place(row))",
            help: "an id must be unique; export the file again"))
      }
    }
  }

  /// The first row that has a value and no key; columns are looked at from the second on, this many.
  func rowWithoutKey(_ columns: Int) -> (file: Int, row: Int)? {
    let row = rows.indices.first { row in
      rows[row][0].trimmed.isEmpty && (1...columns).contains { !rows[row][$0].trimmed.isEmpty }
    }
    return row.map { (places[$0].file - fileOffset, places[$0].row) }
  }

  /// The first key that a spreadsheet damaged, and how; nil when all are well. An empty one is passed over.
  func damagedKey(isNumeric: Bool) -> (file: Int, row: Int, id: String, reason: String)? {
    for row in rows.indices {
      let id = rows[row][0].trimmed
      guard !id.isEmpty, id.mayBeDamagedID, let reason = id.damageOfID(isNumeric: isNumeric) else { continue }
      return (places[row].file - fileOffset, places[row].row, id.string, reason)
    }
    return oddKey.map { ($0.file, $0.row, $0.id, ByteView.oddTokenWords) }
  }

  /// The first row of `id`, or nil.
  func first(_ id: ByteView) -> Int? {
    let id = joinKey(id, joinKeys)
    return id.isEmpty ? nil : index.first(id)
  }

  /// Calls `body` with each row of `id`, in file order; notes what was asked for.
  func forEach(_ id: ByteView, _ body: (Int) -> Void) {
    guard var row = first(id) else { return }
    while true {
      used[row] = true
      body(row)
      guard let next = index.next(after: row) else { return }
      row = next
    }
  }

  /// Notes an id that a deal or line names but the file does not have.
  func noteMissing(_ id: ByteView) {
    let id = id.trimmed
    if missingIDs.insert(id.stableHash), missing.count < 20 { missing.append(id.string) }
  }

  /// `organizations.csv row 2, column "Address"`; `names` are the files' by number.
  func place(_ row: Int, _ column: Int, _ names: [String]) -> String {
    let place = places[row]
    let words = columnNames[place.file - fileOffset][column].map { ", column \"\($0)\"" } ?? ""
    return "\(names[safe: place.file] ?? "") row \(place.row)\(words)"
  }

  /// What a column is called in one of the files.
  func columnName(file: Int, _ column: Int) -> String? { columnNames[safe: file - fileOffset]?[safe: column] }

  /// Ids of rows that nobody looked up.
  var orphans: [String] {
    var seen: Set<String> = []
    return rows.indices.filter { !used[$0] }.map { rows[$0][0].string }.filter { seen.insert($0).inserted }
  }

  /// What a person should know once everything is read.
  var closingNotices: [String] {
    let count = missingIDs.count
    guard count > 0 else { return notices }
    let files = totals.map { lastPart($0.name) }.joined(separator: ", ")
    return notices + [
      "\(count) id\(count == 1 ? "" : "s") of \(kind) not found in \(files): \(listed(missing))"
    ]
  }
}

/// The order of lines by the numbers that say their place, equal ones as they stand; nil when one has none, or when they stand
/// so already.
func sorted(by numbers: [Int?]) -> [Int]? {
  let known = numbers.compactMap { $0 }
  guard known.count == numbers.count else { return nil }
  let order = known.indices.sorted { (known[$0], $0) < (known[$1], $1) }
  return order.elementsEqual(known.indices) ? nil : order
}

/// The part of an id that counts when rows of two files are brought together.
func joinKey(_ id: ByteView, _ kind: SourceSettings.JoinKeys) -> ByteView {
  let id = id.trimmed
  if kind == .zoho { return id.hasPrefix(ByteView("zcrm_")) ? id.dropFirst(5) : id }
  guard kind == .salesforce, id.count == 18 else { return id }
  for i in 0..<18 where !((id[i] >= 0x30 && id[i] <= 0x39) || (asciiLower(id[i]) >= 0x61 && asciiLower(id[i]) <= 0x7A))
  {
    return id
  }
  return id.slice(0, 15)
}

/// The notice for a file whose last page is not the last.
func morePages(_ path: String) -> String {
  "\(lastPart(path)): its last page says that more pages follow; only what stands in it is billed, so export the rest too"
}

/// What a CSV file that was read to its end says of itself.
///
/// - Parameter footers: How many rows were left out as footers, here or by the reader.
func noticesOfReading(_ reader: CSVReader, _ path: String, footers: Int) -> [String] {
  let file = lastPart(path)
  var notices: [String] = []
  if reader.totals.hasMixedLineEnds { notices.append("\(file): lines end in more than one way (LF, CR, CRLF)") }
  if reader.mayBeCutOff, reader.totals.dataRows > 0 {
    notices.append(
      "\(file): the file ends without a line end; if it was cut off there, its last value is short, so look at its last row"
    )
  }
  if footers > 0 {
    notices.append("\(file): \(footers) footer row\(footers == 1 ? "" : "s") of the report left out")
  }
  return notices
}

/// Whether the first sign that is not blank opens an object or array.
///
/// - Throws: When it does in UTF-16, as PowerShell writes what it is given: JSON is UTF-8 (RFC 8259, 8.1).
func looksLikeJSON(_ bytes: [UInt8], named name: String) throws(RefusedInput) -> Bool {
  if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
    let high = bytes[0] == 0xFE ? 0 : 1
    let units = stride(from: 2, to: bytes.count - 1, by: 2).map {
      UInt16(bytes[$0 + high]) << 8 | UInt16(bytes[$0 + 1 - high])
    }
    guard opensJSON(units) else { return false }
    throw RefusedInput(
      .error(
        "S005", "the file is JSON in UTF-16", at: SourceRange(file: name, line: 1, column: 1), expected: "UTF-8",
        help: "save it as UTF-8; in PowerShell: curl.exe -o FILE, or Out-File -Encoding utf8"))
  }
  return opensJSON(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...])
}

private func opensJSON(_ units: some Sequence<some BinaryInteger>) -> Bool {
  let first = units.first { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
  return first == 0x5B || first == 0x7B
}
