import ArgumentParser
import Foundation
import QuickBooksClient
import Reconciliation

/// `connect`: consent to a company, once; `dealbill` renews it from then on.
struct Connect: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Connects a company: opens the way to its QuickBooks, and stores the tokens.",
    discussion: """
      Development keys (--sandbox) come back to a page on this machine: register http://localhost:8400/callback with \
      the app. Production keys (--production) do not allow that: the browser ends at the address that is registered, \
      and you paste it here. The tokens stand in $XDG_STATE_HOME/dealbill/NAME/connection.json, for you alone.
      """)

  @OptionGroup var company: CompanyOption
  @Flag(help: "A developer's sandbox company.")
  var sandbox = false
  @Flag(help: "A real company.")
  var production = false
  @Option(help: ArgumentHelp("An emulator on this machine; needs nothing else.", valueName: "url"))
  var testEndpoint: String?
  @Option(help: ArgumentHelp("The app's client id.", valueName: "id"))
  var clientId: String?
  @Option(help: ArgumentHelp("The file with the client secret, readable by you alone.", valueName: "file"))
  var clientSecretFile: String?
  @Option(help: ArgumentHelp("An open file descriptor that gives the client secret.", valueName: "number"))
  var clientSecretFd: Int32?
  @Option(
    name: .customLong("redirect-uri"),
    help: ArgumentHelp("Where QuickBooks sends the browser, exactly as registered with the app.", valueName: "url"))
  var redirectURI: String?
  @Option(help: ArgumentHelp("How long to wait for the browser.", valueName: "minutes"))
  var wait = 10
  @OptionGroup var messages: Messages

  private static let localRedirect = "http://localhost:8400/callback"
  private static let playground = "https://developer.intuit.com/v2/OAuth2Playground/RedirectUrl"

  func validate() throws {
    guard [sandbox, production, testEndpoint != nil].count(where: { $0 }) == 1 else {
      throw ValidationError("Say which kind of company: --sandbox, --production or --test-endpoint URL.")
    }
    guard testEndpoint != nil || clientId != nil else { throw ValidationError("--client-id is needed.") }
    guard (1...120).contains(wait) else { throw ValidationError("--wait is between 1 and 120 minutes.") }
  }

  func run() async throws {
    try await connecting(messages) {
      let folder = try company.folder
      let endpoint = try testEndpoint.map { try TestEndpoint($0) }
      let transport = CurlTransport(hosts: AllowedHosts(testEndpoint: endpoint), connections: 1)
      let keys = try await keys(endpoint, transport)
      let endpoints = endpoint.map { OAuthEndpoints.test($0) } ?? .intuit
      let redirect = redirectURI ?? (production ? Self.playground : Self.localRedirect)
      let consent = Consent(endpoints, clientID: keys.id, redirectURI: redirect)
      let answer = try await answer(to: consent, endpoint, transport)
      let (connection, country) = try await establish(
        folder, production ? .production : sandbox ? .sandbox : .test, endpoint, keys, consent, answer, transport,
        SystemClock())
      tell(
        "connected",
        "'\(folder.name)' is connected to \(connection.companyName) (company \(connection.realmID),"
          + " \(connection.environment.rawValue)\(country.isEmpty ? "" : ", \(country)"))", messages,
        [("company", .text(folder.name)), ("realm", .text(connection.realmID))])
    }
  }

  private func answer(
    to consent: Consent, _ endpoint: TestEndpoint?, _ transport: CurlTransport
  ) async throws -> Consent.Answer {
    if endpoint != nil { return try await consent.givenByEmulator(transport) }
    guard let local = LocalRedirect(consent.redirectURI) else {
      complain(
        "Open this link in a browser, sign in, and choose the company:\n\n\(consent.url)\n\n"
          + "Then paste the whole address of the page it ends at, and press Enter:\n")
      guard let pasted = readLine() else {
        throw ConnectionError(.timedOut, "no address was pasted", help: "run this again in a terminal")
      }
      return try consent.answer(pasted.trimmingCharacters(in: .whitespaces))
    }
    let listener = try LoopbackListener(port: local.port)
    complain("Open this link in a browser on this machine, sign in, and choose the company:\n\n\(consent.url)\n\n")
    return try await listener.answer(to: consent, path: local.path, seconds: wait * 60)
  }

  private func keys(_ endpoint: TestEndpoint?, _ transport: CurlTransport) async throws -> ClientKeys {
    if let endpoint, clientId == nil { return try await .ofEmulator(endpoint, transport) }
    return ClientKeys(id: clientId ?? "", secret: try secret())
  }

  /// From a file or descriptor; from the environment only with a warning, since others of the same user can read it.
  private func secret() throws(ConnectionError) -> Secret {
    if let clientSecretFile { return try readClientSecret(file: clientSecretFile) }
    if let clientSecretFd { return try readClientSecret(descriptor: clientSecretFd) }
    if let secret = ProcessInfo.processInfo.environment["DEALBILL_CLIENT_SECRET"], !secret.isEmpty {
      complain(
        "warning[A015]: the client secret came through the environment, where other programs can read it;"
          + " use --client-secret-file\n")
      return Secret(secret)
    }
    throw ConnectionError(
      .clientSecret, "there is no client secret",
      help: "put it into a file of yours (chmod 600) and name it with --client-secret-file")
  }
}

/// A redirect URI that leads back to this machine.
private struct LocalRedirect {
  var port: Int
  var path: String

  init?(_ uri: String) {
    guard let parts = URLComponents(string: uri), parts.scheme == "http", parts.host == "localhost",
      parts.query == nil, parts.fragment == nil
    else { return nil }
    port = parts.port ?? 80
    path = parts.path.isEmpty ? "/" : parts.path
  }
}
