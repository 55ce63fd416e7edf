import Digests
import Bytes
import Catalogue
package import Invoices
public import Ledger
public import QuickBooksClient
import Reconciliation
import Synchronization

/// Sends a run folder so that every deal is billed at most once, for any crash, time-out or repetition.
///
/// In order: open outcomes of earlier runs are looked up and closed, invoices that carry our marker are compared with
/// the ledger, customers are found or made, then invoices are made: intent on the disk, call, outcome on the disk. It
/// holds no time, disk or network of its own; see the reliability reference, section 2.
public final class SendEngine: Sendable {
  let api: QuickBooksAPI
  let ledger: any LedgerStorage
  let options: SendOptions
  let signal: StopSignal
  let log: @Sendable (SendEvent) -> Void
  let state = Mutex(State())

  /// What the run has learned so far.
  struct State {
    var halt: StopReason?
    var book = CustomerBook()
    var duplicates: [SuspectedDuplicate] = []
    /// What people did to invoices of earlier nights.
    var changed: [RecoveredDocument] = []
    /// What was settled of earlier nights beside this folder.
    var recovered: [RecoveredDocument] = []
    /// What a dry run has found of a key, which the ledger does not learn.
    var found: [BillingKey: LedgerEntry] = [:]
    /// What QuickBooks holds for keys of the folder whose content this ledger never wrote down.
    var documents: [BillingKey: StoredEntity] = [:]
    var edits: [BillingKey: String] = [:]
    /// Keys that became live in this run.
    var made: Set<BillingKey> = []
    /// The company's lists as this run read them.
    var lists: CatalogueIndex?
    /// When the opening look began, for the next run.
    var scannedAt: Int64?
    /// What came of documents that were sent again.
    var resent: [BillingKey: DealResult] = [:]
    /// Keys whose number is taken by what cannot be seen: sending again before the next run tells nothing new.
    var withTakenNumber: Set<BillingKey> = []
    /// Keys whose outcome was open at some moment of this run.
    var wasOpen: Set<BillingKey> = []
    /// Those that stay open, since this folder does not bill what was sent for them.
    var left: Set<BillingKey> = []
    /// The folder that is sent.
    var invoices: [PlannedInvoice] = []
    var places: [BillingKey: Int] = [:]
    var fingerprint = ""
    var runDate = ""
    var customers: [String: CustomerResult] = [:]
    var keepsRows = false
    var done = 0
  }

  /// - Parameters:
  ///   - ledger: Held by this process alone.
  ///   - log: Told of everything; called from any thread.
  public init(
    api: QuickBooksAPI, ledger: any LedgerStorage, options: SendOptions, signal: StopSignal = StopSignal(),
    log: @escaping @Sendable (SendEvent) -> Void = { _ in }
  ) {
    self.api = api
    self.ledger = ledger
    self.options = options
    self.signal = signal
    self.log = log
  }

  var now: Int64 { Int64(api.clock.now * 1000) }

  /// Sends the folder as far as it goes; what stopped it is in the result.
  ///
  /// - Parameter opening: What the ledger learns before anything is sent.
  public func run(_ folder: RunFolderContent, opening: [LedgerChange] = []) async -> SendResult {
    let started = api.clock.monotonic
    var results = folder.invoices.map { _ in
      DealResult.not(.failed, "U853", "not sent: the run ended before its turn", fix: "send the folder again")
    }
    state.withLock { state in
      state.invoices = folder.invoices
      state.places = Dictionary(folder.invoices.enumerated().map { (BillingKey($0.element.marker), $0.offset) }) {
        first, _ in first
      }
      (state.fingerprint, state.runDate) = (folder.fingerprint, folder.runDate)
    }
    do throws(StopReason) {
      try checkClock()
      if !options.isDryRun, !opening.isEmpty { try note(opening) }
      try await noticeChanges(folder)
      try await recover()
      try await send(folder, &results)
    } catch {
      state.withLock { if $0.halt == nil { $0.halt = error } }
      log(SendEvent("stopped", [("reason", error.words)], isTrouble: true))
    }
    return finish(folder, results, seconds: api.clock.monotonic - started)
  }

  /// Invoices that this folder still needs; outcomes that are open because of them; what had to wait for those.
  private func send(_ folder: RunFolderContent, _ results: inout [DealResult]) async throws(StopReason) {
    try await sendPending(folder, Array(folder.invoices.indices), &results)
    guard !options.isDryRun else { return }
    // What became unknown on the way is looked up in the same night.
    for _ in 0..<3 {
      let open = try ledgered { () throws(LedgerError) in try ledger.entries(in: [.intended, .sent, .unknown, .absent])
      }
      let left = state.withLock { $0.left }
      if open.allSatisfy({ left.contains($0.key) }) { break }
      try await recover()
    }
    let waited = results.indices.filter { ["C358", "U855"].contains(results[$0].code) }
    if !waited.isEmpty, options.limit == nil { try await sendPending(folder, waited, &results) }
    let unclear = state.withLock { !$0.wasOpen.isEmpty }
    if unclear { try await lookForDuplicates() }
    try note([.note(kind: "run-ended", key: folder.fingerprint, detail: "")])
  }

