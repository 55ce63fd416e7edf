extension EmulatorCore {
  var credentials: EmulatorCredentials {
    EmulatorCredentials(
      realmID: realmID, clientID: tokens.clientID, clientSecret: tokens.clientSecret, accessToken: tokens.accessToken,
      refreshToken: tokens.refreshToken)
  }

  /// 401 in one of the two spellings that were seen (reference 2.7).
  mutating func unauthorized(at now: Double) -> Answer {
    authorizationFaults += 1
    let message = "message=AuthenticationFailed; errorCode=003200; statusCode=401"
    let isLowerCase =
      switch options.authorizationFault {
      case .lowerCase: true
      case .upperCase: false
      case .alternating: authorizationFaults % 2 == 1
      }
    guard isLowerCase else {
      var answer = refusal(
        VendorFault(code: "3200", message: message, detail: "Token revoked", status: 401, type: "AUTHENTICATION"),
        at: now)
      answer.verdict = "refused 3200"
      return answer
    }
    let error: JSON = ["message": .string(message), "detail": "Token expired", "code": "3200", "element": .null]
    let body: JSON = [
      "warnings": .null, "intuitObject": .null, "fault": ["error": [error], "type": "AUTHENTICATION"], "report": .null,
      "queryResponse": .null, "batchItemResponse": [], "attachableResponse": [], "requestId": .null,
      "time": .number(Number(mantissa: Int128(now * 1000), scale: 0)), "status": .null,
    ]
    return Answer(status: 401, headers: [.json], body: body.bytes, verdict: "refused 3200")
  }

  // MARK: - Authorise

  /// The consent page: here the user always says yes (or no, by option) and is sent back at once.
  mutating func authorize(_ call: EmulatorCall, at now: Double) -> Answer {
    let query = call.parameters
    guard query["client_id"] == tokens.clientID, let redirect = query["redirect_uri"], isAllowed(redirect: redirect)
    else {
      return page(400, "invalid client or redirect_uri", verdict: "refused 400")
    }
    guard let state = query["state"], !state.isEmpty, query["response_type"] == "code" else {
      return page(400, "state and response_type=code are required", verdict: "refused 400")
    }
    let scopes = (query["scope"] ?? "").split(separator: " ")
    if !scopes.contains("com.intuit.quickbooks.accounting") {
      return sendBack(redirect, ["error": "invalid_scope", "state": state])
    }
    if options.refusesConsent { return sendBack(redirect, ["error": "access_denied", "state": state]) }
    let code = "AB11" + random.token(60)
    tokens.codes[code] = Tokens.Code(redirect: redirect, expiresAt: now + 600)
    return sendBack(redirect, ["code": code, "realmId": realmID, "state": state])
  }

  /// Plain http is for `localhost` alone; other addresses must be https with a name (reference 2.6).
  private func isAllowed(redirect: String) -> Bool {
    if redirect.hasPrefix("http://localhost/") || redirect.hasPrefix("http://localhost:") { return true }
    guard redirect.hasPrefix("https://"), let host = redirect.dropFirst(8).split(separator: "/").first else {
      return false
    }
    return host.contains { $0.isLetter }
  }

  private func sendBack(_ redirect: String, _ parameters: [String: String]) -> Answer {
    let query = parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\(percentEncoded($0.value))" }
    let separator = redirect.contains("?") ? "&" : "?"
    return Answer(
      status: 302, headers: [.html, EmulatorHeader("Location", redirect + separator + query.joined(separator: "&"))],
      body: [], verdict: parameters["error"].map { "refused \($0)" } ?? "done")
  }

  private func page(_ status: Int, _ text: String, verdict: String) -> Answer {
    Answer(status: status, headers: [.html], body: Array("<html><body>\(text)</body></html>".utf8), verdict: verdict)
  }

  // MARK: - Tokens

  mutating func token(_ request: EmulatorRequest, at now: Double) -> Answer {
    guard request.method == "POST" else { return page(405, "POST only", verdict: "refused 405") }
    guard isClient(request) else { return tokenFault("invalid_client", status: 401) }
    let type = request.header("Content-Type")?.lowercased() ?? ""
    guard type.hasPrefix("application/x-www-form-urlencoded") else { return tokenFault("invalid_request") }
    let form = formParameters(String(decoding: request.body, as: UTF8.self))
    switch form["grant_type"] {
    case "authorization_code":
      guard let code = form["code"], let waiting = tokens.codes.removeValue(forKey: code), now < waiting.expiresAt,
        form["redirect_uri"] == waiting.redirect
      else { return tokenFault("invalid_grant", "Invalid authorization code") }
      tokens.end(connection: true)
      tokens.isConnected = true
      rotateRefreshToken(at: now)
    case "refresh_token":
      guard tokens.isConnected, form["refresh_token"] == tokens.refreshToken,
        now - tokens.refreshUsedAt < options.refreshTokenSeconds
      else { return tokenFault("invalid_grant", "Incorrect or invalid refresh token") }
      if now - tokens.refreshIssuedAt >= options.refreshRotationSeconds { rotateRefreshToken(at: now) }
    default: return tokenFault("unsupported_grant_type")
    }
    giveAccessToken(at: now)
    var body: JSONObject = [
      "token_type": "bearer", "access_token": .string(tokens.accessToken),
      "expires_in": .number(Number(Int(options.accessTokenSeconds))), "refresh_token": .string(tokens.refreshToken),
      "x_refresh_token_expires_in": .number(Number(Int(options.refreshTokenSeconds))),
    ]
    if request.header("x-include-refresh-token-hard-expires-in") == "true" {
      body["x_refresh_token_hard_expires_in"] = 157_680_000
    }
    return Answer(
      headers: [.json, EmulatorHeader("Cache-Control", "no-cache, no-store")], body: JSON.object(body).bytes,
      verdict: "done")
  }

  mutating func renewTokens(at now: Double) {
    tokens.isConnected = true
    giveAccessToken(at: now)
  }

  private mutating func giveAccessToken(at now: Double) {
    tokens.refreshUsedAt = now
    tokens.accessToken = Tokens.newAccess(&random)
    tokens.access = tokens.access.filter { $0.value > now }
    tokens.access[tokens.accessToken] = now + options.accessTokenSeconds
  }

  private mutating func rotateRefreshToken(at now: Double) {
    tokens.refreshToken = Tokens.newRefresh(&random, at: now)
    tokens.refreshIssuedAt = now
  }

  mutating func revoke(_ request: EmulatorRequest) -> Answer {
    guard request.method == "POST" else { return page(405, "POST only", verdict: "refused 405") }
    guard isClient(request) else { return tokenFault("invalid_client", status: 401) }
    let text = String(decoding: request.body, as: UTF8.self)
    let token = (try? readJSON(request.body))?.object?.text("token") ?? formParameters(text)["token"]
    guard let token, tokens.isConnected, token == tokens.refreshToken || tokens.access[token] != nil else {
      return tokenFault("invalid_request")
    }
    tokens.end(connection: true)
    return Answer(headers: [.json], body: [], verdict: "done")
  }

  private func isClient(_ request: EmulatorRequest) -> Bool {
    request.header("Authorization") == "Basic " + base64("\(tokens.clientID):\(tokens.clientSecret)")
  }

  private func tokenFault(_ error: String, _ description: String? = nil, status: Int = 400) -> Answer {
    var body: JSONObject = ["error": .string(error)]
    body["error_description"] = description.map(JSON.string)
    return Answer(status: status, headers: [.json], body: JSON.object(body).bytes, verdict: "refused \(error)")
  }

  // MARK: - Discovery

  /// The discovery document with this server's own addresses; it lists OpenID scopes only, as the vendor's does.
  func discovery(_ request: EmulatorRequest) -> Answer {
    let base = "http://" + (request.header("Host") ?? "localhost")
    let body: JSON = [
      "issuer": .string("\(base)/op/v1"), "authorization_endpoint": .string("\(base)/connect/oauth2"),
      "token_endpoint": .string("\(base)/oauth2/v1/tokens/bearer"),
      "userinfo_endpoint": .string("\(base)/v1/openid_connect/userinfo"),
      "revocation_endpoint": .string("\(base)/v2/oauth2/tokens/revoke"), "jwks_uri": .string("\(base)/op/v1/jwks"),
      "response_types_supported": ["code"], "subject_types_supported": ["public"],
      "scopes_supported": ["openid", "email", "profile", "address", "phone"],
    ]
    return Answer(headers: [.json], body: body.bytes, verdict: "read")
  }
}

/// Base 64 of a text, with padding (RFC 4648).
func base64(_ text: String) -> String {
  let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var out: [UInt8] = []
  var rest = Array(text.utf8)[...]
  while !rest.isEmpty {
    let three = Array(rest.prefix(3))
    rest = rest.dropFirst(3)
    let bits = three.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - three.count))
    for place in 0..<4 {
      out.append(place <= three.count ? letters[bits >> (18 - 6 * place) & 63] : UInt8(ascii: "="))
    }
  }
  return String(decoding: out, as: UTF8.self)
}
