import Money
import Reconciliation
import Workbooks

/// The controls, performed again by the spreadsheet: each sum as the run has it, and as a live formula over the rows.
///
/// - Parameter others: The deals that have no invoice of this run.
func writeControls(
  _ sheet: WorkbookSheet, _ report: ReconciliationReport, _ detail: DetailSheets, _ others: [RowSheets],
  _ sent: SentSheets?
) {
  sheet.setColumns([60, 14, 24, 24, 18, 18])
  sheet.printLandscape(repeating: nil)
  sheet.setHeight(24)
  sheet.text(0, "Controls", Look.title)
  sheet.endRow()
  sheet.text(
    0, "“Run” is what dealbill counted; “Sheet” is a formula over the sheets of deals, lines and invoices.",
    Look.soft)
  sheet.endRow(2)
  writePopulation(sheet, report, detail, others)
  writeTotals(sheet, report, detail)
  if let sent, let results = report.sent { writeStored(sheet, results, sent) }
  writeHash(sheet, report, detail, others)
  writeBridge(sheet, report)
  writeStages(sheet, report)
}

private let comparison = [
  TableColumn("Control", 0), TableColumn("Currency", 0), TableColumn("Run", 0, number: true),
  TableColumn("Sheet", 0, number: true), TableColumn("Difference", 0, number: true), TableColumn("Result", 0),
]

private func writePopulation(
  _ sheet: WorkbookSheet, _ report: ReconciliationReport, _ detail: DetailSheets, _ waiting: [RowSheets]
) {
  sheet.text(0, "Population", Look.heading)
  sheet.endRow()
  sheet.head(comparison)
  let p = report.population
  func counted(_ what: String, _ count: Int, _ formula: WorkbookFormula, _ value: Int) {
    sheet.text(0, what)
    sheet.count(2, count)
    sheet.formula(3, formula, count: value)
    finishComparison(sheet, difference: count - value)
  }
  counted(
    "D  Created: invoices", p.created, rowsOf(detail.invoices), detail.invoices.count)
  let others: [(String, String, Int)] = [
    ("E  Already invoiced, unchanged", "unchanged", p.unchanged), ("F  Updated", "updated", p.updated),
    ("G  Held for a person", "held", p.held), ("H  Skipped by a rule", "skipped", p.skipped),
    ("I  Failed", "failed", p.failed), ("I  Outcome unknown", "unknown", p.unknown),
  ]
  for (what, word, count) in others {
    sheet.text(0, what)
    sheet.text(1, word, Look.soft)
    sheet.count(2, count)
    let here = CellRange(column: 1, row: sheet.row)
    sheet.formula(
      3, "\(sum: waiting.flatMap { $0.ranges(3) }.map { range -> WorkbookFormula in "COUNTIF(\(range),\(here))" })",
      count: count)
    finishComparison(sheet, difference: 0)
  }
  let first = sheet.row - others.count - 1
  sheet.text(0, "C  Distinct deals = D + E + F + G + H + I", Look.bold)
  sheet.count(2, p.deals)
  sheet.formula(
    3, "SUM(\(CellRange(column: 3, rows: first...(sheet.row - 1))))",
    count: p.created + p.unchanged + p.updated + p.held + p.skipped + p.failed + p.unknown)
  finishComparison(
    sheet, difference: p.deals - (p.created + p.unchanged + p.updated + p.held + p.skipped + p.failed + p.unknown))
  sheet.text(0, "B  Data rows = deals + rows that repeat a deal")
  sheet.count(2, p.rows)
  sheet.formula(3, "C\(sheet.row)+\(p.repeatedRows)", count: p.deals + p.repeatedRows)
  finishComparison(sheet, difference: p.rows - p.deals - p.repeatedRows)
  sheet.endRow()
}

private func rowsOf(_ table: RowSheets) -> WorkbookFormula {
  "\(sum: table.ranges(0).map { range -> WorkbookFormula in "ROWS(\(range))" })"
}

