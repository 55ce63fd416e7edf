import Catalogue
import Bytes
import Calendars
import Invoices
import JSONRecords
import Ledger
import Money
import QuickBooksClient
import Reconciliation
import Synchronization

/// Invoices are made: intent on the disk, call, outcome on the disk.
extension SendEngine {
  /// The lists that these payloads refer to, as they are in QuickBooks now.
  func readLists(_ folder: RunFolderContent, _ indices: [Int]) async throws(StopReason) -> CatalogueIndex {
    if let lists = state.withLock({ $0.lists }) { return lists }
    let preferences = try await reading { () async throws(ReadFailure) in
      CompanyPreferences(try await api.preferences())
    }
    var wanted: Set<CompanyList> = preferences.multicurrency == true ? [.currencies] : []
    for index in indices { listsNamed(by: folder.invoices[index].value, into: &wanted) }
    let read = try await reading { () async throws(ReadFailure) in try await pullLists(wanted, preferences, api) }
    let lists = CatalogueIndex(read)
    state.withLock { $0.lists = lists }
    return lists
  }

  func sendInvoices(
    _ folder: RunFolderContent, _ pending: [Int], _ customers: [String: ResolvedCustomer], _ names: PayloadResolver,
    _ results: inout [DealResult]
  ) async throws(StopReason) {
    let total = pending.count
    if options.concurrency <= 1 || options.isDryRun {
      for index in pending {
        results[index] = try await sendOne(folder.invoices[index], customers, names)
        progress(total)
      }
      return
    }
    let cursor = Cursor(pending)
    var failure: StopReason?
    await withTaskGroup(of: (Int, Result<DealResult, StopReason>)?.self) { group in
      let add: (inout TaskGroup<(Int, Result<DealResult, StopReason>)?>) -> Void = { group in
        group.addTask {
          guard let index = cursor.next() else { return nil }
          do throws(StopReason) {
            return (index, .success(try await self.sendOne(folder.invoices[index], customers, names)))
          } catch {
            // The others finish what they have begun and begin nothing more.
            self.state.withLock { if $0.halt == nil { $0.halt = error } }
            return (index, .failure(error))
          }
        }
      }
      for _ in 0..<min(options.concurrency, total) { add(&group) }
      while let finished = await group.next() {
        guard let (index, outcome) = finished else { continue }
        switch outcome {
        case .success(let result):
          results[index] = result
          progress(total)
        case .failure(let reason): if failure == nil { failure = reason }
        }
        if failure == nil { add(&group) }
      }
    }
    if let failure { throw failure }
  }

  private func progress(_ total: Int) {
    let done = state.withLock { state in
      state.done += 1
      return state.done
    }
    log(SendEvent("progress", [("done", String(done)), ("of", String(total))]))
  }

  /// Intent on the disk, the call, its outcome on the disk.
  private func sendOne(
    _ plan: PlannedInvoice, _ customers: [String: ResolvedCustomer], _ names: PayloadResolver
  ) async throws(StopReason) -> DealResult {
    try throwIfStopped()
    let customer: MatchedCustomer
    switch customers[plan.customerKey] {
    case .found(let found)?: customer = found
    case .held(let result)?: return result
    case nil: preconditionFailure("an invoice whose customer was never looked for")
    }
    let (body, hold) = names.resolve(plan.body, for: customer)
    if let hold { return hold }
    let key = BillingKey(plan.marker)
    var entry = LedgerEntry(key: key, state: .intended)
    var facts = makes(key)
    if let old = try present(key) {
      let isAgain = isBilledAgain(old)
      guard isAgain || old.state == .rejected || old.state == .unsent else { return try await known(plan, old) }
      if isAgain {
        if let hold = try await holdForEarlier(old, plan, customer.id) { return hold }
        let earlier = try earlierInvoices(of: key) + [old.id]
        facts.append(.fact(name: Self.earlierName(key), value: earlier.joined(separator: " ")))
      }
      // Anew, or a definite no where nothing was ever unclear: a new id. Otherwise the id stays, and with it the bytes.
      entry.generation =
        isAgain || (old.state == .rejected && !old.wasUnknown) ? old.generation + 1 : old.generation
      if !isAgain, old.wasUnknown, old.contentHash == plan.contentHash {
        entry.wasUnknown = true
        entry.payload = old.payload
        entry.attempts = old.attempts
      }
    }
    entry.contentHash = plan.contentHash
    entry.dealHash = plan.dealHash
    entry.requestID = try requestID(key, content: plan.contentHash, generation: entry.generation)
    entry.attempts += 1
    if entry.payload.isEmpty { entry.payload = String(decoding: body, as: UTF8.self) }
    entry.customer = nameKey(plan.customer)
    entry.number = plan.number
    entry.currency = plan.currency.code
    entry.net = plan.net
    entry.tax = plan.hasTaxForecast ? plan.tax : -1
    entry.total = plan.total
    entry.intendedAt = now
    if options.isDryRun { return DealResult(live: entry) }
    try note([.entry(entry)] + facts)
    let result = try await callInvoice(entry)
    // What was answered may turn out to have been made before and taken back; a person may have asked for it anew.
    guard let made = try present(key), isBilledAgain(made) else { return result }
    return try await sendOne(plan, customers, names)
  }

