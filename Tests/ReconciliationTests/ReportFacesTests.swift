import Foundation
import Reconciliation
import Testing

/// The members of the report's JSON that carry totals.
private struct TotalsInJSON: Decodable {
  struct CurrencyTotals: Decodable {
    var invoices: Int
    var lines: Int
    var net: String
    var tax: String
    var total: String
  }
  struct Tax: Decodable {
    var code: String
    var rates: String
    var currency: String
    var base: String
    var tax: String
    var invoices: Int
  }
  struct Exception: Decodable {
    var severity: String
    var code: String
    var deals: Int
    var money: [String: String]
  }
  var verdict: String
  var population: [String: Int]
  var currencies: [String: CurrencyTotals]
  var bridge: [String: [String: String]]
  var taxes: [Tax]
  var exceptions: [Exception]
  var templates: [String: Int]
  var defaultsUsed: [String: Int]
  var skippedByRule: [String: Int]

  init(_ report: ReconciliationReport) throws {
    self = try JSONDecoder().decode(Self.self, from: Data(renderJSON(report).utf8))
  }
}

@Suite struct `the page` {
  @Test(arguments: SampleReport.allCases)
  func `shows the totals of the JSON`(_ sample: SampleReport) throws {
    let json = try TotalsInJSON(sample.make())
    let rows = PageReader(renderHTML(sample.make())).rows
    for (code, totals) in json.currencies {
      #expect(rows.contains([code, "\(totals.invoices)", "\(totals.lines)", totals.net, totals.tax, totals.total]))
      #expect(rows.contains { $0.first == "Net of the invoice lines" && $0.contains(totals.net) })
      #expect(rows.contains { $0.first == "Invoice total" && $0.contains(totals.total) })
    }
    for (code, buckets) in json.bridge {
      let row = try #require(rows.first { $0.first == code && $0.count > 1 && !buckets.isEmpty })
      for amount in buckets.values { #expect(row.contains(amount), "\(code) \(amount)") }
    }
    for tax in json.taxes {
      #expect(rows.contains([tax.code, tax.rates, tax.currency, "\(tax.invoices)", tax.base, tax.tax]))
    }
    for count in [json.templates, json.defaultsUsed, json.skippedByRule].joined() {
      #expect(rows.contains { $0.first == count.key && $0.last == "\(count.value)" })
    }
  }

  @Test(arguments: SampleReport.allCases)
  func `shows the counts of the JSON`(_ sample: SampleReport) throws {
    let json = try TotalsInJSON(sample.make())
    let rows = PageReader(renderHTML(sample.make())).rows
    let steps = [
      "B": "rows", "C": "deals", "D": "created", "E": "unchanged", "F": "updated", "G": "held", "H": "skipped",
    ]
    for (letter, member) in steps {
      let row = try #require(rows.first { $0.first == letter })
      let count = try #require(json.population[member])
      #expect(row[2] == "\(count)", "\(member)")
    }
  }

  @Test(arguments: SampleReport.allCases)
  func `shows every exception with its deals and money`(_ sample: SampleReport) throws {
    let json = try TotalsInJSON(sample.make())
    let rows = PageReader(renderHTML(sample.make())).rows
    for entry in json.exceptions {
      // A list of examples cuts its row in the reader: what follows it belongs to the last example's row.
      #expect(
        rows.contains { $0.first == entry.code }
          && rows.contains { row in
            row.contains("\(entry.deals)")
              && entry.money.allSatisfy { money in row.contains { $0.contains("\(money.key) \(money.value)") } }
          }, "\(entry.code)")
    }
  }

