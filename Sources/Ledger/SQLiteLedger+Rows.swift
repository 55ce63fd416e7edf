import GRDB

/// Tables in the order in which they came to be; a migration that has been released is never changed.
let ledgerMigrations: DatabaseMigrator = {
  var migrator = DatabaseMigrator()
  migrator.registerMigration("1: events, entries, links, facts") { db in
    try db.execute(
      sql: """
        CREATE TABLE events (
          sequence INTEGER PRIMARY KEY, time INTEGER NOT NULL, kind TEXT NOT NULL, key TEXT NOT NULL,
          state TEXT NOT NULL, id TEXT NOT NULL, detail TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
        CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
          BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
        CREATE TRIGGER events_are_never_removed BEFORE DELETE ON events
          BEGIN SELECT RAISE(ABORT, 'events are never removed'); END;
        CREATE TABLE entries (
          kind TEXT NOT NULL, source TEXT NOT NULL, deal TEXT NOT NULL, part TEXT NOT NULL,
          state TEXT NOT NULL, content_hash TEXT NOT NULL, deal_hash TEXT NOT NULL, generation INTEGER NOT NULL,
          request_id TEXT NOT NULL, attempts INTEGER NOT NULL, was_unknown INTEGER NOT NULL, payload TEXT NOT NULL,
          customer TEXT NOT NULL, number TEXT NOT NULL, currency TEXT NOT NULL, net INTEGER NOT NULL,
          tax INTEGER NOT NULL, total INTEGER NOT NULL, id TEXT NOT NULL, sync_token TEXT NOT NULL,
          stored_total TEXT NOT NULL, stored_tax TEXT NOT NULL, stored_number TEXT NOT NULL,
          intended_at INTEGER NOT NULL, changed_at INTEGER NOT NULL, reason TEXT NOT NULL,
          PRIMARY KEY (kind, source, deal, part)) STRICT;
        CREATE UNIQUE INDEX entries_by_id ON entries (kind, id) WHERE id <> '';
        CREATE INDEX entries_by_state ON entries (state) WHERE state NOT IN ('confirmed', 'adopted');
        CREATE TABLE links (
          party TEXT PRIMARY KEY, customer_id TEXT NOT NULL, display_name TEXT NOT NULL, how TEXT NOT NULL) STRICT;
        CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
        """)
  }
  migrator.registerMigration("2: observations") { db in
    try db.execute(
      sql: """
        CREATE TABLE observations (
          sequence INTEGER PRIMARY KEY, seen_at INTEGER NOT NULL, invoice TEXT NOT NULL, kind TEXT NOT NULL,
          source TEXT NOT NULL, deal TEXT NOT NULL, part TEXT NOT NULL, facts TEXT NOT NULL) STRICT;
        CREATE TRIGGER observations_are_never_changed BEFORE UPDATE ON observations
          BEGIN SELECT RAISE(ABORT, 'observations are never changed'); END;
        CREATE TRIGGER observations_are_never_removed BEFORE DELETE ON observations
          BEGIN SELECT RAISE(ABORT, 'observations are never removed'); END;
        CREATE INDEX observations_by_invoice ON observations (invoice, sequence);
        CREATE INDEX observations_by_key ON observations (kind, source, deal, part, sequence);
        """)
  }
  return migrator
}()

extension SQLiteLedger {
  public func entry(_ key: BillingKey) throws(LedgerError) -> LedgerEntry? { try read { try Self.entry(key, $0) } }

  public func entries(in states: [EntryState]) throws(LedgerError) -> [LedgerEntry] {
    try read { db in
      let marks = states.map { _ in "?" }.joined(separator: ",")
      let rows = try Row.fetchAll(
        db, sql: "SELECT * FROM entries WHERE state IN (\(marks))",
        arguments: StatementArguments(states.map(\.rawValue)))
      return try rows.map(Self.entry).sorted { $0.key < $1.key }
    }
  }

  public func entry(kind: String, id: String) throws(LedgerError) -> LedgerEntry? {
    try read { db in
      try Row.fetchOne(db, sql: "SELECT * FROM entries WHERE kind = ? AND id = ?", arguments: [kind, id])
        .map(Self.entry)
    }
  }

  public func sources() throws(LedgerError) -> [String] {
    try read { db in
      // From one source to the next by the primary key: a ledger of years has few.
      try String.fetchAll(
        db,
        sql: """
          WITH RECURSIVE found(source) AS (
            SELECT MIN(source) FROM entries WHERE kind = 'invoice'
            UNION ALL
            SELECT (SELECT MIN(source) FROM entries WHERE kind = 'invoice' AND source > found.source)
              FROM found WHERE source IS NOT NULL)
          SELECT source FROM found WHERE source IS NOT NULL ORDER BY source
          """)
    }
  }

  public func link(_ party: String) throws(LedgerError) -> CustomerLink? {
    try read { db in
      try Row.fetchOne(db, sql: "SELECT * FROM links WHERE party = ?", arguments: [party]).map(Self.link)
    }
  }

  /// All links, in the order of the parties.
  public func links() throws(LedgerError) -> [CustomerLink] {
    try read { db in
      try Row.fetchAll(db, sql: "SELECT * FROM links ORDER BY party").map(Self.link)
    }
  }

  public func fact(_ name: String) throws(LedgerError) -> String? {
    try read { try String.fetchOne($0, sql: "SELECT value FROM facts WHERE name = ?", arguments: [name]) }
  }

  public var lastTime: Int64? {
    get throws(LedgerError) {
      try read { try Int64.fetchOne($0, sql: "SELECT time FROM events ORDER BY sequence DESC LIMIT 1") }
    }
  }

