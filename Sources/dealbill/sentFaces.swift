import ArgumentParser
import Diagnostics
import Evidence
import Ledger
import Pipeline
import QuickBooksClient
import Receivables
import Reconciliation
import Sending

/// What a sending or a refresh says of a run folder, as a report and as two tables.
struct SentTables {
  var report: ReconciliationReport
  /// `reconciliation.csv`.
  var rows: String
  /// `held.csv`.
  var held: String
}

/// The report of a run folder after it was sent, from what is known now; not written yet.
struct SentFaces {
  let folder: RunFolderContent
  let base: ReconciliationReport

  /// - Throws: `RefusedInput` when the folder's own report cannot be read: better known before anything is sent.
  init(_ folder: RunFolderContent) throws(RefusedInput) {
    self.folder = folder
    base = try Evidence.readRunFolder(folder.path)
  }

  /// The report with what became of each invoice, the rows of its CSV, and those of the deals that wait.
  ///
  /// - Parameter reread: Of this folder, just now.
  func make(
    _ result: SendResult, _ reread: Reread, _ ledger: SQLiteLedger, realm: String, comparison: RunComparison? = nil
  ) throws(LedgerError) -> SentTables {
    var report = afterSending(
      base, folder, result.deals, invoiced: try invoicedDeals(folder, ledger))
    // Who draws these faces, which may be a later version than the one that ran.
    report.identity.toolVersion = toolVersion
    let standings = try standings(folder, result.deals, ledger, reread)
    report.take(
      try sentResults(
        report, folder, result, standings, reread, ledger, realm: realm, comparison: comparison), standings)
    return SentTables(
      report: report, rows: sentRows(folder, result.deals, standings), held: heldRows(folder, result.deals))
  }

  /// Writes `sent/` and puts the seals into the ledger.
  ///
  /// - Returns: False when there was nothing new to write.
  func write(
    _ tables: SentTables, record: String, _ ledger: SQLiteLedger, now: Int64,
    onlyWhenNew: Bool = false
  ) throws -> Bool {
    let bundle = SentBundle(
      report: tables.report, rows: tables.rows, held: tables.held, record: record, runManifest: folder.fingerprint)
    let digest = try writeSent(
      bundle, folder: folder.path, withWorkbook: tables.report.population.deals <= WorkbookPolicy.limit,
      onlyWhenNew: onlyWhenNew)
    guard let digest else { return false }
    try ledger.record(
      [
        .fact(name: KnownSeal.name(digest), value: "sent \(folder.fingerprint)"),
        .fact(name: KnownSeal.last(of: folder.fingerprint), value: digest),
      ], at: now)
    return true
  }
}

/// Writes the report of folders that were sent once more, from what the ledger has learned since.
func refreshReports(
  _ faces: [SentFaces], _ session: Session, _ comparison: RunComparison?, _ messages: Messages
) async throws -> ReconciliationReport.Verdict {
  var worst = ReconciliationReport.Verdict.tiedOut
  let engine = RefreshEngine(api: session.api, ledger: session.ledger)
  for face in faces {
    let (result, record) = try readSentRecord(face.folder)
    let reread = await engine.reread(face.folder, zone: face.base.identity.timeZone)
    let tables = try face.make(
      result, reread, session.ledger, realm: session.api.realm, comparison: comparison)
    let isNew = try face.write(
      tables, record: record, session.ledger, now: Int64(session.api.clock.now * 1000), onlyWhenNew: true)
    let report = tables.report
    tell(
      "report",
      "\(face.folder.path)/sent/reconciliation.html: \(report.verdict.words)\(isNew ? "" : " (nothing new: left as it is)")",
      messages, [("folder", .text(face.folder.path)), ("verdict", .text(report.verdict.rawValue))])
    if report.verdict == .doesNotTie || worst == .tiedOut { worst = report.verdict }
  }
  return worst
}
