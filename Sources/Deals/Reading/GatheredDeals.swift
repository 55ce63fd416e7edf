import Bytes
import CSVRecords
import Diagnostics

/// Deals whose rows are spread over the files, brought together by reading everything once more beforehand.
///
/// Real ids are compared, so two ids with one hash are harmless. Keeps the rows of these deals in memory.
final class GatheredDeals {
  final class Deal {
    typealias Part = (
      record: DealRecord, row: CellRow, lines: [CellRow], places: [(row: Int, line: Int, file: Int)],
      originals: [ByteView], file: Int
    )
    var rows: [Part] = []
    var isTaken = false
    let rowMeaning: RowMeaning
    let width: Int
    let lineWidth: Int
    private let dialect: CSVDialect
    private let joinKeys: SourceSettings.JoinKeys
    /// Whether the rows are those of a held.csv made of JSON.
    private let isHeldJSON: Bool

    init(_ rowMeaning: RowMeaning, _ shape: DealFileShape, _ layout: FileLayout) {
      self.rowMeaning = rowMeaning
      width = shape.requests.deal.count
      lineWidth = shape.requests.line.count
      dialect = CSVDialect(delimiter: layout.delimiter)
      joinKeys = shape.settings.joinKeys
      isHeldJSON = layout.isJSON && layout.isHeldFile
    }

    /// Replaces the deal at `index` of a block by all of its rows.
    func put(into block: DealBlock, at index: Int) {
      var record = block.contents.records[index]
      record.rowCount = rows.reduce(0) { $0 + $1.record.rowCount }
      record.firstLine = block.contents.lineRows.count
      record.firstOriginal = block.contents.originals.count
      let state = state
      for part in withoutSharedRows(state) { block.contents.originals += part.originals }
      // Elsewhere each part has all lines of the deal.
      for part in rowMeaning == .line ? rows[...] : rows.prefix(1) {
        block.contents.lineRows += part.lines
        block.contents.linePlaces += part.places
      }
      record.originalCount = block.contents.originals.count - record.firstOriginal
      record.lineCount = block.contents.lineRows.count - record.firstLine
      if record.originalCount == 0 { putRecords(into: &block.contents, &record) }
      record.repeatState = state
      block.contents.records[index] = record
    }

    /// Keeps the records of JSON for held.csv, equal ones once; the deal's own lines are those of the first, which stand there
    /// already.
    private func putRecords(into contents: inout DealBlockContents, _ record: inout DealRecord) {
      record.firstOriginal = contents.jsonRecords.count
      var kept: [Int] = []
      for (number, part) in rows.enumerated() where !kept.contains(where: { isSame(rows[$0], part) }) {
        kept.append(number)
        let first = number == 0 ? record.firstLine : contents.lineRows.count
        if number > 0 {
          contents.lineRows += part.lines
          contents.linePlaces += part.places
        }
        contents.jsonRecords.append((part.row, first, part.lines.count))
      }
      record.originalCount = kept.count
    }

    private func isSame(_ a: Part, _ b: Part) -> Bool {
      (0..<width).allSatisfy { a.row[$0] == b.row[$0] } && sameLines(a.lines, b.lines)
    }

    /// The rows for held.csv: a product row of two files once, since the file may be run again as it is.
    private func withoutSharedRows(_ state: DealRecord.RepeatState) -> [Part] {
      guard case .rowsOfTwoFiles = state, rowMeaning == .line else { return rows }
      var files: [[UInt8]: Int] = [:]
      return rows.map { part in
        var part = part
        part.originals = part.originals.filter { original in
          let key = rowKey(original, dialect, joinKeys)
          defer { if files[key] == nil { files[key] = part.file } }
          return files[key].map { $0 == part.file } ?? true
        }
        return part
      }
    }

    /// Whether a product row stands, cell for cell, in two of the files: most likely the same export under two names.
    private var sharesRows: Bool {
      var files: [[UInt8]: Int] = [:]
      for part in rows {
        for original in part.originals
        where files.updateValue(part.file, forKey: rowKey(original, dialect, joinKeys)) ?? part.file != part.file {
          return true
        }
      }
      return false
    }