  @Test func `shows decimals of each currency, to the ends of the range`() throws {
    var report = SampleReport.tied.make()
    for code in ["KWD", "JPY", "EUR"] {
      var totals = CurrencyTotals(currency: try #require(currency(code)))
      (totals.net, totals.tax, totals.total, totals.dealValue) = (.min, .max, -7, 1_234_567)
      report.currencies[code] = totals
      report.bridge[code] = [.created: .max, .held: .max, .skipped: .min]
    }
    let json = try TotalsInJSON(report)
    let rows = PageReader(renderHTML(report)).rows
    for (code, total) in ["KWD": "-0.007", "JPY": "-7", "EUR": "-0.07"] {
      let totals = try #require(json.currencies[code])
      #expect(totals.total == total)
      #expect(rows.contains([code, "0", "0", totals.net, totals.tax, totals.total]))
    }
    #expect(rows.contains { $0.first == "EUR" && $0.last == "92233720368547758.06" }, "the sum of the buckets")
  }

  @Test func `closes the bridge, whatever the figures`() {
    var report = SampleReport.exceptions.make()
    report.currencies["EUR"]?.dealValue += 5
    report.currencies["EUR"]?.total += 1
    let rows = PageReader(renderHTML(report)).rows
    #expect(rows.contains { $0.first == "Difference to the value of the invoiced deals" && $0[1] == "+0.05" })
    #expect(rows.contains { $0.first == "Unexplained: total less net and tax" && $0[1] == "+0.01" })
  }

  @Test(arguments: [
    (SampleReport.tied, "Tied out"), (.exceptions, "Tied out with exceptions"), (.untied, "Does not tie"),
    (.empty, "Tied out"),
  ])
  func `says the verdict in words`(_ sample: SampleReport, _ words: String) {
    #expect(PageReader(renderHTML(sample.make())).contents(of: "strong").first == words)
  }

  @Test func `tells the hash total and the row to which a spreadsheet sums`() {
    let report = SampleReport.exceptions.make()
    let reader = PageReader(renderHTML(report))
    #expect(reader.contents(of: "dd").contains("4471208 over 412 deals with numeric ids"))
    #expect(renderJSON(report).contains(#""dealIds": "4471208""#))
    #expect(reader.contents(of: "span").contains("=MOD(SUM(A2:A413),10^10)"))
  }

  @Test func `marks the steps that do not close`() {
    let rows = PageReader(renderHTML(SampleReport.untied.make())).rows
    #expect(rows.filter { $0.last == "does not agree" }.map { $0[0] } == ["C", "D", "write", "write"])
  }
}

@Suite struct `the screen` {
  @Test(arguments: SampleReport.allCases)
  func `shows the totals of the JSON`(_ sample: SampleReport) throws {
    let json = try TotalsInJSON(sample.make())
    let lines = renderSummary(sample.make()).split(separator: "\n").map { line in
      line.split(separator: " ").map { String($0.filter { $0 != "," }) }
    }
    for (code, totals) in json.currencies {
      #expect(lines.contains([code, "\(totals.invoices)", totals.net, totals.tax, totals.total]))
    }
    for bucket in Bucket.allCases where json.population[bucket.name] != 0 {
      let line = try #require(lines.first { $0.dropFirst().first == bucket.name })
      #expect(line[2] == json.population[bucket.name].map { "\($0)" })
      for (code, buckets) in json.bridge {
        if let amount = buckets[bucket.name] { #expect(line.joined(separator: " ").contains("\(code) \(amount)")) }
      }
    }
    for tax in json.taxes {
      #expect(lines.contains { Array($0.suffix(4)) == [tax.currency, tax.tax, "on", tax.base] })
    }
    for entry in json.exceptions where entry.severity == "hold" {
      let line = try #require(lines.first { $0.first == entry.code })
      #expect(line[1] == "\(entry.deals)")
      for (code, amount) in entry.money { #expect(line.joined(separator: " ").contains("\(code) \(amount)")) }
    }
  }

  @Test(arguments: SampleReport.allCases)
  func `fits 80 columns and ends its lines cleanly`(_ sample: SampleReport) {
    let summary = renderSummary(sample.make())
    for line in summary.split(separator: "\n", omittingEmptySubsequences: false) {
      #expect(line.count <= 80)
      #expect(line.last != " ")
    }
    #expect(summary.hasSuffix("\n"))
    #expect(!summary.hasSuffix("\n\n"))
  }

  @Test(arguments: [
    (SampleReport.tied, "TIED:"), (.exceptions, "TIED, WITH EXCEPTIONS:"), (.untied, "DOES NOT TIE:"),
  ])
  func `ends the table in the verdict`(_ sample: SampleReport, _ words: String) {
    #expect(renderSummary(sample.make()).contains("\n\n\(words) "))
  }

  @Test func `tells in full which controls do not agree`() {
    var report = SampleReport.untied.make()
    let long = Array(repeating: "word", count: 60).joined(separator: " ")
    report.controls.append(Control(stage: "write", what: long, expected: "1", actual: "2"))
    let summary = renderSummary(report)
    #expect(summary.contains("write: invoices written\n    expected  361\n    found     360\n"))
    #expect(summary.split(whereSeparator: \.isWhitespace).filter { $0 == "word" }.count == 60)
  }

  @Test func `puts the most money first and counts what it leaves out`() throws {
    var report = SampleReport.exceptions.make()
    for index in 1...20 {
      var group = ExceptionGroup(severity: "hold", code: "X\(100 + index)", cause: "c", fix: "f", owner: nil, rule: nil)
      group.money = ["EUR": Int64(index)]
      report.exceptions.append(group)
    }
    let summary = renderSummary(report)
    let first = try #require(summary.range(of: "  M201 "))
    let second = try #require(summary.range(of: "  D801 "))
    #expect(first.lowerBound < second.lowerBound)
    #expect(summary.contains("X120") && !summary.contains("X101"))
    #expect(summary.contains("and 11 more causes"))
  }

  @Test func `speaks of deals with several problems only where one has them`() {
    var report = SampleReport.exceptions.make()
    // Deals that a rule skips may have a problem, so that the held are fewer than the causes count.
    (report.population.held, report.population.skipped) = (0, 18)
    func isTold() -> [Bool] {
      [renderSummary(report), renderHTML(report)].map { $0.lowercased().contains("a deal with several problems") }
    }
    #expect(isTold() == [false, false])
    report.exceptions[1].examples += report.exceptions[3].examples
    #expect(isTold() == [true, true])
    report = SampleReport.exceptions.make()
    report.exceptions[1].deals = report.population.deals
    #expect(isTold() == [true, true])
  }
}

/// The same report, its tables filled in another order and with other room, so that they iterate differently.
private func refilled(_ report: ReconciliationReport) -> ReconciliationReport {
  var copy = report
  func refill<Value>(_ table: [String: Value]) -> [String: Value] {
    var out = [String: Value](minimumCapacity: 500)
    for (key, value) in table.sorted(by: { $0.key > $1.key }) { out[key] = value }
    return out
  }
  copy.currencies = refill(report.currencies)
  copy.bridge = refill(report.bridge)
  copy.heldByCode = refill(report.heldByCode)
  copy.skippedByRule = refill(report.skippedByRule)
  copy.templates = refill(report.templates)
  copy.defaultsUsed = refill(report.defaultsUsed)
  copy.exceptions = report.exceptions.reversed().map { group in
    var group = group
    group.money = refill(group.money)
    return group
  }
  return copy
}

@Test(arguments: SampleReport.allCases)
func `the same report gives the same bytes`(_ sample: SampleReport) {
  let (a, b) = (sample.make(), refilled(sample.make()))
  #expect(Array(renderHTML(a).utf8) == Array(renderHTML(b).utf8))
  #expect(Array(renderSummary(a).utf8) == Array(renderSummary(b).utf8))
}

@Test func `the population's controls find a lost deal`() {
  #expect(SampleReport.exceptions.make().populationControls.allSatisfy { $0.ties })
  let broken = SampleReport.untied.make().populationControls.filter { !$0.ties }
  #expect(broken.map(\.what.first) == ["C", "D"])
}
