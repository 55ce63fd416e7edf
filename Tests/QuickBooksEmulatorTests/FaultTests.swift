import Testing

@testable import QuickBooksEmulator

/// Checklist 13 and reliability.md 5.3: each of the 24 faults, what it shows and whether the change is made.
@Suite struct FaultTests {
  private func invoice(_ bench: Bench, _ id: String = "r1") -> EmulatorReply {
    bench.invoice(path: "invoice?requestid=\(id)&minorversion=75").reply
  }

  private func count(_ bench: Bench) -> Int { bench.emulator.objects("Invoice").count }

  @Test(arguments: [
    (EmulatorFault.refused, 0), (.resetWhileSending, 0), (.resetNotDone, 0), (.resetDone, 1), (.timeOutDone, 1),
    (.error500Done, 1), (.error500, 0), (.error503, 0), (.throttled, 0), (.unauthorized, 0), (.faultIn200, 0),
    (.truncated, 1), (.htmlIn200, 0), (.validation, 0), (.duplicateOfOwn, 1), (.commitDelayed, 0),
    (.requestIDIgnored, 1),
    (.replayAnswers6000, 1), (.queryLag, 1), (.otherCustomer, 1), (.totalDiffers, 1), (.drip, 1), (.redirect, 0),
  ])
  func `a fault strikes its call alone, and the log says whether the change was made`(fault: EmulatorFault, done: Int) {
    let bench = Bench()
    bench.emulator.plant(PlantedFault(fault, atCall: 2, on: "invoice"))
    #expect(Answered(invoice(bench, "r0")).status == 200)
    _ = invoice(bench)
    #expect(count(bench) == 1 + done)
    #expect(bench.emulator.waitingFaults == 0)
    let entry = bench.emulator.log[1]
    #expect(entry.fault == fault.rawValue && entry.changed == (done == 1))
    #expect(entry.entities == (done == 1 ? ["Invoice 1002"] : []))
    #expect(bench.emulator.log[0].fault == nil)
    #expect(Answered(invoice(bench, "r2")).status == 200)
  }

  private func reply(_ fault: EmulatorFault, _ bench: Bench = Bench(), seconds: Double? = nil) -> EmulatorReply {
    bench.emulator.plant(PlantedFault(fault, seconds: seconds))
    return invoice(bench)
  }

  @Test func `F1 to F5 and F16 show what the network would`() {
    #expect(reply(.refused) == .refuseConnection)
    #expect(reply(.resetWhileSending) == .reset(afterRequest: false))
    #expect(reply(.resetNotDone) == .reset(afterRequest: true))
    #expect(reply(.resetDone) == .reset(afterRequest: true))
    #expect(reply(.timeOutDone) == .timeOut)
    #expect(reply(.commitDelayed) == .timeOut)
  }