    private var state: DealRecord.RepeatState {
      for part in rows { if case .conflictingRows = part.record.repeatState { return part.record.repeatState } }
      if isHeldJSON, hasSeveralRecords(rows.flatMap(\.originals), dialect) { return .conflictingRows(column: nil) }
      guard let first = rows.first else { return .single }
      for part in rows.dropFirst() {
        let column = (0..<width).first { part.row[$0] != first.row[$0] }
        if rowMeaning == .deal, let original = first.originals.first, !part.originals.isEmpty {
          if part.originals.contains(where: { $0 != original }) { return .conflictingRows(column: column) }
        } else if column != nil || (rowMeaning == .deal && !sameLines(part.lines, first.lines)) {
          return .conflictingRows(column: column)
        }
      }
      if rowMeaning == .line, sharesRows { return .rowsOfTwoFiles }
      for part in rows { if case .rowsOfTwoFiles = part.record.repeatState { return part.record.repeatState } }
      return rowMeaning == .deal ? .identicalRows(rows.reduce(0) { $0 + $1.record.rowCount }) : .single
    }

    private func sameLines(_ a: [CellRow], _ b: [CellRow]) -> Bool {
      a.count == b.count && zip(a, b).allSatisfy { a, b in (0..<lineWidth).allSatisfy { a[$0] == b[$0] } }
    }
  }

  private var deals: [String: Deal] = [:]
  /// Keeps the memory that the rows lie in.
  private var blocks: [DealBlock] = []

  init(_ inputs: DealInputs, _ shape: DealFileShape, _ ids: Set<String>) throws(RefusedInput) {
    for (number, path) in inputs.deals.enumerated() {
      let file = try shape.open(path, named: inputs.name(path))
      while true {
        let block = DealBlock()
        guard try file.read(into: block) else { break }
        var isNeeded = false
        for index in block.contents.records.indices {
          let id = block.contents.dealRows[index][shape.idColumn].trimmed.string
          guard ids.contains(id) else { continue }
          isNeeded = true
          let deal =
            deals[id]
            ?? Deal(file.rowMeaning, shape, block.layout)
          let record = block.contents.records[index]
          let lines = record.firstLine..<(record.firstLine + record.lineCount)
          let originals = record.firstOriginal..<(record.firstOriginal + record.originalCount)
          deal.rows.append(
            (
              record, block.contents.dealRows[index], Array(block.contents.lineRows[lines]),
              Array(block.contents.linePlaces[lines]),
              Array(block.contents.originals[originals]), number
            ))
          deals[id] = deal
        }
        if isNeeded { blocks.append(block) }
      }
    }
  }

  func deal(_ id: ByteView) -> Deal? { deals[id.string] }
}

/// Whether rows of a held.csv made of JSON are of several records of one deal (``HeldColumns/recordMark(_:of:)``).
func hasSeveralRecords(_ rows: some Sequence<ByteView>, _ dialect: CSVDialect) -> Bool {
  var first: Substring?
  for row in rows {
    let mark = HeldColumns.recordMark(in: HeldColumns.problem(ofRow: row, dialect))
    if let first, first != mark { return true }
    first = mark
  }
  return false
}

/// A row without what is no difference: quotes around cells, blanks, the three letters that end an id of Salesforce.
func rowKey(_ row: ByteView, _ dialect: CSVDialect, _ joinKeys: SourceSettings.JoinKeys) -> [UInt8] {
  var key = ByteBuffer(capacity: row.count + 16)
  var cell = ByteBuffer(capacity: 64)
  for field in csvFields(of: row, dialect: dialect) {
    cell.removeAll()
    field.appendText(of: row, to: &cell)
    key.append(joinKey(cell.view, joinKeys))
    key.append(0x1F)
  }
  return key.view.array
}
