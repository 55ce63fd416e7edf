import Synchronization

/// Keeps a company's access token fresh, for any number of tasks and processes.
///
/// Tokens are refreshed ahead of their end, under a lock that processes share, and both are on the disk before either
/// is used (reliability reference, T12).
public final class Authorizer: Sendable {
  /// Refreshed when less than this is left of the access token's hour.
  private static let marginSeconds: Int64 = 300
  private static let lockSeconds = 60

  private let folder: CompanyFolder
  private let transport: any Transport
  private let clock: any WallClock
  private let cached = Mutex<Connection?>(nil)

  public init(_ folder: CompanyFolder, _ transport: any Transport, _ clock: any WallClock) {
    self.folder = folder
    self.transport = transport
    self.clock = clock
  }

  /// The connection with an access token that is good for some minutes.
  ///
  /// - Throws: A003, A004 (exit 77); A008 (69); A011 (75); others as documented at ``ConnectionError``.
  public func connection() async throws(ConnectionError) -> Connection {
    if let connection = cached.withLock({ $0 }), isFresh(connection) { return connection }
    let stored = try Connection(of: folder)
    if isFresh(stored) { return keep(stored) }
    return try await renewed { self.isFresh($0) }
  }

  /// The connection with another access token than one that QuickBooks just refused with 401.
  ///
  /// Call once per refused call: a second 401 means that the connection is no longer good.
  public func connection(after rejected: Secret) async throws(ConnectionError) -> Connection {
    try await renewed { $0.accessToken != rejected && self.isFresh($0) }
  }

  private func isFresh(_ connection: Connection) -> Bool {
    connection.accessExpires - Int64(clock.now) > Self.marginSeconds
  }

  private func keep(_ connection: Connection) -> Connection {
    cached.withLock { $0 = connection }
    return connection
  }

  /// Refreshes under the lock, unless what is on the disk by then is good enough.
  private func renewed(
    unless isGood: @Sendable (Connection) -> Bool
  ) async throws(ConnectionError) -> Connection {
    _ = try Connection(of: folder)
    let lock = try await FileLock.take(folder.connectionLock, waiting: Self.lockSeconds, clock)
    defer { withExtendedLifetime(lock) {} }
    var stored = try Connection(of: folder)
    if isGood(stored) { return keep(stored) }
    do {
      return try await refresh(&stored)
    } catch {
      guard error.code == .connectAgain else { throw error }
      // Somebody may have stored newer tokens without our lock: once more with those, never in a loop.
      var again = try Connection(of: folder)
      guard again.refreshToken != stored.refreshToken else { throw error.named(folder.name) }
      do {
        return try await refresh(&again)
      } catch {
        throw error.named(folder.name)
      }
    }
  }

  private func refresh(_ connection: inout Connection) async throws(ConnectionError) -> Connection {
    let endpoints = connection.testEndpoint.map { OAuthEndpoints.test($0) } ?? .intuit
    let client = OAuthClient(
      transport, endpoints, clientID: connection.clientID, clientSecret: connection.clientSecret)
    // The old token may end with the answer: where the new one could not be written, nobody asks for it.
    try connection.write(to: folder.connectionFile)
    let tokens = try await client.refresh(connection.refreshToken)
    connection.renew(tokens, now: Int64(clock.now))
    try connection.write(to: folder.connectionFile)
    return keep(connection)
  }
}

extension Authorizer: TokenSource {
  public func accessToken() async throws(NotAuthorised) -> Secret {
    do { return try await connection().accessToken } catch { throw NotAuthorised(error) }
  }

  public func accessToken(after rejected: Secret) async throws(NotAuthorised) -> Secret {
    do { return try await connection(after: rejected).accessToken } catch { throw NotAuthorised(error) }
  }
}

extension NotAuthorised {
  fileprivate init(_ error: ConnectionError) {
    self.init(
      "\(error.message) [\(error.code.rawValue)]; \(error.help)",
      isTemporary: [.unreachable, .badAnswer, .busy, .fileAccess].contains(error.code))
  }
}

extension ConnectionError {
  /// The same with the company's name in the command that helps.
  fileprivate func named(_ company: String) -> ConnectionError {
    var error = self
    error.help = help.replacing("--company NAME", with: "--company \(company)")
    return error
  }
}
