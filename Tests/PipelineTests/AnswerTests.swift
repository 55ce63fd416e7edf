import Bytes
import Calendars
import Diagnostics
import Evidence
import Foundation
import Pipeline
import Reconciliation
import RuleLanguage
import TestSupport
import Testing
import Workbooks

private let rulesWithChecks = """
  rules: 1
  company: { name: Test, country: DE, currency: EUR, time_zone: UTC }
  source: { profile: generic }
  customer: { name: { from: organization } }
  currency: { from: currency, default: EUR }
  checks: [ { id: big, if: { value: { above: 100 } }, message: a large deal } ]
  invoice: { date: close_date }
  lines: [ { id: work, item: WORK, price: value } ]
  taxes: { code: VAT, codes: { VAT: 19, NONE: 0 } }
  """

/// Answers to exceptions: read from YAML, applied to their deals, gone on their day.
@Suite struct AnswerTests {
  let folder: ScratchFolder
  let input: String

  init() throws {
    folder = try ScratchFolder()
    input = try folder.write(
      "deals.csv",
      """
      ID,Title,Value,Currency,Organization,Close date
      1,Small,50,EUR,Acme,2026-03-01
      2,Large,500,EUR,Acme,2026-03-02
      3,Nameless,70,EUR,,2026-03-03

      """)
  }

  private func answers(_ list: String) throws -> DealOverrides {
    let result = parseOverrides(Array("overrides: 1\nanswers:\n\(list)".utf8), file: "overrides.yaml")
    return try #require(result.overrides, "\(result.diagnostics)")
  }

  private func run(_ list: String?, date: String = "2026-04-02", out: String? = nil) async throws
    -> ReconciliationReport
  {
    var options = try options(try rules(rulesWithChecks), [input], output: out)
    options.runDate = try #require(date.withByteView { CivilDate.parseISO($0) })
    options.overrides = try list.map { try answers($0) }
    return try await runBatch(options)
  }

  private static let signed = "reason: asked, author: A. Person, answered: 2026-04-01, expires: 2026-05-01 }"

  @Test func `without answers two deals wait`() async throws {
    let report = try await run(nil)
    #expect(report.heldByCode == ["big": 1, "M202": 1])
    #expect(report.overrides == [])
  }

  @Test func `a check that is accepted bills its deal and says so`() async throws {
    let report = try await run("  - { deal: 2, accept: [big], value: EUR 500.00, \(Self.signed)")
    #expect(report.heldByCode == ["M202": 1])
    #expect(report.overrides.map(\.state) == [.used])
    #expect(report.exceptions.contains { $0.code == "big" && $0.severity == "warn" })
    #expect(report.exceptions.contains { $0.code == "O901" })
  }

  @Test func `an answer for another value of the deal does not count`() async throws {
    let report = try await run("  - { deal: 2, accept: [big], value: EUR 499.00, \(Self.signed)")
    #expect(report.heldByCode["big"] == 1)
    #expect(report.overrides.map(\.state) == [.dealChanged])
  }

  @Test func `an answer ends on its day`() async throws {
    let list = "  - { deal: 2, accept: [big], \(Self.signed)"
    #expect(try await run(list, date: "2026-04-30").heldByCode["big"] == nil)
    let later = try await run(list, date: "2026-05-01")
    #expect(later.heldByCode["big"] == 1)
    #expect(later.overrides.map(\.state) == [.expired])
  }

  @Test func `a customer chosen by id is billed by id and not created`() async throws {
    let out = folder.path + "/out"
    let report = try await run("  - { deal: 3, use_customer: \"88\", \(Self.signed)", out: out)
    #expect(report.heldByCode == ["big": 1])
    let invoices = try folder.text("out/invoices.ndjson")
    #expect(invoices.contains(#""CustomerRef":{"value":"88","name":"customer 88"}"#))
    #expect(try !folder.text("out/customers.ndjson").contains("customer 88"))
    #expect(report.verdict == .tiedOutWithExceptions)
    let shown = try #require(report.shown.first { $0.deal == "3" })
    #expect(shown.fields.contains { $0.steps.contains { $0.kind == "answer" && $0.text.contains("A. Person") } })
  }

