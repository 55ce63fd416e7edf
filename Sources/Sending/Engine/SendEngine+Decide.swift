import Catalogue
import Invoices
import JSONRecords
import Ledger
import Money
import QuickBooksClient
import Reconciliation
import Synchronization

/// What has to be made, and what is said of the deals that QuickBooks has, had or may have an invoice of already.
extension SendEngine {
  /// Which invoices of the folder have to be made, as far as the ledger knows; the others get their result at once.
  func decide(
    _ folder: RunFolderContent, _ indices: [Int], _ results: inout [DealResult]
  ) async throws(StopReason) -> [Int] {
    var pending: [Int] = []
    for index in indices {
      let plan = folder.invoices[index]
      let entry = try present(BillingKey(plan.marker))
      if let entry, entry.state != .rejected, entry.state != .unsent, !isBilledAgain(entry) {
        results[index] = try await known(plan, entry)
      } else {
        pending.append(index)
      }
    }
    return pending
  }

  /// Which of them can be made now: QuickBooks would take them, nothing is open before them, and the limit allows it.
  func choose(
    _ folder: RunFolderContent, _ indices: [Int], _ names: PayloadResolver, _ results: inout [DealResult]
  ) throws(StopReason) -> [Int] {
    let waiting = try customersWithOpenOutcomes()
    var pending: [Int] = []
    for index in indices {
      let plan = folder.invoices[index]
      if let hold = names.hold(plan.body) {
        results[index] = hold
      } else if waiting.contains(nameKey(plan.customer)) {
        results[index] = .not(
          .held, "U855", "an earlier document of this customer has an unknown outcome",
          fix: "send the folder again once it is known")
      } else if let limit = options.limit, pending.count >= limit {
        results[index] = .not(.held, "U854", "not sent: beyond --limit \(limit)", fix: "send the folder again")
      } else {
        pending.append(index)
      }
    }
    return pending
  }

  private func customersWithOpenOutcomes() throws(StopReason) -> Set<String> {
    let open = try ledgered { () throws(LedgerError) in try ledger.entries(in: EntryState.allCases.filter(\.isOpen)) }
    return Set(open.map { $0.key.kind == "customer" ? $0.key.deal : $0.customer })
  }

  /// Whether a person asked that a deal whose invoice is gone be billed anew.
  func isBilledAgain(_ entry: LedgerEntry) -> Bool {
    entry.state.isTerminal
      && (options.billAgain.contains(entry.key.deal) || (options.billsTakenBackAgain && entry.isTakenBack))
  }

  /// The fact that holds which invoices a key had before it was billed anew.
  static func earlierName(_ key: BillingKey) -> String { "earlier invoices of \(key)" }

  func earlierInvoices(of key: BillingKey) throws(StopReason) -> [String] {
    let ids = try ledgered { () throws(LedgerError) in try ledger.fact(Self.earlierName(key)) } ?? ""
    return ids.split(separator: " ").map(String.init)
  }

  /// Two that are in force are never made: what carries the deal's marker is the deal's invoice, however old it is.
  /// Held when a voided one keeps the number that the new one is to have.
  ///
  /// - Parameter customer: The id of the one who is billed now.
  func holdForEarlier(
    _ entry: LedgerEntry, _ plan: PlannedInvoice, _ customer: String
  ) async throws(StopReason) -> DealResult? {
    let stored = try await own(entry.id)
    let billed = stored?["CustomerRef", "value"] ?? tree(Array(entry.payload.utf8))?["CustomerRef"]?["value"]?.text
    var documents = [stored].compactMap(\.self)
    for id in Set([customer, billed ?? customer]).sorted() {
      documents += try await self.documents(of: entry, customer: id).filter { $0.id != entry.id }
    }
    try await take(entry.key, documents)
    if let now = try present(entry.key), now.state.isLive { return try await known(plan, now) }
    guard let stored, !plan.number.isEmpty, stored["DocNumber"] == plan.number else { return nil }
    return .not(
      .held, "X952",
      "invoice \(entry.id) of this deal is voided and keeps the number \(plan.number), which no second may have",
      fix: "delete invoice \(entry.id), or let the number's pattern give another number; then send again")
  }

