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

/// What decided a deal, and its taxes.
private struct Path: Equatable {
  var fired: Set<Firing> = []
  var money: [String] = []

  init(_ rules: CompiledRules, _ deals: [String], lines: [String], id: String) throws {
    var watched = WatchedEvaluator(Evaluator(rules, runDate: options(rules, deals).runDate))
    var found: (Set<Firing>, [String])?
    try eachDeal(options(rules, deals, lines: lines)) { block, deal in
      guard block.cell(deal: deal, column: Int(rules.idColumn)).trimmed.string == id else { return }
      let verdict = watched.evaluate(block, deal)
      var money = ["\(verdict)"]
      if case .invoice = verdict {
        money += invoiceFields(watched.evaluator).filter { $0.name.hasPrefix("tax") || $0.name == "total" }
          .map { "\($0.name) \($0.value)" }
      }
      found = (watched.fired, money)
    }
    (fired, money) = try #require(found)
  }
}

struct ScrubCase: Sendable {
  var rules: String
  var deals: String
  var lines: String?
  var ids: [String]
  /// Names, addresses and numbers that must not come through.
  var secrets: [String]
}

@Suite struct `scrubbed examples` {
  static let cases = [
    ScrubCase(
      rules: "eu-services.yaml", deals: "pipedrive-deals.csv", lines: nil,
      ids: ["412", "414", "415", "416", "417", "418", "420", "421", "423"],
      secrets: ["nordlys", "dk13585628", "letterhead", "zürich", "@"]),
    ScrubCase(
      rules: "hubspot-deals.yaml", deals: "hubspot-deals.csv", lines: "hubspot-line-items.csv", ids: ["18230000001"],
      secrets: ["18230000001", "@"]),
    ScrubCase(rules: "excel-saved.yaml", deals: "pipedrive-excel.csv", lines: nil, ids: ["1", "2"], secrets: ["@"]),
  ]

  @Test(arguments: cases)
  func `an example takes the same path and names nobody`(_ row: ScrubCase) throws {
    let rules = try shipped(row.rules)
    let scratch = try Scratch()
    let deals = "\(samplesFolder)/\(row.deals)"
    let lines = row.lines.map { ["\(samplesFolder)/\($0)"] } ?? []
    for id in row.ids {
      guard let export = try scrub(id, options(rules, [deals], lines: lines)) else { continue }
      let file = try scratch.write("\(id).csv", export.deals)
      let extra = try export.lines.map { [try scratch.write("\(id)-lines.csv", $0)] } ?? []
      let original = try Path(rules, [deals], lines: lines, id: id)
      #expect(try Path(rules, [file], lines: extra, id: "1") == original, "\(id): \(export.deals)")
      let text = (export.deals + (export.lines ?? "")).lowercased().replacing("example.com", with: "").replacing(
        "someone@", with: ""
      ).replacing("other@", with: "")
      for secret in row.secrets { #expect(!text.contains(secret), "\(id): \(secret)") }
    }
  }
}