/// Difference and result of the row at hand.
private func finishComparison(_ sheet: WorkbookSheet, difference: Int) {
  let (run, found) = (CellRange(column: 2, row: sheet.row), CellRange(column: 3, row: sheet.row))
  sheet.formula(4, "\(run)-\(found)", count: difference)
  result(sheet, ties: difference == 0)
}

private func result(_ sheet: WorkbookSheet, ties: Bool) {
  let difference = CellRange(column: 4, row: sheet.row)
  let formula: WorkbookFormula = "IF(\(difference)=0,\"agrees\",\"does not agree\")"
  if ties {
    sheet.formula(5, formula, word: "agrees", Look.good.with { $0.alignment = .center })
  } else {
    sheet.formula(5, formula, word: "does not agree", Look.bad.with { $0.alignment = .center })
  }
  sheet.endRow()
}

private func writeTotals(_ sheet: WorkbookSheet, _ report: ReconciliationReport, _ detail: DetailSheets) {
  sheet.text(0, "Control totals", Look.heading)
  sheet.endRow()
  sheet.head(comparison)
  for (code, sums) in report.currencies.sorted(by: { $0.key < $1.key }) {
    let decimals = sums.currency.minorDigits
    let here = { CellRange(column: 1, row: sheet.row) }
    sheet.text(0, "Invoices")
    outside(sheet, 1, code)
    sheet.count(2, sums.invoices)
    sheet.formula(
      3,
      "\(sum: detail.invoices.ranges(6).map { range -> WorkbookFormula in "COUNTIF(\(range),\(here()))" })",
      count: sums.invoices)
    finishComparison(sheet, difference: 0)
    let money: [(String, Int64, Int)] = [
      ("Deal value", sums.dealValue, 7), ("Discount", sums.discount, 8), ("Net", sums.net, 9), ("Tax", sums.tax, 10),
      ("Total", sums.total, 11),
    ]
    for (what, units, column) in money {
      sumOfRows(sheet, what, code, units, decimals, detail.invoices, column, 6)
    }
    sumOfRows(sheet, "Net of the lines", code, sums.net, decimals, detail.lines, 8, 7)
    sheet.text(0, "Net + tax = total")
    outside(sheet, 1, code)
    sheet.amount(2, sums.total, decimals: decimals)
    // Net and tax stand four and three rows above this one.
    sheet.formula(
      3, "D\(sheet.row - 3)+D\(sheet.row - 2)", amount: sums.net &+ sums.tax, decimals: decimals)
    finishMoney(sheet, decimals, difference: sums.total &- sums.net &- sums.tax)
  }
  sheet.endRow()
}

/// What QuickBooks stored, added up again over the sheet with its invoices.
private func writeStored(_ sheet: WorkbookSheet, _ results: SentResults, _ sent: SentSheets) {
  sheet.text(0, "In QuickBooks", Look.heading)
  sheet.endRow()
  sheet.head(comparison)
  sheet.text(0, "Invoices with an id")
  sheet.count(2, results.returned)
  sheet.formula(3, rowsOf(sent.invoices), count: sent.invoices.count)
  finishComparison(sheet, difference: results.returned - sent.invoices.count)
  for stored in results.stored {
    let decimals = currencyDecimals(stored.currency)
    let live: [(String, Int64, Int)] = [
      ("Planned total of the invoices that QuickBooks took", stored.planned, SentSheets.planned),
      ("Tax stored", stored.tax, SentSheets.tax), ("Total stored", stored.total, SentSheets.total),
      ("Open balance", stored.open, SentSheets.open),
    ]
    for (what, units, column) in live {
      sumOfRows(sheet, what, stored.currency, units, decimals, sent.invoices, column, SentSheets.currency)
    }
  }
  sheet.endRow()
}