  static func entry(_ key: BillingKey, _ db: Database) throws -> LedgerEntry? {
    let statement = try db.cachedStatement(
      sql: "SELECT * FROM entries WHERE kind = ? AND source = ? AND deal = ? AND part = ?")
    return try Row.fetchOne(statement, arguments: [key.kind, key.source, key.deal, key.part]).map(entry)
  }

  static func link(_ row: Row) -> CustomerLink {
    CustomerLink(
      party: row["party"], customerID: row["customer_id"], displayName: row["display_name"], how: row["how"])
  }

  static func entry(_ row: Row) throws -> LedgerEntry {
    let text: String = row["state"]
    guard let state = EntryState(rawValue: text) else { throw LedgerError.damaged("an entry in the state '\(text)'") }
    var entry = LedgerEntry(
      key: BillingKey(kind: row["kind"], source: row["source"], deal: row["deal"], part: row["part"]), state: state)
    entry.contentHash = row["content_hash"]
    entry.dealHash = row["deal_hash"]
    entry.generation = row["generation"]
    entry.requestID = row["request_id"]
    entry.attempts = row["attempts"]
    entry.wasUnknown = row["was_unknown"]
    entry.payload = row["payload"]
    entry.customer = row["customer"]
    entry.number = row["number"]
    entry.currency = row["currency"]
    entry.net = row["net"]
    entry.tax = row["tax"]
    entry.total = row["total"]
    entry.id = row["id"]
    entry.syncToken = row["sync_token"]
    entry.storedTotal = row["stored_total"]
    entry.storedTax = row["stored_tax"]
    entry.storedNumber = row["stored_number"]
    entry.intendedAt = row["intended_at"]
    entry.changedAt = row["changed_at"]
    entry.reason = row["reason"]
    return entry
  }

  static func store(_ entry: LedgerEntry, _ db: Database) throws {
    // Not OR REPLACE: that would remove the other entry that has the id already.
    try db.cachedStatement(sql: storeStatement).execute(
      arguments: [
        entry.key.kind, entry.key.source, entry.key.deal, entry.key.part, entry.state.rawValue, entry.contentHash,
        entry.dealHash, entry.generation, entry.requestID, entry.attempts, entry.wasUnknown, entry.payload,
        entry.customer, entry.number, entry.currency, entry.net, entry.tax, entry.total, entry.id, entry.syncToken,
        entry.storedTotal, entry.storedTax, entry.storedNumber, entry.intendedAt, entry.changedAt, entry.reason,
      ])
  }

  private static let storeStatement: String = {
    let facts = [
      "state", "content_hash", "deal_hash", "generation", "request_id", "attempts", "was_unknown", "payload",
      "customer",
      "number", "currency", "net", "tax", "total", "id", "sync_token", "stored_total", "stored_tax", "stored_number",
      "intended_at", "changed_at", "reason",
    ]
    let marks = Array(repeating: "?", count: 4 + facts.count).joined(separator: ",")
    let sets = facts.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
    return "INSERT INTO entries VALUES (\(marks)) ON CONFLICT (kind, source, deal, part) DO UPDATE SET \(sets)"
  }()

  static func store(_ link: CustomerLink, _ db: Database) throws {
    try db.cachedStatement(sql: "INSERT OR REPLACE INTO links VALUES (?, ?, ?, ?)").execute(
      arguments: [link.party, link.customerID, link.displayName, link.how])
  }

  static func store(_ observation: InvoiceObservation, at time: Int64, _ db: Database) throws {
    try db.cachedStatement(
      sql: """
        INSERT INTO observations (seen_at, invoice, kind, source, deal, part, facts) VALUES (?, ?, ?, ?, ?, ?, ?)
        """
    ).execute(
      arguments: [
        time, observation.id, observation.key.kind, observation.key.source, observation.key.deal, observation.key.part,
        lines(observation.fields.filter { !$0.value.isEmpty }.map { ($0.name, $0.value) }),
      ])
  }

  private static func observation(_ row: Row) throws -> InvoiceObservation {
    let key = BillingKey(kind: row["kind"], source: row["source"], deal: row["deal"], part: row["part"])
    let id: String = row["invoice"]
    guard let found = InvoiceObservation(id: id, key: key, seenAt: row["seen_at"], fields: facts(of: row["facts"]))
    else { throw LedgerError.damaged("an observation of invoice \(id) is not whole") }
    return found
  }

  public func observations() throws(LedgerError) -> [String: InvoiceObservation] {
    try read { db in
      var found: [String: InvoiceObservation] = [:]
      let rows = try Row.fetchCursor(
        db,
        sql: "SELECT * FROM observations WHERE sequence IN (SELECT max(sequence) FROM observations GROUP BY invoice)")
      while let row = try rows.next() {
        let observation = try Self.observation(row)
        found[observation.id] = observation
      }
      return found
    }
  }

  public func history(of key: BillingKey) throws(LedgerError) -> [InvoiceObservation] {
    try read { db in
      let rows = try Row.fetchAll(
        db,
        sql: """
          SELECT * FROM observations WHERE kind = ? AND source = ? AND deal = ? AND part = ? ORDER BY sequence
          """, arguments: [key.kind, key.source, key.deal, key.part])
      return try rows.map(Self.observation)
    }
  }

  static func insert(_ event: LedgerEvent, _ db: Database) throws {
    try db.cachedStatement(sql: "INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)").execute(
      arguments: [
        event.sequence, event.time, event.kind, event.key, event.state, event.id, event.detail, event.hash,
      ])
  }
}