  /// That this folder makes the invoice of a key; nothing when the folder does not bill it.
  func makes(_ key: BillingKey) -> [LedgerChange] {
    plan(key) == nil ? [] : [.fact(name: LedgerEntry.folder(of: key), value: state.withLock { $0.fingerprint })]
  }

  /// One call for an entry whose intent is on the disk; its outcome is on the disk when it returns.
  func callInvoice(_ intended: LedgerEntry) async throws(StopReason) -> DealResult {
    var entry = intended
    guard let sent = tree(Array(entry.payload.utf8)),
      let marker = sent["PrivateNote"]?.text.flatMap({ BillingMarker(note: $0) }),
      case .current(let currency) = entry.currency.withByteView({ Currency.find($0) })
    else { throw .ledger("the entry '\(entry.key)' has a payload that cannot be read") }
    func differences(_ stored: StoredEntity) -> [FieldDifference] {
      compareStored(
        stored, sent: sent, currency: currency, net: intended.net, tax: intended.tax >= 0 ? intended.tax : nil,
        total: intended.total)
    }
    let outcome = await api.write("Invoice", body: Array(entry.payload.utf8), requestID: entry.requestID) { stored in
      guard stored["PrivateNote"].flatMap({ BillingMarker(note: $0) }) == marker else {
        return .another(reason: "id \(stored.id) does not carry this deal's marker")
      }
      guard stored.value["Line"]?.elements?.isEmpty == false else { return .another(reason: "it has no lines") }
      let found = differences(stored)
      return found.isEmpty ? .same : .differs(found)
    }
    switch outcome {
    case .confirmed(let stored):
      let result = try confirm(&entry, stored, [])
      return try await stillThere(entry, stored, result)
    case .differs(let stored, let found):
      // Answers have been seen to be wrong: what is stored decides, and costs one read.
      let again = try? await api.read("Invoice", id: stored.id)
      if let again, again["PrivateNote"].flatMap({ BillingMarker(note: $0) }) == marker {
        let result = try confirm(&entry, again, differences(again))
        return try await stillThere(entry, stored, result)
      }
      let result = try confirm(&entry, stored, found)
      return try await stillThere(entry, stored, result)
    case .rejected(let fault): return try await rejected(&entry, fault)
    case .notSent, .throttled, .unauthorised: throw try stopped(&entry, by: outcome)
    case .unknown(let reason): return try unknown(&entry, reason)
    }
  }

  /// The key has an invoice in force now, whatever became of an earlier one.
  func noteMade(_ key: BillingKey) {
    state.withLock { _ = $0.made.insert(key) }
  }

  /// An id that was sent before, by this ledger or by one that was lost, may be answered with what it made the first
  /// time, though somebody took that back since.
  private func stillThere(
    _ entry: LedgerEntry, _ answered: StoredEntity, _ result: DealResult
  ) async throws(StopReason) -> DealResult {
    let madeAt = answered["MetaData", "CreateTime"]?.withByteView { DateTime.parseISO($0) }?.utcSeconds
    let isOlder = madeAt.map { $0 * 1000 < entry.intendedAt - 300_000 } ?? false
    guard entry.wasUnknown || isOlder else { return result }
    try await take(entry, nil)
    return try present(entry.key).flatMap { DealResult(gone: $0) } ?? result
  }

  private func confirm(
    _ entry: inout LedgerEntry, _ stored: StoredEntity, _ differences: [FieldDifference]
  ) throws(StopReason) -> DealResult {
    entry.state = .confirmed
    fill(&entry, stored)
    entry.reason = differences.isEmpty ? "" : differences.sentence("QuickBooks has")
    try note([.entry(entry)])
    noteMade(entry.key)
    let key = entry.key
    log(SendEvent("created", [("key", key.description), ("id", stored.id), ("trace", stored.trace)]))
    var result = DealResult(live: entry)
    result.differences = differences
    return result
  }

