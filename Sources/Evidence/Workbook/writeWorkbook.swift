import Bytes
import Calendars
import Diagnostics
import Digests
public import Reconciliation
import Workbooks

/// Writes the report as a workbook: the same figures as its other faces, the sums of the Controls sheet as live formulas over
/// the sheets of invoices and lines.
///
/// Everything comes from the report and the files of its run folder, which are read as streams, so that memory does not grow
/// with the deals. The same folder gives the same bytes, with the same version of libxlsxwriter.
///
/// - Parameters:
///   - folder: Where `reconciliation.csv` lies.
///   - payloads: Where `invoices.ndjson`, `customers.ndjson` and `provenance.ndjson` lie; nil is the same folder.
///   - path: The file to write.
///   - rowLimit: How many rows a sheet takes before the table goes on on another.
/// - Throws: ``WorkbookError``, or ``RefusedInput`` when a file of the folder cannot be read.
public func writeWorkbook(
  _ report: ReconciliationReport, folder: String, payloads: String? = nil, to path: String, rowLimit: Int = 1_048_576
) throws {
  let payloads = payloads ?? folder
  let created = report.identity.runDate.withByteView { CivilDate.parseISO($0) } ?? .earliest
  let parent = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
  let book = try WorkbookWriter(
    path: path, created: created, title: "Reconciliation \(report.identity.runDate)",
    temporaryFolder: parent.isEmpty ? (path.hasPrefix("/") ? "/" : ".") : parent)
  let summary = try book.sheet("Summary")
  let controls = try book.sheet("Controls")
  let detail = try DetailSheets(book, rowLimit: rowLimit)
  let sent = report.sent == nil ? nil : try SentSheets(book, rowLimit: rowLimit)
  let exceptions = try book.sheet("Exceptions")
  let customers = try book.sheet("Customers")
  let tax = try book.sheet("Tax")
  let ageing = try book.sheet("Ageing")
  let waiting = try RowSheets(book, "Not invoiced", DetailSheets.waitingColumns, limit: rowLimit)
  let hasSettled = report.population.unchanged + report.population.updated > 0
  let settled =
    hasSettled ? try RowSheets(book, "Invoiced before", DetailSheets.waitingColumns, limit: rowLimit) : nil
  let provenance = try book.sheet("Provenance")
  let signOff = try book.sheet(signOffSheet)

  let rows = "\(folder)/\(RunFiles.rows)"
  try detail.writeInvoices(rows: rows, payloads: "\(payloads)/\(RunFiles.invoices)")
  try sent?.write(report, rows: rows)
  try detail.writeWaiting(waiting, settled: settled, rows: rows)
  writeSummary(summary, report)
  writeControls(controls, report, detail, [waiting] + (settled.map { [$0] } ?? []), sent)
  writeExceptions(exceptions, detail.exceptions, isSent: report.sent != nil)
  try writeCustomers(customers, report, "\(payloads)/\(RunFiles.customers)")
  writeTax(tax, report)
  writeAgeing(ageing, report)
  writeProvenance(provenance, report)
  try writeSignOff(signOff, report, folder, payloads)
  try book.close()
}
