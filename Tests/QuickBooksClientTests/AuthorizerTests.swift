import Foundation
import QuickBooksClient
import QuickBooksEmulator
import Synchronization
import TestSupport
import Testing

/// A connected company in a folder of its own, with an emulator behind it.
private struct Office {
  let root: URL
  let folder: CompanyFolder
  let clock = ManualClock()
  let emulator: Emulator
  let transport: EmulatorTransport

  init(_ options: EmulatorOptions = EmulatorOptions()) throws {
    root = FileManager.default.temporaryDirectory.appending(path: "office-\(UUID().uuidString)")
    folder = try CompanyFolder(name: "acme-eu", environment: ["XDG_STATE_HOME": root.path])
    let clock = clock
    emulator = Emulator(company: .eu, options: options, clock: { clock.now })
    transport = EmulatorTransport(emulator: emulator)
  }

  func connect() async throws {
    let endpoint = try TestEndpoint(EmulatorTransport.endpoint)
    let keys = try await ClientKeys.ofEmulator(endpoint, transport)
    let consent = Consent(.test(endpoint), clientID: keys.id, redirectURI: "http://localhost:8400/callback")
    let answer = try await consent.givenByEmulator(transport)
    _ = try await establish(folder, .test, endpoint, keys, consent, answer, transport, clock)
  }

  var authorizer: Authorizer { Authorizer(folder, transport, clock) }
}

@Suite struct `tokens` {
  @Test func `connecting to an emulator needs no more than its address`() async throws {
    let office = try Office()
    try await office.connect()
    let stored = try Connection(of: office.folder)
    #expect(stored.companyName == "Nordwind GmbH")
    #expect(stored.realmID == office.emulator.credentials.realmID)
    #expect(stored.accessToken.revealed == office.emulator.credentials.accessToken)
    #expect(stored.refreshToken.revealed == office.emulator.credentials.refreshToken)
  }

  @Test func `file and folder are for their owner alone, whatever the umask`() async throws {
    let office = try Office()
    try await office.connect()
    func mode(_ path: String) throws -> Int {
      try #require(FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }
    #expect(try mode(office.folder.connectionFile) == 0o600)
    #expect(try mode(office.folder.path) == 0o700)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: office.folder.path).allSatisfy { !$0.hasSuffix(".tmp") })
  }

  @Test func `a file that others can read is refused`() async throws {
    let office = try Office()
    try await office.connect()
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: office.folder.connectionFile)
    let error = #expect(throws: ConnectionError.self) { try Connection(of: office.folder) }
    #expect(error?.code == .filePermissions)
  }

  @Test func `a token that is good is not renewed`() async throws {
    let office = try Office()
    try await office.connect()
    let before = try Connection(of: office.folder).accessToken
    office.clock.advance(3000)
    #expect(try await office.authorizer.accessToken() == before)
  }

  @Test func `a token near its end is renewed, and stored before it is used`() async throws {
    let office = try Office()
    try await office.connect()
    let before = try Connection(of: office.folder)
    office.clock.advance(3400)
    let token = try await office.authorizer.accessToken()
    #expect(token != before.accessToken)
    #expect(try Connection(of: office.folder).accessToken == token)
  }

  @Test func `a refresh token that rotates is followed night after night`() async throws {
    var options = EmulatorOptions()
    options.refreshRotationSeconds = 0
    let office = try Office(options)
    try await office.connect()
    var seen: Set<String> = []
    for _ in 0..<20 {
      office.clock.advance(86_400)
      _ = try await office.authorizer.accessToken()
      seen.insert(try Connection(of: office.folder).refreshToken.revealed)
    }
    #expect(seen.count == 20)
  }

  @Test func `a refused token is renewed once, and everybody gets the newer one`() async throws {
    let office = try Office()
    try await office.connect()
    let authorizer = office.authorizer
    let old = try await authorizer.accessToken()
    office.emulator.endTokens()
    let new = try await authorizer.accessToken(after: old)
    #expect(new != old)
    // A second task was refused with the old token too: it takes what is there.
    #expect(try await authorizer.accessToken(after: old) == new)
    #expect(try await office.authorizer.accessToken(after: old) == new)
  }

