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

/// A reproducible sequence; a failing seed is the whole bug report.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }
  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state ^ (state >> 29)
  }
}

/// A folder that goes away with the test.
final class Scratch {
  let path: String
  init() throws {
    path = FileManager.default.temporaryDirectory.appending(path: "review-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }
  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ name: String, _ text: String) throws -> String {
    let file = "\(path)/\(name)"
    try Data(text.utf8).write(to: URL(filePath: file))
    return file
  }
  func read(_ name: String) throws -> String { try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8) }
}

/// Rules from text, which must be good.
func rules(_ text: String, file: String = "rules.yaml") throws -> CompiledRules {
  let result = compileRules(Array(text.utf8), file: file)
  return try #require(result.rules, "\(result.diagnostics.map { "\($0.range?.line ?? 0) \($0.message)" })")
}

func options(_ rules: CompiledRules, _ deals: [String], lines: [String] = [], output: String? = nil) -> BatchOptions {
  BatchOptions(
    rules: rules, inputs: DealInputs(deals: deals, lines: lines), output: output,
    runDate: CivilDate(year: 2026, month: 4, day: 2) ?? .earliest, toolVersion: "test", threads: 1)
}

/// The folder of shipped rules.
let shippedFolder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().appending(path: "rules").path
let samplesFolder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().appending(path: "samples").path

func shipped(_ name: String) throws -> CompiledRules {
  let path = "\(shippedFolder)/\(name)"
  return try rules(String(contentsOfFile: path, encoding: .utf8), file: path)
}

let reviewRules = """
  rules: 1
  company: { name: Beispiel GmbH, country: DE, currency: EUR, time_zone: Europe/Berlin }
  source: { profile: pipedrive }
  terms: { Net 14: net 14, Net 30: net 30 }
  tables:
    items: { rows: { Website: WEB, Logo: LOGO, Print: PRINT }, otherwise: OTHER }
  skip:
    - { id: not-won, if: { won_time: { empty: yes } }, because: the deal is not won }
  checks:
    - { id: large, if: { value: { above: 900 } }, severity: warn, message: a large order }
    - { id: huge, if: { value: { above: 9000 } }, message: a huge order }
  customer:
    name: "{organization}"
    billing_address: { country: "{organization.country}" }
  currency: { from: currency, default: EUR, allowed: [EUR, DKK] }
  invoice:
    date: won_time
    memo: "Thank you, {organization}."
    terms: { when: [{ id: danes, if: { customer.country: DK }, use: Net 14 }], otherwise: Net 30 }
  lines:
    - { id: deal, item: { table: items, key: title }, description: "{title}", price: value }
  taxes:
    codes: { 19% USt: 19, 7% USt: 7, 0% EU: 0 }
    code:
      when:
        - { id: printed, if: { customer.country: DE, title: Print }, use: 7% USt }
        - { id: home, if: { customer.country: DE }, use: 19% USt }
      otherwise: 0% EU
  """

/// One deal of a generated export.
struct MadeDeal {
  var id: Int
  var title: String
  var country: String
  var value: Int
  var currency: String
  var isWon: Bool
}

func madeDeals(_ count: Int, seed: UInt64) -> [MadeDeal] {
  var random = SeededGenerator(seed: seed)
  return (1...count).map { id in
    MadeDeal(
      id: id, title: ["Website", "Logo", "Print", "Audit", ""].randomElement(using: &random) ?? "",
      country: ["DE", "Denmark", "FR", "CH", ""].randomElement(using: &random) ?? "",
      value: Int.random(in: 0..<12_000, using: &random) * (Int.random(in: 0..<20, using: &random) == 0 ? 0 : 1),
      currency: ["EUR", "DKK", "", "GBP"].randomElement(using: &random) ?? "",
      isWon: Int.random(in: 0..<8, using: &random) != 0)
  }
}

func export(_ deals: [MadeDeal]) -> String {
  var out =
    "Deal - ID,Deal - Title,Deal - Organization,Organization - Country of Address,Deal - Value,Deal - Currency,Deal - Won time\n"
  for deal in deals {
    out += "\(deal.id),\(deal.title),Customer \(deal.id),\(deal.country),\(deal.value),\(deal.currency),"
    out += deal.isWon ? "2026-03-30 10:00:00\n" : "\n"
  }
  return out
}
