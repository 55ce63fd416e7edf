import Bytes
import Calendars
import Digests
import JSONRecords
public import Ledger
import Money
public import QuickBooksClient
import Sending

/// Learns what became of every invoice that the ledger has, and writes down what is new.
///
/// Within 30 days of the last look QuickBooks lists what changed; beyond, each invoice is asked for by its id, and one
/// that is not among the answers is read by itself before it counts as deleted (reference, 7 and 9.1). An interrupted
/// refresh is repeated: what was written down stays, and the time of the last look moves only at the end.
public struct RefreshEngine: Sendable {
  let api: QuickBooksAPI
  let ledger: any HistoryStorage
  /// QuickBooks keeps changes for 30 days; half a day less, for clocks that differ.
  static let listedDays = 29.5
  /// Looked at again before the last look: a clock may be a day ahead of QuickBooks' (reliability reference, A4).
  static let marginSeconds = 90_000.0
  /// An answer of as many changes may have left some out (reference, 9.1: at most 1,000).
  static let mostChanges = 950
  /// Ids in one query.
  static let idsAtOnce = 100

  /// - Parameter ledger: Held by this process alone.
  public init(api: QuickBooksAPI, ledger: any HistoryStorage) {
    self.api = api
    self.ledger = ledger
  }

  /// - Throws: ``RefreshFailure``; what was learned before is in the ledger.
  public func run() async throws(RefreshFailure) -> RefreshResult {
    let startedAt = now
    let zone = try await zone()
    let today = zone.localDate(utcSeconds: startedAt / 1000)
    let known = try ledgered { () throws(LedgerError) in try ledger.observations() }
    // One that is deleted is looked at until it has been seen so.
    func isUnseenDeletion(_ entry: LedgerEntry) -> Bool {
      entry.state == .deleted && known[entry.id]?.status != .deleted
    }
    let entries = try ledgered { () throws(LedgerError) in try ledger.entries(in: EntryState.allCases) }
      .filter { $0.key.kind == "invoice" && !$0.id.isEmpty && ($0.state != .deleted || isUnseenDeletion($0)) }
    var result = RefreshResult(today: today, zone: zone.name, invoices: entries.count)
    let last = try ledgered { () throws(LedgerError) in try ledger.fact("refreshed") }.flatMap { Int64($0) }

    var asked: [LedgerEntry] = []
    var waiting = Dictionary(entries.map { ($0.id, $0) }) { first, _ in first }
    // A time that is still to come says only that the clock was ahead.
    if let last, last <= startedAt, Double(startedAt - last) / 1000 + Self.marginSeconds < Self.listedDays * 86_400,
      let changes = try await changes(since: last)
    {
      result.usesChanges = true
      var steps: [Step] = []
      for change in changes {
        guard let id = change["Id"]?.text, let entry = waiting[id] else { continue }
        if change["status"]?.text == "Deleted" {
          steps.append(Step(entry: entry, seen: lastSeen(entry, known).gone(by: .changes)))
        } else if let stored = StoredEntity(change) {
          var seen = look(at: stored, entry, by: .changes, today)
          // What was seen before and has but become overdue did not change in QuickBooks.
          if var before = known[id], before.isOverdue != seen.isOverdue {
            before.isOverdue = seen.isOverdue
            if seen.saysTheSame(as: before) { seen.source = .date }
          }
          steps.append(Step(entry: entry, seen: seen))
        }
        waiting[id] = nil
      }
      try take(steps, known, &result)
      asked = entries.filter { waiting[$0.id] != nil && (known[$0.id] == nil || isUnseenDeletion($0)) }
    } else {
      asked = entries
    }
    try await ask(asked, known, today, &result)
    let left = Set(asked.map(\.id))
    try passTime(entries.filter { waiting[$0.id] != nil && !left.contains($0.id) }, known, today, &result)
    try write([.fact(name: "refreshed", value: String(startedAt))])
    result.reads = api.meter.reads
    return result
  }

