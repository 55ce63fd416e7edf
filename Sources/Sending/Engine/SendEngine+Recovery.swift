import Catalogue
import Bytes
import Calendars
import Invoices
import JSONRecords
import Ledger
import Money
import QuickBooksClient
import Synchronization

/// Open outcomes are closed before anything new is sent: look, wait, look again, send again with the same id.
extension SendEngine {
  /// Before it: a clock may be a day ahead of QuickBooks' (reliability reference, A4), an hour for what is on its way.
  static let skew: Int64 = 25 * 3_600_000
  /// How far back an empty ledger looks for invoices that carry our marker: over all of them, since a ledger that was lost is
  /// no other than a new one, and a deal of last year may stand in tonight's export.
  static let firstLook: Int64 = 3_650 * 86_400_000

  func recover() async throws(StopReason) {
    let openStates = EntryState.allCases.filter(\.isOpen)
    var open = try ledgered { () throws(LedgerError) in try ledger.entries(in: openStates) }
    state.withLock { state in for entry in open { state.wasOpen.insert(entry.key) } }
    let since = try scanStart(open)
    let firstLook = api.clock.monotonic
    let beganAt = now
    try await lookAtSuspects()
    try await look(since, open)
    if !options.isDryRun, state.withLock({ $0.scannedAt }) == nil {
      state.withLock { $0.scannedAt = beganAt }
      try note([.fact(name: "scanned", value: String(beganAt))])
    }
    open = try ledgered { () throws(LedgerError) in try ledger.entries(in: openStates) }
    guard !open.isEmpty, !options.isDryRun else { return }
    let left = options.settleSeconds - (api.clock.monotonic - firstLook)
    if left > 0, (try? await api.clock.sleep(seconds: left)) == nil { throw .signal("stopped while waiting") }
    try await look(since, open)
    open = try ledgered { () throws(LedgerError) in try ledger.entries(in: openStates) }
    for entry in open {
      try throwIfStopped()
      if entry.key.kind == Self.updateKind, try await isUpdateSettled(entry) { continue }
      try await resend(entry)
    }
  }

  private func scanStart(_ open: [LedgerEntry]) throws(StopReason) -> Int64 {
    let stored = try ledgered { () throws(LedgerError) in try ledger.fact("scanned") }
    let longAgo = now - Self.firstLook
    // A time that is still to come says only that the clock was ahead.
    func known(_ time: Int64) -> Int64 { time > now ? longAgo : time }
    var start = stored.flatMap { Int64($0) }.map(known) ?? longAgo
    for entry in open where entry.intendedAt > 0 { start = min(start, known(entry.intendedAt)) }
    return start - Self.skew
  }

  /// Reads what was made since a time and believes it; ids of open customers and numbers of open invoices as well.
  func look(_ since: Int64, _ open: [LedgerEntry]) async throws(StopReason) {
    let condition = "MetaData.CreateTime >= '\(isoTime(since))'"
    let invoices = try await reading { () async throws(ReadFailure) in
      try await api.queryAll("Invoice", where: condition)
    }
    var found: [BillingKey: [StoredEntity]] = [:]
    func add(_ rows: [JSONValue]) {
      for row in rows {
        guard let stored = StoredEntity(row), let marker = stored["PrivateNote"].flatMap({ BillingMarker(note: $0) })
        else { continue }
        let key = BillingKey(marker)
        if found[key]?.contains(where: { $0.id == stored.id }) != true { found[key, default: []].append(stored) }
      }
    }
    add(invoices)
    for entry in open where entry.key.kind == "invoice" && found[entry.key] == nil {
      add(try await documents(numbered: entry.number))
    }
    for key in found.keys.sorted() { try await take(key, found[key] ?? []) }
    let customers = open.filter { $0.key.kind == "customer" }
    if !customers.isEmpty {
      let rows = try await reading { () async throws(ReadFailure) in
        try await api.queryAll("Customer", where: "Active in (true, false) and \(condition)")
      }
      for entry in customers { try adopt(customer: entry, from: rows) }
    }
  }

