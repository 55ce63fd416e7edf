import Diagnostics
import Foundation
import Testing

@testable import RuleLanguage

@Suite struct `the definitions of keys` {
  @Test func `the published schema is the one that is printed`() throws {
    let folder = URL(filePath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "rules")
    let file = folder.appending(path: ruleSchemaName)
    let printed = renderRuleSchema()
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try Data(printed.utf8).write(to: file)
      Issue.record("UPDATE_GOLDEN is set: look at the difference, then run the tests without it")
    }
    #expect(
      try String(contentsOf: file, encoding: .utf8) == printed, "run: dealbill rules schema > rules/\(ruleSchemaName)")
  }

  @Test func `no key is defined twice in a group`() {
    for group in KeyGroup.allCases { #expect(Set(group.names).count == group.names.count, "\(group)") }
  }

  @Test(
    arguments: KeyGroup.allCases.flatMap { group in
      // A base must lie beside the file.
      group.keys.filter { $0.name != "extends" }.map { DefinedKey(group: group, key: $0) }
    })
  func `the checker reads each key, and its example is valid`(_ defined: DefinedKey) {
    let found = compileRules(Array(defined.file.utf8), file: "rules.yaml").diagnostics
    #expect(found.filter { $0.severity == .error }.map { "\($0.code) \($0.message)" } == [], "\(defined.file)")
  }

  @Test(arguments: KeyGroup.allCases.filter { $0.others == nil && $0 != .ruleTest })
  func `the checker refuses a key that is not defined`(_ group: KeyGroup) {
    let key = KeyDefinition("no_such_key", .text, "", "1")
    let found = compileRules(Array(DefinedKey(group: group, key: key).file.utf8), file: "rules.yaml").diagnostics
    #expect(found.contains { $0.code == "R013" && $0.message.contains("'no_such_key'") }, "\(found.map(\.message))")
  }
}

/// A key with its example in a rule file where it can stand.
struct DefinedKey: Sendable, CustomTestStringConvertible {
  let group: KeyGroup
  let key: KeyDefinition
  var testDescription: String { "\(group.rawValue).\(key.name)" }

  private typealias Entry = (key: String, value: String)

  private static let file: [Entry] = [
    ("rules", "1"), ("company", "{ name: A, country: DE, currency: EUR, time_zone: UTC }"),
    ("source", "{ profile: pipedrive }"),
    ("columns", "{ vat_id: { header: VAT number, required: no }, region: Region, family: Family }"),
    ("terms", "{ Net 30: net 30 }"),
    (
      "tables",
      """
      { items: { rows: { Licence: LICENCE } }, families: { value: [class, code], rows: [{ key: A, class: B, code: C }] }, \
      fields: { rows: { A: title } } }
      """
    ),
    (
      "customer",
      """
      { name: "{organization}", billing_address: { country: "{organization.country}", region: BY }, \
      shipping_address: { country: "{organization.country}" }, tax_id: { from: vat_id } }
      """
    ),
    ("currency", "{ from: currency }"),
    ("templates", "{ Domestic: {}, Abroad: {}, Reverse charge: {} }"), ("template", "Domestic"),
    ("taxes", "{ codes: { 20.0% S: 20, 0.0% Z: 0, 19% USt: 19 } }"),
    ("lines", "[{ id: deal, item: SERVICES, amount: value }]"),
  ]

  /// What must stand beside a key, or must not.
  private static let line: [Entry] = [
    ("id", "l"), ("each", "product"), ("item", "SERVICES"), ("quantity", "1"), ("price", "2"),
  ]