  /// Why the sending ends with a call that never left or was certainly not carried out; its entry waits for the next time,
  /// and after an earlier unknown that one stays open.
  func stopped(_ entry: inout LedgerEntry, by outcome: WriteOutcome) throws(StopReason) -> StopReason {
    let stop: StopReason
    switch outcome {
    case .notSent(let reason):
      entry.reason = reason
      stop = signal.words.map { .signal($0) } ?? .unreachable(reason)
    case .unauthorised(let reason):
      entry.reason = reason
      stop = .notAuthorised(reason)
    default:
      entry.reason = "the request limit is reached, even after waiting"
      stop = .unreachable(entry.reason)
    }
    entry.state = entry.wasUnknown ? .unknown : .unsent
    if try foundMeanwhile(entry.key) == nil { try note([.entry(entry)]) }
    return stop
  }

  /// The document of a key, when a look has found it since, in force or voided: that outcome stands.
  private func foundMeanwhile(_ key: BillingKey) throws(StopReason) -> DealResult? {
    try present(key).flatMap { $0.state.isLive ? DealResult(live: $0) : DealResult(gone: $0) }
  }

  func unknown(_ entry: inout LedgerEntry, _ reason: UnknownReason) throws(StopReason) -> DealResult {
    if let found = try foundMeanwhile(entry.key) { return found }
    entry.state = .unknown
    entry.wasUnknown = true
    entry.reason = reason.text
    try note([.entry(entry)])
    let key = entry.key
    state.withLock { _ = $0.wasOpen.insert(key) }
    log(SendEvent("unknown", [("key", key.description), ("reason", reason.text)], isTrouble: true))
    if reason.endsRun { throw .refused(reason.text) }
    return .not(.unknown, "U851", "QuickBooks' answer is missing: \(reason.text)", fix: Self.openFix(.unknown))
  }

  /// A definite no to this call; after an earlier unknown it says nothing of that one, so it is looked for first.
  private func rejected(_ entry: inout LedgerEntry, _ fault: Fault) async throws(StopReason) -> DealResult {
    let isDoubtful = entry.wasUnknown || fault.has(code: "6140")
    if isDoubtful, let found = try await lookTwice(entry) { return found }
    if entry.wasUnknown, fault.has(code: "6140"), try await !isNumberSeen(entry.number) {
      // Nothing that can be seen has the number: it may be the invoice whose answer was lost.
      let key = entry.key
      state.withLock { _ = $0.withTakenNumber.insert(key) }
      return try unknown(
        &entry, UnknownReason("QuickBooks says that the number \(entry.number) is taken, and shows no such invoice"))
    }
    if let found = try foundMeanwhile(entry.key) { return found }
    entry.state = .rejected
    entry.reason = fault.sentence
    try note([.entry(entry)])
    log(
      SendEvent(
        "rejected", [("key", entry.key.description), ("fault", fault.code), ("trace", fault.trace)], isTrouble: true))
    if let stop = StopReason(fault) { throw stop }
    return .not(
      .failed, "Q801", "QuickBooks refuses the invoice: \(fault.sentence)",
      fix: faultAdvice(fault.code) ?? "correct what it names, then send again; Intuit asks for \(fault.trace)")
  }

  private func lookTwice(_ entry: LedgerEntry) async throws(StopReason) -> DealResult? {
    let since = entry.intendedAt - Self.skew
    for turn in 0..<2 {
      if turn > 0, (try? await api.clock.sleep(seconds: options.settleSeconds)) == nil {
        throw .signal("stopped while waiting")
      }
      try await look(since, [entry])
      if let found = try foundMeanwhile(entry.key) { return found }
    }
    return nil
  }
}

/// What to do about the codes that an invoice meets (reference, 13.2).
private func faultAdvice(_ code: String) -> String? {
  switch code {
  case "6140": "another invoice has this number: change the number's pattern"
  case "6200", "6210": "the date is in a closed period: open it, or give the invoice a later date by rule"
  case "6190": "the company's subscription is over: renew it in QuickBooks"
  case "2500", "610", "6250": "an object that the invoice names is gone or inactive: make it active or name another one"
  case "6000": "read its text: mostly a tax code is missing on a line"
  case "6070": "amount, quantity and price do not agree: report this to us"
  case "6100": "in the US a line's tax code is TAX or NON: correct the rules"
  default: nil
  }
}

/// Hands out the numbers of a list, each once, to any number of tasks.
private final class Cursor: Sendable {
  private let rest: Mutex<ArraySlice<Int>>
  init(_ list: [Int]) { rest = Mutex(list[...]) }
  func next() -> Int? { rest.withLock { $0.popFirst() } }
}
