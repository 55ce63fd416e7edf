import Testing

@testable import QuickBooksEmulator

/// Checklist 5: what the service adds to a create.
@Suite struct DefaultTests {
  @Test func `the least that a create needs comes back complete`() throws {
    let made = Bench().invoice(["CustomerRef": ["value": "3"], "Line": [line("100.00", item: "4")]])["Invoice"]
    #expect(made.text("SyncToken") == "0" && made.text("domain") == "QBO" && made.bool("sparse") == false)
    #expect(made.object("CustomerRef")?.text("name") == "Northern Optics")
    #expect(made.text("TxnDate") == "2026-03-02", "the server's day, in its own zone")
    #expect(made.text("EmailStatus") == "NotSet" && made.text("PrintStatus") == "NeedToPrint")
    #expect(made.object("BillAddr")?.text("City") == "Fargo")
    #expect(made.object("BillAddr")?.text("Id") != nil)
    #expect(made.array("LinkedTxn")?.isEmpty == true)
    #expect(made.object("MetaData")?.text("CreateTime") == "2026-03-02T09:14:31-08:00")
    #expect(made.amount("Balance") == "100.00")
    let lines = made.lines()
    #expect(lines.map { $0.text("DetailType") } == ["SalesItemLineDetail", "SubTotalLineDetail"])
    #expect(lines[0].text("Id") == "1" && lines[0].amount("LineNum") == "1")
    #expect(lines[0].object("SalesItemLineDetail")?.object("ItemRef")?.text("name") == "Annual plan")
    #expect(lines[0].object("SalesItemLineDetail")?.reference("TaxCodeRef") == "NON", "what the item says")
    #expect(lines[1].amount("Amount") == "100.00" && lines[1]["Id"] == nil && lines[1]["LineNum"] == nil)
  }

  @Test func `QuickBooks numbers, or with custom numbers leaves the invoice without one`() {
    let us = Bench(.us)
    #expect(us.invoice()["Invoice"].text("DocNumber") == "1037")
    #expect(us.invoice(["DocNumber": "X-1"])["Invoice"].text("DocNumber") == "X-1")
    #expect(us.invoice()["Invoice"].text("DocNumber") == "1038")
    var options = EmulatorOptions()
    options.customTransactionNumbers = true
    #expect(Bench(.us, options).invoice()["Invoice"]["DocNumber"] == nil)
  }

  @Test(arguments: [
    (SeedCompany.us, "1", "2026-03-02"), (.us, "3", "2026-04-01"), (.us, "5", "2026-05-01"),
    // The last day of the month, a month later when that is within 30 days; of the next month within 28.
    (.uk, "5", "2026-04-30"), (.uk, "6", "2026-03-31"),
  ])
  func `the due date follows the term`(company: SeedCompany, term: String, due: String) {
    let bench = Bench(company)
    let made = bench.invoice([
      "SalesTermRef": ["value": .string(term)], "CurrencyRef": ["value": .string(company.books.homeCurrency)],
      "Line": [line("1.00", code: company.name == "us" ? "NON" : "2")],
    ])
    #expect(made["Invoice"].text("DueDate") == due, "\(made.text)")
  }

  @Test func `without a term the customer's counts for the due date, and it is not shown`() {
    let made = Bench().invoice(["CustomerRef": ["value": "1"]])["Invoice"]
    #expect(made.text("DueDate") == "2026-05-01")  // Net 60
    #expect(made["SalesTermRef"] == nil)
    #expect(Bench().invoice(["DueDate": "2026-03-09"])["Invoice"].text("DueDate") == "2026-03-09")
  }

  @Test func `custom fields that are on come back, others are dropped silently`() throws {
    let made = Bench().invoice([
      "CustomField": [
        ["DefinitionId": "1", "Name": "any", "Type": "StringType", "StringValue": "PO-7"],
        ["DefinitionId": "2", "Type": "StringType", "StringValue": "lost"],
      ]
    ])["Invoice"]
    let fields = try #require(made.array("CustomField")).compactMap(\.object)
    #expect(fields.count == 1)
    #expect(fields[0].text("StringValue") == "PO-7" && fields[0].text("Name") == "P.O. Number")
    #expect(Bench().invoice()["Invoice"].array("CustomField")?.first?.object?["StringValue"] == nil)
  }

  @Test func `online payment acts only where the company has it, a class only where it is tracked`() {
    let flags: JSONObject = ["AllowOnlineCreditCardPayment": true, "AllowOnlineACHPayment": true]
    #expect(Bench(.us).invoice(flags)["Invoice"].bool("AllowOnlineACHPayment") == true)
    var body = flags
    body["CurrencyRef"] = ["value": "GBP"]
    body["Line"] = [line("1.00", code: "2", ["ClassRef": ["value": "100000000000368490"]])]
    body["ClassRef"] = ["value": "100000000000368490"]
    let made = Bench(.uk).invoice(body)["Invoice"]
    #expect(made.bool("AllowOnlineACHPayment") == false)
    #expect(made["ClassRef"] == nil, "tracked by line")
    #expect(made.lines()[0].object("SalesItemLineDetail")?.object("ClassRef")?.text("name") == "Consulting")
  }

  @Test func `a copy address that is none is dropped without an error`() {
    let made = Bench().invoice([
      "BillEmail": ["Address": "a@b.example"], "BillEmailCc": ["Address": "nonsense"],
      "BillEmailBcc": ["Address": "c@d.example"],
    ])["Invoice"]
    #expect(made["BillEmailCc"] == nil)
    #expect(made.object("BillEmailBcc")?.text("Address") == "c@d.example")
  }

  @Test func `a deposit lowers the balance`() {
    let made = Bench().invoice(["Deposit": 30, "Line": [line("100.00", code: "NON")]])["Invoice"]
    #expect(made.amount("TotalAmt") == "100.00" && made.amount("Balance") == "70.00")
  }

  @Test func `a sent total is ignored and worked out anew`() {
    let made = Bench().invoice(["TotalAmt": 1, "Balance": 1, "Line": [line("100.00", code: "NON")]])["Invoice"]
    #expect(made.amount("TotalAmt") == "100.00" && made.amount("Balance") == "100.00")
  }

  @Test func `a bundle is opened into its members`() {
    let made = Bench().invoice([
      "Line": [
        ["DetailType": "GroupLineDetail", "GroupLineDetail": ["GroupItemRef": ["value": "12"], "Quantity": 2]]
      ]
    ])["Invoice"]
    let detail = made.lines()[0].object("GroupLineDetail")
    #expect(detail?.array("Line")?.count == 2)
    #expect(made.lines()[0].amount("Amount") == "2265.68")  // 2 x 599.50 + 4 x 266.67
  }

  @Test func `an inline subtotal tells the sum so far`() {
    let words: JSON = ["DetailType": "DescriptionOnly", "Description": "Subtotal:", "DescriptionLineDetail": [:]]
    let made = Bench().invoice(["Line": [line("100.00", code: "NON"), line("50.00", code: "NON"), words]])["Invoice"]
    #expect(made.lines()[2].text("Description") == "Subtotal: 150.00")
  }
}
