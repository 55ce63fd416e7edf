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
  func take(_ key: BillingKey, _ documents: [StoredEntity]) async throws(StopReason) {
    let documents = documents.sorted { ($0.id.count, $0.id) < ($1.id.count, $1.id) }
    var live = documents.filter { !isVoided($0) }
    var known = try present(key)
    if let ours = known, ours.state.isLive, !live.contains(where: { $0.id == ours.id }) {
      let listed = documents.first { $0.id == ours.id }
      // Ours is voided, lies outside the time that was looked at, or is gone.
      if listed != nil || !live.isEmpty, let own = try await take(ours, listed) { live.append(own) }
      known = try present(key)
    }
    let id = known?.id
    // Lists lag behind: only a read by its id says that an invoice is in force.
    if live.count > 1 || known?.state.isTerminal == true { live = try await inForce(live.map(\.id)) }
    guard let chosen = live.first(where: { $0.id == id }) ?? live.first else {
      return try takeVoided(key, documents.filter { isVoided($0) }, known)
    }
    if live.count > 1 { try suspect(key, live.map(\.id)) }
    if known?.payload.isEmpty ?? true, plan(key) != nil { state.withLock { $0.documents[key] = chosen } }
    guard let entry = known else {
      var found = LedgerEntry(key: key, state: .adopted)
      found.customer = nameKey(chosen["CustomerRef", "name"] ?? "")
      fill(&found, chosen)
      try keep(found)
      log(SendEvent("found", [("key", key.description), ("id", chosen.id)]))
      return
    }
    if entry.state.isLive, entry.id == chosen.id { return }
    try adopt(entry, chosen)
  }

  /// All that carries the key's marker is voided, and the ledger does not know that it was made. Whoever voided it
  /// wanted no invoice, so that none is made until a person asks for it.
  private func takeVoided(
    _ key: BillingKey, _ voided: [StoredEntity], _ entry: LedgerEntry?
  ) throws(StopReason) {
    if let entry {
      // A call that is under way is none of these documents.
      let isUnderWay = entry.state.isOpen && !state.withLock { $0.wasOpen.contains(key) }
      if entry.state.isLive || entry.state.isTerminal || isUnderWay { return }
    }
    let earlier = try earlierInvoices(of: key)
    guard let voided = voided.last(where: { !earlier.contains($0.id) }) else { return }
    var found = entry ?? LedgerEntry(key: key, state: .voided)
    if entry == nil {
      found.customer = nameKey(voided["CustomerRef", "name"] ?? "")
      found.currency = voided["CurrencyRef", "value"] ?? ""
    }
    fill(&found, voided)
    try close(found, .voided, isTold: entry != nil)
  }

  /// The invoice of an id, voided ones too; nil when it is not there.
  func own(_ id: String) async throws(StopReason) -> StoredEntity? {
    try await reading { () async throws(ReadFailure) in try await api.find("Invoice", id: id) }
  }

  /// Those of them that are in force.
  private func inForce(_ ids: [String]) async throws(StopReason) -> [StoredEntity] {
    var found: [StoredEntity] = []
    for id in ids {
      if let stored = try await own(id), !isVoided(stored) { found.append(stored) }
    }
    return found
  }

  /// Writes an entry down; a dry run keeps it for itself.
  private func keep(_ entry: LedgerEntry, _ facts: [LedgerChange] = []) throws(StopReason) {
    if options.isDryRun {
      state.withLock { $0.found[entry.key] = entry }
    } else {
      try note([.entry(entry)] + facts)
    }
  }

  /// The document of an open outcome was found: that is the outcome. One that is in force although the deal's invoice
  /// is gone (a copy that somebody made, or a ledger that was restored) is the deal's invoice from now on.
  func adopt(_ before: LedgerEntry, _ stored: StoredEntity) throws(StopReason) {
    var entry = before
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
    let key = entry.key.description
    guard before.state.isTerminal else {
      try keep(entry, makes(entry.key))
      if !options.isDryRun {
        noteMade(entry.key)
        log(SendEvent("adopted", [("key", key), ("id", stored.id)]))
      }
      return
    }
    // The next that a person asks for is another request; and no folder made this one.
    entry.generation += 1
    try keep(entry, [.fact(name: LedgerEntry.folder(of: entry.key), value: "")])
    let outcome =
      before.id == stored.id
      ? "in force again after it was \(before.state.rawValue)"
      : "in force; counts as the deal's invoice, since \(before.id) was \(before.state.rawValue)"
    state.withLock { $0.changed.append(RecoveredDocument(key: key, id: stored.id, outcome: outcome)) }
    log(SendEvent("in-force", [("key", key), ("id", stored.id), ("before", before.id)], isTrouble: true))
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
    var single: [StoredEntity] = []
    for suspicion in SuspectedDuplicate.read(kept) {
      let live = try await inForce(suspicion.ids)
      if live.count > 1 {
        state.withLock { $0.duplicates.append(SuspectedDuplicate(key: suspicion.key, ids: live.map(\.id))) }
      } else {
        single += live
      }
    }
    let left = state.withLock { $0.duplicates }
    for suspicion in left {
      log(
        SendEvent(
          "duplicate-suspected", [("key", suspicion.key), ("ids", suspicion.ids.joined(separator: " "))],
          isTrouble: true))
    }
    if !options.isDryRun, SuspectedDuplicate.text(left) != kept { try keepSuspects() }
    // The one that is left is the deal's invoice, though it may not be the one that the ledger has.
    for stored in single {
      guard let marker = stored["PrivateNote"].flatMap({ BillingMarker(note: $0) }) else { continue }
      try await take(BillingKey(marker), [stored])
    }
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
    if entry.key.kind == "invoice", plan(entry.key).map({ isSame($0, entry) }) != true { return try leave(entry) }
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
    try note([.entry(entry)] + makes(entry.key))
    log(SendEvent("resent", [("key", entry.key.description), ("attempt", String(entry.attempts))]))
    switch entry.key.kind {
    case "customer": _ = try await callCustomer(entry)
    case Self.updateKind: _ = try await callUpdate(entry)
    default:
      let result = try await callInvoice(entry)
      state.withLock { $0.resent[entry.key] = result }
    }
  }

  /// Not in QuickBooks after two looks, and this folder bills nothing, or something else, for the deal: what was sent
  /// then is not sent again. The call may still be carried out late, so that only a person frees the deal.
  private func leave(_ found: LedgerEntry) throws(StopReason) {
    var entry = found
    if entry.state != .absent {
      entry.state = .absent
      try note([.entry(entry)])
    }
    guard options.resendsUnknown else {
      state.withLock { _ = $0.left.insert(found.key) }
      return
    }
    entry.state = .rejected
    entry.wasUnknown = true
    entry.reason = "not in QuickBooks after two looks, and given up"
    try note([.entry(entry)])
    guard plan(entry.key) == nil else { return }
    let document = RecoveredDocument(key: entry.key.description, id: "", outcome: entry.reason)
    state.withLock { $0.recovered.append(document) }
  }
}

/// Total and balance zero, and the note says so (reference, 7).
func isVoided(_ invoice: StoredEntity) -> Bool {
  plainNumber(invoice["TotalAmt"] ?? "0") == "0" && (invoice["PrivateNote"] ?? "").hasPrefix("Voided")
}
