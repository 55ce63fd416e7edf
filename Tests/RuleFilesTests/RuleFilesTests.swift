import Diagnostics
import Foundation
import RuleEvaluation
import RuleLanguage
import RuleReview
import Testing

/// The rule files that we ship, and every example of the language's reference, are what they claim to be.
struct RuleFilesTests {
  private static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "rules")

  private static let shipped: [String] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.hasSuffix(".yaml") && !$0.hasSuffix(".test.yaml") }.sorted()
  }()

  @Test func `there are rule files to start from`() {
    #expect(Self.shipped.contains("eu-services.yaml") && Self.shipped.count >= 6)
  }

  @Test(arguments: shipped) func `a shipped rule file has no error and no warning`(_ name: String) throws {
    let path = Self.folder.appending(path: name).path
    let bytes = try [UInt8](Data(contentsOf: URL(filePath: path)))
    let result = compileRules(bytes, file: path)
    #expect(result.rules != nil)
    #expect(result.diagnostics.map { "\($0.code) \($0.range?.line ?? 0): \($0.message)" } == [])
  }

  /// The examples of the reference, each with the line it starts on.
  private static let examples: [Example] = {
    guard let text = try? String(contentsOf: folder.appending(path: "README.md"), encoding: .utf8) else { return [] }
    var found: [Example] = []
    var open: Example?
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if line == "```yaml" {
        open = Example(line: index + 1, text: "")
      } else if line == "```", let example = open {
        found.append(example)
        open = nil
      } else {
        open?.text += line + "\n"
      }
    }
    return found
  }()

  struct Example: Sendable, CustomTestStringConvertible {
    var line: Int
    var text: String
    var testDescription: String { "line \(line)" }
  }

  /// Sections that an example may leave out, as the simplest file has them.
  private static let rest: [(key: String, text: String)] = [
    ("rules", "rules: 1"),
    ("company", "company: { name: A, country: DE, currency: EUR, time_zone: UTC }"),
    ("source", "source: { profile: pipedrive }"),
    ("columns", "columns: { vat_id: { header: VAT number, required: no } }"),
    ("terms", "terms: { Net 30: net 30 }"),
    ("tables", "tables: { items: { rows: { Licence: LICENCE } } }"),
    (
      "customer",
      """
      customer: { name: "{organization}", billing_address: { country: "{organization.country}" }, tax_id: { from: vat_id } }
      """
    ),
    ("currency", "currency: { from: currency }"),
    ("lines", "lines: [{ id: deal, item: SERVICES, amount: value }]"),
  ]

  @Test func `the reference has an example for each section`() {
    #expect(Self.examples.count >= 18)
  }

  @Test(arguments: HoldCode.allCases) func `the reference names each code of a hold`(_ code: HoldCode) throws {
    let text = try String(contentsOf: Self.folder.appending(path: "README.md"), encoding: .utf8)
    let rows = text.split(separator: "\n").filter { $0.hasPrefix("| ") }
    #expect(rows.contains { $0.split(separator: "|")[0].split(separator: " ").contains(Substring(code.rawValue)) })
  }

  @Test(arguments: examples) func `an example of the reference is valid`(_ example: Example) throws {
    let keys = example.text.split(separator: "\n").compactMap { line in
      line.first?.isLetter == true ? line.split(separator: ":").first.map(String.init) : nil
    }
    let others = Self.rest.filter { !keys.contains($0.key) }.map(\.text)
    let result: CompileResult
    if keys.contains("extends") {
      let folder = FileManager.default.temporaryDirectory.appending(path: "manual-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      try Data(Self.rest.map(\.text).joined(separator: "\n").utf8).write(to: folder.appending(path: "base.yaml"))
      result = compileRules(Array(example.text.utf8), file: folder.path + "/rules.yaml")
    } else {
      result = compileRules(Array((others + [example.text]).joined(separator: "\n").utf8), file: "example.yaml")
    }
    // An example alone leaves columns, tables and terms unused (R032), and what it says is to be decided (R060) is no
    // mistake of it; anything else would be.
    let found = result.diagnostics.filter {
      $0.code != "R032" && !($0.code == "R060" && example.text.contains("TODO"))
    }
    if let rules = result.rules { #expect(runRuleTests(rules).isFailing == false) }
    #expect(found.map { "\($0.code) \($0.message)" } == [])
  }

  @Test(arguments: [
    ("name: organization", "R038 this is the text 'organization', not the column of that name"),
    ("name: { first_of: [organization, person] }", ""),
    ("name: \"{organization}\"", ""),
    ("name: { text: organization }", ""),
    ("name: Walk-in customer", ""),
    ("name: Organisation", "R038 every invoice goes to one customer, 'Organisation'"),
    ("name: \"[Organisation]\"", "R038 every invoice goes to one customer, '[Organisation]'"),
    ("name: \"{{organization}}\"", "R038 '{{organization}}' is the text '{organization}', no hole"),
    ("name: \"${organization}\"", "R038 the '$' stands before the value as it is"),
    ("name: A, phone: person.phone", "R038 this is the text 'person.phone', not the column of that name"),
  ])
  func `a column's name where a text belongs is pointed out`(_ entry: String, _ expected: String) {
    let text =
      (Self.rest.filter { !["customer", "columns", "tables", "terms"].contains($0.key) }.map(\.text)
      + ["customer: { \(entry) }"]).joined(separator: "\n")
    let found = compileRules(Array(text.utf8), file: "example.yaml").diagnostics
    #expect(found.map { "\($0.code) \($0.message)" } == (expected.isEmpty ? [] : [expected]))
  }
}
