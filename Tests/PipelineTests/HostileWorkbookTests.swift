import Evidence
import Foundation
import Pipeline
import Reconciliation
import TestSupport
import Testing
import Workbooks

/// 1,000 texts that spreadsheets, browsers or terminals would act on.
private let hostileTexts: [String] = {
  let payloads = [
    "=1+1", "=HYPERLINK(\"http://evil.example\",\"x\")", "=cmd|' /C calc'!A0", "@SUM(1+1)*cmd|' /C calc'!A0", "+1+1",
    "-1+1",
    "=WEBSERVICE(\"http://evil.example\")", "=IMPORTXML(\"http://evil.example\",\"//a\")", "{=1+1}",
    "=DDE(\"a\";\"b\";\"c\")",
    "\u{FF1D}1+1", "\u{FF0B}1", "\u{FF0D}1", "\u{FF20}SUM(1)", "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "' onmouseover='alert(1)", "javascript:alert(1)", "]]>", "<!--", "&lt;b&gt;", "_x003D_1+1", "_x0000_",
    "http://evil.example",
    "mailto:x@evil.example", "internal:Sheet2!A1", "external:c:\\x.xlsx", "1E400", "0071", "1-2", "TRUE", "#REF!",
    "\u{202E}txt.exe",
    "\u{1B}]52;c;x\u{07}", "\u{FFFE}\u{FFFF}", "a\u{0}b", "\u{7F}", "{{company}}", "{{{style}}}", "%00",
    "\u{85}\u{2028}",
  ]
  let fronts = [
    "", " ", "\t", "\u{200B}", "\u{FEFF}", "'", "\"", ";", ",", "\u{A0}", "x\n", "x\r\n", "x,", "x;", "x\"", "x'", "é",
    "(", "0", "\u{3000}", "\u{AD}", "a=", "a|", "==", "--",
  ]
  return Array(fronts.flatMap { front in payloads.map { front + $0 } }.prefix(1000))
}()

