import Bytes
import Foundation
import JSONRecords

/// Where the steps of OAuth 2.0 happen (QuickBooks Online reference, 2.1).
public struct OAuthEndpoints: Sendable, Equatable {
  /// Opened in a browser.
  public var authorize: String
  public var token: String
  public var revoke: String

  /// The same for sandbox and real companies: the client id decides.
  public static let intuit = OAuthEndpoints(
    authorize: "https://appcenter.intuit.com/connect/oauth2",
    token: "https://\(AllowedHosts.token)/oauth2/v1/tokens/bearer",
    revoke: "https://\(AllowedHosts.revoke)/v2/oauth2/tokens/revoke")

  /// The same paths at an emulator.
  public static func test(_ endpoint: TestEndpoint) -> OAuthEndpoints {
    OAuthEndpoints(
      authorize: "\(endpoint.url)/connect/oauth2", token: "\(endpoint.url)/oauth2/v1/tokens/bearer",
      revoke: "\(endpoint.url)/v2/oauth2/tokens/revoke")
  }
}

/// The tokens of one answer.
public struct TokenAnswer: Sendable, Equatable {
  public var accessToken: Secret
  public var accessSeconds: Int64
  /// Nil when the server gave none; the one before stays good then.
  public var refreshToken: Secret?
  public var refreshSeconds: Int64?
}

/// Exchanges codes and refresh tokens for tokens, and gives them back.
public struct OAuthClient: Sendable {
  private let transport: any Transport
  private let endpoints: OAuthEndpoints
  private let clientID: String
  private let clientSecret: Secret

  public init(
    _ transport: any Transport, _ endpoints: OAuthEndpoints, clientID: String, clientSecret: Secret
  ) {
    self.transport = transport
    self.endpoints = endpoints
    self.clientID = clientID
    self.clientSecret = clientSecret
  }

  /// The first tokens, for a code that came back from the browser; a code is good for one exchange.
  ///
  /// - Throws: A008, A009, A010; A004 when the code is no longer good.
  public func exchange(code: Secret, redirectURI: String) async throws(ConnectionError) -> TokenAnswer {
    try await tokens([
      ("grant_type", "authorization_code"), ("code", code.revealed), ("redirect_uri", redirectURI),
    ])
  }

  /// New tokens for a refresh token, which may die by this call: what comes back is stored before it is used.
  ///
  /// - Throws: A004 for `invalid_grant`, which is final; A008, A009, A010.
  public func refresh(_ token: Secret) async throws(ConnectionError) -> TokenAnswer {
    try await tokens([("grant_type", "refresh_token"), ("refresh_token", token.revealed)])
  }

  /// Ends the connection that a refresh token stands for.
  ///
  /// - Throws: A008, A009.
  public func revoke(_ token: Secret) async throws(ConnectionError) {
    let body = Array("{\"token\":\"\(token.revealed.filter { $0 != "\"" && $0 != "\\" })\"}".utf8)
    let answer = try await post(endpoints.revoke, body, "application/json")
    guard answer.status == 200 else {
      throw ConnectionError(
        .refused, "QuickBooks did not take the token back (status \(answer.status))",
        help: "disconnect the app in QuickBooks: Apps, My apps")
    }
  }

  private func tokens(_ form: [(String, String)]) async throws(ConnectionError) -> TokenAnswer {
    let body = form.map { "\($0.0)=\(percentEncoded($0.1))" }.joined(separator: "&")
    let answer = try await post(endpoints.token, Array(body.utf8), "application/x-www-form-urlencoded")
    // Answers hold tokens, so none of their text goes into a message but the error's own word.
    let value = answer.body.withByteView { try? JSONValue.parse($0, file: "the token endpoint's answer") }
    if answer.status >= 500 || answer.status == 429 {
      throw ConnectionError(
        .unreachable, "QuickBooks' token endpoint gives no tokens now (status \(answer.status))",
        help: "run this again later; the connection is as it was")
    }
    guard answer.status == 200 else {
      let word = value?["error"]?.text ?? ""
      if word == "invalid_grant" {
        throw ConnectionError(
          .connectAgain, "QuickBooks no longer accepts this connection (invalid_grant)",
          help: "connect again: dealbill connect --company NAME")
      }
      let known = ["invalid_client", "invalid_request", "unauthorized_client", "unsupported_grant_type"]
      throw ConnectionError(
        .refused,
        "the token endpoint refused (status \(answer.status)\(known.contains(word) ? ", \(word)" : ""))",
        help: word == "invalid_client" || answer.status == 401
          ? "check the client id and the client secret, and that they are keys for this kind of company"
          : "try again; if it stays, look at the app's settings at developer.intuit.com")
    }
    guard let access = value?["access_token"]?.text, (1...4096).contains(access.utf8.count),
      let seconds = value?["expires_in"]?.text.flatMap({ Int64($0) }), (1...86_400).contains(seconds)
    else {
      throw ConnectionError(
        .badAnswer, "the token endpoint's answer holds no tokens", help: "try again; if it stays, connect again")
    }
    let refresh = value?["refresh_token"]?.text.flatMap { $0.isEmpty || $0.utf8.count > 4096 ? nil : Secret($0) }
    let refreshSeconds = value?["x_refresh_token_expires_in"]?.text.flatMap { Int64($0) }.flatMap {
      (1...1_000_000_000).contains($0) ? $0 : nil
    }
    return TokenAnswer(
      accessToken: Secret(access), accessSeconds: seconds, refreshToken: refresh, refreshSeconds: refreshSeconds)
  }

  private func post(_ url: String, _ body: [UInt8], _ type: String) async throws(ConnectionError) -> HTTPAnswer {
    let basic = Data("\(clientID):\(clientSecret.revealed)".utf8).base64EncodedString()
    let request = HTTPRequest(
      .post, url,
      headers: [
        ("Authorization", "Basic \(basic)"), ("Accept", "application/json"), ("Content-Type", type),
        ("x-include-refresh-token-hard-expires-in", "true"),
      ], body: body, timeoutSeconds: 30)
    switch await transport.perform(request) {
    case .answer(let answer): return answer
    case .notSent(let reason), .unknown(let reason):
      throw ConnectionError(
        .unreachable, "QuickBooks' token endpoint cannot be reached: \(reason)",
        help: "check the network, then run this again")
    }
  }
}
