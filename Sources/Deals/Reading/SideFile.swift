import Bytes
import CSVRecords
import Diagnostics
import Digests
import JSONRecords

/// A file that is read whole and looked up by id: organizations, persons, products, or product lines by deal.
final class SideFile: @unchecked Sendable {
  // Unchecked: read whole before the first deal; after that only the reader's own thread marks rows as used.
  private(set) var totals: [FileTotals] = []
  /// The columns that were asked for and found in at least one of the files.
  private(set) var found: [Bool]
  private(set) var rows: [CellRow] = []
  private(set) var places: [(row: Int, line: Int, file: Int)] = []
  private var first: [UInt64: Int32] = [:]
  private var next: [Int32] = []
  private var ids: [ByteView] = []
  private(set) var used: [Bool] = []
  private let cells = CellStore()
  private let width: Int

  /// Reads files.
  ///
  /// - Parameters:
  ///   - columns: What to read: headers and paths of each column; column 0 is the key.
  ///   - kind: What the files are, for messages.
  ///   - fileOffset: Number of the first of these files among all that messages may name.
  ///   - isUnique: Whether a key may stand once only.
  init(
    _ paths: [String], columns: [(headers: [String], json: [String])], kind: String, profile: Profile,
    settings: SourceSettings, fileOffset: Int, isUnique: Bool
  ) throws(RefusedInput) {
    width = columns.count
    found = [Bool](repeating: false, count: columns.count)
    for (index, path) in paths.enumerated() {
      let bytes = try ByteSource(path: path).readAll(limit: 1 << 30)
      var file = FileTotals(name: path)
      file.bytes = bytes.count
      file.sha256 = bytes.withByteView { (try? SHA256.digest(of: $0)).map { SHA256.hex($0) } ?? "" }
      let start = rows.count
      if looksLikeJSON(bytes) {
        try readJSON(bytes, path, columns, fileOffset + index)
      } else {
        try readCSV(bytes, path, columns, kind, profile, settings, fileOffset + index)
      }
      file.dataRows = rows.count - start
      totals.append(file)
    }
    try buildIndex(kind, isUnique)
  }

  private func readJSON(
    _ bytes: [UInt8], _ path: String, _ columns: [(headers: [String], json: [String])], _ file: Int
  ) throws(RefusedInput) {
    let paths = JSONPathSet(columns.map { .text($0.json.compactMap { try? JSONPath($0) }) })
    var cells = paths.makeCells()
    var arena = Arena()
    let source = ByteSource(bytes: bytes, name: path)
    var splitter = JSONRecordSplitter(file: path) { buffer, limit throws(RefusedInput) in
      _ = try source.read(into: &buffer, limit: limit)
    }
    while let batch = try splitter.nextBatch() {
      for record in batch.records {
        arena.reset()
        if let error = paths.extract(record: batch.bytes(of: record), into: &cells, arena: &arena) {
          throw RefusedInput(batch.diagnostic(error, in: record))
        }
        let row = self.cells.row(width)
        for column in 0..<width {
          row[column] = .immortal(cells[column].array)
          if !cells[column].isEmpty { found[column] = true }
        }
        rows.append(row)
        places.append((record.index, record.position.line, file))
      }
    }
  }

  private func readCSV(
    _ bytes: [UInt8], _ path: String, _ columns: [(headers: [String], json: [String])], _ kind: String,
    _ profile: Profile, _ settings: SourceSettings, _ file: Int
  ) throws(RefusedInput) {
    let table = try CSVTable(
      ByteSource(bytes: bytes, name: path),
      options: CSVOptions(encoding: settings.encoding.flatMap { SourceEncoding(name: $0) }))
    let header = table.header
    let binding = HeaderBinding(header, profile)
    var indices: [Int?] = []
    for column in columns {
      switch binding.find(aliases: column.headers, entity: nil) {
      case .column(let index): indices.append(index)
      case .none: indices.append(nil)
      case .ambiguous(let several):
        throw RefusedInput(
          .error(
            "S032",
            "\(path): '\(header[several[0]])' stands in columns \(several.map { String($0 + 1) }.joined(separator: " and "))",
            help: "rename one of them"))
      }
    }
    guard indices[0] != nil else {
      throw RefusedInput(
        .error(
          "S031", "\(path): no column holds the id that \(kind) are joined by",
          expected: "one of: \(listed(columns[0].headers))", help: "the file has: \(listed(header, limit: 30))"))
    }
    for (column, index) in indices.enumerated() where index != nil { found[column] = true }
    for (number, record) in table.rows.enumerated() {
      let row = cells.row(width)
      for (column, index) in indices.enumerated() { if let index { row[column] = .immortal(record[index]) } }
      rows.append(row)
      places.append((number + 1, table.lines[number], file))
    }
  }

  private func buildIndex(_ kind: String, _ isUnique: Bool) throws(RefusedInput) {
    next = [Int32](repeating: -1, count: rows.count)
    used = [Bool](repeating: false, count: rows.count)
    // From the end, so that each chain runs in file order.
    for index in rows.indices.reversed() {
      let id = rows[index][0].trimmed
      if id.isEmpty { continue }
      let hash = id.stableHash
      if let known = first[hash] {
        if isUnique, rows[Int(known)][0].trimmed == id {
          throw RefusedInput(
            .error(
              "S033", "the id '\(id)' stands twice among the \(kind)",
              help: "an id must be unique; export the file again"))
        }
        next[index] = known
      }
      first[hash] = Int32(index)
    }
  }

  /// Calls `body` with each row of `id`, in file order.
  func forEach(_ id: ByteView, _ body: (Int) -> Void) {
    guard !id.isEmpty, let start = first[id.stableHash] else { return }
    var at = start
    while at >= 0 {
      if rows[Int(at)][0].trimmed == id {
        used[Int(at)] = true
        body(Int(at))
      }
      at = next[Int(at)]
    }
  }

  /// The row of `id` whose cell `value` is this very text (not an equal one), or nil; marks nothing.
  func place(of cell: ByteView, id: ByteView, value: Int) -> (row: Int, line: Int, file: Int)? {
    guard !id.isEmpty, var at = first[id.stableHash] else { return nil }
    while at >= 0 {
      if rows[Int(at)][value].isSame(as: cell) { return places[Int(at)] }
      at = next[Int(at)]
    }
    return nil
  }

  /// Ids of rows that nobody looked up.
  var orphans: [String] {
    var seen: Set<String> = []
    return rows.indices.filter { !used[$0] }.map { rows[$0][0].string }.filter { seen.insert($0).inserted }
  }
}

/// Whether the first sign that is not blank opens an object or array.
func looksLikeJSON(_ bytes: some Sequence<UInt8>) -> Bool {
  for byte in bytes {
    switch byte {
    case 0x20, 0x09, 0x0A, 0x0D, 0xEF, 0xBB, 0xBF: continue
    case UInt8(ascii: "{"), UInt8(ascii: "["): return true
    default: return false
    }
  }
  return false
}

extension ByteView {
  /// Whether both are the same bytes in memory.
  fileprivate func isSame(as other: ByteView) -> Bool {
    unsafe start == other.start && count == other.count && count > 0
  }
}
