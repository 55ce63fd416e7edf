import Testing

@testable import QuickBooksEmulator

@Suite struct ControlTests {
  private func control(
    _ bench: Bench, _ method: String, _ path: String, _ body: String = "", type: String = "application/json"
  ) -> Answered {
    Answered(
      bench.emulator.handle(
        EmulatorRequest(
          method: method, target: "/emulator/\(path)", headers: [EmulatorHeader("Content-Type", type)],
          body: Array(body.utf8))))
  }

  @Test func `a fault is planted, listed and taken away`() {
    let bench = Bench()
    #expect(control(bench, "POST", "faults", #"{"fault":"F4","atCall":3,"on":"invoice"}"#).status == 200)
    let listed = control(bench, "GET", "faults").json.array("waiting")?.first?.object
    #expect(listed?.text("fault") == "F4" && listed?.amount("atCall") == "3" && listed?.text("on") == "invoice")
    #expect(control(bench, "DELETE", "faults").json.array("waiting")?.isEmpty == true)
    _ = control(bench, "POST", "faults", #"{"fault":"f7"}"#)
    #expect(bench.get("item/1").status == 500)
  }

  @Test func `the hands of a user, the clock and the modes are controls too`() {
    let bench = Bench()
    for _ in 1...3 { _ = bench.invoice(path: "invoice") }
    #expect(control(bench, "POST", "pay", #"{"invoice":"1001","amount":"10.00"}"#).json.text("payment") == "1004")
    #expect(control(bench, "POST", "edit", #"{"id":"1002","changes":{"PrivateNote":"x"}}"#).status == 200)
    #expect(control(bench, "POST", "void", #"{"id":"1002"}"#).status == 200)
    #expect(control(bench, "POST", "delete", #"{"id":"1003"}"#).status == 200)
    #expect(bench.get("invoice/1002")["Invoice"].text("PrivateNote") == "Voided - x")
    #expect(bench.get("invoice/1003").code == "610")
    #expect(control(bench, "POST", "close-books", #"{"through":"2026-03-31"}"#).status == 200)
    #expect(bench.invoice().code == "6210")
    #expect(control(bench, "POST", "close-books", #"{"through":null}"#).status == 200)
    _ = control(bench, "POST", "requestid-mode", #"{"mode":"ignored"}"#)
    for _ in 1...2 { _ = bench.invoice(path: "invoice?requestid=q") }
    #expect(bench.emulator.objects("Invoice").count == 4)
    _ = control(bench, "POST", "throttle", #"{"on":true,"retryAfter":true}"#)
    #expect(bench.emulator.options.throttle && bench.emulator.options.sendsRetryAfter)
    _ = control(bench, "POST", "options", #"{"subscriptionEnded":true,"taxRounding":"perRate","multicurrency":true}"#)
    #expect(bench.emulator.options.taxRounding == .perRate && bench.invoice().code == "6190")
    let before = bench.emulator.now
    #expect(control(bench, "POST", "clock", #"{"advanceSeconds":3600.5}"#).status == 200)
    #expect(bench.emulator.now == before + 3600.5)
    #expect(bench.get("item/1").status == 401)
  }

  @Test func `the log, the state and the mails can be read, and the controls are not in the log`() {
    let bench = Bench()
    _ = bench.invoice()
    _ = bench.call("POST", "invoice/1001/send?sendTo=a@b.example")
    let entries = (control(bench, "GET", "log").json.array("entries") ?? []).compactMap(\.object)
    #expect(entries.map { $0.text("call") } == ["create invoice", "send invoice"])
    #expect(entries[0].array("entities")?.first?.text == "Invoice 1001")
    #expect(control(bench, "GET", "log?from=2").json.array("entries")?.count == 1)
    #expect(control(bench, "GET", "mails").json.array("mails")?.first?.object?.text("to") == "a@b.example")
    let state = control(bench, "GET", "state").json
    #expect(state.object("objects")?.array("Invoice")?.count == 1 && state.text("realmId") == bench.realm)
  }

  @Test func `tokens are ended by control`() {
    let bench = Bench()
    _ = control(bench, "POST", "tokens", #"{"end":"access"}"#)
    #expect(bench.get("item/1").status == 401)
    bench.emulator.renewTokens()
    bench.accessToken = bench.emulator.credentials.accessToken
    #expect(bench.get("item/1").status == 200)
  }

  @Test func `a late commit is settled by control or by the clock`() {
    let bench = Bench()
    for control in ["settle", "clock"] {
      bench.emulator.plant(PlantedFault(.commitDelayed))
      _ = bench.invoice()
      _ = self.control(bench, "POST", control, control == "clock" ? #"{"advanceSeconds":60}"# : "{}")
    }
    #expect(bench.emulator.objects("Invoice").count == 2)
  }

  @Test(arguments: [
    ("POST", "faults", #"{"fault":"F25"}"#), ("POST", "faults", #"{"fault":"F1","atCall":0}"#),
    ("POST", "faults", "[]"),
    ("POST", "pay", #"{"invoice":"9"}"#), ("POST", "void", #"{"entity":"Customer","id":"1"}"#),
    ("POST", "edit", #"{"entity":"Thing","id":"1","changes":{"a":1}}"#),
    ("POST", "edit", #"{"entity":"Item","id":"1"}"#),
    ("POST", "close-books", #"{"through":"March"}"#), ("POST", "clock", #"{"advanceSeconds":-1}"#),
    ("POST", "requestid-mode", #"{"mode":"x"}"#), ("POST", "options", #"{"colour":true}"#), ("POST", "nothing", "{}"),
    ("GET", "nothing", ""), ("PUT", "faults", "{}"),
  ])
  func `a wrong control is refused with a sentence`(method: String, path: String, body: String) {
    let answer = control(Bench(), method, path, body)
    #expect(answer.status == 400 && answer.json.text("error")?.isEmpty == false)
  }

  @Test func `a web page cannot send a control unasked`() {
    #expect(control(Bench(), "POST", "throttle", #"{"on":true}"#, type: "text/plain").status == 400)
  }
}