  /// Whether QuickBooks shows an invoice of this number, whosoever it is.
  func isNumberSeen(_ number: String) async throws(StopReason) -> Bool {
    try await !documents(numbered: number).isEmpty
  }

  /// The invoices of a number; none where it is not safe to stand in a query.
  private func documents(numbered number: String) async throws(StopReason) -> [JSONValue] {
    let isPlain =
      (1...21).contains(number.utf8.count)
      && number.utf8.allSatisfy {
        ($0 | 0x20) &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == 0x2D || $0 == 0x2F || $0 == 0x5F
      }
    guard isPlain else { return [] }
    return try await reading { () async throws(ReadFailure) in
      try await api.query("Invoice", where: "DocNumber = '\(number)'", size: 100)
    }
  }

  /// What QuickBooks holds for one key against what the ledger thinks.
  private func take(_ key: BillingKey, _ documents: [StoredEntity]) async throws(StopReason) {
    let documents = documents.sorted { ($0.id.count, $0.id) < ($1.id.count, $1.id) }
    var live = documents.filter { !isVoided($0) }
    let entry = try ledgered { () throws(LedgerError) in try ledger.entry(key) }
    if var entry, entry.state.isLive, let voided = documents.first(where: { $0.id == entry.id && isVoided($0) }) {
      entry.syncToken = voided.syncToken
      // A dry run, which writes nothing down, may have noticed it before.
      if state.withLock({ $0.gone[key] }) == nil { try close(entry, .voided) }
      return
    }
    guard let first = live.first else { return }
    if let entry, entry.state.isLive, !live.contains(where: { $0.id == entry.id }) {
      // Ours lies outside the time that was looked at, or is gone.
      switch await own(entry.id) {
      case .success(let own?): if !isVoided(own) { live.append(own) }
      case .success(nil): break
      case .failure(let reason): throw reason
      }
    }
    if live.count > 1 { try suspect(key, live.map(\.id)) }
    let chosen = live.first { $0.id == entry?.id } ?? first
    state.withLock { $0.seen[key] = chosen }
    guard let entry else {
      var found = LedgerEntry(key: key, state: .adopted)
      found.customer = nameKey(chosen["CustomerRef", "name"] ?? "")
      fill(&found, chosen)
      if !options.isDryRun { try note([.entry(found)]) }
      log(SendEvent("found", [("key", key.description), ("id", chosen.id)]))
      return
    }
    if entry.state.isTerminal {
      try suspect(key, [entry.id] + live.map(\.id).filter { $0 != entry.id })
      return
    }
    if entry.state.isLive, entry.id == chosen.id { return }
    try adopt(entry, chosen)
  }

  func own(_ id: String) async -> Result<StoredEntity?, StopReason> {
    do throws(ReadFailure) {
      return .success(try await api.read("Invoice", id: id))
    } catch {
      if error.isNotFound { return .success(nil) }
      return .failure(.unreachable(error.sentence))
    }
  }

  /// The document of an open outcome was found: that is the outcome.
  func adopt(_ entry: LedgerEntry, _ stored: StoredEntity) throws(StopReason) {
    var entry = entry
    entry.state = .adopted
    fill(&entry, stored)
    entry.reason = ""
    if let sent = tree(Array(entry.payload.utf8)),
      case .current(let currency) = entry.currency.withByteView({ Currency.find($0) })
    {
      let differences = compareStored(
        stored, sent: sent, currency: currency, net: entry.net, tax: entry.tax >= 0 ? entry.tax : nil,
        total: entry.total)
      if !differences.isEmpty { entry.reason = differences.sentence("QuickBooks has") }
    }
    guard !options.isDryRun else { return }
    try note([.entry(entry)])
    noteMade(entry.key)
    log(SendEvent("adopted", [("key", entry.key.description), ("id", stored.id)]))
  }

  func fill(_ entry: inout LedgerEntry, _ stored: StoredEntity) {
    entry.id = stored.id
    entry.syncToken = stored.syncToken
    entry.storedTotal = stored["TotalAmt"] ?? ""
    entry.storedTax = stored["TxnTaxDetail", "TotalTax"] ?? "0"
    entry.storedNumber = stored["DocNumber"] ?? ""
  }

