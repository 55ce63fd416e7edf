/// What one company needs to be called: which company, where, and the tokens.
public struct Connection: Sendable, Equatable {
  public enum Environment: String, Sendable, CaseIterable {
    /// A real company.
    case production
    /// A developer's sandbox company.
    case sandbox
    /// An emulator on this machine.
    case test
  }

  public var environment: Environment
  /// For ``Environment/test`` alone.
  public var testEndpoint: TestEndpoint?
  /// QuickBooks' number of the company, in figures; it comes with the consent and never changes.
  public var realmID: String
  /// As QuickBooks named it when it was connected.
  public var companyName: String
  public var clientID: String
  public var clientSecret: Secret
  public var accessToken: Secret
  /// Seconds since 1970.
  public var accessExpires: Int64
  public var refreshToken: Secret
  /// Seconds since 1970; a refresh moves it on.
  public var refreshExpires: Int64
  /// When consent was given, seconds since 1970.
  public var connected: Int64

  /// The accounting API, without a slash behind it.
  public var apiURL: String {
    switch environment {
    case .production: "https://\(AllowedHosts.productionAPI)"
    case .sandbox: "https://\(AllowedHosts.sandboxAPI)"
    case .test: testEndpoint?.url ?? ""
    }
  }

  /// Where calls of this company may go, and no further.
  public var hosts: AllowedHosts { AllowedHosts(testEndpoint: testEndpoint) }

  public init(
    environment: Environment, testEndpoint: TestEndpoint?, realmID: String, companyName: String, clientID: String,
    clientSecret: Secret, tokens: TokenAnswer, now: Int64
  ) {
    self.environment = environment
    self.testEndpoint = testEndpoint
    self.realmID = realmID
    self.companyName = companyName
    self.clientID = clientID
    self.clientSecret = clientSecret
    accessToken = tokens.accessToken
    accessExpires = now + tokens.accessSeconds
    refreshToken = tokens.refreshToken ?? Secret("")
    refreshExpires = now + (tokens.refreshSeconds ?? 8_640_000)
    connected = now
  }

  /// Takes over the tokens of a refresh; without a new refresh token the old one stays good (RFC 6749, 6).
  mutating func renew(_ tokens: TokenAnswer, now: Int64) {
    accessToken = tokens.accessToken
    accessExpires = now + tokens.accessSeconds
    if let refreshToken = tokens.refreshToken { self.refreshToken = refreshToken }
    if let seconds = tokens.refreshSeconds { refreshExpires = now + seconds }
  }
}

/// Whether a text is a company's or object's number: 1 to 20 digits.
package func isQuickBooksID(_ text: String) -> Bool {
  (1...20).contains(text.utf8.count)
    && text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
}
