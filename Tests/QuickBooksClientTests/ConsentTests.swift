import Foundation
import QuickBooksClient
import Testing

@Suite struct `the trip to the browser` {
  private let consent = Consent(.intuit, clientID: "ABid", redirectURI: "http://localhost:8400/callback")

  @Test func `the link names client, scope, address and state`() throws {
    let parts = try #require(URLComponents(string: consent.url))
    #expect(parts.host == "appcenter.intuit.com" && parts.scheme == "https" && parts.path == "/connect/oauth2")
    let values = Dictionary(uniqueKeysWithValues: (parts.queryItems ?? []).map { ($0.name, $0.value ?? "") })
    #expect(values["client_id"] == "ABid")
    #expect(values["response_type"] == "code")
    #expect(values["scope"] == "com.intuit.quickbooks.accounting")
    #expect(values["redirect_uri"] == "http://localhost:8400/callback")
    #expect(values["state"] == consent.state.revealed)
    #expect(consent.state.revealed.count > 40)
  }

  @Test func `no state comes twice`() {
    let states = Set((0..<1000).map { _ in Consent(.intuit, clientID: "a", redirectURI: "b").state.revealed })
    #expect(states.count == 1000)
  }

  @Test func `an address that comes back gives code and company`() throws {
    let answer = try consent.answer(
      "https://developer.intuit.com/v2/OAuth2Playground/RedirectUrl?code=AB11%2Bx&state=\(consent.state.revealed)&realmId=9341452026110100003"
    )
    #expect(answer.code.revealed == "AB11+x")
    #expect(answer.realmID == "9341452026110100003")
  }

  @Test(arguments: [
    ("code=a&realmId=1", ConnectionError.Code.stateMismatch), ("code=a&realmId=1&state=other", .stateMismatch),
    ("code=a&realmId=1&state=", .stateMismatch), ("", .stateMismatch), ("AB11abc", .stateMismatch),
    ("code=a&realmId=1&state=STATE&state=STATE", .stateMismatch), ("code=a&realmId=1&state=STATE%00", .stateMismatch),
    ("error=access_denied&state=STATE", .accessDenied), ("error=access_denied", .stateMismatch),
    ("code=&realmId=1&state=STATE", .badAnswer), ("realmId=1&state=STATE", .badAnswer),
    ("code=a&state=STATE", .badAnswer),
    ("code=a&realmId=../../x&state=STATE", .badAnswer),
    ("code=a&realmId=123456789012345678901&state=STATE", .badAnswer),
    ("code=\(String(repeating: "c", count: 513))&realmId=1&state=STATE", .badAnswer),
  ])
  func `anything else is refused`(_ query: String, _ code: ConnectionError.Code) throws {
    let url = "http://localhost:8400/callback?\(query.replacing("STATE", with: consent.state.revealed))"
    let error = #expect(throws: ConnectionError.self) { try consent.answer(url) }
    #expect(error?.code == code)
    #expect(error?.message.contains("513") != true && error?.message.contains("ccc") != true)
  }

  @Test func `the listener takes the answer to its own question and turns others away`() async throws {
    let listener = try LoopbackListener(port: 0)
    let here = Consent(.intuit, clientID: "a", redirectURI: "http://localhost:\(listener.port)/callback")
    let base = "http://127.0.0.1:\(listener.port)"
    let transport = CurlTransport(hosts: AllowedHosts(testEndpoint: try TestEndpoint(base)), connections: 1)
    async let answer = listener.answer(to: here, path: "/callback", seconds: 300)
    func status(_ target: String) async -> Int? {
      await transport.perform(HTTPRequest(.get, "\(base)\(target)", timeoutSeconds: 280)).answer?.status
    }
    #expect(await status("/favicon.ico") == 404)
    #expect(await status("/callback?code=evil&realmId=1&state=guess") == 400)
    #expect(await status("/callback?error=access_denied&state=guess") == 400)
    #expect(await status("/callback?code=AB&realmId=42&state=\(here.state.revealed)") == 200)
    let taken = try await answer
    #expect(taken.code.revealed == "AB" && taken.realmID == "42")
  }

  @Test func `a refusal with the right state ends the wait`() async throws {
    let listener = try LoopbackListener(port: 0)
    let here = Consent(.intuit, clientID: "a", redirectURI: "http://localhost:\(listener.port)/callback")
    let base = "http://127.0.0.1:\(listener.port)"
    let transport = CurlTransport(hosts: AllowedHosts(testEndpoint: try TestEndpoint(base)), connections: 1)
    async let answer = listener.answer(to: here, path: "/callback", seconds: 300)
    let target = "\(base)/callback?error=access_denied&state=\(here.state.revealed)"
    #expect(await transport.perform(HTTPRequest(.get, target, timeoutSeconds: 280)).answer?.status == 400)
    do {
      _ = try await answer
      Issue.record("a refusal gave an answer")
    } catch {
      #expect((error as? ConnectionError)?.code == .accessDenied)
    }
  }

  @Test func `nobody coming back ends the wait`() async throws {
    let listener = try LoopbackListener(port: 0)
    let error = await #expect(throws: ConnectionError.self) {
      try await listener.answer(to: consent, path: "/callback", seconds: 1)
    }
    #expect(error?.code == .timedOut)
  }
}
