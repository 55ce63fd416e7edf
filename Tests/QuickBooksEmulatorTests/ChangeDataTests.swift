import Testing

@testable import QuickBooksEmulator

/// Checklist 10.
@Suite struct ChangeDataTests {
  private func parts(_ answer: Answered) -> [JSONObject] {
    (answer.json.array("CDCResponse")?.first?.object?.array("QueryResponse") ?? []).compactMap(\.object)
  }

  @Test func `changes come by type in the order asked, deleted ones last, and empty types as empty objects`() throws {
    let bench = Bench()
    _ = bench.invoice()
    bench.time.pass(100)
    let since = percentEncoded("2026-03-02T09:15:00-08:00")
    for _ in 1...2 { _ = bench.invoice() }
    bench.time.pass(10)
    try bench.emulator.delete(id: "1001")
    bench.time.pass(10)
    try bench.emulator.pay(invoice: "1002", amount: "1")
    let answer = bench.get("cdc?entities=Payment,Invoice,Customer&changedSince=\(since)")
    let parts = parts(answer)
    try #require(parts.count == 3, "\(answer.text)")
    #expect(parts[0].array("Payment")?.count == 1)
    let invoices = (parts[1].array("Invoice") ?? []).compactMap(\.object)
    #expect(invoices.map { $0.text("Id") } == ["1003", "1002", "1001"], "in order of change, then the deleted")
    #expect(invoices[2].members.map(\.key).sorted() == ["Id", "MetaData", "domain", "status"])
    #expect(invoices[2].text("status") == "Deleted")
    #expect(parts[2].isEmpty)
  }

  @Test func `it looks back 30 days, and not at tax codes`() {
    let bench = Bench()
    #expect(bench.get("cdc?entities=Invoice&changedSince=2026-02-01T00:00:00-08:00").status == 200)
    #expect(bench.get("cdc?entities=Invoice&changedSince=2026-01-01T00:00:00-08:00").code == "2070")
    #expect(bench.get("cdc?entities=TaxCode&changedSince=2026-02-20").code == "500")
    #expect(bench.get("cdc?entities=Invoice").code == "2020")
    #expect(bench.get("cdc?entities=Invoice&changedSince=yesterday").code == "2060")
  }

  @Test func `an object made inactive and a voided one are changes, not deletions`() throws {
    let bench = Bench()
    _ = bench.invoice()
    bench.time.pass(3000)
    try bench.emulator.void(id: "1001")
    _ = bench.post("customer", ["Id": "3", "SyncToken": "0", "sparse": true, "Active": false])
    let answer = bench.get("cdc?entities=Invoice,Customer&changedSince=\(percentEncoded("2026-03-02T10:00:00-08:00"))")
    let parts = parts(answer)
    try #require(parts.count == 2, "\(answer.text)")
    #expect(parts[0].array("Invoice")?.first?.object?.amount("TotalAmt") == "0")
    #expect(parts[1].array("Customer")?.first?.object?.bool("Active") == false)
  }

  @Test func `at most 1000 objects come in one answer`() throws {
    let bench = Bench()
    for index in 0..<1001 { _ = try bench.customer("C\(index)") }
    let answer = bench.get("cdc?entities=Customer&changedSince=2026-03-01")
    let part = answer.json.array("CDCResponse")?.first?.object?.array("QueryResponse")?.first?.object
    #expect(part?.array("Customer")?.count == 1000)
  }
}
