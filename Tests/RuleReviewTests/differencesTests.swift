import Bytes
import Calendars
import Deals
import Diagnostics
import Foundation
import Money
import Pipeline
import Reconciliation
import RuleEvaluation
import RuleLanguage
import RuleReview
import Testing
import YAMLTree

/// Edits with an effect and edits of layout alone; both are what people do to rule files.
private let effects: [(String, String)] = [
  ("19% USt: 19", "19% USt: 20"), ("7% USt: 7", "7% USt: 8"), ("above: 900 ", "above: 800 "),
  ("above: 9000", "above: 5000"), ("Net 30: net 30", "Net 30: net 31"), ("Website: WEB", "Website: SITE"),
  ("otherwise: OTHER", "otherwise: REST"), ("customer.country: DK", "customer.country: CH"),
  ("title: Print }", "title: Logo }"), ("default: EUR", "default: DKK"), ("allowed: [EUR, DKK]", "allowed: [EUR]"),
  ("allowed: [EUR, DKK]", "allowed: [EUR, DKK, GBP]"), ("Thank you, {organization}.", "Thanks."),
  ("price: value", "price: value * 1.1"), ("severity: warn", "severity: hold"), ("use: Net 14", "use: Net 30"),
  ("otherwise: 0% EU", "otherwise: 19% USt"), ("empty: yes", "empty: no"), ("id: huge", "id: enormous"),
  (
    "- { id: home, if: { customer.country: DE }, use: 19% USt }",
    "- { id: home, if: { customer.in_eu: yes }, use: 19% USt }"
  ),
  ("description: \"{title}\"", "description: \"{title} {id}\""), ("message: a huge order", "message: more than 9000"),
]
private let neutral: [(String, String)] = [
  ("terms: { Net 14: net 14, Net 30: net 30 }", "terms:\n  Net 30: net 30   # first\n  Net 14: net 14"),
  ("rows: { Website: WEB, Logo: LOGO, Print: PRINT }", "rows: { Print: PRINT, Website: WEB, Logo: LOGO }"),
  ("date: won_time", "date: won_time   # the day it was won"),
  ("codes: { 19% USt: 19, 7% USt: 7, 0% EU: 0 }", "codes: { 0% EU: 0, 7% USt: 7, 19% USt: 19 }"),
  ("name: \"{organization}\"", "name: '{organization}'"),
]

/// What a full run wrote of each deal: its row, its invoice and its customer.
private struct FullRun {
  var written: [String: String] = [:]
  var money: [String: RuleDifferences.Money] = [:]

  init(_ rules: CompiledRules, _ file: String, _ scratch: Scratch, _ name: String) async throws {
    let folder = "\(scratch.path)/\(name)"
    _ = try await runBatch(options(rules, [file], output: folder))
    let invoices = try scratch.read("\(name)/invoices.ndjson").split(separator: "\n")
    let customers = try scratch.read("\(name)/customers.ndjson").split(separator: "\n")
    for row in try scratch.read("\(name)/reconciliation.csv").split(separator: "\n").dropFirst() {
      let cells = row.split(separator: ",", omittingEmptySubsequences: false).map { $0.trimmingCharacters(in: ["\""]) }
      // The last cell tells the line of the rule that decided, which a comment may move.
      let end = row.hasSuffix("\"") ? row.range(of: ",\"", options: .backwards)?.lowerBound : row.lastIndex(of: ",")
      written[cells[0]] = String(row[..<(end ?? row.endIndex)])
      guard cells[2] == "created" else { continue }
      var sums = money[cells[5], default: RuleDifferences.Money()]
      sums.invoices += 1
      sums.net += units(cells[8])
      sums.tax += units(cells[9])
      sums.total += units(cells[10])
      money[cells[5]] = sums
    }
    // Each deal of this export has a customer of its own.
    for (invoice, customer) in zip(invoices, customers) {
      let marker = try #require(invoice.firstRange(of: "dealbill:1:pipedrive:"))
      let id = String(invoice[marker.upperBound...].prefix { $0 != ":" })
      written[id, default: ""] += "\n\(invoice)\n\(customer)"
    }
  }

  private func units(_ text: String) -> Int128 { Int128(text.filter { $0 != "." }) ?? .max }
}

@Suite struct `rule differences` {
  // One after another: each run holds five files open.
  @Test(.serialized, arguments: UInt64(1)...200)
  func `what an edit changes is what two full runs change`(seed: UInt64) async throws {
    var random = SeededGenerator(seed: seed)
    let scratch = try Scratch()
    let file = try scratch.write("export.csv", export(madeDeals(40, seed: seed)))
    var text = reviewRules
    let isNeutral = seed % 4 == 0
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      let edit = try #require((isNeutral ? neutral : effects).randomElement(using: &random))
      text = text.replacing(edit.0, with: edit.1)
    }
    let (old, new) = (try rules(reviewRules), try rules(text))
    let differences = try ruleDifferences(old: options(old, [file]), new: options(new, [file]))
    let before = try await FullRun(old, file, scratch, "before")
    let after = try await FullRun(new, file, scratch, "after")
    let changed = Set(before.written.keys.filter { before.written[$0] != after.written[$0] })
    #expect(Set(differences.changes.map(\.id)) == changed)
    #expect(before.written.count == 40 && differences.deals == 40)
    if isNeutral { #expect(!differences.hasEffect) }
    for code in Set(before.money.keys).union(after.money.keys).union(differences.money.keys) {
      let sums = differences.money[code] ?? (RuleDifferences.Money(), RuleDifferences.Money())
      #expect(sums.before == before.money[code, default: RuleDifferences.Money()], "\(code)")
      #expect(sums.after == after.money[code, default: RuleDifferences.Money()], "\(code)")
    }
  }

  @Test func `sections and rules in another order have no effect`() throws {
    let scratch = try Scratch()
    let file = try scratch.write("export.csv", export(madeDeals(200, seed: 5)))
    var sections: [String] = []
    for line in reviewRules.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix(" ") { sections[sections.count - 1] += "\n\(line)" } else { sections.append(String(line)) }
    }
    let text = "# turned round\n" + sections.reversed().joined(separator: "\n# next\n")
    let differences = try ruleDifferences(
      old: options(try rules(reviewRules), [file]), new: options(try rules(text), [file]))
    #expect(!differences.hasEffect && differences.deals == 200)
  }

  @Test func `checks in another order have no effect, another message has`() throws {
    let scratch = try Scratch()
    let file = try scratch.write("export.csv", export(madeDeals(200, seed: 5)))
    let checks = [
      "- { id: first, if: { value: { above: 10 } }, severity: hold, message: above ten }",
      "- { id: second, if: { value: { above: 20 } }, severity: hold, message: above twenty }",
    ]
    func differences(_ old: [String], _ new: [String]) throws -> RuleDifferences {
      let texts = [old, new].map { checks in
        reviewRules.replacing("checks:\n", with: "checks:\n" + checks.map { "  \($0)\n" }.joined())
      }
      return try ruleDifferences(
        old: options(try rules(texts[0]), [file]), new: options(try rules(texts[1]), [file]))
    }
    #expect(try !differences(checks, checks.reversed()).hasEffect)
    #expect(try differences(checks, [checks[0], checks[1].replacing("above twenty", with: "large")]).hasEffect)
  }
}
