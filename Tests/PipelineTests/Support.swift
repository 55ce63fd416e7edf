import Bytes
import Calendars
import Deals
import Foundation
import Pipeline
import Reconciliation
import RuleLanguage
import TestSupport
import Testing

/// Compiles rules that a test takes for right.
func rules(_ yaml: String, file: String = "rules.yaml") throws -> CompiledRules {
  let result = compileRules(Array(yaml.utf8), file: file)
  if result.rules == nil { Issue.record("the rules do not compile: \(result.diagnostics)") }
  return try #require(result.rules)
}

let runDate = CivilDate(year: 2026, month: 6, day: 30)

func options(
  _ rules: CompiledRules, _ deals: [String], output: String?, threads: Int = 2,
  _ adjust: (inout DealInputs) -> Void = { _ in }
) throws -> BatchOptions {
  var inputs = DealInputs(deals: deals)
  adjust(&inputs)
  return BatchOptions(
    rules: rules, inputs: inputs, output: output, runDate: try #require(runDate), toolVersion: "test",
    threads: threads)
}

/// What stands in a run folder, read by slow code of the tests' own.
struct RunFiles {
  let invoices: [LiteralJSON]
  let customers: [LiteralJSON]
  let reconciliation: LiteralJSON
  let rows: LiteralTable
  let held: LiteralTable
  let invoiceLines: [[UInt8]]

  init(_ folder: ScratchFolder, _ name: String = "out", heldDelimiter: UInt8 = UInt8(ascii: ",")) throws {
    func lines(_ file: String) throws -> [[UInt8]] {
      let bytes = try folder.read("\(name)/\(file)")
      #expect(bytes.isEmpty || bytes.last == 0x0A)
      return bytes.split(separator: 0x0A).map(Array.init)
    }
    invoiceLines = try lines("invoices.ndjson")
    invoices = try invoiceLines.map { try #require(LiteralJSON.parse($0)) }
    customers = try lines("customers.ndjson").map { try #require(LiteralJSON.parse($0)) }
    reconciliation = try #require(LiteralJSON.parse(try folder.read("\(name)/reconciliation.json")))
    rows = LiteralTable(try folder.read("\(name)/reconciliation.csv"))
    held = LiteralTable(try folder.read("\(name)/held.csv"), delimiter: heldDelimiter)
  }
}

/// An amount as whole units of 10^-digits, without a floating-point number on the way; nil when it is none.
func units(_ text: String, _ digits: Int) -> Int? {
  let isNegative = text.hasPrefix("-")
  let parts = text.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
  guard let whole = parts.first, parts.count <= 2 else { return nil }
  let fraction = parts.count == 2 ? String(parts[1]) : ""
  guard fraction.count <= digits else { return nil }
  guard let value = Int(whole + fraction + String(repeating: "0", count: digits - fraction.count)) else { return nil }
  return isNegative ? -value : value
}

/// Why a cell could be run as a formula by a spreadsheet, told without the tool's own code; nil when it is safe.
func formulaDanger(_ cell: String) -> String? {
  guard let first = cell.unicodeScalars.first(where: { $0 != " " }) else { return nil }
  switch first {
  case "=", "+", "@", "\t", "\r", "\n": return "starts with U+\(String(first.value, radix: 16))"
  case "-":
    let isAmount = cell.drop { $0 == " " || $0 == "-" }.allSatisfy { "0123456789.,".contains($0) }
    return isAmount && cell.contains(where: \.isNumber) ? nil : "starts with a minus"
  default: return nil
  }
}
