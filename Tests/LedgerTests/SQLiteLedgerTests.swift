import Foundation
import GRDB
import Testing

@testable import Ledger

/// The ledger on a real disk: what it keeps, whom it lets in, what it notices.
@Suite struct `the ledger of a company` {
  private static func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "ledger-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.appending(path: "company/ledger.sqlite").path)
  }

  private static func entry(_ deal: String, _ state: EntryState, id: String = "") -> LedgerEntry {
    var entry = LedgerEntry(key: BillingKey(source: "pipedrive", deal: deal, part: "1"), state: state)
    entry.contentHash = "c"
    entry.requestID = "r"
    entry.payload = "{\"PrivateNote\":\"a\\nb\"}"
    entry.id = id
    entry.net = 100
    entry.total = 120
    entry.tax = 20
    entry.wasUnknown = state == .unknown
    return entry
  }

  @Test func `keeps what was recorded when it is opened again`() throws {
    try Self.withFolder { path in
      let key = BillingKey(source: "pipedrive", deal: "1 %x", part: "1")
      var entry = Self.entry("1 %x", .intended)
      do {
        let ledger = try SQLiteLedger(path: path, realm: "9", now: 1_000)
        try ledger.record([.entry(entry)], at: 2_000)
        entry.state = .confirmed
        entry.id = "145"
        try ledger.record(
          [.entry(entry), .link(CustomerLink(party: "a", customerID: "58", displayName: "A", how: "name"))], at: 3_000)
      }
      let ledger = try SQLiteLedger(path: path, realm: "9", now: 4_000)
      entry.changedAt = 3_000
      #expect(try ledger.entry(key) == entry)
      #expect(try ledger.entry(kind: "invoice", id: "145") == entry)
      #expect(try ledger.link("a")?.customerID == "58")
      #expect(try ledger.fact("realm") == "9")
      #expect(try ledger.lastTime == 3_000)
      #expect(try ledger.verify() == 4)
      var text = ""
      try ledger.dump { text += $0 }
      #expect(text.contains("confirmed invoice pipedrive 1%20%25x 1 id 145"))
    }
  }

  @Test func `refuses another company, and a second writer with the name of the first`() throws {
    try Self.withFolder { path in
      do {
        let first = try SQLiteLedger(path: path, realm: "9", now: 1_775_085_600_000)
        #expect {
          _ = try SQLiteLedger(path: path, realm: "9", now: 0)
        } throws: { error in
          guard case LedgerError.busy(let holder) = error else { return false }
          return holder == "pid \(ProcessInfo.processInfo.processIdentifier), started 2026-04-01T23:20:00Z"
        }
        _ = try SQLiteLedger(readingFrom: path).verify()
        withExtendedLifetime(first) {}
      }
      #expect(throws: LedgerError.wrongRealm(ledger: "9", given: "10")) {
        try SQLiteLedger(path: path, realm: "10", now: 0)
      }
    }
  }

  @Test func `stands in a private folder, and is not opened when others can read it`() throws {
    try Self.withFolder { path in
      _ = try SQLiteLedger(path: path, realm: "9", now: 0)
      func mode(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      }
      #expect(try mode(path) == 0o600)
      #expect(try mode((path as NSString).deletingLastPathComponent) == 0o700)
      try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
      #expect(throws: LedgerError.exposed(path)) { try SQLiteLedger(path: path, realm: "9", now: 0) }
    }
  }

  @Test func `never lets an event be changed or removed, and notices when it was`() throws {
    try Self.withFolder { path in
      do {
        let ledger = try SQLiteLedger(path: path, realm: "9", now: 0)
        for deal in 1...5 { try ledger.record([.entry(Self.entry(String(deal), .intended))], at: 10) }
        var seen = InvoiceObservation(
          id: "5", key: BillingKey(source: "pipedrive", deal: "1", part: "1"), status: .open, source: .query)
        try ledger.record([.observed(seen), .fact(name: "scanned", value: "1")], at: 10)
        (seen.status, seen.customer) = (.paid, "A")
        try ledger.record(
          [.observed(seen), .link(CustomerLink(party: "a", customerID: "58", displayName: "A", how: "name"))], at: 11)
        for statement in ["UPDATE events SET detail = 'x'", "DELETE FROM events WHERE sequence = 3"] {
          #expect(throws: (any Error).self) { try ledger.database.write { try $0.execute(sql: statement) } }
        }
        #expect(try ledger.verify() == 10)
      }
      let edits = [
        "DROP TRIGGER events_are_never_changed; UPDATE events SET detail = detail || 'x' WHERE sequence = 4",
        "DROP TRIGGER events_are_never_removed; DELETE FROM events WHERE sequence = 3",
        "UPDATE entries SET state = 'confirmed' WHERE deal = '2'", "DELETE FROM entries WHERE deal = '2'",
        "UPDATE entries SET generation = 3 WHERE deal = '2'", "UPDATE entries SET request_id = 's' WHERE deal = '2'",
        "UPDATE entries SET content_hash = 'd' WHERE deal = '2'", "UPDATE entries SET deal_hash = 'd' WHERE deal = '2'",
        "UPDATE entries SET payload = '{}' WHERE deal = '2'", "UPDATE entries SET was_unknown = 1 WHERE deal = '2'",
        "UPDATE entries SET stored_total = '1' WHERE deal = '2'", "UPDATE entries SET changed_at = 9 WHERE deal = '2'",
        "UPDATE links SET customer_id = '59'", "UPDATE links SET how = 'linked'", "DELETE FROM links",
        "INSERT INTO links VALUES ('b', '59', 'B', 'name')", "UPDATE facts SET value = '2' WHERE name = 'scanned'",
        "DELETE FROM facts WHERE name = 'scanned'", "INSERT INTO facts VALUES ('x', 'y')",
        "DROP TRIGGER observations_are_never_changed; UPDATE observations SET invoice = '6' WHERE sequence = 1",
        "DROP TRIGGER observations_are_never_changed; UPDATE observations SET facts = facts || 'x' WHERE sequence = 2",
        "DROP TRIGGER observations_are_never_removed; DELETE FROM observations WHERE sequence = 2",
        "INSERT INTO observations (seen_at, invoice, kind, source, deal, part, facts) SELECT seen_at, invoice, kind, source, deal, part, facts FROM observations WHERE sequence = 2",
      ]
      let good = try Data(contentsOf: URL(filePath: path))
      for edit in edits {
        try good.write(to: URL(filePath: path))
        for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
        do {
          let queue = try DatabaseQueue(path: path)
          try queue.write { try $0.execute(sql: edit) }
          try queue.close()
        }
        #expect("\(edit)") {
          try SQLiteLedger(readingFrom: path).verify()
        } throws: { error in
          if case LedgerError.damaged = error { true } else { false }
        }
        // Nothing is sent by such a ledger either.
        #expect("\(edit)") {
          _ = try SQLiteLedger(path: path, realm: "9", now: 0)
        } throws: { error in
          if case LedgerError.damaged = error { true } else { false }
        }
      }
    }
  }

  @Test func `refuses steps that the states do not allow, and one id for two deals`() throws {
    try Self.withFolder { path in
      let ledger = try SQLiteLedger(path: path, realm: "9", now: 0)
      #expect(throws: LedgerError.self) { try ledger.record([.entry(Self.entry("1", .confirmed, id: "5"))], at: 1) }
      try ledger.record([.entry(Self.entry("1", .intended))], at: 1)
      #expect(throws: LedgerError.self) { try ledger.record([.entry(Self.entry("1", .intended))], at: 1) }
      try ledger.record([.entry(Self.entry("1", .confirmed, id: "5"))], at: 1)
      try ledger.record([.entry(Self.entry("2", .intended))], at: 1)
      #expect(throws: LedgerError.self) { try ledger.record([.entry(Self.entry("2", .confirmed, id: "5"))], at: 1) }
      try ledger.record([.entry(Self.entry("1", .deleted, id: "5"))], at: 1)
      for state in EntryState.allCases where state != .deleted {
        #expect(throws: LedgerError.self) { try ledger.record([.entry(Self.entry("1", state, id: "5"))], at: 1) }
      }
      #expect(try ledger.verify() == 5)
      // A deal that is billed anew is another generation.
      var again = Self.entry("1", .intended)
      again.generation = 1
      try ledger.record([.entry(again)], at: 2)
      #expect(try ledger.verify() == 6)
    }
  }

  @Test func `a change of several parts is recorded as a whole or not at all`() throws {
    try Self.withFolder { path in
      let ledger = try SQLiteLedger(path: path, realm: "9", now: 0)
      let link = CustomerLink(party: "a", customerID: "1", displayName: "A", how: "name")
      #expect(throws: LedgerError.self) {
        try ledger.record([.link(link), .entry(Self.entry("1", .confirmed, id: "5"))], at: 1)
      }
      #expect(try ledger.link("a") == nil)
      #expect(try ledger.verify() == 1)
    }
  }

  @Test(arguments: UInt64(1)...20)
  func `memory and disk keep the same history`(seed: UInt64) throws {
    try Self.withFolder { path in
      let disk = try SQLiteLedger(path: path, realm: "9", now: 0)
      let memory = MemoryLedger()
      try memory.record([.fact(name: "realm", value: "9")], at: 0)
      var state = seed
      func random(_ limit: UInt64) -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state >> 33) % limit
      }
      for step in 1...60 {
        let next = EntryState.allCases[Int(random(UInt64(EntryState.allCases.count)))]
        let deal = String(random(4))
        let change = LedgerChange.entry(Self.entry(deal, next, id: next.isLive || next.isTerminal ? "\(deal)7" : ""))
        let onDisk = Result { try disk.record([change], at: Int64(step)) }
        let inMemory = Result { try memory.record([change], at: Int64(step)) }
        #expect((try? onDisk.get()) == nil ? (try? inMemory.get()) == nil : (try? inMemory.get()) != nil)
      }
      var text = ""
      try disk.dump { text += $0 }
      #expect(text == memory.events.map(\.text).joined())
      for entry in memory.allEntries { #expect(try disk.entry(entry.key) == entry) }
    }
  }
}
