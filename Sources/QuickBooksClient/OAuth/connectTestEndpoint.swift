import Bytes
import JSONRecords

/// The keys of an app: what OAuth calls client id and client secret.
public struct ClientKeys: Sendable, Equatable {
  public var id: String
  public var secret: Secret
  public init(id: String, secret: Secret) {
    self.id = id
    self.secret = secret
  }

  /// Asks an emulator for its keys; it gives them to anybody on this machine, since they open nothing else.
  ///
  /// - Throws: A008, A010.
  public static func ofEmulator(
    _ endpoint: TestEndpoint, _ transport: any Transport
  ) async throws(ConnectionError) -> ClientKeys {
    let request = HTTPRequest(
      .get, "\(endpoint.url)/emulator/credentials", headers: [("Accept", "application/json")], timeoutSeconds: 10)
    switch await transport.perform(request) {
    case .answer(let answer):
      let value = answer.body.withByteView { try? JSONValue.parse($0, file: "the emulator's credentials") }
      guard answer.status == 200, let id = value?["clientId"]?.text, let secret = value?["clientSecret"]?.text else {
        throw ConnectionError(
          .badAnswer, "\(endpoint.url) does not say its client id and client secret",
          help: "start 'dealbill emulator', or give --client-id and --client-secret-file")
      }
      return ClientKeys(id: id, secret: Secret(secret))
    case .notSent(let reason), .unknown(let reason):
      throw ConnectionError(
        .unreachable, "\(endpoint.url) cannot be reached: \(reason)", help: "start 'dealbill emulator' first")
    }
  }
}

extension Consent {
  /// Gives consent at an emulator, whose page says yes at once and sends the browser back.
  ///
  /// - Throws: A008, A010, and what ``answer(_:)`` throws.
  public func givenByEmulator(_ transport: any Transport) async throws(ConnectionError) -> Answer {
    switch await transport.perform(HTTPRequest(.get, url, timeoutSeconds: 10)) {
    case .answer(let answer):
      guard (300..<400).contains(answer.status), let target = answer.header("Location"),
        target.hasPrefix(redirectURI)
      else {
        throw ConnectionError(
          .badAnswer, "the test endpoint's consent page did not lead back (status \(answer.status))",
          help: "start 'dealbill emulator' anew, and check the client id")
      }
      return try self.answer(target)
    case .notSent(let reason), .unknown(let reason):
      throw ConnectionError(
        .unreachable, "the test endpoint cannot be reached: \(reason)", help: "start 'dealbill emulator' first")
    }
  }
}