  @Test func `F6 to F15 and F24 answer with these statuses and bodies`() {
    let expected: [(EmulatorFault, Int, String)] = [
      (.error500Done, 500, "SystemFault"), (.error500, 500, "SystemFault"), (.error503, 503, "<html>"),
      (.throttled, 429, "ThrottleExceeded"), (.unauthorized, 401, "AuthenticationFailed"),
      (.faultIn200, 200, #""Fault""#), (.htmlIn200, 200, "<html>"), (.validation, 400, "2020"),
      (.duplicateOfOwn, 400, "6140"), (.redirect, 302, ""),
    ]
    for (fault, status, text) in expected {
      let answer = Answered(reply(fault))
      #expect(answer.status == status && (text.isEmpty || answer.text.contains(text)), "\(fault) \(answer.text)")
    }
    #expect(Answered(reply(.throttled)).header("Retry-After") == nil)
    #expect(Answered(reply(.throttled, seconds: 30)).header("Retry-After") == "30")
    #expect(Answered(reply(.redirect)).header("Location")?.hasPrefix("https://quickbooks.example.net/") == true)
  }

  @Test func `F12 cuts the body and F23 drips it`() throws {
    guard case .truncated(200, _, let body, let keep) = reply(.truncated) else {
      Issue.record("not cut")
      return
    }
    #expect(keep > 0 && keep < body.count)
    guard case .drip(200, _, let slow, 1) = reply(.drip) else {
      Issue.record("not slow")
      return
    }
    #expect(slow.count > 100)
  }

  @Test func `F15 for a customer is a name that is taken, and a repeat may meet it too`() {
    let bench = Bench()
    bench.emulator.plant(PlantedFault(.duplicateOfOwn))
    #expect(bench.post("customer?requestid=c", ["DisplayName": "Mine"]).code == "6240")
    #expect(bench.query("select * from Customer where DisplayName = 'Mine'").rows("Customer").count == 1)
    #expect(bench.post("customer?requestid=c", ["DisplayName": "Mine"]).status == 200)
  }

  @Test func `F16 commits after the read back, and a resend with the same id does it at once and alone`() {
    let late = Bench()
    _ = reply(.commitDelayed, late)
    late.time.pass(44)
    #expect(late.query("select * from Invoice").rows("Invoice").isEmpty)
    late.time.pass(1)
    #expect(late.query("select * from Invoice").rows("Invoice").count == 1)
    #expect(late.emulator.log.map(\.verdict) == ["delayed", "read", "late", "read"])
    let resent = Bench()
    _ = reply(.commitDelayed, resent)
    #expect(Answered(invoice(resent)).status == 200)
    resent.time.pass(100)
    _ = resent.get("preferences")
    #expect(count(resent) == 1)
  }

  @Test func `F16 was let in: that its token is over when it commits is no matter`() {
    let bench = Bench()
    bench.emulator.plant(PlantedFault(.commitDelayed, on: "create invoice", seconds: 5_000))
    _ = invoice(bench)
    bench.time.pass(5_000)
    bench.emulator.renewTokens()
    bench.accessToken = bench.emulator.credentials.accessToken
    _ = bench.get("preferences")
    #expect(count(bench) == 1)
    #expect(bench.emulator.log.contains { $0.verdict == "late" && $0.changed })
  }

  @Test func `F16 lets nobody in whose token is over`() {
    let bench = Bench()
    bench.time.pass(4_000)
    bench.emulator.plant(PlantedFault(.commitDelayed, on: "create invoice"))
    #expect(Answered(invoice(bench)).status == 401)
    bench.emulator.settle()
    bench.emulator.renewTokens()
    bench.accessToken = bench.emulator.credentials.accessToken
    #expect(count(bench) == 0)
  }

  @Test func `F16 with F17 makes two`() {
    let bench = Bench()
    bench.emulator.plant(PlantedFault(.requestIDIgnored, on: "query"))
    _ = bench.query("select * from Invoice")
    _ = reply(.commitDelayed, bench)
    _ = invoice(bench)
    bench.emulator.settle()
    #expect(count(bench) == 2)
  }

  @Test func `F17, F18 and F19 hold from their call on, until they are cleared`() {
    let bench = Bench()
    _ = reply(.requestIDIgnored, bench)
    _ = invoice(bench)
    #expect(count(bench) == 2)
    bench.emulator.clearFaults()
    for _ in 1...2 { _ = invoice(bench, "r9") }
    #expect(count(bench) == 3)
    let refusing = Bench()
    _ = reply(.replayAnswers6000, refusing)
    #expect(Answered(invoice(refusing)).code == "6000")
    let lagging = Bench()
    _ = reply(.queryLag, lagging)
    #expect(lagging.query("select * from Invoice").rows("Invoice").isEmpty)
    #expect(lagging.get("invoice/1001").status == 200, "reading by id does not lag")
    lagging.time.pass(20)
    #expect(lagging.query("select * from Invoice").rows("Invoice").count == 1)
  }

  @Test func `F20 leaves one item of a batch out of the answer, although it is done`() {
    let bench = Bench()
    bench.emulator.plant(PlantedFault(.batchItemMissing))
    _ = bench.invoice()
    let items = (1...3).map { number -> JSON in
      [
        "bId": .string("b\(number)"), "operation": "create",
        "Invoice": ["CustomerRef": ["value": "1"], "Line": [line("1.00", code: "NON")]],
      ]
    }
    let answer = bench.post("batch", ["BatchItemRequest": .array(items)])
    #expect(answer.json.array("BatchItemResponse")?.count == 2)
    #expect(count(bench) == 4)
  }

  @Test func `F21 answers with another customer, the books have the right one`() {
    let bench = Bench()
    let answer = Answered(reply(.otherCustomer, bench))
    #expect(answer["Invoice"].reference("CustomerRef") == "2")
    #expect(bench.get("invoice/1001")["Invoice"].reference("CustomerRef") == "1")
  }

  @Test func `F22 is one cent more, in the answer and in the books`() {
    let bench = Bench()
    let honest = Bench().invoice()["Invoice"].number("TotalAmt") ?? .zero
    let answer = Answered(reply(.totalDiffers, bench))
    #expect(answer["Invoice"].number("TotalAmt") == honest + Number(mantissa: 1, scale: 2))
    #expect(bench.get("invoice/1001")["Invoice"].number("TotalAmt") == answer["Invoice"].number("TotalAmt"))
  }

  @Test(arguments: [
    ("any", 1), ("read", 1), ("write", 3), ("create invoice", 3), ("customer", 6), ("query", 4), ("query customer", 5),
    ("batch", 7), ("send", 8), ("token", 9),
  ])
  func `a plan counts the calls it names`(on: String, strikesAt: Int) {
    let bench = Bench()
    bench.emulator.plant(PlantedFault(.error503, on: on))
    _ = bench.get("preferences")  // 1
    _ = bench.get("item/1")  // 2
    _ = bench.invoice()  // 3
    _ = bench.query("select * from Item")  // 4
    _ = bench.query("select * from Customer")  // 5
    _ = bench.post("customer", ["DisplayName": "N"])  // 6
    _ = bench.post("batch", ["BatchItemRequest": []])  // 7
    _ = bench.call("POST", "invoice/1001/send")  // 8
    _ = bench.emulator.handle(EmulatorRequest(method: "POST", target: "/oauth2/v1/tokens/bearer"))  // 9
    #expect(bench.emulator.log.first { $0.fault != nil }?.number == strikesAt)
  }

  @Test func `several plans wait side by side, and one may strike several times`() {
    let bench = Bench()
    bench.emulator.plant(PlantedFault(.error500, atCall: 1, on: "query"))
    bench.emulator.plant(PlantedFault(.error503, atCall: 2, on: "invoice", times: 2))
    let statuses = (0..<4).map { Answered(invoice(bench, "r\($0)")).status }
    #expect(statuses == [200, 503, 503, 200])
    #expect(bench.query("select * from Invoice").status == 500)
  }

  @Test func `there are 24 of them`() {
    #expect(EmulatorFault.allCases.map(\.rawValue) == (1...24).map { "F\($0)" })
  }
}
