import JSONRecords
import QuickBooksClient
import Synchronization
import Testing

/// Keeps every request and answers from a list, the last one for ever.
private final class ScriptedTransport: Transport {
  private let state: Mutex<(answers: [HTTPOutcome], seen: [HTTPRequest])>
  init(_ answers: [HTTPOutcome]) { state = Mutex((answers, [])) }
  func perform(_ request: HTTPRequest) async -> HTTPOutcome {
    state.withLock { state in
      state.seen.append(request)
      return state.answers.count > 1 ? state.answers.removeFirst() : state.answers[0]
    }
  }
  var seen: [HTTPRequest] { state.withLock { $0.seen } }
}

/// Jumps instead of waiting, and says how long it would have waited.
private final class JumpingClock: WallClock {
  private let time = Mutex(1_775_085_600.0)
  var now: Double { time.withLock { $0 } }
  var monotonic: Double { now }
  func sleep(seconds: Double) async throws { time.withLock { $0 += seconds } }
}

private struct TwoTokens: TokenSource {
  func accessToken() async throws(NotAuthorised) -> Secret { Secret("first") }
  func accessToken(after rejected: Secret) async throws(NotAuthorised) -> Secret { Secret("second") }
}

@Suite struct `calls of the Accounting API` {
  private static func answer(_ status: Int, _ body: String, _ headers: [(name: String, value: String)] = [])
    -> HTTPOutcome
  {
    .answer(HTTPAnswer(status: status, headers: headers, body: Array(body.utf8)))
  }
  private static let invoice = answer(200, "{\"Invoice\":{\"Id\":\"145\",\"SyncToken\":\"1\"}}")

  private static func api(_ transport: ScriptedTransport, _ clock: JumpingClock = JumpingClock()) -> QuickBooksAPI {
    QuickBooksAPI(
      baseURL: "https://quickbooks.api.intuit.com", realm: "9341452026110100001", transport: transport,
      tokens: TwoTokens(), clock: clock)
  }

  private static let base = "https://quickbooks.api.intuit.com/v3/company/9341452026110100001/"

  @Test func `a create has minorversion, requestid, and the body as it is`() async {
    let transport = ScriptedTransport([Self.invoice])
    let body = Array("{\"CustomerRef\":{\"value\":\"58\"}}".utf8)
    _ = await Self.api(transport).write("Invoice", body: body, requestID: "abc-1")
    let request = transport.seen[0]
    #expect(request.method == .post && request.url == Self.base + "invoice?minorversion=75&requestid=abc-1")
    #expect(request.body == body)
    let headers = Dictionary(request.headers.map { ($0.name, $0.value) }) { first, _ in first }
    #expect(headers["Accept"] == "application/json" && headers["Content-Type"] == "application/json")
    #expect(headers["Authorization"] == "Bearer first")
  }

  @Test func `void and delete carry Id and SyncToken and nothing else`() async {
    let transport = ScriptedTransport([Self.invoice])
    _ = await Self.api(transport).void(invoice: "145", syncToken: "3", requestID: "v1")
    _ = await Self.api(transport).delete(invoice: "145", syncToken: "3", requestID: "d1")
    #expect(
      transport.seen.map(\.url) == [
        Self.base + "invoice?minorversion=75&operation=void&requestid=v1",
        Self.base + "invoice?minorversion=75&operation=delete&requestid=d1",
      ])
    for request in transport.seen {
      #expect(String(decoding: request.body, as: UTF8.self) == "{\"Id\":\"145\",\"SyncToken\":\"3\"}")
    }
  }

  @Test func `an invoice whose SyncToken is not known is not touched`() async {
    let transport = ScriptedTransport([Self.invoice])
    let outcome = await Self.api(transport).void(invoice: "145", syncToken: "", requestID: "v1")
    #expect(outcome == .notSent(reason: "QuickBooks gave no SyncToken for invoice 145"))
    #expect(transport.seen.isEmpty)
  }

  @Test func `mail goes to an address that is encoded, with an empty body`() async {
    let transport = ScriptedTransport([Self.invoice])
    _ = await Self.api(transport).send(invoice: "145", to: "ap+x@acme.example", requestID: "s1")
    #expect(
      transport.seen[0].url == Self.base + "invoice/145/send?minorversion=75&sendTo=ap%2Bx%40acme.example&requestid=s1")
    #expect(transport.seen[0].body.isEmpty)
  }

  @Test func `401 renews the token once and sends the same bytes again`() async {
    let transport = ScriptedTransport([Self.answer(401, ""), Self.invoice])
    let outcome = await Self.api(transport).write("Invoice", body: [1], requestID: "r")
    guard case .confirmed = outcome else {
      Issue.record("\(outcome)")
      return
    }
    #expect(transport.seen.map(\.url).count == 2 && transport.seen[0].url == transport.seen[1].url)
    #expect(transport.seen[1].headers.contains { $0.value == "Bearer second" })
    let refused = ScriptedTransport([Self.answer(401, "")])
    guard case .unauthorised = await Self.api(refused).write("Invoice", body: [1], requestID: "r") else {
      Issue.record("a second 401 is not final")
      return
    }
    #expect(refused.seen.count == 2)
  }

  @Test func `429 waits as long as it is told, or a minute`() async {
    for (headers, least, most) in [([(name: "Retry-After", value: "7")], 7.0, 8.0), ([], 60.0, 61.0)] {
      let clock = JumpingClock()
      let began = clock.now
      let transport = ScriptedTransport([Self.answer(429, "<html>", headers), Self.invoice])
      _ = await Self.api(transport, clock).write("Invoice", body: [1], requestID: "r")
      #expect(transport.seen.count == 2)
      #expect(clock.now - began >= least && clock.now - began <= most)
    }
  }

  @Test func `an unknown write is never repeated here, a read is`() async throws {
    let writes = ScriptedTransport([.unknown(reason: "reset")])
    guard case .unknown = await Self.api(writes).write("Invoice", body: [1], requestID: "r") else {
      Issue.record("not unknown")
      return
    }
    #expect(writes.seen.count == 1)
    let reads = ScriptedTransport([.unknown(reason: "reset"), Self.answer(200, "{\"QueryResponse\":{}}")])
    #expect(try await Self.api(reads).query("Invoice").isEmpty)
    #expect(reads.seen.count == 2)
  }

  @Test func `pages go by id until one is short, and no row comes twice`() async throws {
    func page(_ ids: [Int]) -> HTTPOutcome {
      let rows = ids.map { "{\"Id\":\"\($0)\"}" }.joined(separator: ",")
      return Self.answer(200, "{\"QueryResponse\":{\"Item\":[\(rows)]}}")
    }
    let transport = ScriptedTransport([page([1, 2]), page([2, 3]), page([4])])
    let rows = try await Self.api(transport).queryAll("Item", where: "Active in (true, false)", pageSize: 2)
    #expect(rows.compactMap { $0["Id"]?.text } == ["1", "2", "3", "4"])
    #expect(transport.seen[1].url.contains("startposition%203%20maxresults%202"))
    #expect(transport.seen.allSatisfy { $0.url.contains("orderby%20Id") })
  }
}
