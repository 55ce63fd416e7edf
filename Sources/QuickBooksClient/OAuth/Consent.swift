/// One trip to the browser: where it is sent, and what it must bring back.
public struct Consent: Sendable {
  /// Exactly as registered with the app.
  public let redirectURI: String
  /// 256 random bits: what comes back without them was not sent by us.
  public let state: Secret
  /// To be opened in a browser.
  public let url: String

  /// What the browser brings back.
  public struct Answer: Sendable, Equatable {
    public var code: Secret
    public var realmID: String
  }

  /// - Parameter endpoints: Where consent is given.
  public init(_ endpoints: OAuthEndpoints, clientID: String, redirectURI: String) {
    self.redirectURI = redirectURI
    var random = SystemRandomNumberGenerator()
    let words = (0..<4).map { _ in String(UInt64.random(in: 0 ... .max, using: &random), radix: 16) }
    state = Secret(words.joined(separator: "-"))
    let parameters = [
      ("client_id", clientID), ("response_type", "code"), ("scope", "com.intuit.quickbooks.accounting"),
      ("redirect_uri", redirectURI), ("state", state.revealed),
    ]
    url = "\(endpoints.authorize)?" + parameters.map { "\($0.0)=\(percentEncoded($0.1))" }.joined(separator: "&")
  }

  /// Reads the URL that the browser was sent back to: whole, or from the question mark on.
  ///
  /// - Throws: A012 for another state, A013 for a refusal, A010 when code or company are missing.
  public func answer(_ url: String) throws(ConnectionError) -> Answer {
    let query = url.firstIndex(of: "?").map { url[url.index(after: $0)...] } ?? ""
    var values: [String: String] = [:]
    for part in query.prefix(16_384).split(separator: "&") {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2, let value = percentDecoded(pair[1]) else { continue }
      // A value that stands twice is nobody's honest answer; the first counts, and a second state is refused.
      guard values[String(pair[0])] == nil else { throw .anotherState }
      values[String(pair[0])] = value
    }
    guard values["state"] == state.revealed else { throw .anotherState }
    if let error = values["error"] {
      let known = ["access_denied", "invalid_scope", "unauthorized_client", "invalid_request"]
      throw ConnectionError(
        .accessDenied, "QuickBooks gave no permission\(known.contains(error) ? " (\(error))" : "")",
        help: "run 'dealbill connect' again and choose Connect, as an administrator of the company")
    }
    guard let code = values["code"], (1...512).contains(code.utf8.count), let realm = values["realmId"],
      isQuickBooksID(realm)
    else {
      throw ConnectionError(
        .badAnswer, "the address that came back holds no code or no company",
        help: "paste the whole address of the page that QuickBooks led to, with everything behind the '?'")
    }
    return Answer(code: Secret(code), realmID: realm)
  }
}

extension ConnectionError {
  fileprivate static var anotherState: ConnectionError {
    ConnectionError(
      .stateMismatch, "the address that came back does not belong to this request (another state)",
      help: "open the link that was just printed, and paste the address it ends at")
  }
}

/// The text of a percent-encoded query value, `+` being a blank; nil when it is not UTF-8 or cut off.
func percentDecoded(_ text: some StringProtocol) -> String? {
  var bytes: [UInt8] = []
  let source = Array(text.utf8)
  var at = 0
  while at < source.count {
    switch source[at] {
    case UInt8(ascii: "%"):
      guard at + 2 < source.count, let byte = UInt8(String(decoding: source[at + 1...at + 2], as: UTF8.self), radix: 16)
      else { return nil }
      bytes.append(byte)
      at += 3
    case UInt8(ascii: "+"):
      bytes.append(0x20)
      at += 1
    case let byte:
      bytes.append(byte)
      at += 1
    }
  }
  return String(validating: bytes, as: UTF8.self)
}
