import Reconciliation
import Bytes
public import Calendars
import Invoices
import JSONRecords
public import Ledger
import Money
import QuickBooksClient
public import Sending

/// What differs between the deals of a run folder and the invoices of the ledger.
public struct RunComparison: Sendable {
  /// A deal that was invoiced and no longer stands as it did.
  public struct Difference: Sendable, Equatable {
    /// `X904` changed, `X905` no longer billed, `X906` no longer in the export.
    public var code: String
    public var key: BillingKey
    public var id: String
    public var number: String
    /// Before and after, in a sentence.
    public var words: String
  }
  /// A won deal without an invoice in QuickBooks.
  public struct NotInvoiced: Sendable, Equatable {
    public var deal: String
    public var title: String
    /// `held`, `created` (not sent yet), `failed`, `unknown`, `voided`, `deleted`.
    public var state: String
    public var code: String
    public var currency: String
    /// Minor units as text with the currency's decimals; empty when it is not known.
    public var value: String
    /// Days since the day it would be invoiced on; nil when the folder does not tell.
    public var ageDays: Int?
    public var problem: String
  }
  public var differences: [Difference] = []
  public var notInvoiced: [NotInvoiced] = []
}

/// - Parameters:
///   - folder: Of a run over the CRM's present deals.
///   - isComplete: The export holds every won deal, so that one that is missing is gone from the CRM.
public func compare(
  _ folder: RunFolderContent, with ledger: some HistoryStorage, today: CivilDate, isComplete: Bool
) throws(LedgerError) -> RunComparison {
  var found = RunComparison()
  let seen = try ledger.observations()
  let entries = Dictionary(
    grouping: try ledger.entries(in: EntryState.allCases).filter { folder.mayHave($0.key) }, by: \.key.deal)
  let column = Dictionary(folder.header.enumerated().map { ($0.element, $0.offset) }) { first, _ in first }
  func cell(_ row: ReportRow, _ name: String) -> String {
    column[name].flatMap { $0 < row.cells.count ? row.cells[$0] : nil } ?? ""
  }
  var present: Set<String> = []
  for row in folder.rows {
    let deal = cell(row, "deal")
    present.insert(deal)
    // A row that is billed stands for one part of its deal, any other row for the whole of it.
    let key = row.invoice.map { BillingKey(folder.invoices[$0].marker) }
    let parts = (entries[deal] ?? []).filter { key == nil || $0.key == key }
    let live = parts.filter(\.state.isLive)
    for entry in live {
      if let difference = difference(entry, row, folder, seen[entry.id], cell) { found.differences.append(difference) }
    }
    guard live.isEmpty, row.bucket != "skipped" else { continue }
    let state =
      parts.first.map { $0.state == .rejected || $0.state == .unsent ? row.bucket : $0.state.rawValue } ?? row.bucket
    let date = cell(row, "date").withByteView { CivilDate.parseISO($0) }
    found.notInvoiced.append(
      RunComparison.NotInvoiced(
        deal: deal, title: cell(row, "title"), state: state, code: cell(row, "code"), currency: cell(row, "currency"),
        value: cell(row, "deal_value"), ageDays: date.map { max(0, Int(today.dayNumber) - Int($0.dayNumber)) },
        problem: cell(row, "problem")))
  }
  if isComplete {
    for entry in entries.values.joined() where entry.state.isLive && !present.contains(entry.key.deal) {
      found.differences.append(
        RunComparison.Difference(
          code: "X906", key: entry.key, id: entry.id, number: seen[entry.id]?.number ?? entry.storedNumber,
          words: "invoiced, and the export no longer has the deal"))
    }
  }
  found.differences.sort { ($0.code, $0.key) < ($1.code, $1.key) }
  return found
}

extension RunFolderContent {
  /// Whether the document may be one of this folder's deals; a folder that does not say its source may have any.
  fileprivate func mayHave(_ key: BillingKey) -> Bool {
    key.kind == "invoice" && (source.isEmpty || key.source == source)
  }
}

private func difference(
  _ entry: LedgerEntry, _ row: ReportRow, _ folder: RunFolderContent, _ seen: InvoiceObservation?,
  _ cell: (ReportRow, String) -> String
) -> RunComparison.Difference? {
  var difference = RunComparison.Difference(
    code: "", key: entry.key, id: entry.id, number: seen?.number ?? entry.storedNumber, words: "")
  switch row.bucket {
  case "skipped":
    difference.code = "X905"
    difference.words = "invoiced, and no longer billed: rule \(cell(row, "rule")) leaves the deal out"
  case "held":
    difference.code = "X904"
    difference.words = "invoiced, and the deal would now be held: \(cell(row, "code")) \(cell(row, "problem"))"
  default:
    guard let index = row.invoice, index < folder.invoices.count else { return nil }
    let plan = folder.invoices[index]
    if plan.dealHash == entry.dealHash || plan.contentHash == entry.contentHash { return nil }
    guard let sent = payloadTree(entry) else { return nil }
    let changes = compareContent(sent, plan.value)
    guard !changes.isEmpty else { return nil }
    difference.code = "X904"
    difference.words = "the deal changed after it was invoiced: \(changes.sentence("now"))"
  }
  return difference
}

/// Deals that the run held although an invoice of an earlier night is in force: changed since, or held by a newer rule.
public func invoicedDeals(
  _ folder: RunFolderContent, _ ledger: some HistoryStorage
) throws(LedgerError) -> Set<String> {
  guard let column = folder.header.firstIndex(of: "deal") else { return [] }
  let held = Set(folder.rows.lazy.filter { $0.bucket == "held" && column < $0.cells.count }.map { $0.cells[column] })
  guard !held.isEmpty else { return [] }
  let seen = try ledger.observations()
  return Set(
    try ledger.entries(in: EntryState.allCases.filter(\.isLive)).lazy.filter {
      folder.mayHave($0.key) && held.contains($0.key.deal)
        && seen[$0.id]?.status != .voided && seen[$0.id]?.status != .deleted
    }.map(\.key.deal))
}

/// The billing keys of the invoices that were made for a run folder: an export has deals of earlier nights too, whose invoices
/// were sent before this folder was there, or with other content.
///
/// The ledger has kept since which folder made an invoice; what earlier versions made is told by the folder's own
/// record.
///
/// - Parameter sent: What its last sending came to; nil when it was never sent, or ended before that was written.
public func createdKeys(
  _ folder: RunFolderContent, sent: SendResult?, _ ledger: some LedgerStorage
) throws(LedgerError) -> Set<BillingKey> {
  var keys: Set<BillingKey> = []
  for (index, plan) in folder.invoices.enumerated() {
    let key = BillingKey(plan.marker)
    guard let entry = try ledger.entry(key) else { continue }
    if let maker = try ledger.fact(LedgerEntry.folder(of: key)) {
      if maker == folder.fingerprint, !entry.id.isEmpty || entry.state.isOpen { keys.insert(key) }
      continue
    }
    guard let deal = sent?.deals[index], deal.bucket == .created || deal.bucket == .unchanged, entry.id == deal.id
    else { continue }
    // Sent again, a folder finds what it made itself as it left it.
    let isOwn =
      entry.intendedAt >= folder.finishedAt
      && (entry.contentHash == plan.contentHash || entry.dealHash == plan.dealHash)
    if deal.bucket == .created || isOwn { keys.insert(key) }
  }
  return keys
}
