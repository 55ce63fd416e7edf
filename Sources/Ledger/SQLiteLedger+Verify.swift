import GRDB

extension SQLiteLedger {
  /// Holds the whole history against its hashes, and everything else that the ledger keeps against the history.
  ///
  /// Only `intended_at` of an entry stands in no event, so that it cannot be checked.
  ///
  /// - Returns: How many events there are.
  /// - Throws: ``LedgerError/damaged(_:)`` with the place of the first fault.
  @discardableResult
  public func verify() throws(LedgerError) -> Int {
    try read { db in
      let highest = try Int64.fetchOne(db, sql: "SELECT max(sequence) FROM events") ?? 0
      var previous = LedgerEvent.origin
      var expected: Int64 = 1
      var replay = LedgerReplay()
      let rows = try Row.fetchCursor(db, sql: "SELECT * FROM events ORDER BY sequence")
      // A ledger of the first version, opened to look at, has none.
      let seen =
        try db.tableExists("observations")
        ? try Row.fetchCursor(db, sql: "SELECT * FROM observations ORDER BY sequence") : nil
      while let row = try rows.next() {
        let event = Self.event(row)
        guard event.sequence == expected else { throw LedgerError.damaged("event \(expected) is missing") }
        guard try event.hash(after: previous) == event.hash else {
          throw LedgerError.damaged("event \(event.sequence) is not as it was written")
        }
        previous = event.hash
        expected += 1
        if event.kind == "observed" { try Self.compare(event, with: try seen?.next()) }
        replay.take(event)
      }
      if try seen?.next() != nil { throw LedgerError.damaged("there are observations that the history does not have") }
      try Self.compare(replay, db)
      // The index is what an entry is found by, so it is held against the table as well.
      let check = try String.fetchOne(db, sql: "PRAGMA integrity_check(1)") ?? "no answer"
      guard check == "ok" else { throw LedgerError.damaged(check) }
      return Int(highest)
    }
  }

  /// Observations stand in the order of their events.
  private static func compare(_ event: LedgerEvent, with row: Row?) throws {
    if let row {
      let key = BillingKey(kind: row["kind"], source: row["source"], deal: row["deal"], part: row["part"])
      let (time, invoice, facts): (Int64, String, String) = (row["seen_at"], row["invoice"], row["facts"])
      if key.description == event.key, time == event.time,
        lines([("invoice", invoice)]) + (facts.isEmpty ? "" : "\n\(facts)") == event.detail
      {
        return
      }
    }
    throw LedgerError.damaged("what was observed of '\(event.key)' is not what the history says")
  }

  private static func compare(_ replay: LedgerReplay, _ db: Database) throws {
    var found = (entries: 0, links: 0, facts: 0)
    let entries = try Row.fetchCursor(db, sql: "SELECT * FROM entries")
    while let row = try entries.next() {
      let entry = try Self.entry(row)
      guard replay.holds(entry) else {
        throw LedgerError.damaged("the entry '\(entry.key)' is not what the history says")
      }
      found.entries += 1
    }
    let links = try Row.fetchCursor(db, sql: "SELECT * FROM links")
    while let row = try links.next() {
      let link = Self.link(row)
      guard replay.holds(link) else {
        throw LedgerError.damaged("the link of '\(link.party)' is not what the history says")
      }
      found.links += 1
    }
    let facts = try Row.fetchCursor(db, sql: "SELECT name, value FROM facts")
    while let row = try facts.next() {
      let (name, value): (String, String) = (row[0], row[1])
      guard replay.holds(name, value) else {
        throw LedgerError.damaged("the fact '\(name)' is not what the history says")
      }
      found.facts += 1
    }
    guard found == (replay.entries.count, replay.links.count, replay.facts.count) else {
      throw LedgerError.damaged("entries, links or facts are missing that the history has")
    }
  }

  private static func event(_ row: Row) -> LedgerEvent {
    LedgerEvent(
      sequence: row["sequence"], time: row["time"], kind: row["kind"], key: row["key"], state: row["state"],
      id: row["id"], detail: row["detail"], hash: row["hash"])
  }

  /// The whole history as text: one paragraph an event, its facts indented below it.
  public func dump(_ write: (String) -> Void) throws(LedgerError) {
    try read { db in
      let rows = try Row.fetchCursor(db, sql: "SELECT * FROM events ORDER BY sequence")
      while let row = try rows.next() { write(Self.event(row).text) }
    }
  }
}

extension LedgerEvent {
  /// `12 2026-03-02T09:14:31Z confirmed invoice pipedrive 1042 1 id 145 hash 3fa9…`, then the facts, indented.
  public var text: String {
    var out = "\(sequence) \(isoTime(time)) \(kind) \(key)"
    if !id.isEmpty { out += " id \(id)" }
    out += " hash \(hash)\n"
    for line in detail.split(separator: "\n") { out += "    \(line)\n" }
    return out
  }
}
