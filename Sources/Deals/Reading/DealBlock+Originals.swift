public import Bytes
import CSVRecords

extension DealBlock {
  /// Appends the rows of a deal as they stood in the file, all columns quoted, each followed by `eachRowSuffix` and a
  /// newline: the rows of a held.csv. A deal from JSON becomes a row per product with the columns that the rules read.
  ///
  /// Cells that a spreadsheet would take for a formula get an apostrophe in front, which the reader takes off again.
  /// - Returns: How many rows were written.
  public func appendOriginalRows(of deal: Int, into out: inout ByteBuffer, eachRowSuffix: ByteView) -> Int {
    let record = contents.records[deal]
    if !layout.keepsRows { return appendJSONRows(record, deal, &out, eachRowSuffix) }
    for index in record.firstOriginal..<(record.firstOriginal + record.originalCount) {
      appendRow(contents.originals[index], &out)
      out.append(eachRowSuffix)
      out.append(UInt8(ascii: "\n"))
    }
    return record.originalCount
  }

  private func appendJSONRows(_ record: DealRecord, _ deal: Int, _ out: inout ByteBuffer, _ suffix: ByteView) -> Int {
    let count = layout.hasOwnLines ? max(1, record.lineCount) : 1
    let dealColumns = layout.dealColumnNames.count
    for line in 0..<count {
      for (place, source) in layout.heldSources.enumerated() {
        var cell = ByteView.empty
        if source >= dealColumns {
          if line < record.lineCount { cell = contents.lineRows[record.firstLine + line][source - dealColumns] }
        } else if source >= 0 {
          cell = contents.dealRows[deal][source]
        }
        append(cell, isFirst: place == 0, &out)
      }
      out.append(suffix)
      out.append(UInt8(ascii: "\n"))
    }
    return count
  }

  /// One CSV record again, field by field; of a held.csv only what was there before.
  private func appendRow(_ row: ByteView, _ out: inout ByteBuffer) {
    let fields = csvFields(of: row, dialect: CSVDialect(delimiter: layout.delimiter))
    var text = ByteBuffer(capacity: 256)
    for (place, source) in layout.heldSources.enumerated() {
      text.removeAll()
      if source >= 0, source < fields.count { fields[source].appendText(of: row, to: &text) }
      append(layout.isHeldFile ? text.view.withoutFormulaGuard : text.view, isFirst: place == 0, &out)
    }
  }

  private func append(_ cell: ByteView, isFirst: Bool, _ out: inout ByteBuffer) {
    if !isFirst { out.append(layout.heldDelimiter) }
    out.append(UInt8(ascii: "\""))
    if cell.needsFormulaGuard { out.append(UInt8(ascii: "'")) }
    var start = 0
    while let quote = cell.firstIndex(of: UInt8(ascii: "\""), from: start) {
      out.append(cell.slice(start, quote + 1))
      out.append(UInt8(ascii: "\""))
      start = quote + 1
    }
    out.append(cell.dropFirst(start))
    out.append(UInt8(ascii: "\""))
  }
}
