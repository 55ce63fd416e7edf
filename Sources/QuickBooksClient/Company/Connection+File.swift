import Bytes
import Diagnostics
import Foundation
import JSONRecords

extension Connection {
  private static let schema = "dealbill.connection/1"

  /// The file's members; the one place where secrets are written.
  private struct Stored: Encodable {
    var schema: String
    var environment: String
    var testEndpoint: String?
    var realmId: String
    var companyName: String
    var clientId: String
    var clientSecret: String
    var accessToken: String
    var accessExpires: Int64
    var refreshToken: String
    var refreshExpires: Int64
    var connected: Int64
  }

  /// Puts the connection, both tokens at once, on the disk; only then may either be used.
  ///
  /// - Throws: A007 when that fails; the old file is then still there.
  package func write(
    to path: String, afterStep: (ReplaceStep) throws(ConnectionError) -> Void = { _ in }
  ) throws(ConnectionError) {
    let stored = Stored(
      schema: Self.schema, environment: environment.rawValue, testEndpoint: testEndpoint?.url, realmId: realmID,
      companyName: companyName, clientId: clientID, clientSecret: clientSecret.revealed,
      accessToken: accessToken.revealed, accessExpires: accessExpires, refreshToken: refreshToken.revealed,
      refreshExpires: refreshExpires, connected: connected)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(stored) else {
      throw ConnectionError(.damagedFile, "the connection cannot be written as JSON", help: "report this to us")
    }
    try replaceFile(path, with: Array(data) + [0x0A], afterStep: afterStep)
  }

  /// Reads a company's connection.
  ///
  /// - Throws: A003 when there is none, A005 when others may read it, A006 when it is damaged.
  public init(of folder: CompanyFolder) throws(ConnectionError) {
    guard let bytes = try readPrivateFile(folder.connectionFile) else {
      throw ConnectionError(
        .notConnected, "'\(folder.name)' is not connected to QuickBooks",
        help: "run: dealbill connect --company \(folder.name)")
    }
    try self.init(bytes, file: folder.connectionFile, company: folder.name)
  }

  init(_ bytes: [UInt8], file: String, company: String) throws(ConnectionError) {
    let damaged = ConnectionError(
      .damagedFile, "\(file) is damaged or was written by another version",
      help: "connect again: dealbill connect --company \(company)")
    let value: JSONValue
    do {
      value = try bytes.withByteView { view throws(RefusedInput) in try JSONValue.parse(view, file: file) }
    } catch {
      throw damaged
    }
    func number(_ name: String) -> Int64? { value[name]?.text.flatMap { Int64($0) } }
    guard value["schema"]?.text == Self.schema, let environment = value["environment"]?.text,
      let environment = Environment(rawValue: environment), let realmID = value["realmId"]?.text,
      isQuickBooksID(realmID), let companyName = value["companyName"]?.text, let clientID = value["clientId"]?.text,
      let clientSecret = value["clientSecret"]?.text, let access = value["accessToken"]?.text, !access.isEmpty,
      let accessExpires = number("accessExpires"), let refresh = value["refreshToken"]?.text, !refresh.isEmpty,
      let refreshExpires = number("refreshExpires"), let connected = number("connected")
    else { throw damaged }
    self.environment = environment
    // The address is checked again: a changed file must not send tokens elsewhere.
    testEndpoint = nil
    if let url = value["testEndpoint"]?.text { testEndpoint = try TestEndpoint(url) }
    guard (environment == .test) == (testEndpoint != nil) else { throw damaged }
    self.realmID = realmID
    self.companyName = companyName
    self.clientID = clientID
    self.clientSecret = Secret(clientSecret)
    accessToken = Secret(access)
    self.accessExpires = accessExpires
    refreshToken = Secret(refresh)
    self.refreshExpires = refreshExpires
    self.connected = connected
  }
}
