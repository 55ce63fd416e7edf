import QuickBooksClient
import Testing

@Suite struct `where calls may go` {
  @Test(arguments: [
    "https://quickbooks.api.intuit.com/v3/company/1/query?query=select%20*", "https://quickbooks.api.intuit.com:443/v3",
    "https://sandbox-quickbooks.api.intuit.com/v3/company/1/invoice",
    "https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer",
    "https://developer.api.intuit.com/v2/oauth2/tokens/revoke", "https://quickbooks.api.intuit.com",
  ])
  func `QuickBooks' own hosts are taken`(_ url: String) { #expect(AllowedHosts().refusal(of: url) == nil) }

  static let hostile = [
    "http://quickbooks.api.intuit.com/v3", "https://quickbooks.api.intuit.com@evil.example/v3",
    "https://user:pass@quickbooks.api.intuit.com/v3", "https://quickbooks.api.intuit.com./v3",
    "https://quickbooks.api.intuit.com.evil.example/v3", "https://evil.example/quickbooks.api.intuit.com",
    "https://quickbooks.api.intuit.com:8443/v3", "https://quickbooks.api.intuit.com:80/v3",
    "https://quickbooks.api.intuit.com:0443/v3", "https://QuickBooks.api.intuit.com/v3",
    "HTTPS://quickbooks.api.intuit.com/",
    "https://quіckbooks.api.intuit.com/v3", "https://xn--quckbooks-g7e.api.intuit.com/v3", "https://api.intuit.com/v3",
    "https://intuit.com/v3", "https://x.quickbooks.api.intuit.com/v3", "https://0x7f.1/v3", "https://127.0.0.1/v3",
    "https://2130706433/v3", "https://localhost/v3", "http://127.0.0.1:8080/v3", "https://[::1]/v3",
    "https://169.254.169.254/latest/meta-data", "ftp://quickbooks.api.intuit.com/v3", "file:///etc/passwd",
    "gopher://quickbooks.api.intuit.com/", "//quickbooks.api.intuit.com/v3", "quickbooks.api.intuit.com/v3", "",
    "https://", "https:///v3", "https:/quickbooks.api.intuit.com/v3", "https:\\\\quickbooks.api.intuit.com\\v3",
    "https://quickbooks.api.intuit.com\\@evil.example/", "https://evil.example\\.quickbooks.api.intuit.com/",
    "https://quickbooks.api.intuit.com#@evil.example/", "https://quickbooks.api.intuit.com?@evil.example/",
    "https://quickbooks.api.intuit.com/v3#x", " https://quickbooks.api.intuit.com/v3",
    "https://quickbooks.api.intuit.com/v3\r\nHost: evil.example", "https://quickbooks.api.intuit.com\t/v3",
    "https://quickbooks.api.intuit.com%2eevil.example/", "https://quickbooks.api.intuit.com%00.evil.example/",
    "https://quickbooks.api.intuit.com,evil.example/", "https://quickbooks.api.intuit.com;evil.example/",
    "javascript:alert(1)", "https://sandbox.quickbooks.api.intuit.com/v3", "https://appcenter.intuit.com/connect",
  ]

  @Test(arguments: hostile)
  func `any other URL is refused`(_ url: String) { #expect(AllowedHosts().refusal(of: url) != nil) }

  @Test(arguments: hostile)
  func `a rehearsal reaches nothing but its endpoint`(_ url: String) throws {
    let hosts = AllowedHosts(testEndpoint: try TestEndpoint("http://127.0.0.1:9999"))
    #expect(hosts.refusal(of: url) != nil)
    #expect(hosts.refusal(of: "https://quickbooks.api.intuit.com/v3") != nil)
    #expect(hosts.refusal(of: "http://127.0.0.1:9999/v3/company/1/query?query=x") == nil)
    #expect(hosts.refusal(of: "http://127.0.0.1:99999/v3") != nil)
    #expect(hosts.refusal(of: "http://127.0.0.1:9999.evil.example/v3") != nil)
    #expect(hosts.refusal(of: "http://127.0.0.1:9999@evil.example/v3") != nil)
    #expect(hosts.refusal(of: "https://127.0.0.1:9999/v3") != nil)
  }

  @Test(arguments: ["http://127.0.0.1:8123", "http://127.0.0.1:8123/", "https://127.0.0.1:1", "http://[::1]:65535"])
  func `a loopback address in figures is a test endpoint`(_ url: String) throws {
    #expect(throws: Never.self) { try TestEndpoint(url) }
  }

  @Test(
    arguments: hostile + [
      "http://localhost:8123", "http://127.0.0.1", "http://127.0.0.1:", "http://127.0.0.1:0", "http://127.0.0.1:65536",
      "http://127.0.0.1:080", "http://127.0.0.1:8123/x", "http://127.0.0.1:8123?x", "http://127.1:8123",
      "http://127.0.0.2:8123", "http://0.0.0.0:8123", "http://[::]:8123", "http://[::ffff:127.0.0.1]:8123",
      "http://0177.0.0.1:8123", "http://127.0.0.1:8123@evil.example", "http://evil.example:8123",
    ])
  func `anything else is no test endpoint`(_ url: String) throws {
    let error = #expect(throws: ConnectionError.self) { try TestEndpoint(url) }
    #expect(error?.code == .endpointRefused)
  }

  @Test func `a refused URL is never called`() async {
    let transport = CurlTransport(hosts: AllowedHosts(), connections: 1)
    let server = ScriptedServer { _, _ in .answer("200 OK", "{}") }
    let outcome = await transport.perform(
      HTTPRequest(.get, "\(server.url)/v3", headers: [("Authorization", "Bearer canary")]))
    guard case .notSent = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(server.requests.isEmpty)
    server.stop()
  }
}
