import Testing

@testable import QuickBooksEmulator

/// Checklist 4 (6240, lengths) and 14: customers, vendors, employees.
@Suite struct NameTests {
  @Test(arguments: ["Lakeside Clinics", " lakeside CLINICS ", "Prairie Freight", "Ruth Vega", "Old Mill Bakery"])
  func `a name is taken over three lists, inactive ones included, without case and outer blanks`(name: String) {
    let answer = Bench().post("customer", ["DisplayName": .string(name)])
    #expect(answer.status == 400 && answer.code == "6240")
    #expect(answer.detail.hasPrefix("The name supplied already exists. : Another customer, vendor or employee"))
  }

  @Test(arguments: [
    ("DisplayName", 500, "2050"), ("GivenName", 100, "2050"), ("CompanyName", 100, "2050"), ("Notes", 2000, "2050"),
    ("ResaleNum", 16, "2050"), ("PrintOnCheckName", 110, "2050"), ("Title", 16, "2050"),
  ])
  func `lengths`(member: String, maximum: Int, code: String) {
    let bench = Bench()
    func body(_ count: Int) -> JSON {
      var body: JSONObject = ["DisplayName": .string("N\(count)")]
      body[member] = .string(String(repeating: "x", count: count))
      return .object(body)
    }
    #expect(bench.post("customer", body(maximum)).status == 200)
    let long = bench.post("customer", body(maximum + 1))
    #expect(long.code == code && long["Fault"].array("Error")?.first?.object?.text("element") == member)
    #expect(member != "Notes" || long.detail.contains("Min:0 Max:2,000 supplied length:2,001"))
  }

  @Test(
    arguments: [
      (["DisplayName": "A:B"], "2040"), (["DisplayName": "A\tB"], "2040"), (["DisplayName": "A\nB"], "2040"),
      ([:], "6080"), (["DisplayName": "A", "PrimaryEmailAddr": ["Address": "nobody"]], "2210"),
      (["DisplayName": "A", "WebAddr": ["URI": "acme"]], "2200"),
      (["DisplayName": "A", "CurrencyRef": ["value": "XXX"]], "2220"),
      (["DisplayName": "A", "CurrencyRef": ["value": "EUR"]], "2220"), (["DisplayName": "A", "Colour": "red"], "2010"),
      (["DisplayName": "A", "Job": true], "6150"), (["DisplayName": "A", "SalesTermRef": ["value": "99"]], "2500"),
      (["DisplayName": "A", "PrimaryPhone": ["FreeFormNumber": "1234567890123456789012345678901"]], "2050"),
    ] as [(JSONObject, String)])
  func `a customer is refused`(body: JSONObject, code: String) {
    let answer = Bench().post("customer", .object(body))
    #expect(answer.code == code, "\(answer.text)")
  }

  @Test func `the name is built from its parts, and defaults are filled in`() {
    let made = Bench().post("customer", ["GivenName": "Ann", "FamilyName": "Lee", "Suffix": "Jr"])["Customer"]
    #expect(made.text("DisplayName") == "Ann Lee Jr" && made.text("PrintOnCheckName") == "Ann Lee Jr")
    #expect(made.text("FullyQualifiedName") == "Ann Lee Jr" && made.bool("Active") == true)
    #expect(made.reference("CurrencyRef") == "USD" && made.amount("Balance") == "0.00")
  }