  @Test func `tasks and processes that renew at once renew once`() async throws {
    var options = EmulatorOptions()
    options.refreshRotationSeconds = 0
    let office = try Office(options)
    try await office.connect()
    office.clock.advance(3590)
    // Each has a state of its own, as processes have; they share the folder alone.
    let tokens = try await withThrowingTaskGroup(of: String.self) { group in
      for _ in 0..<8 {
        let authorizer = office.authorizer
        group.addTask { try await authorizer.accessToken().revealed }
      }
      return try await group.reduce(into: Set()) { $0.insert($1) }
    }
    #expect(tokens.count == 1)
    #expect(try Connection(of: office.folder).refreshToken.revealed == office.emulator.credentials.refreshToken)
  }

  @Test func `a connection that was taken back asks to connect again`() async throws {
    let office = try Office()
    try await office.connect()
    office.emulator.endTokens(connection: true)
    office.clock.advance(3590)
    let authorizer = office.authorizer
    let error = await #expect(throws: ConnectionError.self) { try await authorizer.connection() }
    #expect(error?.code == .connectAgain)
    #expect(error?.help.contains("dealbill connect --company acme-eu") == true)
  }

  @Test func `tokens that somebody stored meanwhile are tried once`() async throws {
    let office = try Office()
    try await office.connect()
    let good = try Connection(of: office.folder)
    var stale = good
    stale.refreshToken = Secret("RT1-stale")
    stale.accessExpires = Int64(office.clock.now)
    try stale.write(to: office.folder.connectionFile)
    // Between our refresh and its refusal, the good ones come back.
    let file = office.folder.connectionFile
    let transport = Meddler(inner: office.transport) { try? good.write(to: file) }
    let authorizer = Authorizer(office.folder, transport, office.clock)
    let token = try await authorizer.accessToken()
    #expect(token.revealed == office.emulator.credentials.accessToken)
    #expect(transport.calls.withLock { $0 } == 2)
  }

