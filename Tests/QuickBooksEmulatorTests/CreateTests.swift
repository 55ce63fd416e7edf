import Testing

@testable import QuickBooksEmulator

/// Checklist 4: what a create is refused for, by the vendor's codes.
@Suite struct CreateTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var code: String
    var company = SeedCompany.us
    var body: JSONObject = [:]
    var element: String?
  }

  static let unitedStates: [Case] = [
    Case(testDescription: "no Line", code: "2020", body: ["Line": .null], element: "Line"),
    Case(testDescription: "an empty Line", code: "2020", body: ["Line": []], element: "Line"),
    Case(testDescription: "no CustomerRef", code: "2020", body: ["CustomerRef": .null], element: "CustomerRef"),
    Case(testDescription: "CustomerRef by name only", code: "2020", body: ["CustomerRef": ["name": "Canyon Bikes"]]),
    Case(testDescription: "an unknown customer", code: "2500", body: ["CustomerRef": ["value": "583"]]),
    Case(testDescription: "a vendor as customer", code: "2500", body: ["CustomerRef": ["value": "51"]]),
    Case(testDescription: "an inactive customer", code: "610", body: ["CustomerRef": ["value": "5"]]),
    Case(testDescription: "an unknown item", code: "2500", body: ["Line": [line("1.00", item: "999")]]),
    Case(testDescription: "an inactive item", code: "2500", body: ["Line": [line("1.00", item: "14")]]),
    Case(testDescription: "a category as item", code: "2500", body: ["Line": [line("1.00", item: "11")]]),
    Case(testDescription: "a bundle as item", code: "2120", body: ["Line": [line("1.00", item: "12")]]),
    Case(testDescription: "stock without a quantity", code: "6520", body: ["Line": [line("45.00", item: "13")]]),
    Case(
      testDescription: "stock before its start", code: "6270",
      body: ["TxnDate": "2024-12-31", "Line": [line("45.00", item: "13", ["Qty": 1])]]),
    Case(
      testDescription: "3 x 33.33 for 100.00", code: "6070",
      body: ["Line": [line("100.00", ["Qty": 3, "UnitPrice": number("33.33")])]]),
    Case(
      testDescription: "128.350 x 14.50 for 1861.07", code: "6070",
      body: ["Line": [line("1861.07", ["Qty": number("128.350"), "UnitPrice": number("14.50")])]]),
    Case(testDescription: "another tax code than TAX or NON", code: "6100", body: ["Line": [line("1.00", code: "2")]]),
    Case(testDescription: "CustomSalesTax", code: "6160", body: ["Line": [line("1.00", code: "CustomSalesTax")]]),
    Case(testDescription: "a negative line", code: "2290", body: ["Line": [line("-1.00")]]),
    Case(testDescription: "three decimals", code: "2140", body: ["Line": [line("1.001")]]),
    Case(
      testDescription: "DocNumber of 22", code: "2050", body: ["DocNumber": .string(String(repeating: "1", count: 22))]),
    Case(
      testDescription: "PrivateNote of 4001", code: "2050",
      body: ["PrivateNote": .string(String(repeating: "x", count: 4001))]),
    Case(
      testDescription: "CustomerMemo of 1001", code: "2050",
      body: ["CustomerMemo": ["value": .string(String(repeating: "x", count: 1001))]]),
    Case(
      testDescription: "Line1 of 501", code: "2050",
      body: ["BillAddr": ["Line1": .string(String(repeating: "x", count: 501))]]),
    Case(testDescription: "an unknown term", code: "2500", body: ["SalesTermRef": ["value": "99"]]),
    Case(testDescription: "a date with slashes", code: "2060", body: ["TxnDate": "2026/03/02"]),
    Case(testDescription: "30 February", code: "2060", body: ["TxnDate": "2026-02-30"]),
    Case(testDescription: "an unknown member", code: "2010", body: ["Custmer": "x"]),
    Case(testDescription: "a text where an object belongs", code: "2010", body: ["BillEmail": "a@b.example"]),
    Case(testDescription: "an unknown EmailStatus", code: "2170", body: ["EmailStatus": "Sent"]),
    Case(testDescription: "an address without @", code: "2210", body: ["BillEmail": ["Address": "nobody"]]),
    Case(testDescription: "NeedToSend without an address", code: "6420", body: ["EmailStatus": "NeedToSend"]),
    Case(
      testDescription: "a currency that the company does not know", code: "2220",
      body: ["CurrencyRef": ["value": "EUR"]]),
    Case(
      testDescription: "only words", code: "2250",
      body: ["Line": [["DetailType": "DescriptionOnly", "Description": "x", "DescriptionLineDetail": [:]]]]),
    Case(
      testDescription: "a discount without amount and percentage", code: "6090",
      body: [
        "Line": [line("1.00"), ["DetailType": "DiscountLineDetail", "DiscountLineDetail": ["PercentBased": true]]]
      ]),
  ]

  static let elsewhere: [Case] = [
    Case(
      testDescription: "no tax code in Britain", code: "6000", company: .uk,
      body: ["CurrencyRef": ["value": "GBP"], "Line": [line("1.00")]]),
    Case(
      testDescription: "a code for purchases only", code: "6470", company: .uk,
      body: ["CurrencyRef": ["value": "GBP"], "Line": [line("1.00", code: "8")]]),
    Case(
      testDescription: "an unknown tax code", code: "2500", company: .uk,
      body: ["CurrencyRef": ["value": "GBP"], "Line": [line("1.00", code: "77")]]),
    Case(
      testDescription: "no currency with multicurrency", code: "2020", company: .uk,
      body: ["Line": [line("1.00", code: "2")]], element: "CurrencyRef"),
    Case(
      testDescription: "a currency that is not the customer's", code: "6000", company: .uk,
      body: ["CurrencyRef": ["value": "EUR"], "Line": [line("1.00", code: "2")]]),
    Case(
      testDescription: "a currency that does not exist", code: "2220", company: .uk,
      body: ["CurrencyRef": ["value": "EURO"], "Line": [line("1.00", code: "2")]]),
    Case(
      testDescription: "tax detail with NotApplicable", code: "6170", company: .uk,
      body: [
        "CurrencyRef": ["value": "GBP"], "GlobalTaxCalculation": "NotApplicable", "TxnTaxDetail": ["TotalTax": 0],
      ]),
  ]

  @Test(arguments: unitedStates + elsewhere)
  func `a create is refused for`(_ row: Case) {
    let bench = Bench(row.company)
    let answer = bench.invoice(row.body)
    #expect(answer.status == 400 && answer.code == row.code, "\(answer.text)")
    if let element = row.element {
      #expect(answer["Fault"].array("Error")?.first?.object?.text("element") == element)
    }
    #expect(bench.emulator.objects("Invoice").isEmpty)
    #expect(bench.emulator.log.last?.verdict == "refused \(row.code)")
  }

  @Test(arguments: [("100.00", "3", "33.333333"), ("1861.08", "128.350", "14.50"), ("0.00", "0", "0")])
  func `an amount that is Qty times UnitPrice to the cent is taken`(amount: String, quantity: String, price: String) {
    let answer = Bench().invoice([
      "Line": [line(amount, code: "NON", ["Qty": number(quantity), "UnitPrice": number(price)])]
    ])
    #expect(answer["Invoice"].amount("TotalAmt") == amount, "\(answer.text)")
  }

  @Test func `the word for tax in the fault is the country's`() {
    let words = [(SeedCompany.uk, "VAT"), (.ca, "GST/HST"), (.au, "GST"), (.eu, "VAT")]
    for (company, word) in words {
      let answer = Bench(company).invoice(["CurrencyRef": ["value": .string(company.books.homeCurrency)]])
      #expect(answer.code == "6000")
      #expect(answer.detail.contains("Make sure all your transactions have a \(word) rate before you save"))
    }
  }

  @Test func `a number used twice is refused only with custom numbers and the warning on`() throws {
    let body: JSONObject = [
      "DocNumber": "A-1", "CurrencyRef": ["value": "GBP"], "Line": [line("1.00", code: "2")],
    ]
    let bench = Bench(.uk)
    #expect(bench.invoice(body).status == 200)
    #expect(bench.invoice(body).code == "6140")
    let lower: JSONObject = ["DocNumber": "a-1", "CurrencyRef": ["value": "GBP"], "Line": [line("1.00", code: "2")]]
    #expect(bench.invoice(lower).code == "6140")
    #expect(bench.invoice(body, path: "invoice?include=allowduplicatedocnum").status == 200)
    bench.emulator.options.warnsOfDuplicateNumbers = false
    #expect(bench.invoice(body).status == 200)
    let byQuickBooks = Bench(.us)
    #expect(byQuickBooks.invoice(["DocNumber": "A-1"]).status == 200)
    #expect(byQuickBooks.invoice(["DocNumber": "A-1"]).status == 200)
  }

  @Test func `a deleted invoice frees its number, a voided one keeps it`() throws {
    let bench = Bench(.uk)
    let body: JSONObject = [
      "DocNumber": "A-1", "CurrencyRef": ["value": "GBP"], "Line": [line("1.00", code: "2")],
    ]
    let id = try #require(bench.invoice(body)["Invoice"].text("Id"))
    try bench.emulator.void(id: id)
    #expect(bench.invoice(body).code == "6140")
    try bench.emulator.delete(id: id)
    #expect(bench.invoice(body).status == 200)
  }

  @Test func `a day in a closed period is refused, for a create, an update and a void`() throws {
    let bench = Bench()
    let id = try #require(bench.invoice(["TxnDate": "2026-02-27"])["Invoice"].text("Id"))
    try bench.emulator.closeBooks(through: "2026-02-28")
    #expect(bench.invoice(["TxnDate": "2026-02-28"]).code == "6210")
    #expect(bench.invoice(["TxnDate": "2026-03-01"]).status == 200)
    let change: JSON = ["Id": .string(id), "SyncToken": "0", "sparse": true, "PrivateNote": "x"]
    #expect(bench.post("invoice", change).code == "6210")
    #expect(bench.post("invoice?operation=void", ["Id": .string(id), "SyncToken": "0"]).code == "6210")
    let preferences = bench.get("preferences")["Preferences"]
    #expect(preferences.object("AccountingInfoPrefs")?.text("BookCloseDate") == "2026-02-28")
    try bench.emulator.closeBooks(through: nil)
    #expect(bench.post("invoice", change).status == 200)
  }

  @Test func `after the subscription every write answers 6190`() {
    let bench = Bench()
    bench.emulator.options.subscriptionEnded = true
    #expect(bench.invoice().code == "6190")
    #expect(bench.post("customer", ["DisplayName": "New"]).code == "6190")
    #expect(bench.get("preferences").status == 200)
  }

  @Test func `a wrapped body, broken JSON, bytes that are no UTF-8 and a wrong content type are refused`() {
    let bench = Bench()
    #expect(bench.post("invoice", ["Invoice": ["CustomerRef": ["value": "1"]]]).code == "2010")
    #expect(Answered(bench.reply("POST", "invoice", Array("{\"a\":".utf8))).code == "2010")
    #expect(Answered(bench.reply("POST", "invoice", [0x7B, 0xFF, 0x7D])).code == "500")
    #expect(Answered(bench.reply("POST", "invoice", Array("{}".utf8), type: "text/csv")).code == "1050")
  }

  @Test func `a taxable invoice has at most 750 lines`() {
    let bench = Bench()
    let many = Array(repeating: line("1.00", item: "4", code: "TAX"), count: 751)
    #expect(bench.invoice(["Line": .array(many)]).code == "6000")
    let untaxed = Array(repeating: line("1.00", item: "4", code: "NON"), count: 751)
    #expect(bench.invoice(["Line": .array(untaxed)])["Invoice"].amount("TotalAmt") == "751.00")
  }

  @Test func `a template is ignored, or refused by switch`() {
    let bench = Bench()
    let made = bench.invoice(["TemplateRef": ["value": "7"]])
    #expect(made.status == 200 && made["Invoice"]["TemplateRef"] == nil)
    bench.emulator.options.refusesTemplate = true
    #expect(bench.invoice(["TemplateRef": ["value": "7"]]).code == "2010")
  }
}
