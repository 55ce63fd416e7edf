import Testing

@testable import QuickBooksEmulator

/// Checklist 1 (token endpoint) and 2.
@Suite struct AuthorizationTests {
  private func form(
    _ bench: Bench, _ body: String, at path: String = "/oauth2/v1/tokens/bearer", secret: String? = nil
  ) -> Answered {
    let known = bench.emulator.credentials
    let basic = base64("\(known.clientID):\(secret ?? known.clientSecret)")
    return Answered(
      bench.emulator.handle(
        EmulatorRequest(
          method: "POST", target: path,
          headers: [
            EmulatorHeader("Authorization", "Basic \(basic)"),
            EmulatorHeader("Content-Type", "application/x-www-form-urlencoded"),
          ], body: Array(body.utf8))))
  }

  private func authorize(_ bench: Bench, _ query: String) -> Answered {
    Answered(bench.emulator.handle(EmulatorRequest(method: "GET", target: "/connect/oauth2?\(query)")))
  }

  private func consent(_ bench: Bench, _ more: String = "") -> Answered {
    authorize(
      bench,
      "client_id=\(bench.emulator.credentials.clientID)&response_type=code&scope=com.intuit.quickbooks.accounting"
        + "&redirect_uri=http%3A%2F%2Flocalhost%3A8000%2Fback&state=s%201" + more)
  }

