import Bytes
import CSVRecords
import Diagnostics
import Digests
import JSONRecords
import Reconciliation
import Workbooks

/// One row a customer to be created; what QuickBooks says of customers below, once it is known.
func writeCustomers(_ sheet: WorkbookSheet, _ report: ReconciliationReport, _ path: String) throws {
  let columns = [
    TableColumn("Customer", 34), TableColumn("Company", 30), TableColumn("E-mail", 28), TableColumn("Phone", 16),
    TableColumn("Tax id", 20), TableColumn("Address", 34), TableColumn("City", 20), TableColumn("Region", 12),
    TableColumn("Postal code", 12), TableColumn("Country", 10), TableColumn("Currency", 9), TableColumn("Action", 10),
  ]
  sheet.setColumns(columns.map(\.width))
  sheet.freeze(row: 1, column: 1)
  sheet.printLandscape(repeating: 0...0)
  sheet.head(columns)
  var isFull = false
  try readLines(path) { line throws(RefusedInput) in
    guard sheet.row < WorkbookWriter.rowLimit - 200_000 else {
      isFull = true
      return false
    }
    let customer = try JSONValue.parse(line, file: fileName(path))
    func text(_ keys: String...) -> String {
      keys.reduce(customer) { $0[$1] ?? .null }.text ?? ""
    }
    let taxID = ["PrimaryTaxIdentifier", "SecondaryTaxIdentifier", "ResaleNum", "BusinessNumber", "GSTIN"].lazy
      .compactMap { customer[$0]?.text }.first
    let address = [text("BillAddr", "Line1"), text("BillAddr", "Line2")].filter { !$0.isEmpty }
    let isUpdate = customer["sparse"] != nil
    for (column, cell) in [
      isUpdate ? "customer \(text("Id"))" : text("DisplayName"), text("CompanyName"),
      text("PrimaryEmailAddr", "Address"),
      text("PrimaryPhone", "FreeFormNumber"), taxID ?? "", address.joined(separator: ", "), text("BillAddr", "City"),
      text("BillAddr", "CountrySubDivisionCode"), text("BillAddr", "PostalCode"), text("BillAddr", "Country"),
      text("CurrencyRef", "value"), isUpdate ? "update" : "create",
    ].enumerated() { outside(sheet, column, cell) }
    sheet.endRow()
    return true
  }
  sheet.filter(header: 0, columns: columns.count)
  if isFull {
    sheet.text(0, "The sheet is full: all customers stand in customers.ndjson.", Look.bad)
    sheet.endRow()
  }
  guard let changes = report.sent?.customers, !changes.isEmpty else { return }
  sheet.endRow()
  sheet.head([
    TableColumn("Customer", 0), TableColumn("QuickBooks id", 0), TableColumn("What", 0), TableColumn("Field", 0),
    TableColumn("Before", 0), TableColumn("After", 0), TableColumn("Decided by", 0),
  ])
  for change in changes {
    for (column, cell) in [
      change.customer, change.id, change.what, change.field, change.before, change.after, change.decidedBy,
    ].enumerated() { outside(sheet, column, cell) }
    sheet.endRow()
  }
}

/// Base and tax by code: forecast, and what QuickBooks stored once it is known.
func writeTax(_ sheet: WorkbookSheet, _ report: ReconciliationReport) {
  var columns = [
    TableColumn("Tax code", 24), TableColumn("Rates", 22), TableColumn("Currency", 9),
    TableColumn("Invoices", 9, number: true), TableColumn("Base", 18, number: true),
    TableColumn("Tax, forecast", 18, number: true),
  ]
  if report.sent != nil {
    columns += [
      TableColumn("In force, forecast", 18, number: true), TableColumn("In force, stored", 18, number: true),
      TableColumn("Difference", 16, number: true),
    ]
  }
  sheet.setColumns(columns.map(\.width))
  sheet.freeze(row: 1)
  sheet.printLandscape(repeating: 0...0)
  sheet.head(columns)
  for (tax, stored) in report.taxRows {
    let decimals = currencyDecimals(tax.currency)
    outside(sheet, 0, tax.code)
    outside(sheet, 1, tax.rates)
    outside(sheet, 2, tax.currency)
    sheet.count(3, tax.invoices)
    sheet.amount(4, tax.base, decimals: decimals)
    sheet.amount(5, tax.tax, decimals: decimals)
    if let stored {
      sheet.amount(7, stored.stored, decimals: decimals)
      if let expected = stored.forecast {
        sheet.amount(6, expected, decimals: decimals)
        let (forecast, found) = (CellRange(column: 6, row: sheet.row), CellRange(column: 7, row: sheet.row))
        sheet.formula(
          8, "ROUND(\(found)-\(forecast),\(decimals))", amount: stored.stored &- expected, decimals: decimals)
      } else {
        sheet.text(6, "not by code")
      }
    }
    sheet.endRow()
  }
  sheet.filter(header: 0, columns: columns.count)
}

