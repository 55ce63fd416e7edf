import Workbooks

/// A table that may have more rows than a sheet: it goes on on a further sheet, `Lines 2`, under the same headings.
final class RowSheets {
  private let book: WorkbookWriter
  private let name: String
  private let columns: [TableColumn]
  private let limit: Int
  private var sheets: [WorkbookSheet] = []
  /// Rows of the table over all sheets.
  private(set) var count = 0

  init(_ book: WorkbookWriter, _ name: String, _ columns: [TableColumn], limit: Int = WorkbookWriter.rowLimit)
    throws(WorkbookError)
  {
    self.book = book
    self.name = name
    self.columns = columns
    self.limit = limit
    try addSheet()
  }

  private func addSheet() throws(WorkbookError) {
    let sheet = try book.sheet(sheets.isEmpty ? name : "\(name) \(sheets.count + 1)")
    sheet.setColumns(columns.map(\.width))
    sheet.freeze(row: 1, column: 1)
    sheet.printLandscape(repeating: 0...0)
    sheet.head(columns)
    sheets.append(sheet)
  }

  /// The sheet that takes the next row.
  func next() throws(WorkbookError) -> WorkbookSheet {
    if sheets[sheets.count - 1].row >= limit { try addSheet() }
    count += 1
    return sheets[sheets.count - 1]
  }

  /// All rows of one column, one range a sheet.
  func ranges(_ column: Int) -> [CellRange] {
    sheets.filter { $0.row > 1 }.map { CellRange($0, column: column, rows: 1...($0.row - 1)) }
  }

  /// Adds what needs the number of rows.
  func finish() { for sheet in sheets { sheet.filter(header: 0, columns: columns.count) } }
}