  private func suspect(_ key: BillingKey, _ ids: [String]) throws(StopReason) {
    let suspicion = SuspectedDuplicate(key: key.description, ids: ids.sorted { ($0.count, $0) < ($1.count, $1) })
    let isNew = state.withLock { state in
      let isKnown = state.duplicates.contains {
        $0.key == suspicion.key && Set($0.ids).isSuperset(of: suspicion.ids)
      }
      if isKnown { return false }
      state.duplicates.append(suspicion)
      return true
    }
    guard isNew else { return }
    let words = suspicion.ids.joined(separator: " ")
    log(SendEvent("duplicate-suspected", [("key", suspicion.key), ("ids", words)], isTrouble: true))
    if !options.isDryRun {
      try note([.note(kind: "duplicate-suspected", key: suspicion.key, detail: "ids=\(words)")])
      try keepSuspects()
    }
  }

  /// What was suspected in earlier nights is told in each, until one invoice only is left.
  private func lookAtSuspects() async throws(StopReason) {
    let kept = try ledgered { () throws(LedgerError) in try ledger.fact(SuspectedDuplicate.factName) } ?? ""
    guard !kept.isEmpty else { return }
    for suspicion in SuspectedDuplicate.read(kept) {
      var live: [String] = []
      for id in suspicion.ids {
        switch await own(id) {
        case .success(let stored?): if !isVoided(stored) { live.append(id) }
        case .success(nil): break
        case .failure(let reason): throw reason
        }
      }
      if live.count > 1 { state.withLock { $0.duplicates.append(SuspectedDuplicate(key: suspicion.key, ids: live)) } }
    }
    let left = state.withLock { $0.duplicates }
    for suspicion in left {
      log(
        SendEvent(
          "duplicate-suspected", [("key", suspicion.key), ("ids", suspicion.ids.joined(separator: " "))],
          isTrouble: true))
    }
    if !options.isDryRun, SuspectedDuplicate.text(left) != kept { try keepSuspects() }
  }

  private func keepSuspects() throws(StopReason) {
    let text = SuspectedDuplicate.text(state.withLock { $0.duplicates })
    try note([.fact(name: SuspectedDuplicate.factName, value: text)])
  }

  /// Once more at the end of a night in which something was unclear.
  func lookForDuplicates() async throws(StopReason) {
    let start = state.withLock { $0.scannedAt } ?? now
    try await look(start - Self.skew, [])
  }

  /// Looked for twice and not there: sent again with the same id and the same bytes, unless a person has to look first.
  private func resend(_ found: LedgerEntry) async throws(StopReason) {
    var entry = found
    if entry.state == .needsPerson, !options.resendsUnknown { return }
    if state.withLock({ $0.withTakenNumber.contains(entry.key) }) { return }
    if entry.attempts >= options.mostAttempts, entry.state != .needsPerson {
      entry.reason = "\(entry.attempts) calls without an answer; \(entry.reason)"
      entry.state = .needsPerson
      if found.state == .intended || found.state == .sent {
        var unknown = entry
        unknown.state = .unknown
        try note([.entry(unknown), .entry(entry)])
      } else {
        try note([.entry(entry)])
      }
      return
    }
    if entry.state != .absent {
      entry.state = .absent
      try note([.entry(entry)])
    }
    entry.state = .sent
    entry.attempts += 1
    entry.wasUnknown = true
    entry.reason = ""
    try note([.entry(entry)])
    log(SendEvent("resent", [("key", entry.key.description), ("attempt", String(entry.attempts))]))
    switch entry.key.kind {
    case "customer": _ = try await callCustomer(entry)
    case Self.updateKind: _ = try await callUpdate(entry)
    default:
      let result = try await callInvoice(entry)
      state.withLock { $0.resent[entry.key] = result }
    }
  }
}

/// Total and balance zero, and the note says so (reference, 7).
func isVoided(_ invoice: StoredEntity) -> Bool {
  plainNumber(invoice["TotalAmt"] ?? "0") == "0" && (invoice["PrivateNote"] ?? "").hasPrefix("Voided")
}