private func sumOfRows(
  _ sheet: WorkbookSheet, _ what: String, _ code: String, _ units: Int64, _ decimals: Int, _ table: RowSheets,
  _ column: Int, _ currencyColumn: Int
) {
  sheet.text(0, what)
  outside(sheet, 1, code)
  sheet.amount(2, units, decimals: decimals)
  let here = CellRange(column: 1, row: sheet.row)
  let parts = zip(table.ranges(column), table.ranges(currencyColumn)).map { amounts, currencies -> WorkbookFormula in
    "SUMIFS(\(amounts),\(currencies),\(here))"
  }
  sheet.formula(3, "ROUND(\(sum: parts),\(decimals))", amount: units, decimals: decimals)
  finishMoney(sheet, decimals, difference: 0)
}

private func finishMoney(_ sheet: WorkbookSheet, _ decimals: Int, difference: Int64) {
  let (run, found) = (CellRange(column: 2, row: sheet.row), CellRange(column: 3, row: sheet.row))
  sheet.formula(4, "ROUND(\(run)-\(found),\(decimals))", amount: difference, decimals: decimals)
  result(sheet, ties: difference == 0)
}

private func writeHash(
  _ sheet: WorkbookSheet, _ report: ReconciliationReport, _ detail: DetailSheets, _ waiting: [RowSheets]
) {
  sheet.text(0, "Hash total", Look.heading)
  sheet.endRow()
  sheet.head(comparison)
  let ranges = detail.invoices.ranges(1) + waiting.flatMap { $0.ranges(1) }
  sheet.text(0, "Sum of the numeric deal ids, last ten digits")
  let total = Int(report.dealIDHashTotal)
  sheet.count(2, total, .number.with { $0.numberFormat = "0" })
  sheet.formula(
    3, "MOD(\(sum: ranges.map { range -> WorkbookFormula in "SUM(\(range))" }),10000000000)", count: total,
    .number.with { $0.numberFormat = "0" })
  finishComparison(sheet, difference: 0)
  sheet.endRow()
}

private func writeBridge(_ sheet: WorkbookSheet, _ report: ReconciliationReport) {
  sheet.text(0, "Money bridge: from the deals’ own value to the invoices’ total", Look.heading)
  sheet.endRow()
  sheet.head([
    TableColumn("Step", 0), TableColumn("Currency", 0), TableColumn("Difference", 0, number: true),
    TableColumn("Amount", 0, number: true),
  ])
  for code in report.currencyCodes {
    let decimals = currencyDecimals(code)
    for step in report.moneyBridge(code) {
      sheet.setHeight(15 * lines(step.what, 54))
      sheet.text(0, step.what, step.kind == .level ? Look.boldWrapped : Look.step)
      outside(sheet, 1, code)
      let units = Int64(clamping: step.amount)
      sheet.amount(step.kind == .level ? 3 : 2, units, decimals: decimals)
      sheet.endRow()
    }
  }
  sheet.endRow()
}

private func writeStages(_ sheet: WorkbookSheet, _ report: ReconciliationReport) {
  sheet.text(0, "Controls by stage, on which the verdict stands", Look.heading)
  sheet.endRow()
  sheet.head([
    TableColumn("Control", 0), TableColumn("Stage", 0), TableColumn("Expected", 0, number: true),
    TableColumn("Found", 0, number: true), TableColumn("", 0), TableColumn("Result", 0),
  ])
  for control in report.controls {
    sheet.setHeight(15 * lines(control.what, 56))
    outside(sheet, 0, control.what, Look.wrapped)
    outside(sheet, 1, control.stage)
    outside(sheet, 2, groupedFigure(control.expected, of: control, .terminal), Look.textRight)
    outside(sheet, 3, groupedFigure(control.actual, of: control, .terminal), Look.textRight)
    sheet.text(
      5, control.ties ? "agrees" : "does not agree",
      (control.ties ? Look.good : Look.bad).with { $0.alignment = .center })
    sheet.endRow()
  }
}
