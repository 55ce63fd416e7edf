import GRDB

extension SQLiteLedger {
  /// Holds the whole history against its hashes, and the entries against the history.
  ///
  /// - Returns: How many events there are.
  /// - Throws: ``LedgerError/damaged(_:)`` with the place of the first fault.
  @discardableResult
  public func verify() throws(LedgerError) -> Int {
    try read { db in
      let highest = try Int64.fetchOne(db, sql: "SELECT max(sequence) FROM events") ?? 0
      var previous = LedgerEvent.origin
      var expected: Int64 = 1
      var states: [String: (state: String, id: String)] = [:]
      let rows = try Row.fetchCursor(db, sql: "SELECT * FROM events ORDER BY sequence")
      while let row = try rows.next() {
        let event = Self.event(row)
        guard event.sequence == expected else { throw LedgerError.damaged("event \(expected) is missing") }
        guard try event.hash(after: previous) == event.hash else {
          throw LedgerError.damaged("event \(event.sequence) is not as it was written")
        }
        previous = event.hash
        expected += 1
        if !event.state.isEmpty { states[event.key] = (event.state, event.id) }
      }
      try Self.compare(states, db)
      return Int(highest)
    }
  }

  private static func compare(_ states: [String: (state: String, id: String)], _ db: Database) throws {
    var found = 0
    let rows = try Row.fetchCursor(db, sql: "SELECT kind, source, deal, part, state, id FROM entries")
    while let row = try rows.next() {
      let key = BillingKey(kind: row[0], source: row[1], deal: row[2], part: row[3]).description
      let state: String = row[4]
      let id: String = row[5]
      guard let last = states[key], last.state == state, last.id == id else {
        throw LedgerError.damaged("the entry '\(key)' is not what the history says")
      }
      found += 1
    }
    guard found == states.count else { throw LedgerError.damaged("entries are missing that the history has") }
    // The index is what an entry is found by, so it is held against the table as well.
    let check = try String.fetchOne(db, sql: "PRAGMA integrity_check(1)") ?? "no answer"
    guard check == "ok" else { throw LedgerError.damaged(check) }
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
