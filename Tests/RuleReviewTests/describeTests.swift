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

@Suite struct `rules in words` {
  static let shippedNames: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: shippedFolder)) ?? [])
    .filter { $0.hasSuffix(".yaml") && !$0.hasSuffix(".test.yaml") && !$0.hasPrefix("treatments-") }.sorted()

  @Test(arguments: shippedNames)
  func `each rule id stands exactly once`(_ name: String) throws {
    let rules = try shipped(name)
    let ids = try ruleSheet(rules).ids
    #expect(ids.count == Set(ids).count)
    #expect(ids.count == rules.rules.count, "\(Set(rules.rules.map(\.id)).subtracting(ids))")
    let page = renderRuleSheetHTML(try ruleSheet(rules))
    for rule in rules.rules where !rule.id.contains("@") {
      #expect(page.components(separatedBy: "<code class=\"mono\"><bdi>\(rule.id)</bdi></code>").count == 2)
    }
  }

  @Test(arguments: [
    ("above: 900 ", "above: 901 ", "large"), ("use: 7% USt", "use: 0% EU", "printed"),
    ("because: the deal is not won", "because: nobody won it", "not-won"),
    ("price: value", "price: value + 1", "lines.deal.price"),
    ("use: Net 14", "use: Net 30", "danes"), ("default: EUR", "default: DKK", "currency"),
  ])
  func `changing a rule changes exactly its sentence`(_ edit: (old: String, new: String, id: String)) throws {
    func sentences(_ text: String) throws -> [String: String] {
      var found: [String: String] = [:]
      func add(_ entry: RuleSheet.Entry) {
        if let id = entry.id { found[id] = entry.sentence }
        entry.parts.forEach(add)
      }
      for section in try ruleSheet(try rules(text)).sections { section.entries.forEach(add) }
      return found
    }
    let before = try sentences(reviewRules)
    let after = try sentences(reviewRules.replacing(edit.old, with: edit.new))
    #expect(before.keys == after.keys)
    #expect(before.keys.filter { before[$0] != after[$0] } == [edit.id])
  }

  @Test(arguments: [
    (
      "{ not: { all: [{ title: a }, { value: { above: 0 } }] } }",
      "{ all: [{ not: { title: a } }, { value: { above: 0 } }] }"
    ),
    (
      "{ not: { any: [{ title: a }, { value: { above: 0 } }] } }",
      "{ any: [{ not: { title: a } }, { value: { above: 0 } }] }"
    ),
  ])
  func `conditions that differ in their brackets alone read differently`(_ first: String, _ second: String) throws {
    func sentence(_ condition: String) throws -> String {
      let text = reviewRules.replacing("if: { won_time: { empty: yes } }", with: "if: \(condition)")
      let entries = try ruleSheet(try rules(text)).sections.flatMap(\.entries)
      return try #require(entries.first { $0.id == "not-won" }?.sentence)
    }
    #expect(try sentence(first) != sentence(second))
  }
}
