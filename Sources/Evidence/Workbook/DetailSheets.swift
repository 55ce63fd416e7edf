import Bytes
import Calendars
import Diagnostics
import Money
import Reconciliation
import Workbooks

/// The tables with a row for each invoice, line and deal that was not invoiced, streamed from the run's own files.
final class DetailSheets {
  static let invoiceColumns = [
    TableColumn("Deal", 14), TableColumn("Deal id, last ten digits", 13, number: true), TableColumn("Customer", 32),
    TableColumn("Number", 16), TableColumn("Date", 11), TableColumn("Due", 11), TableColumn("Currency", 9),
    TableColumn("Deal value", 17, number: true), TableColumn("Discount", 15, number: true),
    TableColumn("Net", 17, number: true), TableColumn("Tax", 15, number: true), TableColumn("Total", 17, number: true),
    TableColumn("Lines", 7, number: true), TableColumn("Template", 14), TableColumn("Title", 32),
    TableColumn("Source file", 24), TableColumn("Source row", 10, number: true), TableColumn("Notes", 40),
  ]
  static let lineColumns = [
    TableColumn("Deal", 14), TableColumn("Line", 6, number: true), TableColumn("Kind", 9), TableColumn("Item", 24),
    TableColumn("Description", 40), TableColumn("Quantity", 11), TableColumn("Unit price", 13),
    TableColumn("Currency", 9), TableColumn("Amount, net", 17, number: true), TableColumn("Tax code", 18),
    TableColumn("Class", 14), TableColumn("Service date", 12),
  ]
  static let waitingColumns = [
    TableColumn("Deal", 14), TableColumn("Deal id, last ten digits", 13, number: true), TableColumn("Title", 32),
    TableColumn("Outcome", 10), TableColumn("Code or rule", 16), TableColumn("Currency", 9),
    TableColumn("Deal value", 17, number: true), TableColumn("Age in days", 8, number: true),
    TableColumn("Why", 60), TableColumn("Source file", 24), TableColumn("Source row", 10, number: true),
  ]

  let invoices: RowSheets
  let lines: RowSheets
  private(set) var exceptions: HeldDeals
  private let book: WorkbookWriter
  private var fault: (any Error)?
  private var decimals: [String: Int] = [:]

  init(_ book: WorkbookWriter, rowLimit: Int) throws(WorkbookError) {
    self.book = book
    invoices = try RowSheets(book, "Invoices", Self.invoiceColumns, limit: rowLimit)
    lines = try RowSheets(book, "Lines", Self.lineColumns, limit: rowLimit)
    exceptions = HeldDeals()
  }

  /// Writes the invoices and their lines, and gathers the held deals.
  func writeInvoices(rows: String, payloads: String) throws {
    var reader = PayloadReader(file: fileName(payloads))
    // Two files in the same order: the deals created, and their payloads. After sending, some payloads stand for deals
    // that were not created, and the row tells its line.
    var created: [(deal: String, currency: String, line: Int)] = []
    try readRows(rows) { row in
      guard self.fault == nil else { return }
      do {
        if row.view(.bucket).equals("created") {
          try self.writeInvoice(row)
          created.append((row.text(.deal), row.text(.currency), row.count(.payloadLine) ?? created.count + 1))
        } else if row.view(.bucket).equals("held") || row.view(.bucket).equals("failed") {
          self.exceptions.add(row, decimals: self.decimals(row.text(.currency)))
        }
      } catch { self.fault = error }
    }
    if let fault { throw fault }
    var next = 0
    var line = 0
    try readLines(payloads) { payload throws(RefusedInput) in
      guard next < created.count, self.fault == nil else { return false }
      line += 1
      guard created[next].line == line else { return true }
      try reader.read(payload)
      do { try self.writeLines(reader.lines, (created[next].deal, created[next].currency)) } catch {
        self.fault = error
      }
      next += 1
      return true
    }
    if let fault { throw fault }
    invoices.finish()
    lines.finish()
  }

