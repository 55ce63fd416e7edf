import Testing

@testable import QuickBooksEmulator

/// Checklist 11.
@Suite struct BatchTests {
  private func create(_ id: String, _ amount: String = "10.00") -> JSON {
    [
      "bId": .string(id), "operation": "create",
      "Invoice": ["CustomerRef": ["value": "1"], "Line": [line(amount, code: "NON")]],
    ]
  }

  private func items(_ answer: Answered) -> [String: JSONObject] {
    let items = (answer.json.array("BatchItemResponse") ?? []).compactMap(\.object)
    return Dictionary(items.map { ($0.text("bId") ?? "", $0) }) { first, _ in first }
  }

  @Test func `items succeed and fail for themselves, and 200 is answered`() {
    let bench = Bench()
    _ = bench.invoice()
    let broken: JSON = ["bId": "i2", "operation": "create", "Invoice": ["CustomerRef": ["value": "1"]]]
    let answer = bench.post(
      "batch?minorversion=75",
      [
        "BatchItemRequest": [
          create("i1"), broken,
          [
            "bId": "i3", "operation": "update",
            "Invoice": ["Id": "1001", "SyncToken": "0", "sparse": true, "PrivateNote": "x"],
          ],
          ["bId": "i4", "Query": "select * from Customer where DisplayName = 'Canyon Bikes'"],
          ["bId": "i5", "operation": "delete", "Invoice": ["Id": "1001", "SyncToken": "1"]],
          ["bId": "i6", "operation": "void", "Invoice": ["Id": "1001", "SyncToken": "1"]],
          ["bId": "i7", "operation": "create", "Bill": ["Line": []]],
        ]
      ])
    #expect(answer.status == 200)
    let items = items(answer)
    #expect(items["i1"]?.object("Invoice")?.amount("TotalAmt") == "10.00")
    let fault = items["i2"]?.object("Fault")?.array("Error")?.first?.object
    #expect(fault?.text("code") == "2020" && fault?.text("element") == "Line")
    #expect(items["i3"]?.object("Invoice")?.text("SyncToken") == "1")
    #expect(items["i4"]?.object("QueryResponse")?.array("Customer")?.count == 1)
    #expect(items["i5"]?.object("Invoice")?.text("status") == "Deleted")
    #expect(items["i6"]?["Fault"] != nil && items["i7"]?["Fault"] != nil)
    #expect(bench.emulator.log.last?.entities == ["Invoice 1002", "Invoice 1001", "Invoice 1001"])
  }

  @Test func `30 items pass and 31 answer 1040`() {
    let bench = Bench()
    #expect(bench.post("batch", ["BatchItemRequest": .array((1...30).map { create("b\($0)") })]).status == 200)
    #expect(bench.emulator.objects("Invoice").count == 30)
    #expect(bench.post("batch", ["BatchItemRequest": .array((1...31).map { create("b\($0)") })]).code == "1040")
    #expect(bench.emulator.objects("Invoice").count == 30)
  }

  @Test func `answers come in another order, unless switched off`() {
    let bench = Bench()
    let request: JSON = ["BatchItemRequest": .array((1...20).map { create("b\($0)") })]
    func order() -> [String] {
      (bench.post("batch", request).json.array("BatchItemResponse") ?? []).compactMap { $0.object?.text("bId") }
    }
    let sent = (1...20).map { "b\($0)" }
    let shuffled = order()
    #expect(shuffled != sent && shuffled.sorted() == sent.sorted())
    bench.emulator.options.shufflesBatches = false
    #expect(order() == sent)
  }

  @Test func `a batch is replayed by its requestid, whose length is limited with that of the bIds`() {
    let bench = Bench()
    let request: JSON = ["BatchItemRequest": [create("b1"), create("b2")]]
    let first = bench.post("batch?requestid=night-1", request)
    #expect(bench.post("batch?requestid=night-1", request).body == first.body)
    #expect(bench.emulator.objects("Invoice").count == 2)
    #expect(bench.post("batch?requestid=\(String(repeating: "a", count: 37))", request).code == "2130")
    #expect(bench.post("batch?requestid=x", ["BatchItemRequest": [create("12345678901")]]).code == "2130")
    #expect(bench.post("batch", ["BatchItemRequest": [create("12345678901")]]).status == 200)
  }
}
