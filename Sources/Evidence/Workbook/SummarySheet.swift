import Money
import Reconciliation
import Workbooks

/// The verdict, what ran on what, and every cause of an exception.
func writeSummary(_ sheet: WorkbookSheet, _ report: ReconciliationReport) {
  sheet.setColumns([44, 44, 14, 18, 18, 18, 18])
  sheet.printLandscape(repeating: nil)
  sheet.activate()
  let identity = report.identity
  sheet.setHeight(24)
  sheet.text(0, "Reconciliation of deals and invoices", Look.title)
  sheet.endRow()
  outside(sheet, 0, identity.company, Look.heading)
  sheet.endRow(2)
  let look: CellStyle =
    switch report.verdict {
    case .tiedOut: Look.good
    case .tiedOutWithExceptions: Look.look
    case .doesNotTie: Look.bad
    }
  sheet.text(0, report.verdict.words, look)
  sheet.text(1, report.verdictSentence)
  sheet.endRow(2)
  for (name, value) in [
    ("Run date", identity.runDate), ("Time zone", identity.timeZone),
    ("Invoices dated", report.period.map { "\($0.first) to \($0.last)" } ?? "none"), ("Rules", identity.rulesFile),
    ("SHA-256 of the rules", identity.rulesFingerprint), ("Tool", "dealbill \(identity.toolVersion)"),
  ] {
    sheet.text(0, name, Look.soft)
    outside(sheet, 1, value)
    sheet.endRow()
  }
  for input in identity.inputs {
    sheet.text(0, "Input", Look.soft)
    outside(sheet, 1, input.name)
    sheet.count(2, input.bytes)
    outside(sheet, 3, input.sha256)
    sheet.endRow()
  }
  sheet.endRow()
  writeFigures(sheet, report)
  writeCauses(sheet, report)
  if !report.notices.isEmpty {
    sheet.text(0, "Notices of the readers", Look.heading)
    sheet.endRow()
    for notice in report.notices {
      outside(sheet, 0, notice)
      sheet.endRow()
    }
  }
}

private func writeFigures(_ sheet: WorkbookSheet, _ report: ReconciliationReport) {
  sheet.text(0, "Invoices", Look.heading)
  sheet.endRow()
  sheet.head([
    TableColumn("Currency", 0), TableColumn("Invoices", 0, number: true), TableColumn("Lines", 0, number: true),
    TableColumn("Net", 0, number: true), TableColumn("Tax", 0, number: true), TableColumn("Total", 0, number: true),
  ])
  for (code, sums) in report.currencies.sorted(by: { $0.key < $1.key }) {
    let decimals = sums.currency.minorDigits
    outside(sheet, 0, code)
    sheet.count(1, sums.invoices)
    sheet.count(2, sums.lines)
    sheet.amount(3, sums.net, decimals: decimals)
    sheet.amount(4, sums.tax, decimals: decimals)
    sheet.amount(5, sums.total, decimals: decimals)
    sheet.endRow()
  }
  sheet.endRow()
  guard let sent = report.sent else { return }
  sheet.text(0, "In QuickBooks", Look.heading)
  sheet.endRow()
  outside(sheet, 0, "Sent to company \(sent.realm); read at \(sent.readAt)", Look.soft)
  sheet.endRow()
  sheet.head([
    TableColumn("Currency", 0), TableColumn("Invoices in force", 0, number: true), TableColumn("", 0),
    TableColumn("Total stored", 0, number: true), TableColumn("Paid", 0, number: true),
    TableColumn("Open balance", 0, number: true),
  ])
  for stored in sent.stored {
    outside(sheet, 0, stored.currency)
    sheet.count(1, stored.invoices)
    for (column, units) in [(3, stored.total), (4, stored.paid), (5, stored.open)] {
      sheet.amount(column, units, decimals: currencyDecimals(stored.currency))
    }
    sheet.endRow()
  }
  sheet.endRow()
}

private func writeCauses(_ sheet: WorkbookSheet, _ report: ReconciliationReport) {
  sheet.text(0, "Exceptions by cause, most money first", Look.heading)
  sheet.endRow()
  sheet.head([
    TableColumn("Cause", 0), TableColumn("What to do", 0), TableColumn("Severity", 0), TableColumn("Code", 0),
    TableColumn("Deals", 0, number: true), TableColumn("Currency", 0), TableColumn("Deal value", 0, number: true),
  ])
  for group in report.exceptionsInOrder {
    let money = group.money.sorted { $0.key < $1.key }
    for index in 0..<max(1, money.count) {
      if index == 0 {
        sheet.setHeight(15 * max(lines(group.cause, 44), lines(group.fix, 44)))
        outside(sheet, 0, group.cause, Look.wrapped)
        outside(sheet, 1, group.fix, Look.wrapped)
        outside(sheet, 2, group.severity)
        outside(sheet, 3, group.code)
        sheet.count(4, group.deals)
      }
      if index < money.count {
        outside(sheet, 5, money[index].key)
        sheet.amount(6, money[index].value, decimals: currencyDecimals(money[index].key))
      }
      sheet.endRow()
    }
  }
  sheet.endRow()
}
