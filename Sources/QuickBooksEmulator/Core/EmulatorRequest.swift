/// A header of a request or an answer.
public struct EmulatorHeader: Sendable, Equatable {
  /// Compared without regard to case.
  public let name: String
  public let value: String

  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}

/// One HTTP request as the emulator sees it, without a socket.
public struct EmulatorRequest: Sendable {
  public let method: String
  /// Path and query as they were sent, percent-encoded: `/v3/company/9130/invoice?minorversion=75`.
  public let target: String
  public let headers: [EmulatorHeader]
  public let body: [UInt8]
  /// How many requests are being served at this moment, this one included; more than ten are throttled.
  public let inFlight: Int

  public init(
    method: String, target: String, headers: [EmulatorHeader] = [], body: [UInt8] = [], inFlight: Int = 1
  ) {
    self.method = method
    self.target = target
    self.headers = headers
    self.body = body
    self.inFlight = inFlight
  }

  /// The value of the first header of that name.
  public func header(_ name: String) -> String? {
    let name = name.lowercased()
    return headers.first { $0.name.lowercased() == name }?.value
  }
}
