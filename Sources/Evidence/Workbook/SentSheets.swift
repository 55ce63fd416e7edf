import Bytes
import Reconciliation
import Workbooks

/// What became of the invoices in QuickBooks: a row for each that has an id, the differences and changes, and the gaps
/// in the numbers.
final class SentSheets {
  static let first = "In QuickBooks"
  static let columns = [
    TableColumn("Deal", 14), TableColumn("Outcome", 11), TableColumn("QuickBooks id", 13), TableColumn("Number", 16),
    TableColumn("Customer", 32), TableColumn("Date", 11), TableColumn("Due", 11), TableColumn("Currency", 9),
    TableColumn("Total, as sent", 17, number: true), TableColumn("Tax, stored", 16, number: true),
    TableColumn("Total, stored", 17, number: true), TableColumn("Difference", 15, number: true),
    TableColumn("Status", 15), TableColumn("Open balance", 17, number: true), TableColumn("Notes", 50),
  ]
  static let currency = 7
  static let planned = 8
  static let tax = 9
  static let total = 10
  static let open = 13

  let invoices: RowSheets
  private let differences: WorkbookSheet
  private let numbers: WorkbookSheet
  private var fault: (any Error)?

  init(_ book: WorkbookWriter, rowLimit: Int) throws(WorkbookError) {
    invoices = try RowSheets(book, Self.first, Self.columns, limit: rowLimit)
    differences = try book.sheet("Differences")
    numbers = try book.sheet("Numbers")
  }

  /// - Parameter rows: `sent/reconciliation.csv`.
  func write(_ report: ReconciliationReport, rows: String) throws {
    guard let sent = report.sent else { return }
    try readRows(rows) { row in
      guard self.fault == nil, !row.view(.quickBooksID).isEmpty else { return }
      do { try self.write(row) } catch { self.fault = error }
    }
    if let fault { throw fault }
    invoices.finish()
    writeDifferences(sent)
    writeNumbers(report, sent)
  }

  private func write(_ row: DealRow) throws(WorkbookError) {
    let sheet = try invoices.next()
    let code = row.text(.currency)
    let decimals = currencyDecimals(code)
    for (column, field) in [
      (0, DealRow.Column.deal), (1, .bucket), (2, .quickBooksID), (3, .quickBooksNumber), (4, .customer),
    ] { outside(sheet, column, row.text(field)) }
    date(sheet, 5, row.view(.date))
    date(sheet, 6, row.view(.due))
    sheet.text(Self.currency, code)
    let planned = row.amount(.sentTotal, decimals: decimals) ?? 0
    let stored = row.amount(.storedTotal, decimals: decimals) ?? 0
    sheet.amount(Self.planned, planned, decimals: decimals)
    sheet.amount(Self.tax, row.amount(.storedTax, decimals: decimals) ?? 0, decimals: decimals)
    sheet.amount(Self.total, stored, decimals: decimals)
    let (a, b) = (CellRange(column: Self.total, row: sheet.row), CellRange(column: Self.planned, row: sheet.row))
    sheet.formula(11, "ROUND(\(a)-\(b),\(decimals))", amount: stored &- planned, decimals: decimals)
    outside(sheet, 12, row.text(.status))
    sheet.amount(Self.open, row.amount(.openBalance, decimals: decimals) ?? 0, decimals: decimals)
    outside(sheet, 14, row.text(.problem))
    sheet.endRow()
  }

  private func writeDifferences(_ sent: SentResults) {
    let sheet = differences
    sheet.setColumns([14, 13, 16, 22, 34, 34, 40, 9, 15])
    sheet.printLandscape(repeating: nil)
    sheet.text(0, "Deal, payload and stored invoice: differences only", Look.heading)
    sheet.endRow()
    sheet.head([
      TableColumn("Deal", 0), TableColumn("QuickBooks id", 0), TableColumn("Number", 0), TableColumn("Field", 0),
      TableColumn("As sent", 0), TableColumn("As stored", 0), TableColumn("Reason", 0), TableColumn("Currency", 0),
      TableColumn("Money", 0, number: true),
    ])
    for row in sent.differences {
      for (column, cell) in [
        row.deal, row.invoice, row.number, row.field, row.planned, row.stored, row.reason, row.currency,
      ].enumerated() { outside(sheet, column, cell) }
      sheet.amount(8, row.money, decimals: currencyDecimals(row.currency))
      sheet.endRow()
    }
    if sent.differences.isEmpty { none(sheet) }
    sheet.endRow()
    sheet.text(0, "Changed after posting", Look.heading)
    sheet.endRow()
    sheet.head([
      TableColumn("Deal", 0), TableColumn("QuickBooks id", 0), TableColumn("Number", 0), TableColumn("Field", 0),
      TableColumn("Before", 0), TableColumn("After", 0), TableColumn("Side", 0), TableColumn("Seen", 0),
    ])
    for row in sent.changes {
      for (column, cell) in [
        row.deal, row.invoice, row.number, row.field, row.before, row.after, row.side, row.seen,
      ].enumerated() { outside(sheet, column, cell) }
      sheet.endRow()
    }
    if sent.changes.isEmpty { none(sheet) }
  }

  private func writeNumbers(_ report: ReconciliationReport, _ sent: SentResults) {
    let sheet = numbers
    sheet.setColumns([22, 22, 10, 70])
    sheet.printLandscape(repeating: nil)
    sheet.text(0, "Invoice numbers", Look.heading)
    sheet.endRow()
    if let range = report.numbers {
      outside(sheet, 0, range.first)
      outside(sheet, 1, range.last)
      sheet.count(2, range.count)
      sheet.text(3, "numbers of the invoices that are in force")
      sheet.endRow()
    }
    sheet.endRow()
    sheet.text(0, "Numbers that no invoice in force has, and why", Look.heading)
    sheet.endRow()
    sheet.head([
      TableColumn("From", 0), TableColumn("To", 0), TableColumn("Numbers", 0, number: true), TableColumn("Cause", 0),
    ])
    for gap in sent.gaps {
      outside(sheet, 0, gap.first)
      outside(sheet, 1, gap.last)
      sheet.count(2, gap.count)
      outside(sheet, 3, gap.cause)
      sheet.endRow()
    }
    if sent.gaps.isEmpty { none(sheet) }
  }

  private func none(_ sheet: WorkbookSheet) {
    sheet.text(0, "none", Look.soft)
    sheet.endRow()
  }
}
