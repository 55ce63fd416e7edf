import Catalogue
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
  ) throws(StopReason) -> [Int] {
    var pending: [Int] = []
    for index in indices {
      let plan = folder.invoices[index]
      let entry = try ledgered { () throws(LedgerError) in try ledger.entry(BillingKey(plan.marker)) }
      if let entry, entry.state != .rejected, entry.state != .unsent, !isBilledAgain(entry) {
        results[index] = try known(plan, entry)
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

  /// Where a document stands, with what was seen of it in a dry run.
  private func standing(_ entry: LedgerEntry) -> EntryState { state.withLock { $0.gone[entry.key] } ?? entry.state }

  /// Whether a person asked that a deal whose invoice is gone be billed anew.
  func isBilledAgain(_ entry: LedgerEntry) -> Bool {
    standing(entry).isTerminal
      && (options.billAgain.contains(entry.key.deal) || (options.billsTakenBackAgain && entry.isTakenBack))
  }

  /// Held when the invoice is there after all, since two that are in force are never made, and when a voided one keeps the
  /// number that the new one is to have.
  func holdForEarlier(_ entry: LedgerEntry, _ plan: PlannedInvoice) async throws(StopReason) -> DealResult? {
    switch await own(entry.id) {
    case .failure(let reason): throw reason
    case .success(let stored?) where !isVoided(stored):
      return .not(
        .held, entry.state == .deleted ? "X953" : "X952",
        "invoice \(entry.id) of this deal is in force in QuickBooks, though it was seen \(standing(entry).rawValue); it is not made again",
        fix: "look at invoice \(entry.id); delete or void it, then send again")
    case .success(let stored?) where !plan.number.isEmpty && stored["DocNumber"] == plan.number:
      return .not(
        .held, "X952",
        "invoice \(entry.id) of this deal is voided and keeps the number \(plan.number), which no second may have",
        fix: "delete invoice \(entry.id), or let the number's pattern give another number; then send again")
    case .success: return nil
    }
  }

  /// What is said of a deal whose invoice was deleted or voided; nil when it was not.
  func gone(_ entry: LedgerEntry) -> DealResult? {
    let state = standing(entry)
    guard state.isTerminal else { return nil }
    return .not(
      .held, state == .voided ? "X952" : "X953",
      "invoice \(entry.id) of this deal was \(state.rawValue) in QuickBooks; it is not made again by itself",
      fix: "to bill it anew, send with --bill-again \(entry.key.deal)")
  }

  /// A deal that the ledger knows already.
  func known(_ plan: PlannedInvoice, _ entry: LedgerEntry) throws(StopReason) -> DealResult {
    if let gone = gone(entry) { return gone }
    guard entry.state.isLive else { return .not(.unknown, "U851", entry.reason, fix: Self.openFix(entry.state)) }
    let isMadeNow = state.withLock { $0.made.contains(entry.key) }
    var result = DealResult(live: entry)
    result.bucket = isMadeNow ? .created : .unchanged
    let edit = try edit(of: entry.key)
    if !edit.isEmpty {
      result.code = "X955"
      result.problem = "invoice \(entry.id) of this deal was edited in QuickBooks: \(edit)"
      result.fix = "ask who changed it; when it is right so, set the deal to match it"
    }
    if entry.contentHash == plan.contentHash || entry.dealHash == plan.dealHash { return result }
    if entry.contentHash.isEmpty { return try compareWithFound(plan, entry) }
    let old = tree(Array(entry.payload.utf8)) ?? .null
    let differences = compareContent(old, plan.value)
    result.bucket = .held
    result.code = "X951"
    result.differences = differences
    result.problem =
      "the deal, or the rules, changed after it was invoiced (\(entry.id)): \(differences.sentence("now"))"
    result.fix = "change invoice \(entry.id) in QuickBooks, or set the deal or the rules back; it stays as it was sent"
    return result
  }

  /// An invoice with our marker that this ledger did not make: taken over when it says the same.
  private func compareWithFound(_ plan: PlannedInvoice, _ entry: LedgerEntry) throws(StopReason) -> DealResult {
    var result = DealResult(live: entry)
    var differences: [FieldDifference] = []
    if let total = plan.currency.minorUnits(of: entry.storedTotal), plan.hasTaxForecast, total != plan.total {
      let expected = ExactDecimal(mantissa: plan.total, scale: Int8(plan.currency.minorDigits)).description
      differences.append(FieldDifference(field: "TotalAmt", expected: expected, actual: entry.storedTotal))
    }
    if !entry.customer.isEmpty, entry.customer != nameKey(plan.customer) {
      differences.append(FieldDifference(field: "CustomerRef", expected: plan.customer, actual: entry.customer))
    }
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
    entry.payload = String(decoding: plan.body, as: UTF8.self)
    try note([.entry(entry)])
    return result
  }
}
