import Synchronization

/// A ledger that lives as long as the process: for simulations and for looking ahead.
public final class MemoryLedger: HistoryStorage {
  private struct State {
    var books = LedgerBooks()
    var entries: [BillingKey: LedgerEntry] = [:]
    var links: [String: CustomerLink] = [:]
    var facts: [String: String] = [:]
    var observations: [String: InvoiceObservation] = [:]
    var history: [BillingKey: [InvoiceObservation]] = [:]
    var events: [LedgerEvent] = []
  }
  private let state = Mutex(State())

  public init() {}

  public func entry(_ key: BillingKey) -> LedgerEntry? { state.withLock { $0.entries[key] } }
  public func entries(in states: [EntryState]) -> [LedgerEntry] {
    state.withLock { $0.entries.values.filter { states.contains($0.state) } }.sorted { $0.key < $1.key }
  }
  public func entry(kind: String, id: String) -> LedgerEntry? {
    state.withLock { $0.entries.values.first { $0.key.kind == kind && $0.id == id } }
  }
  public func sources() -> [String] {
    Set(state.withLock { $0.entries.keys.filter { $0.kind == "invoice" }.map(\.source) }).sorted()
  }
  public func link(_ party: String) -> CustomerLink? { state.withLock { $0.links[party] } }
  public func links() -> [CustomerLink] { state.withLock { $0.links.values.sorted { $0.party < $1.party } } }
  public func observations() -> [String: InvoiceObservation] { state.withLock { $0.observations } }
  public func history(of key: BillingKey) -> [InvoiceObservation] { state.withLock { $0.history[key] ?? [] } }
  public func fact(_ name: String) -> String? { state.withLock { $0.facts[name] } }
  public var lastTime: Int64? { state.withLock { $0.events.last?.time } }
  public var events: [LedgerEvent] { state.withLock { $0.events } }
  /// All entries in the order of their keys.
  public var allEntries: [LedgerEntry] { entries(in: EntryState.allCases) }

  public func record(_ changes: [LedgerChange], at time: Int64) throws(LedgerError) {
    try state.withLock { state throws(LedgerError) in
      var next = state
      for change in changes {
        var present: LedgerEntry?
        if case .entry(let entry) = change { present = next.entries[entry.key] }
        next.events.append(try next.books.event(for: change, present: present, at: time))
        switch change {
        case .entry(var entry):
          let isTaken =
            !entry.id.isEmpty
            && next.entries.values.contains {
              $0.key.kind == entry.key.kind && $0.id == entry.id && $0.key != entry.key
            }
          if isTaken { throw LedgerError.notAllowed("\(entry.key): another entry has the id \(entry.id)") }
          entry.changedAt = time
          next.entries[entry.key] = entry
        case .link(let link): next.links[link.party] = link
        case .unlink(let party): next.links[party] = nil
        case .observed(var observation):
          observation.seenAt = time
          next.observations[observation.id] = observation
          next.history[observation.key, default: []].append(observation)
        case .fact(let name, let value): next.facts[name] = value
        case .note: break
        }
      }
      state = next
    }
  }
}
