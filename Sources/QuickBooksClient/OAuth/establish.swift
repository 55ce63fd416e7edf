import JSONRecords

/// Turns a consent into a stored connection: exchanges the code, stores the tokens, asks which company it is.
///
/// - Returns: The connection as it is on the disk, and the company's country as QuickBooks has it.
/// - Throws: A014 when the folder belongs to another company; otherwise as ``OAuthClient/exchange(code:redirectURI:)``.
public func establish(
  _ folder: CompanyFolder, _ environment: Connection.Environment, _ endpoint: TestEndpoint?, _ keys: ClientKeys,
  _ consent: Consent, _ answer: Consent.Answer, _ transport: any Transport, _ clock: any WallClock
) async throws(ConnectionError) -> (connection: Connection, country: String) {
  try folder.create()
  let lock = try await FileLock.take(folder.connectionLock, waiting: 60, clock)
  if let old = try? Connection(of: folder), old.realmID != answer.realmID || old.environment != environment {
    throw ConnectionError(
      .otherCompany,
      "'\(folder.name)' is connected to company \(old.realmID) (\(old.environment.rawValue)); consent was given for"
        + " \(answer.realmID) (\(environment.rawValue))",
      help: "choose another --company name, or run: dealbill disconnect --company \(folder.name)")
  }
  let endpoints = endpoint.map { OAuthEndpoints.test($0) } ?? .intuit
  let client = OAuthClient(transport, endpoints, clientID: keys.id, clientSecret: keys.secret)
  let tokens = try await client.exchange(code: answer.code, redirectURI: consent.redirectURI)
  guard tokens.refreshToken != nil else {
    throw ConnectionError(
      .badAnswer, "the token endpoint gave no refresh token", help: "try again; if it stays, look at the app's scopes")
  }
  var connection = Connection(
    environment: environment, testEndpoint: endpoint, realmID: answer.realmID, companyName: "", clientID: keys.id,
    clientSecret: keys.secret, tokens: tokens, now: Int64(clock.now))
  try connection.write(to: folder.connectionFile)
  let api = QuickBooksAPI(
    baseURL: connection.apiURL, realm: connection.realmID, transport: transport,
    tokens: FixedToken(connection.accessToken), clock: clock)
  let info: JSONValue
  do throws(ReadFailure) {
    info = try await api.companyInfo()
  } catch {
    throw ConnectionError(
      .refused, "the tokens are stored, but the company could not be read: \(error.sentence)",
      help: "keys for development reach sandbox companies alone, keys for production real ones; then connect again")
  }
  connection.companyName = info["CompanyName"]?.text ?? ""
  try connection.write(to: folder.connectionFile)
  withExtendedLifetime(lock) {}
  return (connection, info["Country"]?.text ?? "")
}

/// Gives the refresh token back to QuickBooks and removes the connection's file.
///
/// Where QuickBooks cannot be reached the file stays: a token that is thrown away without being taken back would be good for
/// months, and nobody could take it back any more.
///
/// - Returns: Why QuickBooks did not take the token, if so; the file is removed all the same.
/// - Throws: A003 when there is none, A007 when it cannot be removed, A008 when QuickBooks cannot be reached.
public func disconnect(
  _ folder: CompanyFolder, _ transport: any Transport, _ clock: any WallClock
) async throws(ConnectionError) -> ConnectionError? {
  let connection = try Connection(of: folder)
  let lock = try await FileLock.take(folder.connectionLock, waiting: 60, clock)
  let endpoints = connection.testEndpoint.map { OAuthEndpoints.test($0) } ?? .intuit
  let client = OAuthClient(
    transport, endpoints, clientID: connection.clientID, clientSecret: connection.clientSecret)
  var trouble: ConnectionError?
  do { try await client.revoke(connection.refreshToken) } catch {
    if error.code == .unreachable || error.code == .badAnswer {
      throw ConnectionError(
        .unreachable, "\(error.message); the tokens are kept, for they are still good",
        help: "check the network, then run this again; or disconnect the app in QuickBooks: Apps, My apps")
    }
    trouble = error
  }
  try removeFile(folder.connectionFile)
  withExtendedLifetime(lock) {}
  return trouble
}
