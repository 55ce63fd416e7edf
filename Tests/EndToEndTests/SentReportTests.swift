import Foundation
import Testing
import Workbooks

/// The report after sending: real processes, an emulator, and people who pay, void, delete and edit in it.
@Suite(.serialized) struct `the report after sending` {
  /// Thirteen deals of 101.11 to 115.25 and the gap R-13, R-14; 20 % tax.
  private static let deals = Array(1...12) + [15]

  private func sent() throws -> (Rehearsal, SentFolder) {
    let rehearsal = try Rehearsal(try #require(program, "dealbill was not built beside the tests"))
    try rehearsal.makeRun(Self.deals, name: "night", terms: "Net 30")
    let sent = try rehearsal.run(["send", "night"] + rehearsal.sendOptions)
    #expect(sent.status == 0, "\(sent.errors)")
    #expect(sent.output.contains("Read again 13 of 13 invoices: 13 as sent; GBP 1,674.27 stored, 1,674.27 open"))
    return (rehearsal, SentFolder(rehearsal.folder.appending(path: "night/sent")))
  }

  @Test func `tells what was stored, the same in all faces`() throws {
    let (rehearsal, folder) = try sent()
    defer { withExtendedLifetime(rehearsal) {} }
    let sent = try folder.json()
    #expect(sent.verdict == "tied-out")
    #expect(sent.population == ["created": 13, "deals": 13])
    #expect((sent.sent.returned, sent.sent.reread, sent.sent.matched) == (13, 13, 13))
    #expect(sent.sent.stored.map(\.total) == ["1674.27"] && sent.sent.stored.map(\.tax) == ["279.04"])
    #expect(sent.sent.taxes.map(\.forecast) == ["279.04"] && sent.sent.taxes.map(\.stored) == ["279.04"])
    #expect(sent.sent.customers.map(\.what) == ["created", "created", "created", "created"])
    #expect(sent.sent.gaps.map { "\($0.first) \($0.last)" } == ["R-13 R-14"])
    #expect(sent.controls.filter { !$0.ties }.isEmpty && sent.controls.count { $0.stage == "read again" } == 5)
    try expectSameTotals(folder)
  }

  @Test func `follows what people do in QuickBooks, figure by figure`() throws {
    let (rehearsal, folder) = try sent()
    let before = try folder.rows()
    func id(_ deal: Int) throws -> String { try #require(before[String(deal)]?["quickbooks_id"]) }
    try rehearsal.control("pay", #"{"invoice":"\#(try id(1))"}"#)
    try rehearsal.control("pay", #"{"invoice":"\#(try id(2))","amount":"20.00"}"#)
    try rehearsal.control("void", #"{"entity":"Invoice","id":"\#(try id(4))"}"#)
    try rehearsal.control("delete", #"{"entity":"Invoice","id":"\#(try id(6))"}"#)
    try rehearsal.control("edit", #"{"entity":"Invoice","id":"\#(try id(8))","changes":{"DueDate":"2099-12-31"}}"#)
    try rehearsal.control("edit", #"{"entity":"Invoice","id":"\#(try id(9))","changes":{"TxnDate":"2026-03-29"}}"#)
    let refreshed = try rehearsal.run(["refresh", "--company", "uk", "--report", "night"])
    #expect(refreshed.status == 2, "\(refreshed.errors)")
    let now = try folder.json()
    #expect(now.verdict == "tied-out-with-exceptions")
    #expect((now.sent.returned, now.sent.reread, now.sent.matched) == (13, 12, 10))
    // 1674.27 less 124.97 voided and 127.39 deleted; 121.33 and 20.00 paid.
    let stored = try #require(now.sent.stored.first)
    #expect((stored.planned, stored.voided, stored.deleted) == ("1674.27", "124.97", "127.39"))
    #expect((stored.total, stored.paid, stored.open) == ("1421.91", "141.33", "1280.58"))
    #expect(
      now.sent.statuses.map { "\($0.status) \($0.invoices) \($0.open)" } == [
        "open 1 129.82", "partially paid 1 102.54", "overdue 8 1048.22", "paid 1 0.00", "voided 1 0.00",
        "deleted 1 0.00",
      ])
    // Due in May 2026, more than 90 days before these words were written; and on the last day of 2099.
    #expect(now.sent.ageing.map { "\($0.age) \($0.money)" } == ["current 129.82", "over-90 1150.76"])
    #expect(
      now.sent.gaps.map { "\($0.first) \($0.count) \($0.cause)" } == [
        "R-4 1 voided", "R-6 1 deleted", "R-13 2 given to no invoice of this run, and not in QuickBooks",
      ])
    #expect(
      now.sent.differences.map { "\($0.deal) \($0.field) \($0.planned) \($0.stored) \($0.reason)" } == [
        "9 date 2026-03-30 2026-03-29 edited in QuickBooks since"
      ])
    #expect(
      Set(now.sent.changes.map { "\($0.deal) \($0.side) \($0.field) \($0.before) → \($0.after)" }) == [
        "4 QuickBooks status total GBP 124.97 → voided", "6 QuickBooks status total GBP 127.39 → deleted",
        "9 QuickBooks date 2026-03-30 → 2026-03-29",
      ])
    #expect(now.controls.filter { !$0.ties }.isEmpty)
    try expectSameTotals(folder)
    // What stood there stays, and a second look that learns nothing leaves all as it is.
    let files = FileManager.default
    let older = rehearsal.folder.appending(path: "night/sent.1/reconciliation.json")
    #expect(files.fileExists(atPath: older.path))
    let page = try Data(contentsOf: folder.url.appending(path: "reconciliation.html"))
    let again = try rehearsal.run(["refresh", "--company", "uk", "--report", "night"])
    #expect(again.status == 2 && again.errors.contains("nothing new"))
    let pageNow = try Data(contentsOf: folder.url.appending(path: "reconciliation.html"))
    #expect(pageNow == page)
    #expect(!files.fileExists(atPath: rehearsal.folder.appending(path: "night/sent.2").path))
  }

  @Test func `a number taken by hand and one held back are gaps with their causes`() throws {
    let rehearsal = try Rehearsal(try #require(program, "dealbill was not built beside the tests"))
    try rehearsal.makeRun([1, 2, 3, 5], name: "first", terms: "Net 30")
    #expect(try rehearsal.run(["send", "first"] + rehearsal.sendOptions).status == 0)
    let first = try SentFolder(rehearsal.folder.appending(path: "first/sent")).rows()
    // Somebody writes R-4 on an invoice of his own: here on that of deal 5, which then has no R-5 any more.
    let id = try #require(first["5"]?["quickbooks_id"])
    try rehearsal.control("edit", #"{"entity":"Invoice","id":"\#(id)","changes":{"DocNumber":"R-7"}}"#)
    try rehearsal.makeRun([6, 8], name: "second", terms: "Net 30")
    let second = try rehearsal.run(["send", "second", "--limit", "1"] + rehearsal.sendOptions)
    #expect(second.status == 2, "\(second.errors)")
    let now = try SentFolder(rehearsal.folder.appending(path: "second/sent")).json()
    #expect(now.population == ["created": 1, "held": 1, "deals": 2])
    #expect(
      now.sent.gaps.map { "\($0.first) \($0.cause)" } == [
        "R-7 another run, deal 5", "R-8 held back, U854, deal 8",
      ])
    let sums = now.currencies["GBP"]
    #expect((sums?.invoices, sums?.total) == (1, "127.39"))
    #expect(now.notInvoiced.map { "\($0.count) \($0.money)" } == ["1 108.18"])
    try expectSameTotals(SentFolder(rehearsal.folder.appending(path: "second/sent")))
    // Sent again, the rest is made and the first is there already.
    #expect(try rehearsal.run(["send", "second"] + rehearsal.sendOptions).status == 0)
    let all = SentFolder(rehearsal.folder.appending(path: "second/sent"))
    let both = try all.json()
    #expect(both.population == ["created": 1, "unchanged": 1, "deals": 2] && both.sent.returned == 2)
    try expectSameTotals(all)
  }

  @Test func `a run with the catalogue goes by the links of people`() throws {
    let rehearsal = try Rehearsal(try #require(program, "dealbill was not built beside the tests"))
    let company = ["--company", "uk"]
    #expect(try rehearsal.run(["catalogue", "pull"] + company).status == 0)
    let list = try rehearsal.run(["catalogue", "show", "customers"] + company).output
    let id = String(try #require(list.firstMatch(of: #/(?m)^([0-9]+)\t.*\tactive\tGBP/#)).1)
    try rehearsal.makeRun([1, 2], name: "first", terms: "Net 30")
    func customers(_ name: String) throws -> [String] {
      let made = try rehearsal.run(
        ["run", "--rules", "rules.yaml", "--out", name, "--run-date", "2026-04-02", "first.csv"] + company)
      #expect(made.status == 0, "\(made.errors)")
      let file = rehearsal.folder.appending(path: "\(name)/invoices.ndjson")
      return String(decoding: try Data(contentsOf: file), as: UTF8.self)
        .matches(of: #/"CustomerRef":\{(?:"value":"([0-9]+)",)?"name"/#).map { String($0.1 ?? "") }
    }
    #expect(try customers("before") == ["", ""])
    #expect(try rehearsal.run(["customers", "link", "Party 1", id] + company).status == 0)
    #expect(try customers("linked") == [id, ""])
    // A new copy of the lists keeps it.
    #expect(try rehearsal.run(["catalogue", "pull"] + company).status == 0)
    #expect(try customers("pulled") == [id, ""])
    let sent = try rehearsal.run(["send", "pulled"] + rehearsal.sendOptions)
    #expect(sent.status == 0, "\(sent.errors)")
    #expect(try rehearsal.run(["customers", "unlink", "Party 1"] + company).status == 0)
    #expect(try customers("unlinked").first == "")
  }

  @Test func `a held deal that is invoiced does not wait for an invoice`() throws {
    let rehearsal = try Rehearsal(try #require(program, "dealbill was not built beside the tests"))
    try rehearsal.makeRun([1, 2], name: "first", terms: "Net 30")
    #expect(try rehearsal.run(["send", "first"] + rehearsal.sendOptions).status == 0)
    let strict = "checks:\n  - { id: look, if: { title: { in: [Deal 1, Deal 3] } }, message: look at it first }\n"
    try rehearsal.makeRun([1, 2, 3], name: "second", terms: "Net 30", checks: strict)
    #expect(try rehearsal.run(["send", "second"] + rehearsal.sendOptions).status == 2)
    let now = try SentFolder(rehearsal.folder.appending(path: "second/sent")).json()
    #expect(now.population == ["held": 2, "unchanged": 1, "deals": 3])
    #expect(now.notInvoiced.map(\.count) == [1])
  }

  @Test func `what somebody voided blocks a signature, until it is accepted or within the tolerance`() throws {
    let (rehearsal, folder) = try sent()
    let id = try #require(try folder.rows()["4"]?["quickbooks_id"])
    try rehearsal.control("void", #"{"entity":"Invoice","id":"\#(id)"}"#)
    #expect(try rehearsal.run(["refresh", "--company", "uk", "--report", "night"]).status == 2)
    let sign = ["report", "sign", "night", "--prepared-by", "Ann"]
    let blocked = try rehearsal.run(sign)
    #expect(blocked.status == 65 && blocked.errors.contains("E119") && blocked.errors.contains("X902"))
    #expect(try rehearsal.run(sign + ["--tolerance", "124.96"]).status == 65)
    #expect(try rehearsal.run(sign + ["--comment", "X902=billed by hand"]).status == 0)
    #expect(
      try rehearsal.run(["report", "sign", "night", "--reviewed-by", "Bob", "--tolerance", "124.97"]).status == 0)
  }

  @Test func `a night whose deal was billed anew keeps the invoice of its own`() throws {
    let rehearsal = try Rehearsal(try #require(program, "dealbill was not built beside the tests"))
    try rehearsal.makeRun([1, 2], name: "first", terms: "Net 30")
    #expect(try rehearsal.run(["send", "first"] + rehearsal.sendOptions).status == 0)
    let first = SentFolder(rehearsal.folder.appending(path: "first/sent"))
    let id = try #require(try first.rows()["2"]?["quickbooks_id"])
    try rehearsal.control("delete", #"{"entity":"Invoice","id":"\#(id)"}"#)
    try rehearsal.makeRun([2], name: "second", terms: "Net 30")
    let again = try rehearsal.run(["send", "second", "--bill-again", "2"] + rehearsal.sendOptions)
    // 2: somebody deleted an invoice.
    #expect(again.status == 2, "\(again.errors)")
    let later = try #require(
      try SentFolder(rehearsal.folder.appending(path: "second/sent")).rows()["2"]?["quickbooks_id"])
    #expect(later != id)
    let refreshed = try rehearsal.run(["refresh", "--company", "uk", "--report", "first", "--report", "second"])
    #expect(refreshed.status == 0, "\(refreshed.errors)")
    let row = try #require(try first.rows()["2"])
    #expect((row["quickbooks_id"], row["status"], row["stored_total"]) == (id, "deleted", "0.00"))
    let stored = try #require(try first.json().sent.stored.first)
    #expect((stored.planned, stored.deleted, stored.total) == ("243.87", "122.54", "121.33"))
    try expectSameTotals(first)
    for night in ["first", "second"] {
      let verified = try rehearsal.run(["report", "verify", night, "--company", "uk"])
      #expect(verified.status == 0, "\(verified.output)\(verified.errors)")
    }
  }

  @Test func `what ended early says so, and nothing is taken for read`() throws {
    let rehearsal = try Rehearsal(try #require(program, "dealbill was not built beside the tests"))
    try rehearsal.makeRun([1, 2], name: "night", terms: "Net 30")
    try rehearsal.control("faults", #"{"fault":"F3","on":"create invoice","times":20}"#)
    let ended = try rehearsal.run(["send", "night"] + rehearsal.sendOptions)
    #expect(ended.status != 0)
    let now = try SentFolder(rehearsal.folder.appending(path: "night/sent")).json()
    #expect(now.verdict != "tied-out" && now.sent.reread == 0)
    #expect((now.population["unknown"] ?? 0) + (now.population["failed"] ?? 0) == 2)
    #expect(now.notInvoiced.map { "\($0.count) \($0.money)" } == ["2 203.23"])
  }
}

/// Totals by currency in CSV, HTML and XLSX against those in JSON, to the unit.
private func expectSameTotals(_ folder: SentFolder) throws {
  let report = try folder.json()
  var csv: [String: [String: Int]] = [:]
  for row in try folder.rows().values {
    func add(_ name: String, _ column: String) {
      guard let units = Int((row[column] ?? "").filter { $0 != "." }) else { return }
      csv[row["currency"] ?? "", default: [:]][name, default: 0] += units
    }
    if row["bucket"] == "created" { add("total", "total") }
    guard row["quickbooks_id"]?.isEmpty == false else { continue }
    add("planned", "sent_total")
    add("stored", "stored_total")
    add("tax", "stored_tax")
    add("open", "open_balance")
  }
  let page = try String(contentsOf: folder.url.appending(path: "reconciliation.html"), encoding: .utf8)
    .replacing("\u{202F}", with: "")
  var sheet: [String: [String: String]] = [:]
  let book = try WorkbookReader(path: folder.url.appending(path: "reconciliation.xlsx").path)
  try book.read("Controls") { _, cells in
    func cell(_ column: Int) -> WorkbookCell? { cells.first { $0.column == column } }
    guard let what = cell(0)?.words, let code = cell(1)?.words, let found = cell(3), found.formula != nil,
      case .number(let number, _) = found.value
    else { return }
    sheet[code, default: [:]][what] = String(format: "%.2f", number)
  }
  for stored in report.sent.stored {
    func units(_ text: String) -> Int { Int(text.filter { $0 != "." }) ?? -1 }
    let (sums, cells) = (csv[stored.currency] ?? [:], sheet[stored.currency] ?? [:])
    #expect(sums["planned"] == units(stored.planned), "CSV planned")
    #expect(sums["stored"] == units(stored.total), "CSV stored")
    #expect(sums["tax"] == units(stored.tax), "CSV tax")
    #expect(sums["open"] == units(stored.open), "CSV open")
    #expect(sums["total"] ?? 0 == units(report.currencies[stored.currency]?.total ?? "0"), "CSV total")
    #expect(cells["Planned total of the invoices that QuickBooks took"] == stored.planned, "XLSX planned")
    #expect(cells["Total stored"] == stored.total, "XLSX stored")
    #expect(cells["Tax stored"] == stored.tax, "XLSX tax")
    #expect(cells["Open balance"] == stored.open, "XLSX open")
    for amount in [stored.total, stored.open] {
      #expect(page.contains("<td class=\"num\">\(amount)</td>"), "HTML lacks \(amount)")
    }
  }
}

/// `sent/` of a run folder.
struct SentFolder {
  let url: URL
  init(_ url: URL) { self.url = url }

  struct Report: Decodable {
    struct Money: Decodable { var invoices: Int, total: String }
    struct Control: Decodable { var stage: String, ties: Bool }
    struct Aged: Decodable { var age: String, count: Int, money: String }
    struct Sent: Decodable {
      struct Stored: Decodable {
        var currency: String, planned: String, voided: String, deleted: String, tax: String, total: String,
          paid: String, open: String
      }
      struct Tax: Decodable { var forecast: String, stored: String }
      struct Customer: Decodable { var what: String }
      struct Gap: Decodable { var first: String, last: String, count: Int, cause: String }
      struct Status: Decodable { var status: String, invoices: Int, open: String }
      struct Difference: Decodable { var deal: String, field: String, planned: String, stored: String, reason: String }
      struct Change: Decodable { var deal: String, side: String, field: String, before: String, after: String }
      var returned: Int, reread: Int, matched: Int
      var stored: [Stored], taxes: [Tax], customers: [Customer], gaps: [Gap], statuses: [Status], ageing: [Aged]
      var differences: [Difference], changes: [Change]
    }
    var verdict: String
    private var all: [String: Int]
    var currencies: [String: Money]
    var controls: [Control]
    var notInvoiced: [Aged]
    var sent: Sent
    /// Deals and the buckets that hold any.
    var population: [String: Int] {
      let names = ["deals", "created", "updated", "unchanged", "held", "skipped", "failed", "unknown"]
      return all.filter { names.contains($0.key) && $0.value > 0 }
    }
    enum CodingKeys: String, CodingKey {
      case verdict, currencies, controls, notInvoiced, sent
      case all = "population"
    }
  }

  func json() throws -> Report {
    try JSONDecoder().decode(Report.self, from: try Data(contentsOf: url.appending(path: "reconciliation.json")))
  }

  /// By deal, then by column.
  func rows() throws -> [String: [String: String]] {
    let text = try String(contentsOf: url.appending(path: "reconciliation.csv"), encoding: .utf8)
    let rows = records(text)
    let head = rows.first ?? []
    var found: [String: [String: String]] = [:]
    for row in rows.dropFirst() {
      let cells = Dictionary(zip(head, row), uniquingKeysWith: { first, _ in first })
      found[cells["deal"] ?? ""] = cells
    }
    return found
  }
}