  /// The file with the key in it.
  var file: String {
    switch group {
    case .file: render(Self.file, with: own)
    case .company: inside("company", "{ name: A, country: DE, currency: EUR, time_zone: UTC }")
    case .source: inside("source", "{ profile: pipedrive }")
    case .column:
      section(
        "columns",
        "{ vat_id: { header: VAT number, required: no }, x: \(mapping(columnEntries)) }")
    case .table: section("tables", "{ x: \(table) }")
    case .field: section("customer", "{ \(named), notes: \(value) }")
    case .value: section("customer", "{ \(named), notes: { first_of: [\(value)] } }")
    case .namedValue: section("values", "{ x: \(value) }")
    case .branch:
      section("customer", "{ \(named), notes: { when: [\(mapping([("if", "always"), ("use", "A")]))] } }")
    case .condition: section("skip", "[{ id: s, because: b, if: \(mapping([])) }]")
    case .test: section("skip", "[{ id: s, because: b, if: { \(subject): \(mapping([])) } }]")
    case .operand: section("skip", "[{ id: s, because: b, if: { won_time: { before: \(mapping([])) } } }]")
    case .skip: section("skip", "[\(mapping([("id", "s"), ("if", "{ value: 0 }"), ("because", "b")]))]")
    case .check: section("checks", "[\(mapping([("id", "c"), ("if", "{ value: 0 }"), ("message", "m")]))]")
    case .customer: section("customer", mapping([("name", "A")]))
    case .address: section("customer", "{ name: A, billing_address: \(mapping([])) }")
    case .taxID: section("customer", "{ \(named), tax_id: \(value) }")
    case .outcome:
      section(
        "customer",
        "{ name: A, tax_id: { from: vat_id, outcomes: [\(mapping([("if", "always"), ("then", "keep")]))] } }")
    case .currency: section("currency", value)
    case .template: section("templates", "{ x: \(mapping([])), Domestic: {} }")
    case .invoice: section("invoice", mapping([]))
    case .customField: section("invoice", "{ custom_fields: { x: \(mapping([("number", "1"), ("value", "A")])) } }")
    case .line where key.name == "supply":
      // Only a table of treatments asks for it.
      treatments("Home: { kind: standard, code: 20.0% S }", "rows: [{ use: Home }]")
        .replacing("lines: [{", with: "lines: [{ supply: \(key.example),")
    case .line: section("lines", "[\(mapping(lineEntries))]")
    case .discount: section("discount", mapping(["percent", "amount"].contains(key.name) ? [] : [("percent", "1")]))
    case .taxes: section("taxes", mapping(taxEntries))
    case .taxComponent:
      section("taxes", "{ codes: { 20.0% S: 20, 0.0% Z: 0, x: { A: 1, B: \(mapping([("percent", "1")])) } } }")
    case .treatment: treatments("Home: \(mapping([("kind", "zero"), ("code", "0.0% Z")]))", "rows: [{ use: Home }]")
    case .treatmentTable:
      treatments(
        "Home: { kind: standard, code: 20.0% S }",
        merged([("rows", "[{ use: Home }]")]).map { "\($0.key): \($0.value)" }.joined(separator: ", "))
    case .treatmentRow:
      treatments("Home: { kind: standard, code: 20.0% S }", "supply: services, rows: [\(mapping([("use", "Home")]))]")
    case .dealValue: section("deal_value", mapping([]))
    case .shape: section("shape", mapping([]))
    case .ruleTest:
      section("tests", "[\(mapping([("name", "t"), ("deal", "{ value: 1 }"), ("expect", "{ total: 1 }")]))]")
    }
  }

  private var own: Entry { (key.name, key.example) }
  /// A customer whose country conditions may ask for.
  private var named: String { "name: A, billing_address: { country: DE }" }

  /// The entries with the key's own in place of one of that name.
  private func merged(_ entries: [Entry]) -> [Entry] { entries.filter { $0.key != key.name } + [own] }
  private func mapping(_ entries: [Entry]) -> String {
    "{ \(merged(entries).map { "\($0.key): \($0.value)" }.joined(separator: ", ")) }"
  }

  private var value: String {
    switch key.name {
    case "from", "first_of", "first_valid", "others_valid", "when", "formula", "text": mapping([])
    case "table": mapping([("key", "title")])
    case "value": mapping([("table", "families"), ("key", "title")])
    case "key": mapping([("table", "items")])
    case "column_by_table": mapping([("key", "title")])
    case "otherwise": mapping([("when", "[{ if: always, use: A }]")])
    case "type": mapping([("from", "value")])
    default: mapping([("from", "title")])
    }
  }

  private var table: String {
    switch key.name {
    case "file": "{ rows: { A: B } }"
    case "key", "value":
      "{ key: [region, family], value: [class, code], rows: [{ region: A, family: B, class: C, code: D }] }"
    default: mapping([("rows", "{ A: B }")])
    }
  }

  private var subject: String {
    switch key.name {
    case "before", "after", "on_or_before", "on_or_after": "won_time"
    case "above", "below", "at_least", "at_most", "between": "value"
    case "is", "is_not", "in", "not_in": "title"
    default: "title"
    }
  }

  private var columnEntries: [Entry] {
    switch key.name {
    case "field": []
    case "format": [("header", "X"), ("type", "date")]
    default: [("header", "X")]
    }
  }

  private var lineEntries: [Entry] {
    switch key.name {
    case "text": [("id", "l")]
    case "amount": Self.line.filter { !["price", "quantity"].contains($0.key) }
    default: Self.line
    }
  }

  private var taxEntries: [Entry] {
    let codes = ("codes", "{ 20.0% S: 20, 0.0% Z: 0 }")
    switch key.name {
    case "treatments": return [codes, ("treatment", "[{ use: Home }]")]
    case "treatment": return [codes, ("treatments", "{ Home: { kind: standard, code: 20.0% S } }")]
    default: return [codes]
    }
  }

  private func treatments(_ definition: String, _ table: String) -> String {
    section("taxes", "{ codes: { 20.0% S: 20, 0.0% Z: 0 }, treatments: { \(definition) }, treatment: { \(table) } }")
  }

  private func render(_ entries: [Entry], with own: Entry) -> String {
    (entries.filter { $0.key != own.key } + [own]).map { "\($0.key): \($0.value)\n" }.joined()
  }

  private func section(_ name: String, _ text: String) -> String {
    render(Self.file, with: (name, text))
  }

  /// The section with the key added to what the usual file has there.
  private func inside(_ name: String, _ usual: String) -> String {
    let entries = usual.dropFirst(2).dropLast(2).split(separator: ", ").compactMap { part -> Entry? in
      let words = part.split(separator: ": ", maxSplits: 1).map(String.init)
      return words.count == 2 ? (words[0], words[1]) : nil
    }
    return section(name, mapping(entries))
  }
}
