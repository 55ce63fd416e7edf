import Testing

@testable import QuickBooksEmulator

/// Checklist 3 (SyncToken), 6, 7 and 15.
@Suite struct UpdateTests {
  private func made(_ bench: Bench, _ more: JSONObject = [:]) throws -> JSONObject {
    var body: JSONObject = [
      "Line": [line("100.00", code: "NON"), line("50.00", code: "NON")], "PrivateNote": "note",
      "CustomerMemo": ["value": "memo"], "SalesTermRef": ["value": "3"],
    ]
    for member in more.members { body[member.key] = member.value }
    return bench.invoice(body)["Invoice"]
  }

  private func change(_ invoice: JSONObject, _ more: JSONObject) -> JSON {
    .object(
      JSONObject(
        [
          .init(key: "Id", value: invoice["Id"] ?? .null),
          .init(key: "SyncToken", value: invoice["SyncToken"] ?? .null),
        ]
          + more.members))
  }

  @Test func `the SyncToken counts changes, and an old one answers 5010`() throws {
    let bench = Bench()
    let first = try made(bench)
    let second = bench.post("invoice", change(first, ["sparse": true, "PrivateNote": "b"]))["Invoice"]
    #expect(second.text("SyncToken") == "1")
    let stale = bench.post("invoice", change(first, ["sparse": true, "PrivateNote": "c"]))
    #expect(stale.status == 400 && stale.code == "5010")
    #expect(stale.detail.hasPrefix("Stale Object Error : You and Jane"))
    #expect(bench.post("invoice", ["Id": "1001", "sparse": true, "PrivateNote": "c"]).code == "2020")
  }

  @Test func `a payment raises the token, lowers the balance and is linked`() throws {
    let bench = Bench()
    let invoice = try made(bench)
    let id = try #require(invoice.text("Id"))
    let payment = try bench.emulator.pay(invoice: id, amount: "60.00")
    let part = bench.get("invoice/\(id)")["Invoice"]
    #expect(part.text("SyncToken") == "1" && part.amount("Balance") == "90.00" && part.amount("TotalAmt") == "150.00")
    #expect(part.array("LinkedTxn")?.first?.object?.text("TxnId") == payment)
    #expect(bench.post("invoice", change(invoice, ["sparse": true, "PrivateNote": "x"])).code == "5010")
    try bench.emulator.pay(invoice: id)
    #expect(bench.get("invoice/\(id)")["Invoice"].amount("Balance") == "0.00")
    #expect(throws: EmulatorControlError.self) { try bench.emulator.pay(invoice: id) }
    #expect(bench.get("customer/1")["Customer"].amount("Balance") == "0.00")
    #expect(bench.get("payment/\(payment)")["Payment"].amount("TotalAmt") == "60.00")
  }

  @Test func `a full update sets what it leaves out to nothing`() throws {
    let bench = Bench()
    let old = try made(bench)
    let new = bench.post(
      "invoice", change(old, ["CustomerRef": ["value": "1"], "Line": [line("70.00", code: "NON")]]))["Invoice"]
    #expect(new["PrivateNote"] == nil && new["CustomerMemo"] == nil && new["SalesTermRef"] == nil)
    #expect(new.text("PrintStatus") == "NeedToPrint" && new.text("DocNumber") == old.text("DocNumber"))
    #expect(new.amount("TotalAmt") == "70.00" && new.lines().count == 2)
  }

  @Test func `a sparse update keeps what it leaves out, and null clears`() throws {
    let bench = Bench()
    let old = try made(bench)
    let new = bench.post("invoice", change(old, ["sparse": true, "CustomerMemo": .null]))["Invoice"]
    #expect(new.text("PrivateNote") == "note" && new["CustomerMemo"] == nil)
    #expect(new.amount("TotalAmt") == "150.00" && new.text("DueDate") == old.text("DueDate"))
    #expect(new.lines().count == 3)
  }

  @Test func `a sent Line replaces the whole array; lines with their ids keep them`() throws {
    let bench = Bench()
    let old = try made(bench)
    guard case .object(var second) = line("80.00", code: "NON") else { return }
    second["Id"] = "2"
    let new = bench.post(
      "invoice", change(old, ["sparse": true, "Line": [.object(second), line("5.00", code: "NON")]]))["Invoice"]
    #expect(new.lines().map { $0.text("Id") } == ["2", "3", nil])
    #expect(new.amount("TotalAmt") == "85.00" && new.text("PrivateNote") == "note")
  }

  @Test func `an echo of the whole object changes nothing but the token`() throws {
    let bench = Bench(.uk)
    let old = bench.invoice([
      "CurrencyRef": ["value": "GBP"], "Line": [line("99.99", code: "2"), line("0.05", code: "3")],
    ])["Invoice"]
    let new = bench.post("invoice", .object(old))["Invoice"]
    #expect(new.text("SyncToken") == "1")
    #expect(new.amount("TotalAmt") == old.amount("TotalAmt"))
    #expect(new.members.map(\.key).sorted() == old.members.map(\.key).sorted())
    for member in old.without("SyncToken", "MetaData").members {
      let echoed = try #require(new[member.key])
      #expect(echoed.bytes.sorted() == member.value.bytes.sorted(), "\(member.key)")
    }
  }

  @Test func `read-only members are ignored`() throws {
    let bench = Bench()
    let old = try made(bench)
    let new = bench.post(
      "invoice", change(old, ["sparse": true, "Balance": 1, "TotalAmt": 2, "MetaData": ["CreateTime": "2020-01-01"]]))[
        "Invoice"]
    #expect(new.amount("Balance") == "150.00" && new.amount("TotalAmt") == "150.00")
    #expect(new.object("MetaData")?.text("CreateTime") == "2026-03-02T09:14:31-08:00")
  }

