import Bytes
import Catalogue
import JSONRecords
import Ledger
import Money
import QuickBooksClient
import Reconciliation
import Synchronization

/// What people did in QuickBooks to invoices of earlier nights: deleted, voided and edited ones are told, not made
/// again, never mended.
extension SendEngine {
  /// QuickBooks lists changes of 30 days and 1,000 objects (reference, 9.1); with ``skew`` some room is left on both
  /// sides.
  private static let listedMilliseconds: Int64 = 28 * 86_400_000
  private static let mostChanges = 950
  private static let idsAtOnce = 100

  func noticeChanges(_ folder: RunFolderContent) async throws(StopReason) {
    let began = now
    let last = try ledgered { () throws(LedgerError) in try ledger.fact("changes-seen") }.flatMap { Int64($0) }
    if let last, (0..<Self.listedMilliseconds).contains(began - last), let listed = try await listedChanges(since: last)
    {
      for row in listed {
        guard let id = row["Id"]?.text,
          let entry = try ledgered({ () throws(LedgerError) in try ledger.entry(kind: "invoice", id: id) }),
          entry.state.isLive
        else { continue }
        try await take(entry, row["status"]?.text == "Deleted" ? nil : StoredEntity(row))
      }
    } else {
      try await askForKnown(folder)
    }
    if !options.isDryRun { try note([.fact(name: "changes-seen", value: String(began))]) }
  }

  /// Changed invoices; nil when there are so many that some may be missing, or QuickBooks does not list them.
  private func listedChanges(since last: Int64) async throws(StopReason) -> [JSONValue]? {
    let since = isoTime(last - Self.skew)
    let found = try await reading { () async throws(ReadFailure) -> [String: [JSONValue]]? in
      do throws(ReadFailure) {
        return try await api.changes(of: ["Invoice"], since: since)
      } catch {
        guard case .refused(let fault) = error, !fault.endsRun else { throw error }
        return nil
      }
    }
    guard let found else { return nil }
    let rows = found["Invoice"] ?? []
    return rows.count < Self.mostChanges ? rows : nil
  }

  /// The invoices of this folder that are made already, asked for by their ids.
  private func askForKnown(_ folder: RunFolderContent) async throws(StopReason) {
    var known: [LedgerEntry] = []
    for plan in folder.invoices {
      let entry = try ledgered { () throws(LedgerError) in try ledger.entry(BillingKey(plan.marker)) }
      if let entry, entry.state.isLive { known.append(entry) }
    }
    while !known.isEmpty {
      let some = known.prefix(Self.idsAtOnce)
      known.removeFirst(some.count)
      let ids = some.map { "'\($0.id)'" }.joined(separator: ", ")
      let rows = try await reading { () async throws(ReadFailure) in
        try await api.query("Invoice", where: "Id in (\(ids))")
      }
      let found = Dictionary(rows.compactMap { StoredEntity($0) }.map { ($0.id, $0) }) { first, _ in first }
      for entry in some { try await take(entry, found[entry.id]) }
    }
  }

  /// Only a read by its id says that an invoice is gone: lists lag behind.
  ///
  /// - Returns: The invoice that is in force; nil when it is gone, which the ledger knows then.
  @discardableResult
  func take(_ entry: LedgerEntry, _ listed: StoredEntity?) async throws(StopReason) -> StoredEntity? {
    var stored = listed
    if stored == nil { stored = try await own(entry.id) }
    guard let stored else {
      try close(entry, .deleted)
      return nil
    }
    if isVoided(stored) {
      var entry = entry
      entry.syncToken = stored.syncToken
      try close(entry, .voided)
      return nil
    }
    try compare(entry, stored)
    return stored
  }

  /// Somebody voided or deleted the invoice, or we did and never learned so.
  ///
  /// - Parameter isTold: Whether this ledger has a call for it, so that its end is news.
  func close(_ entry: LedgerEntry, _ end: EntryState, isTold: Bool = true) throws(StopReason) {
    var entry = entry
    let asked = try ledgered { () throws(LedgerError) in try ledger.fact(LedgerEntry.openAction(entry.id)) }
    // An action of ours that was never answered ends so.
    let isOurs = asked == (end == .deleted ? "delete" : "void")
    entry.state = end
    entry.reason = end.rawValue + (isOurs ? LedgerEntry.takenBack : " in QuickBooks")
    if options.isDryRun {
      let found = entry
      state.withLock { $0.found[found.key] = found }
    } else {
      // Also as what was seen of the invoice: lists and receivables go by that.
      try note([.entry(entry), .observed(lastSight(of: entry, isOurs: isOurs))])
    }
    guard isTold else { return }
    guard isOurs else { return tell(entry, end.rawValue) }
    let document = RecoveredDocument(key: entry.key.description, id: entry.id, outcome: entry.reason)
    state.withLock { $0.recovered.append(document) }
    log(SendEvent("taken-back", [("key", document.key), ("id", document.id), ("outcome", document.outcome)]))
  }

  /// What is left of an invoice that somebody voided or deleted.
  private func lastSight(of entry: LedgerEntry, isOurs: Bool) -> InvoiceObservation {
    let isDeleted = entry.state == .deleted
    var seen = InvoiceObservation(
      id: entry.id, key: entry.key, status: isDeleted ? .deleted : .voided, source: isDeleted ? .absence : .query)
    let sent = tree(Array(entry.payload.utf8))
    seen.total = isDeleted ? entry.storedTotal : "0"
    seen.balance = "0"
    seen.currency = entry.currency
    seen.number = entry.storedNumber
    seen.date = sent?["TxnDate"]?.text ?? ""
    seen.dueDate = sent?["DueDate"]?.text ?? ""
    seen.customer = sent?["CustomerRef"]?["name"]?.text ?? entry.customer
    seen.syncToken = entry.syncToken
    seen.isOurChange = isOurs
    return seen
  }

  /// An edit is remembered until it is taken back, so that each night's report has it.
  private func compare(_ entry: LedgerEntry, _ stored: StoredEntity) throws(StopReason) {
    guard let sent = tree(Array(entry.payload.utf8)),
      case .current(let currency) = entry.currency.withByteView({ Currency.find($0) })
    else { return }
    var words = compareStored(
      stored, sent: sent, currency: currency, net: entry.net, tax: entry.tax >= 0 ? entry.tax : nil, total: entry.total
    ).sentence("QuickBooks has")
    // What it kept other than sent from the first was told then.
    if words == entry.reason { words = "" }
    let before = try ledgered { () throws(LedgerError) in try ledger.fact(Self.editName(entry.key)) } ?? ""
    if words != before, !options.isDryRun { try note([.fact(name: Self.editName(entry.key), value: words)]) }
    if !words.isEmpty, words != before { tell(entry, "edited: \(words)") }
    state.withLock { $0.edits[entry.key] = words }
  }

  private func tell(_ entry: LedgerEntry, _ what: String) {
    let document = RecoveredDocument(key: entry.key.description, id: entry.id, outcome: what)
    state.withLock { $0.changed.append(document) }
    log(SendEvent("changed-in-quickbooks", [("key", document.key), ("id", entry.id)], isTrouble: true))
  }

  static func editName(_ key: BillingKey) -> String { "edited \(key)" }

  /// What somebody changed in the invoice of a key, as last seen; empty when nothing.
  func edit(of key: BillingKey) throws(StopReason) -> String {
    if let words = state.withLock({ $0.edits[key] }) { return words }
    return try ledgered { () throws(LedgerError) in try ledger.fact(Self.editName(key)) } ?? ""
  }
}
