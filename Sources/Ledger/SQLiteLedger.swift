import Foundation
import GRDB

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The ledger of one company: one SQLite file, one writer, every change also an event that is never changed.
///
/// WAL with `synchronous = FULL`: a recorded change is on the disk when the call returns.
public final class SQLiteLedger: HistoryStorage {
  public let path: String
  private let lock: LedgerLock?
  let database: DatabaseQueue

  /// Opens the ledger for writing, makes it when it is not there, and binds it to its company.
  ///
  /// - Parameters:
  ///   - path: Its folder is made, for its owner only, when it is not there.
  ///   - realm: The company of the connection; another one than the ledger's is refused.
  ///   - now: Milliseconds since 1970, for the lock's message.
  public convenience init(path: String, realm: String, now: Int64) throws(LedgerError) {
    // NSString's own way of parting paths crashes on names of one letter.
    let folder = URL(filePath: path).deletingLastPathComponent().path
    if unsafe access(folder, F_OK) != 0 {
      do {
        try FileManager.default.createDirectory(
          atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      } catch {
        throw .notWritten("\(folder) cannot be made: \(error.localizedDescription)")
      }
    }
    let lock = try LedgerLock(path + ".lock", startedAt: now)
    let file = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw Self.notOpened(path) }
    close(file)
    try self.init(path: path, lock: lock, isReadOnly: false)
    try bind(realm, now)
  }

  /// Opens a ledger to look at; a run may be writing meanwhile.
  public convenience init(readingFrom path: String) throws(LedgerError) {
    guard unsafe access(path, F_OK) == 0 else { throw .unreadable("\(path) is not there") }
    try self.init(path: path, lock: nil, isReadOnly: true)
  }

  private init(path: String, lock: LedgerLock?, isReadOnly: Bool) throws(LedgerError) {
    self.path = path
    self.lock = lock
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { throw .unreadable("\(path): \(lastError)") }
    if status.st_mode & 0o077 != 0 { throw .exposed(path) }
    var configuration = Configuration()
    configuration.readonly = isReadOnly
    configuration.busyMode = .timeout(10)
    configuration.prepareDatabase { db in
      if !isReadOnly { try db.execute(sql: "PRAGMA journal_mode = WAL") }
      try db.execute(sql: "PRAGMA synchronous = FULL")
    }
    do {
      database = try DatabaseQueue(path: path, configuration: configuration)
      if !isReadOnly { try ledgerMigrations.migrate(database) }
    } catch {
      throw Self.wrapped(error, writing: !isReadOnly)
    }
  }

  /// Why a file that is to be written was not opened: one that is no plain file cannot be read either.
  static func notOpened(_ path: String) -> LedgerError {
    let isKind = [ELOOP, EISDIR, ENXIO].contains(errno)
    return isKind ? .unreadable("\(path): \(lastError)") : .notWritten("\(path): \(lastError)")
  }

  private func bind(_ realm: String, _ now: Int64) throws(LedgerError) {
    let stored = try fact("realm")
    if let stored, stored != realm { throw .wrongRealm(ledger: stored, given: realm) }
    if stored == nil { try record([.fact(name: "realm", value: realm)], at: now) }
    // A bit that fell over in the entries would bill a deal again, however old its event.
    try verify()
  }

  /// An error of SQLite as ours; corruption is told from what can be mended.
  static func wrapped(_ error: any Error, writing: Bool) -> LedgerError {
    if let error = error as? LedgerError { return error }
    guard let error = error as? DatabaseError else {
      return writing ? .notWritten("\(error)") : .unreadable("\(error)")
    }
    let words = error.message ?? "SQLite error \(error.resultCode.rawValue)"
    switch error.resultCode {
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: return .damaged(words)
    case .SQLITE_CONSTRAINT: return .notAllowed(words)
    default: return writing ? .notWritten(words) : .unreadable(words)
    }
  }

  func read<T>(_ body: (Database) throws -> T) throws(LedgerError) -> T {
    do {
      return try database.read(body)
    } catch {
      throw Self.wrapped(error, writing: false)
    }
  }

  public func record(_ changes: [LedgerChange], at time: Int64) throws(LedgerError) {
    guard !changes.isEmpty else { return }
    do {
      try database.write { db in
        var books = LedgerBooks()
        if let last = try Row.fetchOne(db, sql: "SELECT sequence, hash FROM events ORDER BY sequence DESC LIMIT 1") {
          books.sequence = last[0]
          books.hash = last[1]
        }
        for change in changes {
          var present: LedgerEntry?
          if case .entry(let entry) = change { present = try Self.entry(entry.key, db) }
          let event = try books.event(for: change, present: present, at: time)
          try Self.insert(event, db)
          switch change {
          case .entry(var entry):
            entry.changedAt = time
            try Self.store(entry, db)
          case .link(let link): try Self.store(link, db)
          case .unlink(let party):
            try db.cachedStatement(sql: "DELETE FROM links WHERE party = ?").execute(arguments: [party])
          case .observed(let observation): try Self.store(observation, at: time, db)
          case .fact(let name, let value):
            try db.cachedStatement(sql: "INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)")
              .execute(arguments: [name, value])
          case .note: break
          }
        }
      }
    } catch {
      throw Self.wrapped(error, writing: true)
    }
  }
}