  @Test func `a tax code that is chosen stands on every line`() async throws {
    let out = folder.path + "/out"
    let report = try await run("  - { deal: 1, tax_code: NONE, \(Self.signed)", out: out)
    #expect(report.taxes.map(\.code) == ["NONE"])
    #expect(report.currencies["EUR"]?.tax == 0)
    let unknown = try await run("  - { deal: 1, tax_code: Z, \(Self.signed)")
    #expect(unknown.heldByCode["T404"] == 1)
  }

  @Test func `an answer in force says what it does not lift`() async throws {
    let report = try await run("  - { deal: 2, tax_code: NONE, \(Self.signed)")
    #expect(report.heldByCode["big"] == 1)
    let told = try #require(report.exceptions.first { $0.code == "O901" })
    #expect(told.fix == "this answer does not lift big; accept it, or do what stands beside the hold")
    let lifted = try await run("  - { deal: 2, tax_code: NONE, accept: [big], \(Self.signed)")
    #expect(lifted.exceptions.first { $0.code == "O901" }?.fix == "nothing to do; answer again if the hold comes back")
  }

  @Test func `a deal that waits is skipped until its day`() async throws {
    let list = "  - { deal: 2, skip_until: 2026-04-20, \(Self.signed)"
    let report = try await run(list)
    #expect(report.skippedByRule["answer"]?.count == 1)
    #expect(report.verdict == .tiedOutWithExceptions)
    #expect(try await run(list, date: "2026-04-20").heldByCode["big"] == 1)
  }

  @Test(arguments: [
    ("{ deal: 1, \(signed)", "O106"), ("{ deal: 1, accept: [L501], \(signed)", "O105"),
    ("{ deal: 1, acept: [big], \(signed)", "R013"), ("{ deal: 1, accept: [big], author: A }", "R016"),
    ("{ deal: 1, skip_until: soon, \(signed)", "O104"),
    ("{ deal: 1, use_customer: \"1\", use_customer_named: B, \(signed)", "O107"),
    ("{ deal: 1, accept: [big], reason: r, author: a, answered: 2026-04-01, expires: 2026-04-01 }", "O108"),
  ])
  func `an answer that cannot be is refused`(_ entry: String, _ code: String) {
    let result = parseOverrides(Array("overrides: 1\nanswers:\n  - \(entry)\n".utf8), file: "overrides.yaml")
    #expect(result.overrides == nil)
    #expect(result.diagnostics.contains { $0.code == code }, "\(result.diagnostics)")
  }

  /// The workbook as it was written, with some cells changed: what a spreadsheet program does to it is tried by
  /// `scripts/check-report`.
  @Test func `the workbook as it was holds no answer, and another one is refused`() async throws {
    let out = folder.path + "/out"
    _ = try await run(nil, out: out)
    let today = try #require(CivilDate(year: 2026, month: 4, day: 2))
    #expect(try readAnswers(out + "/reconciliation.xlsx", folder: out, today: today, days: 30) == [])
    let other = folder.path + "/other"
    _ = try await run("  - { deal: 2, accept: [big], \(Self.signed)", out: other)
    let error = #expect(throws: RefusedInput.self) {
      try readAnswers(other + "/reconciliation.xlsx", folder: out, today: today, days: 30)
    }
    #expect(error?.diagnostics.contains { $0.code == "A210" } == true)
  }

  @Test func `answers written as YAML read back as they were`() throws {
    let today = try #require(CivilDate(year: 2026, month: 4, day: 2))
    var one = Answer(deal: "7 \"x\" \\ é\u{2028}", expires: today.adding(days: 30))
    (one.customer, one.taxCode, one.accepts) = ("Blue: Ltd # no", "0% Z", ["T403", "big"])
    (one.reason, one.author, one.value) = ("- [because]\nof: this", "A. Person", "EUR 12.00")
    var two = Answer(deal: "8", expires: today.adding(days: 1))
    (two.customer, two.reason, two.author) = ("88", "yes", "no")
    let text = renderOverrides([one, two], answered: today, workbook: "a\nb.xlsx")
    let result = parseOverrides(Array(text.utf8), file: "o.yaml")
    let list = try #require(result.overrides?.list, "\(result.diagnostics)\n\(text)")
    #expect(list.map(\.deal) == [one.deal, "8"])
    #expect(list[0].customerName == one.customer && list[0].taxCode == one.taxCode && list[0].accepts == one.accepts)
    #expect(list[0].reason == one.reason && list[0].value == one.value)
    #expect(list[1].customerID == "88" && list[1].author == "no")
  }
}