  @Test func `an answer without a refresh token keeps the old one`() async throws {
    let office = try Office()
    try await office.connect()
    let before = try Connection(of: office.folder)
    office.clock.advance(3590)
    let transport = Fixed(status: 200, body: #"{"access_token":"new","expires_in":3600,"token_type":"bearer"}"#)
    #expect(try await Authorizer(office.folder, transport, office.clock).accessToken().revealed == "new")
    #expect(try Connection(of: office.folder).refreshToken == before.refreshToken)
  }

  @Test(arguments: [
    (200, #"{"error":"invalid_grant"}"#, ConnectionError.Code.badAnswer), (200, "", .badAnswer),
    (200, "<html>", .badAnswer), (200, #"{"access_token":"","expires_in":3600}"#, .badAnswer),
    (200, #"{"access_token":"x","expires_in":-1}"#, .badAnswer), (400, #"{"error":"invalid_grant"}"#, .connectAgain),
    (401, #"{"error":"invalid_client"}"#, .refused), (500, "oops canary-secret", .unreachable),
    (503, "<html>", .unreachable), (429, "", .unreachable), (302, "", .refused), (403, "", .refused),
  ])
  func `a bad answer changes nothing on the disk`(_ status: Int, _ body: String, _ code: ConnectionError.Code)
    async throws
  {
    let office = try Office()
    try await office.connect()
    let before = try Data(contentsOf: URL(filePath: office.folder.connectionFile))
    office.clock.advance(3590)
    let authorizer = Authorizer(office.folder, Fixed(status: status, body: body), office.clock)
    let error = await #expect(throws: ConnectionError.self) { try await authorizer.connection() }
    #expect(error?.code == code)
    #expect(error?.message.contains("canary") == false)
    // What may go better later ends with 69; only a person can mend the rest, with 77.
    let denied = await #expect(throws: NotAuthorised.self) { try await authorizer.accessToken() }
    #expect(denied?.isTemporary == [.unreachable, .badAnswer].contains(code))
    #expect(try Data(contentsOf: URL(filePath: office.folder.connectionFile)) == before)
  }

  @Test(arguments: ReplaceStep.allCases)
  func `after a crash at any step of storing the old or the new tokens are whole`(_ step: ReplaceStep) async throws {
    let office = try Office()
    try await office.connect()
    let old = try Connection(of: office.folder)
    var new = old
    new.accessToken = Secret("new-access")
    new.refreshToken = Secret("new-refresh")
    let crash = ConnectionError(.fileAccess, "crash", help: "")
    _ = #expect(throws: ConnectionError.self) {
      try new.write(to: office.folder.connectionFile) { done throws(ConnectionError) in if done == step { throw crash }
      }
    }
    let stored = try Connection(of: office.folder)
    #expect(stored == ([.renamed, .folderSynced].contains(step) ? new : old))
  }

  @Test func `disconnecting gives the tokens back and removes them`() async throws {
    let office = try Office()
    try await office.connect()
    #expect(try await disconnect(office.folder, office.transport, office.clock) == nil)
    #expect(!FileManager.default.fileExists(atPath: office.folder.connectionFile))
    let error = #expect(throws: ConnectionError.self) { try Connection(of: office.folder) }
    #expect(error?.code == .notConnected)
    let again = await #expect(throws: ConnectionError.self) {
      try await disconnect(office.folder, office.transport, office.clock)
    }
    #expect(again?.code == .notConnected)
  }

  @Test func `a folder stays with its company`() async throws {
    let office = try Office()
    try await office.connect()
    var other = try Connection(of: office.folder)
    other.realmID = "77"
    try other.write(to: office.folder.connectionFile)
    let error = await #expect(throws: ConnectionError.self) { try await office.connect() }
    #expect(error?.code == .otherCompany)
  }

  @Test(arguments: ["", "..", ".hidden", "a/b", "../x", "a b", "ä", String(repeating: "x", count: 101), "a\0b"])
  func `a name that leaves the folder is refused`(_ name: String) {
    let error = #expect(throws: ConnectionError.self) {
      try CompanyFolder(name: name, environment: ["HOME": "/home/x"])
    }
    #expect(error?.code == .badCompanyName)
  }

  @Test func `no description of a connection shows a secret`() async throws {
    let office = try Office()
    try await office.connect()
    let stored = try Connection(of: office.folder)
    var dumped = ""
    dump(stored, to: &dumped)
    for text in ["\(stored)", String(reflecting: stored), dumped] {
      for secret in [stored.accessToken, stored.refreshToken, stored.clientSecret] {
        #expect(!text.contains(secret.revealed))
      }
    }
  }

  @Test(arguments: [
    "{}", "", "{\"schema\":\"dealbill.connection/2\"}", "[]", "not json",
  ])
  func `a damaged file is refused with a remedy`(_ text: String) throws {
    let office = try Office()
    try office.folder.create()
    try replaceFile(office.folder.connectionFile, with: Array(text.utf8))
    let error = #expect(throws: ConnectionError.self) { try Connection(of: office.folder) }
    #expect(error?.code == .damagedFile)
  }

  @Test func `a file that was changed to send tokens elsewhere is refused`() async throws {
    let office = try Office()
    try await office.connect()
    let path = office.folder.connectionFile
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try replaceFile(path, with: Array(text.replacing(EmulatorTransport.endpoint, with: "https://evil.example").utf8))
    let error = #expect(throws: ConnectionError.self) { try Connection(of: office.folder) }
    #expect(error?.code == .endpointRefused)
  }
}

/// Always the same answer.
private struct Fixed: Transport {
  var status: Int
  var body: String
  func perform(_ request: QuickBooksClient.HTTPRequest) async -> HTTPOutcome {
    .answer(HTTPAnswer(status: status, body: Array(body.utf8)))
  }
}

/// Does something before the first call is answered.
private final class Meddler: Transport {
  let inner: EmulatorTransport
  let act: @Sendable () -> Void
  let calls = Mutex(0)

  init(inner: EmulatorTransport, act: @escaping @Sendable () -> Void) {
    self.inner = inner
    self.act = act
  }

  func perform(_ request: QuickBooksClient.HTTPRequest) async -> HTTPOutcome {
    let number = calls.withLock { calls in
      calls += 1
      return calls
    }
    let outcome = await inner.perform(request)
    if number == 1 { act() }
    return outcome
  }
}