/// Won deals that are not billed, and open balances once they are known, by age.
func writeAgeing(_ sheet: WorkbookSheet, _ report: ReconciliationReport) {
  sheet.setColumns([34, 10, 10, 18, 18])
  sheet.printLandscape(repeating: nil)
  func table(_ title: String, _ ages: [AgedMoney], isDue: Bool = false) {
    sheet.text(0, title, Look.heading)
    sheet.endRow()
    sheet.head([
      TableColumn("Age", 0), TableColumn("Currency", 0), TableColumn("Count", 0, number: true),
      TableColumn("Money", 0, number: true),
    ])
    for age in ages {
      sheet.text(0, age.band == .current && isDue ? "not yet due" : age.band.words)
      sheet.count(2, age.count)
      if age.currency.isEmpty {
        sheet.text(1, "no value", Look.soft)
      } else {
        outside(sheet, 1, age.currency)
        sheet.amount(3, age.money, decimals: currencyDecimals(age.currency))
      }
      sheet.endRow()
    }
    if ages.isEmpty {
      sheet.text(0, "none", Look.soft)
      sheet.endRow()
    }
    sheet.endRow()
  }
  table("Won but not invoiced, by days since the deal was won", report.notInvoiced)
  guard let sent = report.sent else { return }
  table("Open balances, by days past due", sent.ageing, isDue: true)
  sheet.text(0, "Invoices by status", Look.heading)
  sheet.endRow()
  sheet.head([
    TableColumn("Status", 0), TableColumn("Currency", 0), TableColumn("Invoices", 0, number: true),
    TableColumn("Total", 0, number: true), TableColumn("Open", 0, number: true),
  ])
  for status in sent.statuses {
    outside(sheet, 0, status.status)
    outside(sheet, 1, status.currency)
    sheet.count(2, status.invoices)
    sheet.amount(3, status.total, decimals: currencyDecimals(status.currency))
    sheet.amount(4, status.open, decimals: currencyDecimals(status.currency))
    sheet.endRow()
  }
  sheet.endRow()
  guard !sent.receivables.isEmpty else { return }
  sheet.text(0, "Open balances against the receivables report", Look.heading)
  sheet.endRow()
  sheet.head([
    TableColumn("Item", 0), TableColumn("Currency", 0), TableColumn("", 0), TableColumn("Money", 0, number: true),
  ])
  for item in sent.receivables {
    outside(sheet, 0, item.item)
    outside(sheet, 1, item.currency)
    sheet.amount(3, item.money, decimals: currencyDecimals(item.currency))
    sheet.endRow()
  }
}

/// One row for each thing that led to a field of a shown deal.
func writeProvenance(_ sheet: WorkbookSheet, _ report: ReconciliationReport) {
  let columns = [
    TableColumn("Deal", 14), TableColumn("Shown for", 14), TableColumn("Field", 26), TableColumn("Value", 36),
    TableColumn("Rule", 40), TableColumn("From", 9), TableColumn("Cell, table row, default or rounding", 80),
  ]
  sheet.setColumns(columns.map(\.width))
  sheet.freeze(row: 1, column: 1)
  sheet.printLandscape(repeating: 0...0)
  sheet.head(columns)
  for deal in report.shown {
    for field in deal.fields {
      for step in field.steps.isEmpty ? [ShownDeal.Step(kind: "", text: "")] : field.steps {
        outside(sheet, 0, deal.deal)
        outside(sheet, 1, deal.code ?? "size")
        outside(sheet, 2, field.target)
        outside(sheet, 3, field.value)
        outside(sheet, 4, field.rule)
        outside(sheet, 5, step.kind)
        outside(sheet, 6, step.text)
        sheet.endRow()
      }
    }
  }
  sheet.filter(header: 0, columns: columns.count)
}

/// Its lines may be filled in by hand.
let signOffSheet = "Sign-off"

/// What is signed: the statement, and the digests of what the figures come from.
func writeSignOff(
  _ sheet: WorkbookSheet, _ report: ReconciliationReport, _ folder: String, _ payloads: String
) throws {
  sheet.setColumns([30, 40, 26, 26])
  sheet.printLandscape(repeating: nil)
  sheet.setHeight(24)
  sheet.text(0, signOffSheet, Look.title)
  sheet.endRow(2)
  sheet.text(0, "By signing: the population is complete, and every difference is listed and explained.")
  sheet.endRow()
  sheet.text(
    0, "Preparer and reviewer are two persons. To sign in the evidence: dealbill report sign FOLDER", Look.soft)
  sheet.endRow(2)
  sheet.head([TableColumn("", 0), TableColumn("Name", 0), TableColumn("Date and time", 0), TableColumn("Signature", 0)])
  for who in ["Prepared by", "Reviewed by", "Tolerance", "Comments"] {
    sheet.text(0, who)
    sheet.endRow()
  }
  sheet.endRow()
  sheet.head([TableColumn("Made from", 0), TableColumn("SHA-256", 0)])
  for name in RunFiles.sources {
    sheet.text(0, name)
    let place = [RunFiles.report, RunFiles.rows].contains(name) ? folder : payloads
    sheet.text(1, try digest(ofFile: "\(place)/\(name)"))
    sheet.endRow()
  }
}
