/// The connection between app and company: one access token chain, one refresh token chain (reference, section 2.4).
struct Tokens: Sendable {
  let clientID: String
  let clientSecret: String
  /// Access tokens that were given, and until when they hold.
  var access: [String: Double] = [:]
  var accessToken: String
  var refreshToken: String
  /// When the present value of the refresh token was given; it changes about every 24 hours.
  var refreshIssuedAt: Double
  var refreshUsedAt: Double
  var isConnected = true
  /// Authorisation codes that wait for their exchange, with the redirect they are bound to.
  var codes: [String: Code] = [:]

  struct Code: Sendable {
    let redirect: String
    let expiresAt: Double
  }

  init(random: inout SeededRandom, options: EmulatorOptions, at now: Double) {
    clientID = "AB" + random.token(48)
    clientSecret = random.token(40)
    accessToken = Self.newAccess(&random)
    refreshToken = Self.newRefresh(&random, at: now)
    refreshIssuedAt = now
    refreshUsedAt = now
    access[accessToken] = now + options.accessTokenSeconds
  }

  init(
    clientID: String, clientSecret: String, accessToken: String, accessExpiresAt: Double, refreshToken: String,
    refreshIssuedAt: Double, isConnected: Bool
  ) {
    self.clientID = clientID
    self.clientSecret = clientSecret
    self.accessToken = accessToken
    self.refreshToken = refreshToken
    self.refreshIssuedAt = refreshIssuedAt
    refreshUsedAt = refreshIssuedAt
    self.isConnected = isConnected
    access[accessToken] = accessExpiresAt
  }

  static func newAccess(_ random: inout SeededRandom) -> String { "eyJlbmMiOiJlbXVsYXRlZCJ9.." + random.token(120) }

  static func newRefresh(_ random: inout SeededRandom, at now: Double) -> String {
    "AB11\(Int(now))" + random.token(36)
  }

  func accepts(_ authorization: String?, at now: Double) -> Bool {
    guard isConnected, let authorization, authorization.hasPrefix("Bearer "),
      let expiry = access[String(authorization.dropFirst(7))]
    else { return false }
    return now < expiry
  }

  /// Ends the access tokens, and with `connection` the refresh token too.
  mutating func end(connection: Bool) {
    access = [:]
    if connection { isConnected = false }
  }
}