@Suite struct HostileWorkbookTests {
  @Test func `no hostile text becomes a formula, an element or a row`() async throws {
    #expect(hostileTexts.count == 1000)
    let folder = try ScratchFolder()
    var text = "ID,Title,Value,Currency,Organization,Close date\n"
    for (index, hostile) in hostileTexts.enumerated() {
      let cell = "\"" + hostile.replacing("\0", with: "").replacing("\"", with: "\"\"") + "\""
      // Every third deal has no value, so that its texts go through the exceptions.
      text += "\(index + 1),\(cell),\(index % 3 == 0 ? "" : "10"),EUR,\(cell),2026-03-01\n"
    }
    let input = try folder.write("deals.csv", text)
    let compiled = try rules(
      """
      rules: 1
      company: { name: Test, country: DE, currency: EUR, time_zone: UTC }
      source: { profile: generic }
      customer: { name: { text: "{organization} {id}" }, forbidden_characters: replace }
      currency: { from: currency, default: EUR }
      invoice: { date: close_date, memo: "{title}" }
      lines: [ { id: work, item: WORK, price: value, description: "{title}" } ]
      taxes: { code: VAT, codes: { VAT: 19 } }
      """)
    let report = try await runBatch(try options(compiled, [input], output: folder.path + "/out"))
    #expect(report.population.deals == 1000)
    #expect(report.population.held > 300)
    let book = try WorkbookReader(path: folder.path + "/out/reconciliation.xlsx")
    var cells = 0
    for sheet in book.sheets {
      try book.read(sheet) { row, found in
        for cell in found {
          cells += 1
          if sheet != "Controls" { #expect(cell.formula == nil, "\(sheet) row \(row + 1)") }
          for word in ["HYPERLINK", "cmd", "WEBSERVICE", "IMPORTXML", "DDE"] {
            #expect(cell.formula?.contains(word) != true, "\(sheet) row \(row + 1)")
          }
        }
      }
    }
    #expect(cells > 20_000)
    let parts = try Data(contentsOf: URL(filePath: folder.path + "/out/reconciliation.xlsx"))
    #expect(!parts.isEmpty)
    let page = try folder.text("out/reconciliation.html")
    #expect(page.components(separatedBy: "<script").count == 2)
    #expect(!page.contains("<img") && !page.contains("onerror=alert(1)>\""))
    // One line a deal, whatever its title holds: quoted line ends count within their cells.
    let rows = literalRows(try folder.read("out/reconciliation.csv"))
    #expect(rows.count == 1001)
    for row in rows.dropFirst() {
      for cell in row.map({ String(decoding: $0, as: UTF8.self) }) {
        #expect(formulaDanger(cell) == nil, "\(cell.debugDescription)")
      }
    }
  }

  @Test func `no hostile text becomes a formula in the sheets of what was sent`() async throws {
    let folder = try ScratchFolder()
    let input = try folder.write("deals.csv", MadeExport(seed: 5, shape: .list, deals: 30).text)
    let out = folder.path + "/out"
    _ = try await runBatch(try options(try rules(MadeRules.list), [input], output: out))
    var report = try readRunFolder(out)
    let all = hostileTexts.prefix(50).joined(separator: " ")
    report.identity.company = all
    report.identity.rulesFile = all
    report.notices = hostileTexts
    var sent = SentResults()
    (sent.readAt, sent.realm, sent.readFailure, sent.stopped) = (all, all, all, all)
    for text in hostileTexts { fill(&sent, with: text) }
    report.sent = sent
    // The rows of the deals, each with a hostile number and status from QuickBooks.
    var csv = ""
    for (index, row) in literalRows(try folder.read("out/reconciliation.csv")).enumerated() {
      let hostile = hostileTexts[index % hostileTexts.count].replacing("\0", with: "")
      let more =
        index == 0
        ? [
          "quickbooks_id", "quickbooks_number", "sent_total", "stored_tax", "stored_total", "status", "open_balance",
          "payload_line",
        ] : [hostile, hostile, "1.00", "0.00", "1.00", hostile, "1.00", String(index)]
      let cells = row.map { String(decoding: $0, as: UTF8.self) } + more
      csv += cells.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",") + "\n"
    }
    try FileManager.default.createDirectory(atPath: out + "/sent", withIntermediateDirectories: true)
    try folder.write("out/sent/reconciliation.csv", csv)
    try folder.write("out/sent/reconciliation.json", renderJSON(report))
    let path = folder.path + "/sent.xlsx"
    try writeWorkbook(report, folder: out + "/sent", payloads: out, to: path)
    let book = try WorkbookReader(path: path)
    var cells = 0
    let own: Set = ["ROUND", "SUM", "SUMIFS", "COUNTIF", "ROWS", "MOD", "IF"]
    for sheet in book.sheets {
      try book.read(sheet) { row, found in
        for cell in found {
          cells += 1
          guard let formula = cell.formula else { continue }
          #expect(["Controls", "Tax", "In QuickBooks"].contains(sheet), "\(sheet) row \(row + 1)")
          let functions = formula.matches(of: /([A-Za-z_.]+)\(/).map { String($0.1) }
          #expect(Set(functions).isSubset(of: own), "\(sheet) row \(row + 1): \(formula)")
        }
      }
    }
    #expect(cells > 20_000)
  }

  private func fill(_ sent: inout SentResults, with text: String) {
    var difference = SentResults.MatchDifference()
    (difference.deal, difference.invoice, difference.number, difference.field) = (text, text, text, text)
    (difference.planned, difference.stored, difference.reason, difference.currency) = (text, text, text, text)
    sent.differences.append(difference)
    var change = SentResults.ChangeAfterPosting()
    (change.deal, change.invoice, change.number, change.side) = (text, text, text, text)
    (change.field, change.before, change.after, change.seen) = (text, text, text, text)
    sent.changes.append(change)
    var customer = SentResults.CustomerChange()
    (customer.customer, customer.id, customer.what, customer.field) = (text, text, text, text)
    (customer.before, customer.after, customer.decidedBy) = (text, text, text)
    sent.customers.append(customer)
    var gap = SentResults.NumberGap()
    (gap.first, gap.last, gap.cause) = (text, text, text)
    sent.gaps.append(gap)
    var status = SentResults.StatusTotal()
    (status.status, status.currency) = (text, text)
    sent.statuses.append(status)
    sent.ageing.append(AgedMoney(band: .upTo30, currency: text, count: 1, money: 9))
    var stored = SentResults.StoredTotals()
    stored.currency = text
    sent.stored.append(stored)
    var tie = SentResults.ReceivablesTie()
    (tie.item, tie.currency) = (text, text)
    sent.receivables.append(tie)
  }
}
