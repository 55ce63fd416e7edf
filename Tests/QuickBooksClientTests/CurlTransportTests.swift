import Foundation
import QuickBooksClient
import Synchronization
import Testing

@Suite struct `calls over libcurl` {
  private func transport(
    _ server: ScriptedServer, connections: Int = 1, _ change: (inout CurlTransport.Limits) -> Void = { _ in }
  ) throws -> CurlTransport {
    var limits = CurlTransport.Limits()
    change(&limits)
    return CurlTransport(
      hosts: AllowedHosts(testEndpoint: try TestEndpoint(server.url)), connections: connections, limits: limits,
      trustedAuthority: nil)
  }

  private func post(_ server: ScriptedServer, _ body: String = "{\"a\":1}", seconds: Int = 60) -> HTTPRequest {
    HTTPRequest(
      .post, "\(server.url)/v3/company/1/invoice?requestid=r1", headers: [("Content-Type", "application/json")],
      body: Array(body.utf8), timeoutSeconds: seconds)
  }

  @Test func `a call carries its method, headers and body, and its answer comes back whole`() async throws {
    let server = ScriptedServer { _, _ in .answer("200 OK", "{\"ok\":true}", headers: "intuit_tid: t-1\r\n") }
    let transport = try transport(server)
    let answer = try #require(await transport.perform(post(server)).answer)
    #expect(answer.status == 200)
    #expect(String(decoding: answer.body, as: UTF8.self) == "{\"ok\":true}")
    #expect(answer.header("Intuit_TID") == "t-1")
    let got = try #require(server.requests.first)
    #expect(got.line == "POST /v3/company/1/invoice?requestid=r1 HTTP/1.1")
    #expect(got.headers["content-type"] == "application/json")
    #expect(got.headers["expect"] == nil)
    #expect(got.body == Array("{\"a\":1}".utf8))
    server.stop()
  }