  var now: Int64 { Int64(api.clock.now * 1000) }

  /// One thing learned of one invoice.
  struct Step {
    var entry: LedgerEntry
    var seen: InvoiceObservation
  }

  // MARK: Asking

  /// The company's zone decides what is overdue (reference, 7).
  func zone() async throws(RefreshFailure) -> TimeZoneRules {
    let info = try await reading { () async throws(ReadFailure) in try await api.companyInfo() }
    let name = info["DefaultTimeZone"]?.text ?? "America/Los_Angeles"
    do throws(TimeZoneDatabase.LoadError) {
      return try TimeZoneRules.load(name: name)
    } catch {
      throw .badZone(name)
    }
  }

  /// The changes since the last look; nil when there are so many that some may be missing.
  private func changes(since last: Int64) async throws(RefreshFailure) -> [JSONValue]? {
    let since = isoTime(last - Int64(Self.marginSeconds * 1000))
    let found = try await reading { () async throws(ReadFailure) in
      try await api.changes(of: ["Invoice"], since: since)
    }
    let invoices = found["Invoice"] ?? []
    return invoices.count < Self.mostChanges ? invoices : nil
  }

  /// - Parameter saw: Told of each invoice that is there, as it is stored.
  func ask(
    _ entries: [LedgerEntry], _ known: [String: InvoiceObservation], _ today: CivilDate, _ result: inout RefreshResult,
    saw: (LedgerEntry, StoredEntity) -> Void = { _, _ in }
  ) async throws(RefreshFailure) {
    var rest = entries[...]
    while !rest.isEmpty {
      let chunk = Array(rest.prefix(Self.idsAtOnce))
      rest = rest.dropFirst(Self.idsAtOnce)
      let ids = chunk.map { "'\($0.id)'" }.joined(separator: ", ")
      let rows = try await reading { () async throws(ReadFailure) in
        try await api.query("Invoice", where: "Id in (\(ids))")
      }
      var found: [String: StoredEntity] = [:]
      for row in rows { if let stored = StoredEntity(row) { found[stored.id] = stored } }
      var steps: [Step] = []
      for entry in chunk {
        if let stored = found[entry.id] {
          saw(entry, stored)
          steps.append(Step(entry: entry, seen: look(at: stored, entry, by: .query, today)))
        } else {
          // Lists lag behind; only a read by its id says that it is gone.
          let stored = try await read(entry.id)
          if let stored { saw(entry, stored) }
          steps.append(
            Step(
              entry: entry,
              seen: stored.map { look(at: $0, entry, by: .query, today) } ?? lastSeen(entry, known).gone(by: .absence)))
        }
      }
      try take(steps, known, &result)
    }
  }

  private func read(_ id: String) async throws(RefreshFailure) -> StoredEntity? {
    try await reading { () async throws(ReadFailure) in try await api.find("Invoice", id: id) }
  }

  private func look(
    at stored: StoredEntity, _ entry: LedgerEntry, by source: InvoiceObservation.Source, _ today: CivilDate
  ) -> InvoiceObservation {
    var seen = observe(stored, of: entry, by: source, today: today)
    if seen.status != .voided { seen.drift = drift(of: stored, from: entry) }
    return seen
  }

  /// What is known of an invoice that cannot be read any more.
  private func lastSeen(_ entry: LedgerEntry, _ known: [String: InvoiceObservation]) -> InvoiceObservation {
    if let seen = known[entry.id] { return seen }
    var seen = InvoiceObservation(id: entry.id, key: entry.key, status: .open, source: .query)
    seen.total = entry.storedTotal
    seen.currency = entry.currency
    seen.number = entry.storedNumber
    seen.customer = entry.customer
    seen.syncToken = entry.syncToken
    return seen
  }

  // MARK: Writing down

