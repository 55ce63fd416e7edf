import Testing

@testable import QuickBooksEmulator

/// Checklist 17: tax in and outside the US, and several currencies.
@Suite struct TaxTests {
  private func invoice(_ bench: Bench, _ currency: String, _ lines: [JSON], _ more: JSONObject = [:]) -> JSONObject {
    var body: JSONObject = ["CurrencyRef": ["value": .string(currency)], "Line": .array(lines)]
    for member in more.members { body[member.key] = member.value }
    return bench.invoice(body)["Invoice"]
  }

  private func taxLines(_ invoice: JSONObject) -> [String] {
    (invoice.object("TxnTaxDetail")?.array("TaxLine") ?? []).compactMap { line in
      guard let line = line.object, let detail = line.object("TaxLineDetail") else { return nil }
      return
        "\(detail.amount("TaxPercent") ?? ""): \(detail.amount("NetAmountTaxable") ?? "") \(line.amount("Amount") ?? "")"
    }
  }

  private func discount(_ members: JSONObject, _ amount: String? = nil) -> JSON {
    var line: JSONObject = ["DetailType": "DiscountLineDetail", "DiscountLineDetail": .object(members)]
    if let amount { line["Amount"] = number(amount) }
    return .object(line)
  }

  // MARK: - Outside the US

  @Test func `tax is half up per line and rate, or once per rate on the summed net by switch`() {
    let bench = Bench(.au)
    let lines = Array(repeating: line("1.05", code: "2"), count: 3)  // 0.105 each
    #expect(taxLines(invoice(bench, "AUD", lines)) == ["10: 3.15 0.33"])
    bench.emulator.options.taxRounding = .perRate
    let rate = invoice(bench, "AUD", lines)
    #expect(rate.amount("TotalAmt") == "3.47" && taxLines(rate) == ["10: 3.15 0.32"])
  }

  @Test func `there is one tax line per rate, zero rates included`() {
    let made = invoice(
      Bench(.eu), "EUR",
      [line("100.00", code: "2"), line("50.00", code: "3"), line("10.00", code: "5"), line("1.00", code: "2")])
    #expect(taxLines(made) == ["19: 101.00 19.19", "7: 50.00 3.50", "0: 10.00 0.00"])
    #expect(made.amount("TotalAmt") == "183.69")
  }

  @Test func `a code of two rates charges both on the net`() {
    let made = invoice(Bench(.ca), "CAD", [line("200.00", code: "6")])
    #expect(taxLines(made) == ["5: 200.00 10.00", "9.975: 200.00 19.95"])
    #expect(made.amount("TotalAmt") == "229.95")
  }

  @Test func `a discount comes off before tax, spread over the lines`() {
    let percent = invoice(
      Bench(.eu), "EUR",
      [line("100.00", code: "2"), line("50.00", code: "3"), discount(["PercentBased": true, "DiscountPercent": 10])])
    #expect(taxLines(percent) == ["19: 90.00 17.10", "7: 45.00 3.15"])
    #expect(percent.amount("TotalAmt") == "155.25")
    #expect(percent.lines().last?.amount("Amount") == "15.00")
    #expect(percent.lines().map { $0.text("DetailType") }.suffix(2) == ["SubTotalLineDetail", "DiscountLineDetail"])
    let amount = invoice(
      Bench(.eu), "EUR",
      [line("10.00", code: "2"), line("20.00", code: "3"), discount(["PercentBased": false], "1.00")])
    #expect(taxLines(amount) == ["19: 9.67 1.84", "7: 19.33 1.35"])
  }

  @Test func `with inclusive prices the net is rounded per line and tax is what is left`() throws {
    // The response of a Canadian company that the reference keeps in 3.6: 9.00 and 3.00 at 13 %, 20 % discount.
    let made = invoice(
      Bench(.ca), "CAD",
      [
        line("9.00", code: "4", ["Qty": 15, "UnitPrice": number("0.6")]), line("3.00", code: "4"),
        discount(["PercentBased": true, "DiscountPercent": 20]),
      ], ["GlobalTaxCalculation": "TaxInclusive"])
    #expect(taxLines(made) == ["13: 8.49 1.11"])
    #expect(made.amount("TotalAmt") == "9.60")
    let lines = made.lines()
    #expect(lines.map { $0.amount("Amount") } == ["7.96", "2.65", "10.61", "2.12"])
    let detail = try #require(lines[0].object("SalesItemLineDetail"))
    #expect(detail.amount("UnitPrice") == "0.5306667" && detail.amount("TaxInclusiveAmt") == "9.00")
  }

  @Test(arguments: [("20.00", 1, "3.33"), ("4.00", 5, "3.35")])
  func `the tax guide's inclusive examples at 20 %`(gross: String, count: Int, tax: String) {
    let made = invoice(
      Bench(.uk), "GBP", Array(repeating: line(gross, code: "2"), count: count),
      ["GlobalTaxCalculation": "TaxInclusive"])
    #expect(made.object("TxnTaxDetail")?.amount("TotalTax") == tax)
  }

  @Test func `net amounts with TaxInclusiveAmt beside them are taken as they are`() {
    let made = invoice(
      Bench(.uk), "GBP", [line("16.67", code: "2", ["TaxInclusiveAmt": number("20.00")])],
      ["GlobalTaxCalculation": "TaxInclusive"])
    #expect(made.amount("TotalAmt") == "20.00" && made.lines()[0].amount("Amount") == "16.67")
  }

  @Test func `NotApplicable charges nothing and needs no codes`() {
    let made = invoice(Bench(.uk), "GBP", [line("16.67")], ["GlobalTaxCalculation": "NotApplicable"])
    #expect(made.amount("TotalAmt") == "16.67" && made["TxnTaxDetail"] == nil)
  }

