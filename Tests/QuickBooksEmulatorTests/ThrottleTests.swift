import Testing

@testable import QuickBooksEmulator

/// The vendor's limits (reference, section 12), with 429.
@Suite struct ThrottleTests {
  private func bench(_ change: (inout EmulatorOptions) -> Void = { _ in }) -> Bench {
    var options = EmulatorOptions()
    options.throttle = true
    change(&options)
    return Bench(.us, options)
  }

  @Test func `501 requests in a minute are one too many, and it did nothing`() {
    let bench = bench()
    for _ in 1...500 { #expect(bench.get("item/1").status == 200) }
    let answer = bench.invoice(path: "invoice?requestid=a")
    #expect(answer.status == 429 && answer.code == "3001" && answer.header("Retry-After") == nil)
    #expect(answer["Fault"].text("type") == "SERVICE")
    #expect(bench.emulator.objects("Invoice").isEmpty && bench.emulator.log.last?.verdict == "throttled")
    bench.time.pass(60)
    #expect(bench.invoice(path: "invoice?requestid=a").status == 200)
  }

  @Test func `40 batches a minute and ten requests at a time`() {
    let bench = bench()
    for _ in 1...40 { #expect(bench.post("batch", ["BatchItemRequest": []]).status == 200) }
    #expect(bench.post("batch", ["BatchItemRequest": []]).status == 429)
    #expect(bench.get("item/1").status == 200)
    #expect(Answered(bench.reply("GET", "item/1", inFlight: 10)).status == 200)
    #expect(Answered(bench.reply("GET", "item/1", inFlight: 11)).status == 429)
  }

  @Test func `Retry-After by switch, and no limit when it is off`() {
    let bench = bench { $0.sendsRetryAfter = true }
    #expect(Answered(bench.reply("GET", "item/1", inFlight: 11)).header("Retry-After") == "60")
    bench.emulator.options.throttle = false
    for _ in 1...600 { #expect(bench.get("item/1").status == 200) }
  }
}