  @Test func `a changed amount with the old price fails the same check`() throws {
    let bench = Bench()
    let old = bench.invoice(["Line": [line("100.00", code: "NON", ["Qty": 2, "UnitPrice": 50])]])["Invoice"]
    let stale = line("120.00", code: "NON", ["Qty": 2, "UnitPrice": 50])
    #expect(bench.post("invoice", change(old, ["sparse": true, "Line": [stale]])).code == "6070")
  }

  @Test func `an address changed inside the invoice comes back flattened`() throws {
    let bench = Bench()
    let old = try made(bench)
    let same = bench.post("invoice", change(old, ["sparse": true, "BillAddr": old["BillAddr"] ?? .null]))["Invoice"]
    #expect(same.object("BillAddr")?.text("City") == "Duluth")
    let moved: JSON = ["Line1": "9 New St", "City": "Reno", "CountrySubDivisionCode": "NV", "PostalCode": "89501"]
    let new = bench.post("invoice", change(same, ["sparse": true, "BillAddr": moved]))["Invoice"].object("BillAddr")
    #expect(new?.text("City") == nil)
    #expect(new?.text("Line1") == "Lakeside Clinics" && new?.text("Line3") == "9 New St")
    #expect(new?.text("Line4") == "Reno NV 89501")
  }

  // MARK: - Delete and void

  @Test func `a deleted invoice is gone: 610 on reading, nothing in a query`() throws {
    let bench = Bench()
    let invoice = try made(bench)
    let gone = bench.post("invoice?operation=delete", change(invoice, [:]))
    #expect(gone["Invoice"].text("status") == "Deleted" && gone["Invoice"].text("Id") == "1001")
    let read = bench.get("invoice/1001")
    #expect(read.status == 400 && read.code == "610" && read.detail.contains("Another user has deleted"))
    #expect(bench.query("select * from Invoice").json.object("QueryResponse")?.isEmpty == true)
    #expect(bench.get("customer/1")["Customer"].amount("Balance") == "0.00")
  }

  @Test func `delete and void take Id and SyncToken and nothing else`() throws {
    let bench = Bench()
    let invoice = try made(bench)
    for operation in ["delete", "void"] {
      #expect(bench.post("invoice?operation=\(operation)", .object(invoice)).code == "2010")
      #expect(bench.post("invoice?operation=\(operation)", ["Id": "1001"]).code == "2020")
      #expect(bench.post("invoice?operation=\(operation)", ["Id": "1001", "SyncToken": "7"]).code == "5010")
    }
  }

  @Test func `a voided invoice has zero amounts and a note, and keeps number and customer`() throws {
    let bench = Bench()
    let invoice = try made(bench)
    try bench.emulator.pay(invoice: "1001", amount: "60.00")
    let void = bench.post("invoice?operation=void", ["Id": "1001", "SyncToken": "1"])["Invoice"]
    #expect(void.amount("TotalAmt") == "0" && void.amount("Balance") == "0")
    #expect(void.object("TxnTaxDetail")?.amount("TotalTax") == "0")
    #expect(void.text("PrivateNote") == "Voided - note" && void.text("DocNumber") == invoice.text("DocNumber"))
    #expect(void.reference("CustomerRef") == "1" && void.array("LinkedTxn")?.isEmpty == true)
    #expect(
      void.lines().allSatisfy { $0.amount("Amount") == "0" && $0.object("SalesItemLineDetail")?["UnitPrice"] == nil })
    #expect(bench.query("select * from Payment").rows("Payment")[0].amount("UnappliedAmt") == "60.00")
  }

  @Test func `a misspelt operation falls through to a full update and answers 2020 for Line`() throws {
    let bench = Bench()
    let invoice = try made(bench)
    let answer = bench.post("invoice?operate=void", change(invoice, [:]))
    #expect(answer.code == "2020" && answer.detail == "Required parameter Line is missing in the request")
    #expect(bench.get("invoice/1001")["Invoice"].amount("TotalAmt") == "150.00")
  }

  @Test func `a payment can be voided by its own parameter`() throws {
    let bench = Bench()
    _ = try made(bench)
    let id = try bench.emulator.pay(invoice: "1001")
    let answer = bench.post(
      "payment?operation=update&include=void", ["Id": .string(id), "SyncToken": "0", "sparse": true])
    #expect(answer["Payment"].amount("TotalAmt") == "0", "\(answer.text)")
    #expect(bench.get("invoice/1001")["Invoice"].amount("Balance") == "150.00")
  }

  @Test func `somebody edits, voids or deletes by hand`() throws {
    let bench = Bench()
    _ = try made(bench)
    try bench.emulator.edit("Invoice", id: "1001", changes: Array(#"{"PrivateNote":"by hand"}"#.utf8))
    let edited = bench.get("invoice/1001")["Invoice"]
    #expect(edited.text("PrivateNote") == "by hand" && edited.text("SyncToken") == "1")
    try bench.emulator.void(id: "1001")
    #expect(bench.get("invoice/1001")["Invoice"].amount("TotalAmt") == "0")
    try bench.emulator.delete(id: "1001")
    #expect(bench.get("invoice/1001").code == "610")
    #expect(throws: EmulatorControlError.self) { try bench.emulator.delete(id: "1001") }
  }
}