  private func sendPending(
    _ folder: RunFolderContent, _ indices: [Int], _ results: inout [DealResult]
  ) async throws(StopReason) {
    let undone = try await decide(folder, indices, &results)
    guard !undone.isEmpty else { return }
    let wanted = try await withoutLookAlikes(folder, undone, &results)
    guard !wanted.isEmpty else { return }
    let names = PayloadResolver(try await readLists(folder, wanted), since: folder.catalogue)
    let pending = try choose(folder, wanted, names, &results)
    guard !pending.isEmpty else { return }
    let customers = try await resolveCustomers(folder, pending)
    try await sendInvoices(folder, pending, customers, names, &results)
  }

  // MARK: Helpers of all stages

  /// Runs a step of the ledger; its failure ends the run before anything else is sent.
  func ledgered<T>(_ step: () throws(LedgerError) -> T) throws(StopReason) -> T {
    do throws(LedgerError) {
      return try step()
    } catch {
      throw .ledger(error.sentence)
    }
  }

  /// An entry as it stands now; what a dry run has found goes before what the ledger says.
  func present(_ key: BillingKey) throws(StopReason) -> LedgerEntry? {
    if let found = state.withLock({ $0.found[key] }) { return found }
    return try ledgered { () throws(LedgerError) in try ledger.entry(key) }
  }

  /// What the folder bills for a key; nil when it does not.
  func plan(_ key: BillingKey) -> PlannedInvoice? {
    state.withLock { state in state.places[key].map { state.invoices[$0] } }
  }

  func note(_ changes: [LedgerChange]) throws(StopReason) {
    let time = now
    try ledgered { () throws(LedgerError) in try ledger.record(changes, at: time) }
  }

  /// Runs a read; when nothing can be read the run ends.
  func reading<T>(_ step: () async throws(ReadFailure) -> T) async throws(StopReason) -> T {
    do throws(ReadFailure) {
      return try await step()
    } catch {
      // A call that a signal kept from being made is no sign of an outage.
      if let words = signal.words { throw .signal(words) }
      switch error {
      case .unreachable: throw .unreachable(error.sentence)
      case .notAuthorised(let reason): throw .notAuthorised(reason)
      case .refused(let fault): throw StopReason(fault) ?? .unreachable(error.sentence)
      }
    }
  }

  /// No further write may begin.
  func throwIfStopped() throws(StopReason) {
    if let halt = state.withLock({ $0.halt }) { throw halt }
    if let words = signal.words { throw .signal(words) }
  }

  /// A clock that went back makes look-ups by time blind (reliability reference, T19).
  private func checkClock() throws(StopReason) {
    if options.clockIsRight { return }
    let last = try ledgered { () throws(LedgerError) in try ledger.lastTime }
    if let last, now < last - 300_000 {
      throw .refused(
        "the clock says \(isoTime(now)), which is before the ledger's last event (\(isoTime(last))); set it right, or, if that night's clock was ahead, send with --clock-is-right"
      )
    }
  }

  /// The first 32 hex digits of SHA-256 over all that makes this write what it is (reliability reference, 2.1).
  func requestID(_ key: BillingKey, content: String, generation: Int) throws(StopReason) -> String {
    let words = ["dealbill-request-1", api.realm, key.description, content, String(generation)]
    return String(try digest(Array(words.joined(separator: "\n").utf8)).prefix(32))
  }

  /// SHA-256 in hex.
  func digest(_ bytes: [UInt8]) throws(StopReason) -> String {
    do throws(DigestError) { return try SHA256.hex(of: bytes) } catch { throw .refused(error.sentence) }
  }