  /// Writes what is new: the observation, and the entry when the invoice is voided or gone.
  private func take(
    _ steps: [Step], _ known: [String: InvoiceObservation], _ result: inout RefreshResult
  ) throws(RefreshFailure) {
    var changes: [LedgerChange] = []
    for step in steps {
      let before = known[step.entry.id]
      var seen = step.seen
      // An e-mail of ours makes no later edit ours.
      if let before, seen.status == before.status, seen.status.isFinal, before.isOurChange { seen.isOurChange = true }
      if seen.status != before?.status, try isAskedFor(seen) { seen.isOurChange = true }
      if let before, seen.saysTheSame(as: before) { continue }
      changes.append(.observed(seen))
      if let entry = closed(step.entry, seen) { changes.append(.entry(entry)) }
      result.changes.append(RefreshResult.Change(entry: step.entry, before: before, after: seen))
    }
    try write(changes)
  }

  /// Whether an action of ours that was never answered ends so.
  private func isAskedFor(_ seen: InvoiceObservation) throws(RefreshFailure) -> Bool {
    let action = try ledgered { () throws(LedgerError) in try ledger.fact(LedgerEntry.openAction(seen.id)) }
    switch seen.status {
    case .voided: return action == InvoiceAction.void.rawValue
    case .deleted: return action == InvoiceAction.delete.rawValue
    default: return false
    }
  }

  private func closed(_ entry: LedgerEntry, _ seen: InvoiceObservation) -> LedgerEntry? {
    let state: EntryState
    switch seen.status {
    case .voided: state = .voided
    case .deleted: state = .deleted
    default: return nil
    }
    guard entry.state != state, EntryState.allows(entry.state, state) else { return nil }
    var entry = entry
    entry.state = state
    entry.syncToken = seen.syncToken
    entry.reason = state.rawValue + (seen.isOurChange ? LedgerEntry.takenBack : " in QuickBooks")
    return entry
  }

  /// The day alone makes an invoice overdue.
  private func passTime(
    _ entries: [LedgerEntry], _ known: [String: InvoiceObservation], _ today: CivilDate, _ result: inout RefreshResult
  ) throws(RefreshFailure) {
    let steps = entries.compactMap { entry -> Step? in
      guard var seen = known[entry.id] else { return nil }
      let overdue = isOverdue(seen, today)
      guard overdue != seen.isOverdue else { return nil }
      seen.isOverdue = overdue
      seen.source = .date
      return Step(entry: entry, seen: seen)
    }
    try take(steps, known, &result)
  }

  // MARK: Helpers

  func reading<T>(_ step: () async throws(ReadFailure) -> T) async throws(RefreshFailure) -> T {
    do throws(ReadFailure) { return try await step() } catch { throw .read(error) }
  }

  func ledgered<T>(_ step: () throws(LedgerError) -> T) throws(RefreshFailure) -> T {
    do throws(LedgerError) { return try step() } catch { throw .ledger(error) }
  }

  private func write(_ changes: [LedgerChange]) throws(RefreshFailure) {
    let time = now
    try ledgered { () throws(LedgerError) in try ledger.record(changes, at: time) }
  }
}

/// Why a refresh ended early.
public enum RefreshFailure: Error, Sendable, Equatable {
  case read(ReadFailure)
  case ledger(LedgerError)
  /// The company's time zone is not one that this machine knows.
  case badZone(String)
  /// It computes no SHA-256, so that a call could not be told from another.
  case noDigest(String)

  public var sentence: String {
    switch self {
    case .read(let failure): failure.sentence
    case .ledger(let error): error.sentence
    case .badZone(let name): "the company's time zone '\(name)' is not known here; install tzdata"
    case .noDigest(let words): words
    }
  }
}

/// SHA-256 in hex of words, a line each.
func digest(_ words: [String]) throws(RefreshFailure) -> String {
  do throws(DigestError) { return try SHA256.hex(of: words.joined(separator: "\n")) } catch {
    throw .noDigest(error.sentence)
  }
}