  @Test func `tax identifiers are masked on reading, and stored as sent`() throws {
    let bench = Bench(.uk)
    let id = try bench.customer(
      "Masked", ["PrimaryTaxIdentifier": "GB123456789", "SecondaryTaxIdentifier": "1234567890"])
    let read = bench.get("customer/\(id)")["Customer"]
    #expect(read.text("PrimaryTaxIdentifier") == "XXXXXX56789")
    #expect(read.text("SecondaryTaxIdentifier") == "XXXXX67890")
    let stored = bench.emulator.objects("Customer").map { String(decoding: $0, as: UTF8.self) }
    #expect(stored.contains { $0.contains("GB123456789") })
    let sparse = bench.post("customer", ["Id": .string(id), "SyncToken": "0", "sparse": true, "Notes": "x"])["Customer"]
    #expect(sparse.text("PrimaryTaxIdentifier") == "XXXXXX56789")
    var echo = sparse
    echo["sparse"] = false
    _ = bench.post("customer", .object(echo))
    let spoilt = bench.emulator.objects("Customer").map { String(decoding: $0, as: UTF8.self) }
    #expect(
      !spoilt.contains { $0.contains("GB123456789") }, "a masked value that comes back is stored: the trap is real")
  }

  @Test func `an inactive customer's names end in (deleted), and it comes back`() {
    let bench = Bench()
    let off = bench.post("customer", ["Id": "2", "SyncToken": "0", "sparse": true, "Active": false])["Customer"]
    #expect(
      off.text("DisplayName") == "Canyon Bikes (deleted)" && off.text("FullyQualifiedName") == "Canyon Bikes (deleted)")
    #expect(bench.invoice(["CustomerRef": ["value": "2"]]).code == "610")
    let on = bench.post("customer", ["Id": "2", "SyncToken": "1", "sparse": true, "Active": true])["Customer"]
    #expect(on.text("DisplayName") == "Canyon Bikes")
    #expect(
      bench.query("select * from Item where Active = false").rows("Item")[0].text("Name") == "Fax support (deleted)")
  }

  @Test func `a customer that owes cannot be made inactive, and none can be deleted`() {
    let bench = Bench()
    _ = bench.invoice()
    #expect(bench.post("customer", ["Id": "1", "SyncToken": "0", "sparse": true, "Active": false]).code == "6220")
    #expect(bench.post("customer?operation=delete", ["Id": "1", "SyncToken": "0"]).code == "500")
    #expect(bench.get("customer/1")["Customer"].amount("Balance") == "108.88")  // 100.00 and 8.875 % of Minnesota
  }

  @Test func `a customer keeps its currency for ever`() throws {
    let bench = Bench(.uk)
    let id = try bench.customer("Euro", ["CurrencyRef": ["value": "EUR"]])
    let change: JSON = ["Id": .string(id), "SyncToken": "0", "sparse": true, "CurrencyRef": ["value": "GBP"]]
    #expect(bench.post("customer", change).code == "6000")
  }

  @Test func `a full update clears what it leaves out, a sparse one keeps it and cannot clear the name`() throws {
    let bench = Bench()
    let id = try bench.customer("Keeper", ["Notes": "old", "ResaleNum": "R1"])
    let sparse = bench.post(
      "customer", ["Id": .string(id), "SyncToken": "0", "sparse": true, "DisplayName": "", "Notes": "new"])["Customer"]
    #expect(sparse.text("DisplayName") == "Keeper" && sparse.text("ResaleNum") == "R1" && sparse.text("Notes") == "new")
    let full = bench.post("customer", ["Id": .string(id), "SyncToken": "1", "DisplayName": "Keeper"])["Customer"]
    #expect(full["Notes"] == nil && full["ResaleNum"] == nil && full.text("SyncToken") == "2")
    #expect(bench.post("customer", ["Id": .string(id), "SyncToken": "0", "sparse": true]).code == "5010")
  }

  @Test func `sub-customers join their names, at most five deep`() throws {
    let bench = Bench()
    var parent = try bench.customer("Top")
    for level in 1...4 {
      let made = bench.post(
        "customer", ["DisplayName": .string("L\(level)"), "Job": true, "ParentRef": ["value": .string(parent)]])[
          "Customer"]
      #expect(made.amount("Level") == String(level))
      parent = try #require(made.text("Id"))
    }
    #expect(bench.get("customer/\(parent)")["Customer"].text("FullyQualifiedName") == "Top:L1:L2:L3:L4")
    let deep: JSON = ["DisplayName": "L5", "Job": true, "ParentRef": ["value": .string(parent)]]
    #expect(bench.post("customer", deep).code == "6180")
  }

  @Test func `items, terms and classes are made by their rules`() {
    let bench = Bench()
    #expect(bench.post("item", ["Name": "New", "Type": "Service"]).code == "2020")
    let item: JSON = ["Name": "New", "Type": "Service", "IncomeAccountRef": ["value": "1"]]
    #expect(bench.post("item", item)["Item"].text("FullyQualifiedName") == "New")
    #expect(bench.post("item", item).code == "6240")
    #expect(bench.post("term", ["Name": "Net 90", "DueDays": 90])["Term"].text("Type") == "STANDARD")
    #expect(bench.post("term", ["Name": .string(String(repeating: "x", count: 32)), "DueDays": 1]).code == "2050")
    #expect(bench.post("class", ["Name": "A:B"]).code == "2040")
    #expect(bench.post("taxcode", ["Name": "X"]).code == "500")
    #expect(bench.post("preferences", [:]).code == "500")
  }
}