  /// What a redirect gives the client.
  private func parameters(_ page: Answered) throws -> [String: String] {
    let location = try #require(page.header("Location"))
    return formParameters(try #require(location.split(separator: "?").last))
  }

  @Test func `consent sends back code, state and realm, and the code is good for one exchange`() throws {
    let bench = Bench()
    let page = consent(bench)
    #expect(page.status == 302)
    let back = try #require(page.header("Location"))
    #expect(back.hasPrefix("http://localhost:8000/back?"))
    let query = formParameters(try #require(back.split(separator: "?").last))
    #expect(query["state"] == "s 1" && query["realmId"] == bench.realm)
    let code = try #require(query["code"])
    let exchange = "grant_type=authorization_code&code=\(code)&redirect_uri=http%3A%2F%2Flocalhost%3A8000%2Fback"
    let tokens = form(bench, exchange)
    #expect(tokens.json.amount("expires_in") == "3600")
    #expect(bench.get("preferences").status == 401, "an earlier token ends with the new connection")
    bench.accessToken = try #require(tokens.json.text("access_token"))
    #expect(bench.get("preferences").status == 200)
    #expect(form(bench, exchange).json.text("error") == "invalid_grant")
  }

  @Test func `a code is bound to its redirect and lives ten minutes`() throws {
    let bench = Bench()
    func code() throws -> String {
      try #require(try parameters(consent(bench))["code"])
    }
    let other = "grant_type=authorization_code&code=\(try code())&redirect_uri=http%3A%2F%2Flocalhost%2Fother"
    #expect(form(bench, other).json.text("error") == "invalid_grant")
    let late = "grant_type=authorization_code&code=\(try code())&redirect_uri=http%3A%2F%2Flocalhost%3A8000%2Fback"
    bench.time.pass(601)
    #expect(form(bench, late).json.text("error") == "invalid_grant")
  }

  @Test func `a wrong scope or a refusal is sent back as an error, a strange redirect is not followed`() {
    let bench = Bench()
    let id = bench.emulator.credentials.clientID
    let scope = authorize(
      bench, "client_id=\(id)&response_type=code&scope=openid&redirect_uri=http://localhost/b&state=x")
    #expect(scope.header("Location") == "http://localhost/b?error=invalid_scope&state=x")
    for redirect in ["http://evil.example/b", "http://127.0.0.1:1/b", "https://127.0.0.1/b"] {
      let page = authorize(
        bench,
        "client_id=\(id)&response_type=code&scope=com.intuit.quickbooks.accounting&state=x&redirect_uri=\(redirect)")
      #expect(page.status == 400 && page.header("Location") == nil)
    }
    #expect(authorize(bench, "client_id=other&redirect_uri=http://localhost/b&state=x").status == 400)
    bench.emulator.options.refusesConsent = true
    #expect(consent(bench).header("Location")?.contains("error=access_denied") == true)
  }

  @Test func `a token is over after an hour, and both spellings of the fault are sent`() {
    let bench = Bench()
    bench.time.pass(3599)
    #expect(bench.get("preferences").status == 200)
    bench.time.pass(1)
    let first = bench.get("preferences")
    let second = bench.get("preferences")
    #expect(first.status == 401 && second.status == 401)
    #expect(first.code == "3200" && second.code == "3200")
    #expect(first.json["fault"] != nil && first.json["Fault"] == nil)
    #expect(first.json.amount("time") == "1772475271000")
    #expect(second.json["Fault"] != nil)
    #expect(first.header("intuit_tid") != nil)
  }

  @Test func `a refresh gives a token; after a day the refresh token changes and the old one is dead`() throws {
    let bench = Bench()
    let old = bench.emulator.credentials.refreshToken
    bench.time.pass(4000)
    let soon = form(bench, "grant_type=refresh_token&refresh_token=\(old)")
    #expect(soon.json.text("refresh_token") == old)
    bench.accessToken = try #require(soon.json.text("access_token"))
    #expect(bench.get("preferences").status == 200)
    bench.time.pass(86_400)
    let later = form(bench, "grant_type=refresh_token&refresh_token=\(old)")
    let new = try #require(later.json.text("refresh_token"))
    #expect(new != old)
    let dead = form(bench, "grant_type=refresh_token&refresh_token=\(old)")
    #expect(dead.status == 400 && dead.json.text("error") == "invalid_grant")
    #expect(dead.json.text("error_description") == "Incorrect or invalid refresh token")
    bench.time.pass(8_726_400)
    #expect(form(bench, "grant_type=refresh_token&refresh_token=\(new)").json.text("error") == "invalid_grant")
  }

  @Test func `with rotation each time a refresh token works once`() {
    var options = EmulatorOptions()
    options.refreshRotationSeconds = 0
    let bench = Bench(.us, options)
    let old = bench.emulator.credentials.refreshToken
    #expect(form(bench, "grant_type=refresh_token&refresh_token=\(old)").status == 200)
    #expect(form(bench, "grant_type=refresh_token&refresh_token=\(old)").json.text("error") == "invalid_grant")
  }

  @Test func `the token endpoint refuses a wrong secret and an unknown grant`() {
    let bench = Bench()
    let wrong = form(bench, "grant_type=refresh_token", secret: "guess")
    #expect(wrong.status == 401 && wrong.json.text("error") == "invalid_client")
    #expect(form(bench, "grant_type=password").json.text("error") == "unsupported_grant_type")
  }

  @Test func `revoking ends the connection`() {
    let bench = Bench()
    let token = bench.emulator.credentials.refreshToken
    #expect(form(bench, "token=\(token)", at: "/v2/oauth2/tokens/revoke").status == 200)
    #expect(bench.get("preferences").status == 401)
    #expect(form(bench, "grant_type=refresh_token&refresh_token=\(token)").json.text("error") == "invalid_grant")
    #expect(form(bench, "token=\(token)", at: "/v2/oauth2/tokens/revoke").status == 400)
  }

  @Test func `a token of another company answers 403 with 3100`() {
    let bench = Bench()
    let answer = Answered(
      bench.emulator.handle(
        EmulatorRequest(
          method: "GET", target: "/v3/company/1234/preferences",
          headers: [EmulatorHeader("Authorization", "Bearer \(bench.accessToken)")])))
    #expect(answer.status == 403 && answer.code == "3100")
  }

  @Test func `the discovery document names this server`() {
    let answer = Answered(
      Bench().emulator.handle(
        EmulatorRequest(
          method: "GET", target: "/.well-known/openid_configuration", headers: [EmulatorHeader("Host", "localhost:9")]))
    )
    #expect(answer.json.text("token_endpoint") == "http://localhost:9/oauth2/v1/tokens/bearer")
  }

  @Test func `no token, code or secret stands in the log or the state control`() throws {
    let bench = Bench()
    let before = bench.emulator.credentials
    _ = bench.get("preferences")
    let page = consent(bench)
    let code = try #require(try parameters(page)["code"])
    _ = form(
      bench, "grant_type=authorization_code&code=\(code)&redirect_uri=http%3A%2F%2Flocalhost%3A8000%2Fback")
    let after = bench.emulator.credentials
    _ = form(bench, "grant_type=refresh_token&refresh_token=\(after.refreshToken)")
    _ = form(bench, "token=\(after.refreshToken)", at: "/v2/oauth2/tokens/revoke")
    let state = Answered(bench.emulator.handle(EmulatorRequest(method: "GET", target: "/emulator/state")))
    let text = bench.emulator.log.map { String(decoding: $0.line, as: UTF8.self) }.joined() + state.text
    #expect(bench.emulator.log.count == 5)
    for secret in [
      before.accessToken, before.refreshToken, after.accessToken, after.refreshToken, before.clientSecret, code,
      base64("\(before.clientID):\(before.clientSecret)"),
    ] {
      #expect(!text.contains(secret))
    }
  }
}