  @Test func `stated tax needs a line for every rate used`() {
    func detail(_ rates: [(String, String)]) -> JSONObject {
      let lines = rates.map { rate, amount -> JSON in
        [
          "Amount": number(amount), "DetailType": "TaxLineDetail",
          "TaxLineDetail": ["TaxRateRef": ["value": .string(rate)], "PercentBased": true],
        ]
      }
      return ["TxnTaxDetail": ["TaxLine": .array(lines)]]
    }
    let lines = [line("100.00", code: "2"), line("50.00", code: "3")]
    let bench = Bench(.eu)
    let stated = invoice(bench, "EUR", lines, detail([("21", "18.99"), ("31", "3.50")]))
    #expect(stated.amount("TotalAmt") == "172.49")
    for wrong in [[("21", "18.99")], [("21", "1"), ("21", "1")], [("21", "1"), ("31", "1"), ("61", "1")]] {
      var body: JSONObject = ["CurrencyRef": ["value": "EUR"], "Line": .array(lines)]
      for member in detail(wrong).members { body[member.key] = member.value }
      #expect(bench.invoice(body).code == "6000")
    }
    let bare: JSONObject = [
      "CurrencyRef": ["value": "EUR"], "Line": .array(lines),
      "TxnTaxDetail": ["TaxLine": [["Amount": 1, "TaxLineDetail": ["TaxRateRef": ["value": "21"]]]]],
    ]
    #expect(bench.invoice(bare).code == "2020")
  }

  // MARK: - United States

  @Test(arguments: [("MN", "8.88"), ("OR", "0.00"), ("TX", "8.25"), ("ZZ", "0.00")])
  func `automated tax takes the code of the ship-to state and replaces what is sent`(state: String, tax: String) {
    let made = Bench().invoice([
      "ShipAddr": ["Line1": "1 St", "CountrySubDivisionCode": .string(state)],
      "Line": [line("100.00", code: "TAX"), line("40.00", code: "NON")],
      "TxnTaxDetail": ["TxnTaxCodeRef": ["value": "3"], "TotalTax": 1],
    ])["Invoice"]
    #expect(made.object("TxnTaxDetail")?.amount("TotalTax") == tax)
    #expect(made.object("TxnTaxDetail")?.reference("TxnTaxCodeRef") != "3")
    #expect(made["GlobalTaxCalculation"] == nil)
  }

  @Test func `tax is on the whole or after the discount`() {
    let lines: [JSON] = [line("100.00", code: "TAX"), discount(["PercentBased": true, "DiscountPercent": 10])]
    func total(_ after: Bool) -> String? {
      Bench().invoice([
        "ShipAddr": ["CountrySubDivisionCode": "TX"], "Line": .array(lines), "ApplyTaxAfterDiscount": .bool(after),
      ])["Invoice"].amount("TotalAmt")
    }
    #expect(total(false) == "98.25" && total(true) == "97.43")
  }

  @Test func `an exempt customer pays none`() throws {
    let bench = Bench()
    let id = try bench.customer("School", ["TaxExemptionReasonId": "7", "BillAddr": ["CountrySubDivisionCode": "TX"]])
    let made = bench.invoice(["CustomerRef": ["value": .string(id)], "Line": [line("100.00", code: "TAX")]])["Invoice"]
    #expect(made.amount("TotalAmt") == "100.00")
  }

  @Test func `without automated tax the transaction's code decides, and a stated total is kept`() {
    var options = EmulatorOptions()
    options.automatedSalesTax = false
    let bench = Bench(.us, options)
    let lines: JSON = [line("100.00", code: "TAX")]
    #expect(bench.get("preferences")["Preferences"].object("TaxPrefs")?["PartnerTaxEnabled"] == nil)
    func total(_ more: JSONObject) -> String? {
      var body: JSONObject = ["Line": lines]
      for member in more.members { body[member.key] = member.value }
      return bench.invoice(body)["Invoice"].amount("TotalAmt")
    }
    #expect(total([:]) == "100.00")
    #expect(total(["TxnTaxDetail": ["TxnTaxCodeRef": ["value": "3"]]]) == "109.50")
    #expect(total(["TxnTaxDetail": ["TxnTaxCodeRef": ["value": "3"], "TotalTax": number("9.49")]]) == "109.49")
  }

  // MARK: - Currencies

  @Test func `home amounts follow the rate that is sent, or the company's`() {
    let bench = Bench(.uk)
    let lines = [line("100.00", code: "6")]
    let own = invoice(bench, "EUR", lines, ["CustomerRef": ["value": "3"]])
    #expect(own.amount("ExchangeRate") == "0.8612" && own.amount("HomeTotalAmt") == "86.12")
    let sent = invoice(bench, "EUR", lines, ["CustomerRef": ["value": "3"], "ExchangeRate": number("0.9001")])
    #expect(sent.amount("HomeTotalAmt") == "90.01" && sent.amount("TotalAmt") == "100.00")
    #expect(invoice(bench, "GBP", lines).amount("ExchangeRate") == "1")
  }

  @Test func `multicurrency can be switched off for a test`() {
    var options = EmulatorOptions()
    options.multicurrency = false
    let bench = Bench(.uk, options)
    #expect(bench.invoice(["Line": [line("10.00", code: "2")]])["Invoice"].amount("TotalAmt") == "12.00")
    #expect(bench.invoice(["CurrencyRef": ["value": "EUR"], "Line": [line("10.00", code: "2")]]).code == "6000")
  }
}