  /// A customer's invoices that carry the marker of an entry and were made since.
  private func documents(of entry: LedgerEntry, customer: String) async throws(StopReason) -> [StoredEntity] {
    // A dry run has no id of a customer that is to be made.
    guard !customer.isEmpty, customer != "0", customer.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else { return [] }
    let since = isoTime(max(0, entry.intendedAt - Self.skew))
    let rows = try await reading { () async throws(ReadFailure) in
      try await api.queryAll("Invoice", where: "CustomerRef = '\(customer)' and MetaData.CreateTime >= '\(since)'")
    }
    return rows.compactMap { StoredEntity($0) }.filter { stored in
      stored["PrivateNote"].flatMap { BillingMarker(note: $0) }.map { BillingKey($0) } == entry.key
    }
  }

  /// A deal that the ledger knows already; an invoice whose content it never wrote down is looked at.
  func known(_ plan: PlannedInvoice, _ entry: LedgerEntry) async throws(StopReason) -> DealResult {
    guard entry.state.isLive, entry.payload.isEmpty, !isSame(plan, entry) else { return try told(plan, entry) }
    return try await compareWithFound(plan, entry)
  }

  /// The same by the ledger alone.
  func told(_ plan: PlannedInvoice, _ entry: LedgerEntry) throws(StopReason) -> DealResult {
    if let gone = DealResult(gone: entry) { return gone }
    guard entry.state.isLive else { return openResult(plan, entry) }
    let isMadeNow = state.withLock { $0.made.contains(entry.key) }
    var result = DealResult(live: entry)
    result.bucket = isMadeNow ? .created : .unchanged
    let edit = try edit(of: entry.key)
    if !edit.isEmpty {
      result.code = "X955"
      result.problem = "invoice \(entry.id) of this deal was edited in QuickBooks: \(edit)"
      result.fix = "ask who changed it; when it is right so, set the deal to match it"
    }
    if isSame(plan, entry) { return result }
    let differences = tree(Array(entry.payload.utf8)).map { compareContent($0, plan.value) } ?? []
    result.bucket = .held
    result.code = "X951"
    result.differences = differences
    result.problem =
      "the deal, or the rules, changed after it was invoiced (\(entry.id))"
      + (differences.isEmpty ? "" : ": \(differences.sentence("now"))")
    result.fix = "change invoice \(entry.id) in QuickBooks, or set the deal or the rules back; it stays as it was sent"
    return result
  }

  /// An invoice with our marker that this ledger did not make: taken over when it says the same.
  private func compareWithFound(_ plan: PlannedInvoice, _ entry: LedgerEntry) async throws(StopReason) -> DealResult {
    var seen = state.withLock { $0.documents[entry.key] }
    if seen == nil { seen = try await take(entry, nil) }
    guard let stored = seen else { return try told(plan, try present(entry.key) ?? entry) }
    var result = DealResult(live: entry)
    let differences = compareFound(stored, plan, runDate: state.withLock { $0.runDate })
    guard differences.isEmpty else {
      result.bucket = .held
      result.code = "X954"
      result.differences = differences
      result.problem =
        "QuickBooks has invoice \(entry.id) of this deal, which this ledger did not make: \(differences.sentence("QuickBooks has"))"
      result.fix = "look at invoice \(entry.id); when it is right, set the deal to match it"
      return result
    }
    result.bucket = .unchanged
    guard !options.isDryRun else { return result }
    var entry = entry
    entry.state = .confirmed
    entry.contentHash = plan.contentHash
    entry.dealHash = plan.dealHash
    entry.currency = plan.currency.code
    entry.net = plan.net
    entry.tax = plan.hasTaxForecast ? plan.tax : -1
    entry.total = plan.total
    // No payload: what was sent then is not known, and later edits are not held against what was never sent.
    try note([.entry(entry)])
    return result
  }
}
