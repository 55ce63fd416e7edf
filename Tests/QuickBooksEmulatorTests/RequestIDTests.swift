import Testing

@testable import QuickBooksEmulator

/// Checklist 12.
@Suite struct RequestIDTests {
  private func count(_ bench: Bench) -> Int { bench.emulator.objects("Invoice").count }

  @Test func `the same id and content answer the same bytes and do nothing`() {
    let bench = Bench()
    let first = bench.invoice(path: "invoice?requestid=abc")
    bench.time.pass(5)
    let second = bench.invoice(path: "invoice?requestid=abc")
    #expect(first.body == second.body && count(bench) == 1)
    #expect(bench.emulator.log.map(\.verdict) == ["done", "replayed"])
    #expect(bench.emulator.log.map(\.changed) == [true, false])
  }

  @Test func `the same id with other content answers 600, or the first answer by switch`() {
    let bench = Bench()
    let first = bench.invoice(path: "invoice?requestid=abc")
    #expect(bench.invoice(["PrivateNote": "x"], path: "invoice?requestid=abc").code == "600")
    bench.emulator.options.refusesRequestIDWithOtherContent = false
    #expect(bench.invoice(["PrivateNote": "x"], path: "invoice?requestid=abc").body == first.body)
    #expect(count(bench) == 1)
  }

  @Test func `ignored, or answered with 6000, by mode`() {
    let bench = Bench()
    bench.emulator.options.requestIDMode = .ignored
    for _ in 1...2 { #expect(bench.invoice(path: "invoice?requestid=abc").status == 200) }
    #expect(count(bench) == 2)
    bench.emulator.options.requestIDMode = .replayAnswers6000
    #expect(bench.invoice(path: "invoice?requestid=def").status == 200)
    #expect(bench.invoice(path: "invoice?requestid=def").code == "6000")
    #expect(count(bench) == 3)
  }

  @Test func `an id is forgotten after 24 hours`() {
    var options = EmulatorOptions()
    options.accessTokenSeconds = 1_000_000
    let bench = Bench(.us, options)
    _ = bench.invoice(path: "invoice?requestid=abc")
    bench.time.pass(86_399)
    _ = bench.invoice(path: "invoice?requestid=abc")
    #expect(count(bench) == 1)
    bench.time.pass(2)
    _ = bench.invoice(path: "invoice?requestid=abc")
    #expect(count(bench) == 2)
  }

  @Test func `a refused request is tried anew with the same id`() {
    let bench = Bench()
    #expect(bench.invoice(["CustomerRef": ["value": "77"]], path: "invoice?requestid=abc").code == "2500")
    #expect(bench.invoice(path: "invoice?requestid=abc").status == 200)
  }

  @Test func `an id has at most 50 characters`() {
    let bench = Bench()
    #expect(bench.invoice(path: "invoice?requestid=\(String(repeating: "a", count: 50))").status == 200)
    #expect(bench.invoice(path: "invoice?requestid=\(String(repeating: "a", count: 51))").code == "2130")
  }

  @Test func `customers, updates and deletes are guarded too`() throws {
    let bench = Bench()
    let new: JSON = ["DisplayName": "Once"]
    #expect(bench.post("customer?requestid=c", new).body == bench.post("customer?requestid=c", new).body)
    _ = bench.invoice()
    let gone: JSON = ["Id": "1001", "SyncToken": "0"]
    #expect(bench.post("invoice?operation=delete&requestid=d", gone).status == 200)
    #expect(bench.post("invoice?operation=delete&requestid=d", gone).status == 200)
  }
}
