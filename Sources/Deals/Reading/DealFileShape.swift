import Bytes
import CSVRecords
import Diagnostics

/// What is known before a file of deals is opened, and what happens to each deal once its rows are read: joined cells
/// are filled in, lines are attached.
struct DealFileShape {
  let profile: Profile
  let settings: SourceSettings
  let requests: Requests
  let idColumn: Int
  let sides: SideFiles
  let labels: FieldLabels

  func open(_ path: String, named name: String, isFirst: Bool) throws(RefusedInput) -> any DealFile {
    if try isJSON(path) { return try JSONDealFile(path, named: name, self) }
    return try CSVDealFile(path, named: name, self)
  }

  private func isJSON(_ path: String) throws(RefusedInput) -> Bool {
    var head = ByteBuffer(capacity: 4096)
    let source = try ByteSource(path: path)
    while try source.read(into: &head, limit: 4096) > 0, head.count < 4096 {}
    return looksLikeJSON(head.view.array)
  }

  /// The header of a held.csv for this file, with the two columns that it adds.
  func heldHeader(of path: String, named name: String) throws(RefusedInput) -> String {
    let file = try open(path, named: name, isFirst: true)
    if let csv = file as? CSVDealFile { return csv.heldHeader }
    let names =
      HeldColumns.ofJSON(requests, hasLines: sides.lines == nil) + [HeldColumns.problemOfJSON, HeldColumns.fix]
    return names.map { "\"\($0.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\"" }
      .joined(separator: ",")
  }

  /// Fills cells that side files know, then appends the deal with its lines.
  ///
  /// - Parameter own: Lines that stand with the deal itself; `--lines` is asked when there is such a file.
  func finish(
    _ record: DealRecord, _ row: CellRow, own: [CellRow], places: [(row: Int, line: Int, file: Int)],
    into block: DealBlock
  ) {
    var record = record
    for filling in sides.dealFillings where row[filling.column].trimmed.isEmpty { fill(filling, row) }
    record.firstLine = block.lineRows.count
    if let lines = sides.lines {
      lines.forEach(row[idColumn].trimmed) { index in
        // The side file's own key stands in front of the requested cells.
        block.lineRows.append(lines.rows[index].dropFirst(1))
        block.linePlaces.append(lines.places[index])
      }
    } else {
      block.lineRows += own
      block.linePlaces += places
    }
    for index in record.firstLine..<block.lineRows.count {
      let line = block.lineRows[index]
      for filling in sides.lineFillings where line[filling.column].trimmed.isEmpty { fill(filling, line) }
    }
    record.lineCount = block.lineRows.count - record.firstLine
    block.records.append(record)
    block.dealRows.append(row)
  }

  private func fill(_ filling: SideFiles.Filling, _ row: CellRow) {
    filling.file.forEach(row[filling.key].trimmed) { row[filling.column] = filling.file.rows[$0][filling.value] }
  }
}

extension CellRow {
  /// The row from cell `count` on.
  func dropFirst(_ count: Int) -> CellRow { unsafe CellRow(start: start + count) }
}
