public import Bytes
import CSVRecords

extension DealBlock {
  /// Appends the rows of a deal as they stood in the file, all columns quoted, each followed by `eachRowSuffix` and a
  /// newline: the rows of a held.csv. A deal from JSON becomes a row per product with the columns that the rules read.
  ///
  /// Cells that a spreadsheet would take for a formula get an apostrophe in front, which the reader takes off again.
  ///
  /// - Parameter eachRowSuffix: A delimiter and the problem in quotes, a delimiter and how to fix it.
  /// - Returns: How many rows were written.
  public func appendOriginalRows(of deal: Int, into out: inout ByteBuffer, eachRowSuffix: ByteView) -> Int {
    let record = contents.records[deal]
    if !layout.keepsRows {
      if record.originalCount == 0 {
        return appendJSONRows(
          contents.dealRows[deal], record.firstLine, record.lineCount, &out, eachRowSuffix)
      }
      var rows = 0
      var suffix = ByteBuffer(capacity: eachRowSuffix.count + 32)
      for number in 0..<record.originalCount {
        let part = contents.jsonRecords[record.firstOriginal + number]
        suffix.removeAll()
        let isMarked = layout.hasOwnLines && record.originalCount > 1
        let mark = isMarked ? HeldColumns.recordMark(number + 1, of: record.originalCount) : ""
        appendSuffix(eachRowSuffix, mark: mark, &suffix)
        rows += appendJSONRows(part.row, part.firstLine, part.lineCount, &out, suffix.view)
      }
      return rows
    }
    let dialect = CSVDialect(delimiter: layout.delimiter)
    let originals = contents.originals[record.firstOriginal..<(record.firstOriginal + record.originalCount)]
    let isMarked = layout.isJSON && layout.isHeldFile && hasSeveralRecords(originals, dialect)
    for original in originals {
      appendRow(original, &out)
      let mark = isMarked ? HeldColumns.recordMark(in: HeldColumns.problem(ofRow: original, dialect)) : ""
      appendSuffix(eachRowSuffix, mark: String(mark), &out)
      out.append(UInt8(ascii: "\n"))
    }
    return record.originalCount
  }

  /// The suffix with a mark before the problem, behind the delimiter and the quote that open it.
  private func appendSuffix(_ suffix: ByteView, mark: String, _ out: inout ByteBuffer) {
    let start = min(2, suffix.count)
    out.append(suffix.slice(0, start))
    mark.withByteView { out.append($0) }
    out.append(suffix.dropFirst(start))
  }

  private func appendJSONRows(
    _ row: CellRow, _ firstLine: Int, _ lineCount: Int, _ out: inout ByteBuffer, _ suffix: ByteView
  ) -> Int {
    let count = layout.hasOwnLines ? max(1, lineCount) : 1
    for line in 0..<count {
      for column in layout.dealColumnNames.indices {
        if column > 0 { out.append(layout.delimiter) }
        appendGuarded(row[column], &out)
      }
      for column in layout.hasOwnLines ? layout.lineColumnNames.indices : 0..<0 {
        out.append(layout.delimiter)
        let cell = line < lineCount ? contents.lineRows[firstLine + line][column] : .empty
        appendGuarded(cell, &out)
      }
      out.append(suffix)
      out.append(UInt8(ascii: "\n"))
    }
    return count
  }

  /// One CSV record again, field by field; of a held.csv only what was there before.
  private func appendRow(_ row: ByteView, _ out: inout ByteBuffer) {
    var start = 0
    var column = 0
    while column < layout.originalColumns {
      var end = start
      var isQuoted = false
      if start < row.count, row[start] == UInt8(ascii: "\"") {
        isQuoted = true
        end += 1
        while end < row.count {
          if row[end] == UInt8(ascii: "\"") {
            if end + 1 < row.count, row[end + 1] == UInt8(ascii: "\"") { end += 1 } else { break }
          }
          end += 1
        }
        end = min(end + 1, row.count)
      } else {
        while end < row.count, row[end] != layout.delimiter { end += 1 }
      }
      if column > 0 { out.append(layout.delimiter) }
      let field = row.slice(start, end)
      if isQuoted, field.count >= 2 {
        let inner = field.slice(1, field.count - 1)
        out.append(UInt8(ascii: "\""))
        if needsGuard(inner) { out.append(UInt8(ascii: "'")) }
        out.append(inner)
        out.append(UInt8(ascii: "\""))
      } else {
        appendGuarded(field, &out)
      }
      start = min(end + 1, row.count)
      column += 1
    }
  }

  private func appendGuarded(_ cell: ByteView, _ out: inout ByteBuffer) {
    out.append(UInt8(ascii: "\""))
    if needsGuard(cell) { out.append(UInt8(ascii: "'")) }
    for i in 0..<cell.count {
      if cell[i] == UInt8(ascii: "\"") { out.append(UInt8(ascii: "\"")) }
      out.append(cell[i])
    }
    out.append(UInt8(ascii: "\""))
  }

  /// The rows of a held.csv have their guards already, except for cells that were changed since.
  private func needsGuard(_ cell: ByteView) -> Bool {
    layout.isHeldFile ? cell.startsFormula : cell.needsFormulaGuard
  }
}