  private func writeInvoice(_ row: DealRow) throws(WorkbookError) {
    let sheet = try invoices.next()
    let currency = row.text(.currency)
    let decimals = decimals(currency)
    let id = row.view(.deal)
    outside(sheet, 0, row.text(.deal), .text)
    if let tail = lastTenDigits(id) { sheet.count(1, tail, .number) }
    outside(sheet, 2, row.text(.customer), .text)
    outside(sheet, 3, row.text(.number), .text)
    date(sheet, 4, row.view(.date))
    date(sheet, 5, row.view(.due))
    sheet.text(6, currency)
    for (column, field) in [(7, DealRow.Column.dealValue), (8, .discount), (9, .net), (10, .tax), (11, .total)] {
      if let units = row.amount(field, decimals: decimals) { sheet.amount(column, units, decimals: decimals) }
    }
    if let count = row.count(.lines) { sheet.count(12, count) }
    outside(sheet, 13, row.text(.template), .text)
    outside(sheet, 14, row.text(.title), .text)
    outside(sheet, 15, row.text(.file), .text)
    if let number = row.count(.row) { sheet.count(16, number, .number) }
    outside(sheet, 17, row.text(.problem), .text)
    sheet.endRow()
  }

  private func writeLines(_ planned: [PlannedLine], _ invoice: (deal: String, currency: String)) throws(WorkbookError) {
    let decimals = decimals(invoice.currency)
    for (index, line) in planned.enumerated() {
      let sheet = try lines.next()
      outside(sheet, 0, invoice.deal, .text)
      sheet.count(1, index + 1, .number)
      sheet.text(2, line.kind == .item ? "item" : line.kind == .text ? "text" : "discount")
      outside(sheet, 3, line.item, .text)
      outside(sheet, 4, line.description, .text)
      // As many digits as the payload has: a quantity or price may have more than its currency.
      outside(sheet, 5, line.quantity, .text)
      outside(sheet, 6, line.price, .text)
      sheet.text(7, invoice.currency)
      if let units = line.amount.withByteView({ exactUnits($0, decimals: decimals) }) {
        sheet.amount(8, line.kind == .discount ? -units : units, decimals: decimals)
      }
      outside(sheet, 9, line.taxCode, .text)
      outside(sheet, 10, line.className, .text)
      line.serviceDate.withByteView { date(sheet, 11, $0) }
      sheet.endRow()
    }
  }

  /// Writes every deal that has no invoice of this run.
  ///
  /// - Parameter settled: Takes those that had one before; nil where there are none.
  func writeWaiting(_ waiting: RowSheets, settled: RowSheets?, rows: String) throws {
    try readRows(rows) { row in
      guard self.fault == nil, !row.view(.bucket).equals("created") else { return }
      let isSettled = row.view(.bucket).equals("unchanged") || row.view(.bucket).equals("updated")
      do { try self.writeWaiting(isSettled ? settled ?? waiting : waiting, row) } catch { self.fault = error }
    }
    if let fault { throw fault }
    waiting.finish()
    settled?.finish()
  }

  private func writeWaiting(_ waiting: RowSheets, _ row: DealRow) throws(WorkbookError) {
    let sheet = try waiting.next()
    outside(sheet, 0, row.text(.deal), .text)
    if let tail = lastTenDigits(row.view(.deal)) { sheet.count(1, tail, .number) }
    outside(sheet, 2, row.text(.title), .text)
    sheet.text(3, row.text(.bucket))
    outside(sheet, 4, row.view(.code).isEmpty ? row.text(.rule) : row.text(.code), .text)
    let currency = row.text(.currency)
    sheet.text(5, currency)
    if let units = row.amount(.dealValue, decimals: decimals(currency)) {
      sheet.amount(6, units, decimals: decimals(currency))
    }
    if let age = row.count(.age) { sheet.count(7, age) }
    outside(sheet, 8, row.text(.problem), .text)
    outside(sheet, 9, row.text(.file), .text)
    if let number = row.count(.row) { sheet.count(10, number, .number) }
    sheet.endRow()
  }

  private func decimals(_ code: String) -> Int {
    if let known = decimals[code] { return known }
    let found = currencyDecimals(code)
    decimals[code] = found
    return found
  }
}

/// A text from outside: hidden signs spelled out, always a text cell.
func outside(_ sheet: WorkbookSheet, _ column: Int, _ text: String, _ style: CellStyle = .text) {
  if !text.isEmpty { sheet.text(column, visibleText(text), style) }
}

/// A date as ISO 8601 writes it, as a real date.
func date(_ sheet: WorkbookSheet, _ column: Int, _ text: ByteView) {
  if let date = CivilDate.parseISO(text) { sheet.date(column, date) }
}

/// The last ten digits of a deal id of up to 18 digits, for the hash total; nil for any other id.
func lastTenDigits(_ id: ByteView) -> Int? {
  guard !id.isEmpty, id.count <= 18, let number = exactUnits(id, decimals: 0), number >= 0 else { return nil }
  return Int(number % 10_000_000_000)
}

/// The last part of a path.
func fileName(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