  @Test func `a connection is kept for the next call`() async throws {
    let server = ScriptedServer { _, _ in .answer("200 OK", "{}") }
    let transport = try transport(server)
    for _ in 0..<20 { #expect(await transport.perform(post(server)).answer?.status == 200) }
    #expect(server.requests.count == 20)
    server.stop()
  }

  @Test func `a body of a megabyte arrives whole`() async throws {
    let server = ScriptedServer { _, _ in .answer("200 OK", "{}") }
    let body = String(repeating: "0123456789abcdef", count: 65_536)
    #expect(try await transport(server).perform(post(server, body)).answer?.status == 200)
    #expect(server.requests.first?.body == Array(body.utf8))
    server.stop()
  }

  @Test func `a closed port is not sent`() async throws {
    let port = freePort()
    let transport = CurlTransport(
      hosts: AllowedHosts(testEndpoint: try TestEndpoint("http://127.0.0.1:\(port)")), connections: 1)
    let outcome = await transport.perform(
      HTTPRequest(.post, "http://127.0.0.1:\(port)/v3", body: [0x7B, 0x7D], timeoutSeconds: 5))
    #expect(outcome.isNotSent)
  }

  @Test func `a connection that ends after the request is unknown, and nothing is sent again`() async throws {
    let server = ScriptedServer { _, number in number == 1 ? .answer("200 OK", "{}") : .silence }
    let transport = try transport(server)
    #expect(await transport.perform(post(server)).answer?.status == 200)
    // The connection is a used one now: libcurl by itself would send the POST once more over a new one.
    #expect(await transport.perform(post(server)).isUnknown)
    #expect(server.requests.count == 2)
    server.stop()
  }

  @Test func `a POST without a body is not sent again either`() async throws {
    let server = ScriptedServer { _, number in number == 1 ? .answer("200 OK", "{}") : .silence }
    let transport = try transport(server)
    #expect(await transport.perform(post(server, "")).answer?.status == 200)
    #expect(await transport.perform(post(server, "")).isUnknown)
    #expect(server.requests.count == 2)
    server.stop()
  }

  @Test func `an answer that is cut off is unknown`() async throws {
    let server = ScriptedServer { _, _ in .text("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"Invoice\":") }
    #expect(try await transport(server).perform(post(server)).isUnknown)
    server.stop()
  }

  @Test func `no answer within the time is unknown`() async throws {
    let server = ScriptedServer { _, _ in
      ScriptedServer.Script(pieces: [(3000, Array("HTTP/1.1 200 OK\r\n\r\n".utf8))])
    }
    #expect(try await transport(server).perform(post(server, seconds: 1)).isUnknown)
    server.stop()
  }

  @Test func `an answer that drips is ended long before its time is over`() async throws {
    let server = ScriptedServer { _, _ in
      var script = ScriptedServer.Script.text("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
      for _ in 0..<100 { script.pieces.append((100, [0x20])) }
      return script
    }
    let transport = try transport(server) { $0.slowSeconds = 2 }
    let outcome = await transport.perform(post(server, seconds: 600))
    guard case .unknown(let reason) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    // 28: ended for being slow; had the drip come to its end, it would be 18, an answer cut off.
    #expect(reason.contains("libcurl 28"), "\(reason)")
    server.stop()
  }

  @Test func `an answer over the limit is ended`() async throws {
    let server = ScriptedServer { _, _ in
      .answer("200 OK", String(repeating: "x", count: 100_001))
    }
    let transport = try transport(server) { $0.answerBytes = 100_000 }
    let outcome = await transport.perform(post(server))
    guard case .unknown(let reason) = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(reason.contains("100000 bytes"))
    server.stop()
  }

  @Test func `headers over the limit are ended`() async throws {
    let server = ScriptedServer { _, _ in
      .answer("200 OK", "{}", headers: (0..<100).map { "X-\($0): \(String(repeating: "y", count: 900))\r\n" }.joined())
    }
    #expect(try await transport(server) { $0.headerBytes = 50_000 }.perform(post(server)).isUnknown)
    server.stop()
  }

  @Test(arguments: ["301 Moved", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"])
  func `a redirect is an answer and is not followed`(_ status: String) async throws {
    let other = ScriptedServer { _, _ in .answer("200 OK", "{}") }
    let target = other.url
    let server = ScriptedServer { _, _ in .answer(status, "", headers: "Location: \(target)/v3\r\n") }
    let answer = try #require(await transport(server).perform(post(server)).answer)
    #expect(answer.status == Int(status.prefix(3)))
    #expect(other.requests.isEmpty)
    server.stop()
    other.stop()
  }

  @Test func `a line break in a header sends nothing`() async throws {
    let server = ScriptedServer { _, _ in .answer("200 OK", "{}") }
    var request = post(server)
    request.headers.append(("X-Note", "a\r\nAuthorization: Bearer x"))
    #expect(try await transport(server).perform(request).isNotSent)
    #expect(server.requests.isEmpty)
    server.stop()
  }

  @Test func `an interim answer is passed over`() async throws {
    let server = ScriptedServer { _, _ in
      .text("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 2\r\nB: c\r\n\r\n{}")
    }
    let answer = try #require(await transport(server).perform(post(server)).answer)
    #expect(answer.status == 201)
    #expect(answer.header("Link") == nil)
    #expect(answer.header("b") == "c")
    server.stop()
  }

  @Test func `calls run side by side, as many as there are connections and no more`() async throws {
    // Calls at the server now, and the most there ever were.
    let load = Mutex((now: 0, most: 0))
    let server = ScriptedServer { _, _ in
      load.withLock { load in
        load.now += 1
        load.most = max(load.most, load.now)
      }
      usleep(200_000)
      load.withLock { $0.now -= 1 }
      return .answer("200 OK", "{}")
    }
    let transport = try transport(server, connections: 4)
    await withTaskGroup(of: Int?.self) { group in
      for _ in 0..<24 { group.addTask { await transport.perform(self.post(server, seconds: 60)).answer?.status } }
      for await status in group { #expect(status == 200) }
    }
    #expect((2...4).contains(load.withLock { $0.most }))
    server.stop()
  }
}

extension HTTPOutcome {
  var answer: HTTPAnswer? { if case .answer(let answer) = self { answer } else { nil } }
  var isNotSent: Bool { if case .notSent = self { true } else { false } }
  var isUnknown: Bool { if case .unknown = self { true } else { false } }
}
