/// Where calls, and with them tokens, may go: QuickBooks' own hosts by their exact names, and one loopback endpoint for
/// rehearsals (reliability reference, T14).
///
/// No rule, file or environment variable can widen the list.
public struct AllowedHosts: Sendable {
  /// Accounting API of real companies.
  public static let productionAPI = "quickbooks.api.intuit.com"
  /// Accounting API of sandbox companies.
  public static let sandboxAPI = "sandbox-quickbooks.api.intuit.com"
  /// Token endpoint.
  public static let token = "oauth.platform.intuit.com"
  /// Revocation.
  public static let revoke = "developer.api.intuit.com"

  private static let names = [productionAPI, sandboxAPI, token, revoke]

  /// The endpoint of an emulator, when there is one.
  public let testEndpoint: TestEndpoint?

  /// QuickBooks' hosts, or, for a rehearsal, the test endpoint alone: what is rehearsed never reaches QuickBooks.
  public init(testEndpoint: TestEndpoint? = nil) { self.testEndpoint = testEndpoint }

  /// Why a URL is refused; nil when calls may go there.
  ///
  /// Nothing is repaired or decoded: a URL is taken as it stands or not at all.
  public func refusal(of url: String) -> String? {
    guard let parts = URLParts(url) else { return "the URL is not a plain https URL" }
    if let testEndpoint {
      let isSame = parts.scheme == testEndpoint.scheme && parts.authority == testEndpoint.authority
      return isSame ? nil : "the URL does not lie below the test endpoint \(testEndpoint.url)"
    }
    guard parts.scheme == "https" else { return "the URL does not begin with https://" }
    let isKnown = Self.names.contains { parts.authority == $0 || parts.authority == "\($0):443" }
    return isKnown ? nil : "the host is none of QuickBooks' (\(Self.names.joined(separator: ", ")))"
  }
}

/// An emulator on this machine: `http` or `https`, a loopback address in figures, a port.
public struct TestEndpoint: Sendable, Equatable {
  /// `http` or `https`.
  public let scheme: String
  /// `127.0.0.1:PORT` or `[::1]:PORT`.
  public let authority: String

  public var url: String { "\(scheme)://\(authority)" }

  /// Reads an endpoint such as `http://127.0.0.1:8123`, with or without a slash behind it.
  ///
  /// - Throws: A001, with what was expected: names (`localhost` too) are not taken, since they are looked up.
  public init(_ text: String) throws(ConnectionError) {
    let refused = ConnectionError(
      .endpointRefused, "'\(text)' is not an endpoint on this machine",
      help: "write http://127.0.0.1:PORT or http://[::1]:PORT, as 'dealbill emulator' prints it")
    guard let parts = URLParts(text), parts.rest.isEmpty || parts.rest == "/" else { throw refused }
    for host in ["127.0.0.1:", "[::1]:"] where parts.authority.hasPrefix(host) {
      let digits = parts.authority.dropFirst(host.count)
      let isDecimal = digits.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard isDecimal, digits.first != "0", let port = Int(digits), (1...65_535).contains(port) else { throw refused }
      scheme = parts.scheme
      authority = parts.authority
      return
    }
    throw refused
  }
}

/// A URL in three pieces, taken apart strictly.
private struct URLParts {
  var scheme: String
  var authority: String
  /// From the first slash or question mark on; empty when there is nothing.
  var rest: String

  /// Nil for anything but printable ASCII without backslash, user-info or fragment behind `http://` or `https://`.
  init?(_ text: String) {
    guard text.utf8.count <= 8192, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") }) else {
      return nil
    }
    guard let scheme = ["https", "http"].first(where: { text.hasPrefix("\($0)://") }) else { return nil }
    let tail = text.dropFirst(scheme.count + 3)
    let end = tail.firstIndex { $0 == "/" || $0 == "?" || $0 == "#" } ?? tail.endIndex
    guard !tail[end...].contains("#"), end != tail.startIndex else { return nil }
    let authority = tail[..<end]
    guard !authority.contains("@"), !authority.contains("%"), tail[end...].first != "?" else { return nil }
    self.scheme = scheme
    self.authority = String(authority)
    rest = String(tail[end...])
  }
}
