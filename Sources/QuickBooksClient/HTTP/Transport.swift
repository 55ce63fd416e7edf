/// Carries one HTTP call; the only way out of this process, so that tests and simulations can take its place.
public protocol Transport: Sendable {
  /// Performs the call once: no retry, no redirect followed.
  func perform(_ request: HTTPRequest) async -> HTTPOutcome
}

/// One HTTP call.
public struct HTTPRequest: Sendable {
  public enum Method: String, Sendable { case get = "GET", post = "POST" }
  public var method: Method
  /// Absolute, with its query, percent-encoded.
  public var url: String
  /// In order; names are sent as written here.
  public var headers: [(name: String, value: String)]
  public var body: [UInt8]
  /// For the whole call, from the first packet to the last byte of the answer.
  public var timeoutSeconds: Int

  public init(
    _ method: Method, _ url: String, headers: [(name: String, value: String)] = [], body: [UInt8] = [],
    timeoutSeconds: Int = 60
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.timeoutSeconds = timeoutSeconds
  }
}

/// What is known after a call (reliability reference, 2.3).
public enum HTTPOutcome: Sendable {
  /// A whole answer, whatever its status.
  case answer(HTTPAnswer)
  /// The request cannot have reached the server: name, connection or TLS failed. Free to try again.
  case notSent(reason: String)
  /// Some of the request left and no whole answer came: it may or may not have been carried out.
  case unknown(reason: String)
}

/// A whole HTTP answer.
public struct HTTPAnswer: Sendable {
  public var status: Int
  public var headers: [(name: String, value: String)]
  public var body: [UInt8]

  public init(status: Int, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }

  /// The first header of that name, the case of letters aside.
  public func header(_ name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}