  private func finish(_ folder: RunFolderContent, _ results: [DealResult], seconds: Double) -> SendResult {
    var result = SendResult()
    result.deals = results
    result.seconds = seconds
    let (halt, duplicates, made, resent) = state.withLock { ($0.halt, $0.duplicates, $0.made, $0.resent) }
    let (keys, found) = state.withLock { ($0.places, $0.found) }
    result.stop = halt
    result.duplicates = duplicates
    (result.changedInQuickBooks, result.recovered) = state.withLock { ($0.changed, $0.recovered) }
    result.calls = CallCounts(reads: api.meter.reads, writes: api.meter.writes, throttles: api.limiter.throttles)
    result.customers = state.withLock { $0.customers.values.sorted { $0.name < $1.name } }
    for (key, again) in resent {
      if let index = keys[key], result.deals[index].bucket == .unknown { result.deals[index] = again }
    }
    // What cannot be read at the end is not known: such a night is no success.
    func kept<T>(_ step: () throws(StopReason) -> T) -> T? {
      do throws(StopReason) {
        return try step()
      } catch {
        if result.stop == nil { result.stop = error }
        return nil
      }
    }
    func entry(_ key: BillingKey) -> LedgerEntry? {
      kept { () throws(StopReason) in try present(key) } ?? nil
    }
    for key in made.sorted() {
      guard let entry = entry(key), key.kind == "invoice" else { continue }
      if let index = keys[key] {
        // Its outcome was open when its turn came, or it was sent again before.
        if result.deals[index].bucket == .unknown || result.deals[index].code == "U853" {
          result.deals[index] = DealResult(live: entry)
        }
      } else {
        result.recovered.append(RecoveredDocument(key: key.description, id: entry.id, outcome: entry.state.rawValue))
      }
    }
    // What the run did not come to may have its invoice since an earlier night.
    for index in result.deals.indices where result.deals[index].code == "U853" {
      let plan = folder.invoices[index]
      guard let entry = entry(BillingKey(plan.marker)), entry.state.isLive || entry.state.isTerminal,
        !entry.contentHash.isEmpty, let known = kept({ () throws(StopReason) in try told(plan, entry) })
      else { continue }
      result.deals[index] = known
    }
    let open = kept { () throws(StopReason) in
      try ledgered { () throws(LedgerError) in try ledger.entries(in: EntryState.allCases.filter(\.isOpen)) }
    }
    for entry in open ?? [] {
      if let settled = found[entry.key] {
        result.recovered.append(
          RecoveredDocument(key: settled.key.description, id: settled.id, outcome: settled.state.rawValue))
        continue
      }
      result.open.append(RecoveredDocument(key: entry.key.description, id: entry.id, outcome: entry.state.rawValue))
      if let index = keys[entry.key] { result.deals[index] = openResult(folder.invoices[index], entry) }
    }
    return result
  }

  /// What is said of a deal whose outcome is open.
  func openResult(_ plan: PlannedInvoice, _ entry: LedgerEntry) -> DealResult {
    let reason = Self.openReason(entry)
    guard isSame(plan, entry) else {
      return .not(
        .unknown, "U852",
        "the deal, or the rules, changed after it was sent, and QuickBooks' answer to that is missing: \(reason)",
        fix:
          "look for the deal's marker in QuickBooks; when it is not there, send with --resend-unknown, which bills the deal as it is now"
      )
    }
    return .not(
      .unknown, entry.state == .needsPerson ? "U852" : "U851", "QuickBooks' answer is missing: \(reason)",
      fix: Self.openFix(entry.state))
  }

  /// Whether what was sent for a deal is what the folder bills, the date of the run aside.
  func isSame(_ plan: PlannedInvoice, _ entry: LedgerEntry) -> Bool {
    entry.contentHash == plan.contentHash || entry.dealHash == plan.dealHash
  }

  static func openReason(_ entry: LedgerEntry) -> String {
    entry.reason.isEmpty ? "the sending ended before it came" : entry.reason
  }

  static func openFix(_ state: EntryState) -> String {
    state == .needsPerson
      ? "look for the deal's marker in QuickBooks; when it is not there, send with --resend-unknown"
      : "send the folder again; it is looked up before anything is sent"
  }
}

extension StopReason {
  /// After this fault no further call makes sense; nil when one does.
  init?(_ fault: Fault) {
    guard fault.endsRun else { return nil }
    self =
      fault.isPermission
      ? .notAuthorised("QuickBooks does not let us into this company: \(fault.sentence); connect again")
      : .refused("QuickBooks takes nothing more: \(fault.sentence)")
  }
}

extension DealResult {
  /// An invoice that is in QuickBooks, by its entry.
  init(live entry: LedgerEntry) {
    self.init()
    bucket = .created
    id = entry.id
    number = entry.storedNumber
    storedTotal = entry.storedTotal
    storedTax = entry.storedTax
    if !entry.reason.isEmpty {
      code = "T456"
      problem = entry.reason
      fix = "compare the invoice in QuickBooks with the report"
    }
  }
}

extension DealResult {
  /// A deal whose invoice was deleted or voided; nil when it was not.
  package init?(gone entry: LedgerEntry) {
    guard entry.state.isTerminal else { return nil }
    let whose = entry.isTakenBack ? LedgerEntry.takenBack : " in QuickBooks"
    self = .not(
      .held, entry.state == .voided ? "X952" : "X953",
      "invoice \(entry.id) of this deal was \(entry.state.rawValue)\(whose); it is not made again by itself",
      fix: "to bill it anew, send with --bill-again \(entry.key.deal)"
        + (entry.isTakenBack ? ", or with --bill-again-undone for all that dealbill took back" : ""))
  }
}

extension BillingKey {
  package init(_ marker: BillingMarker) { self.init(source: marker.source, deal: marker.deal, part: marker.part) }
}
