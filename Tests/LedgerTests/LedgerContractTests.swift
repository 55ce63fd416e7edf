import Foundation
import Testing

@testable import Ledger

/// Both ledgers keep the same, step by step: what the simulations prove with the one holds for the other.
@Suite struct `both ledgers` {
  private static let key = BillingKey(source: "pipedrive", deal: "1", part: "1")
  private static let party = "nordlys aps"

  private static func entry(_ state: EntryState, id: String = "", _ change: (inout LedgerEntry) -> Void = { _ in })
    -> LedgerEntry
  {
    var entry = LedgerEntry(key: key, state: state)
    (entry.contentHash, entry.requestID, entry.id) = ("c", "r", id)
    entry.payload = "{\"PrivateNote\":\"a\\nb\"}"
    change(&entry)
    return entry
  }

  private static func observation(_ status: InvoiceStatus, _ customer: String) -> InvoiceObservation {
    var seen = InvoiceObservation(id: "5", key: key, status: status, source: .query)
    (seen.customer, seen.total) = (customer, "12.00")
    return seen
  }

  /// Each with the time at which it is recorded; a clock that was set back is among them.
  private static let steps: [(changes: [LedgerChange], time: Int64)] = [
    ([.fact(name: "realm", value: "9")], 1_000),
    ([.entry(entry(.intended) { $0.intendedAt = 2_000 })], 2_000),
    (
      [
        .entry(
          entry(.unknown) {
            $0.wasUnknown = true; $0.reason = "no answer\r\n\\"
          })
      ], 5_000
    ),
    ([.entry(entry(.adopted, id: "5") { $0.storedTotal = "12.00" }), .fact(name: "scanned", value: "5")], 3_000),
    ([.link(CustomerLink(party: party, customerID: "58", displayName: "Nordlys ApS", how: "name"))], 3_000),
    // A value that begins with a combining mark.
    ([.observed(observation(.open, "\u{301}a\n=b"))], 4_000),
    ([.observed(observation(.paid, "\u{301}a"))], 3_500),
    ([.link(CustomerLink(party: "b", customerID: "59", displayName: "\u{308}B", how: "linked"))], 3_600),
    ([.unlink(party: party), .note(kind: "run-ended", key: "", detail: "x=1")], 3_700),
    ([.fact(name: "scanned", value: "\u{301}")], 3_000),
    // Refused by both: a step that the states do not allow, with one that they do.
    ([.fact(name: "lost", value: "1"), .entry(entry(.intended))], 9_000),
    ([.entry(entry(.deleted, id: "5") { $0.reason = "deleted" })], 3_100),
    ([.entry(entry(.intended) { $0.generation = 1 })], 3_200),
  ]

  @Test func `keep the same after the same steps`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "ledger-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let disk = try SQLiteLedger(path: folder.appending(path: "ledger.sqlite").path, realm: "9", now: 0)
    let memory = MemoryLedger()
    try memory.record([.fact(name: "realm", value: "9")], at: 0)
    var refused = 0
    for (index, step) in Self.steps.enumerated() {
      let onDisk = Result { try disk.record(step.changes, at: step.time) }
      let inMemory = Result { try memory.record(step.changes, at: step.time) }
      if case .failure = onDisk { refused += 1 }
      #expect((try? onDisk.get()) == nil ? (try? inMemory.get()) == nil : (try? inMemory.get()) != nil, "\(index)")
      #expect(try disk.lastTime == memory.lastTime, "\(index)")
      #expect(try disk.entries(in: EntryState.allCases) == memory.allEntries, "\(index)")
      #expect(try disk.entry(kind: "invoice", id: "5") == memory.entry(kind: "invoice", id: "5"), "\(index)")
      #expect(try disk.links() == memory.links() && disk.link(Self.party) == memory.link(Self.party), "\(index)")
      for name in ["realm", "scanned", "lost"] { #expect(try disk.fact(name) == memory.fact(name), "\(index)") }
      #expect(try disk.observations() == memory.observations(), "\(index)")
      #expect(try disk.history(of: Self.key) == memory.history(of: Self.key), "\(index)")
      #expect(try disk.sources() == memory.sources(), "\(index)")
      #expect(try disk.verify() == memory.events.count, "\(index)")
    }
    #expect(refused == 1)
    #expect(memory.lastTime == 3_200 && memory.observations()["5"]?.customer == "\u{301}a")
    var text = ""
    try disk.dump { text += $0 }
    #expect(text == memory.events.map(\.text).joined())
  }
}
