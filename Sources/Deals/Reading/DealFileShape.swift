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
  /// Whether deals are what stands in their file: no side file fills anything in.
  let isSimple: Bool

  init(
    profile: Profile, settings: SourceSettings, requests: Requests, idColumn: Int, sides: SideFiles,
    labels: FieldLabels
  ) {
    self.profile = profile
    self.settings = settings
    self.requests = requests
    self.idColumn = idColumn
    self.sides = sides
    self.labels = labels
    isSimple = sides.lines == nil && sides.dealFillings.isEmpty && sides.lineFillings.isEmpty
  }

  func open(_ path: String, named name: String) throws(RefusedInput) -> any DealFile {
    if try isJSON(path, named: name) { return try JSONDealFile(path, named: name, self) }
    return try CSVDealFile(path, named: name, self)
  }

  private func isJSON(_ path: String, named name: String) throws(RefusedInput) -> Bool {
    var head = ByteBuffer(capacity: 4096)
    let source = try ByteSource(path: path)
    while try source.read(into: &head, limit: 4096) > 0, head.count < 4096 {}
    return try looksLikeJSON(head.view.array, named: name)
  }

  /// The header of a held.csv for this file, with the two columns that it adds.
  func heldHeader(of path: String, named name: String) throws(RefusedInput) -> String {
    try open(path, named: name).heldHeader
  }

  /// The problems of joining: a key that `file` lacks, a header that it lacks and two side files have.
  ///
  /// - Parameters:
  ///   - owns: Per requested column, whether the file has it.
  ///   - hasKey: Whether the file has the key at an index of its rows.
  func joinProblems(_ file: String, isLine: Bool, owns: [Bool], hasKey: (Int) -> Bool) -> [Diagnostic] {
    let fillings = isLine ? sides.lineFillings : sides.dealFillings
    var problems: [Diagnostic] = []
    var kinds: Set<String> = []
    for filling in fillings where !hasKey(filling.key) && kinds.insert(filling.file.kind).inserted {
      problems.append(cannotJoin(filling, file))
    }
    for (column, request) in (isLine ? requests.line : requests.deal).enumerated() where !owns[column] {
      let written = fillings.filter {
        $0.column == column && $0.isWritten && !$0.isPrefixed && $0.file.found[$0.value]
      }
      guard written.count > 1 else { continue }
      problems.append(
        .error(
          "S032",
          "'\(request.headers.first ?? request.name)' stands among the \(written.map(\.file.kind).joined(separator: " and the "))",
          at: request.range, help: "say whose it is, \(prefixed(request, written[0]))"))
    }
    return problems
  }

  private func prefixed(_ request: ColumnRequest, _ filling: SideFiles.Filling) -> String {
    let entity = SideFiles.entities[filling.file.kind].flatMap { profile.prefixes[$0]?.first } ?? filling.file.kind
    return "header: \"\(entity) - \(request.headers.first ?? request.name)\""
  }

  /// Fills cells that side files know, then appends the deal. Its own lines stand in `out` already, from the record's
  /// `firstLine` on; where there is a file `--lines`, they come from there instead.
  func finish(_ record: DealRecord, _ row: CellRow, into out: inout DealBlockContents, _ layout: FileLayout) {
    var record = record
    record.lineCount = out.lineRows.count - record.firstLine
    if isSimple {
      out.records.append(record)
      out.dealRows.append(row)
      return
    }
    for filling in sides.dealFillings
    where row[filling.column].trimmed.isEmpty && !(filling.isWritten && layout.ownsDealColumn[filling.column]) {
      fill(filling, row)
    }
    if let lines = sides.lines {
      if lines.sharesRows(row[idColumn]) {
        switch record.repeatState {
        case .single, .identicalRows: record.repeatState = .rowsOfTwoFiles
        case .conflictingRows, .rowsOfTwoFiles: break
        }
      }
      lines.forEach(row[idColumn].trimmed) { index in
        // The side file's own key stands in front of the requested cells.
        out.lineRows.append(lines.rows[index].dropFirst(1))
        out.linePlaces.append(lines.places[index])
      }
    }
    for index in record.firstLine..<out.lineRows.count {
      let line = out.lineRows[index]
      for filling in sides.lineFillings
      where line[filling.column].trimmed.isEmpty && !(filling.isWritten && layout.ownsLineColumn[filling.column]) {
        fill(filling, line)
      }
    }
    record.lineCount = out.lineRows.count - record.firstLine
    out.records.append(record)
    out.dealRows.append(row)
  }

  private func fill(_ filling: SideFiles.Filling, _ row: CellRow) {
    let key = row[filling.key]
    if let found = filling.file.first(key) {
      row[filling.column] = filling.file.rows[found][filling.value]
    } else if !key.trimmed.isEmpty {
      filling.file.noteMissing(key)
    }
  }
}

extension CellRow {
  /// The row from cell `count` on.
  func dropFirst(_ count: Int) -> CellRow { unsafe CellRow(start: start + count) }
}
