import Bytes
import Calendars
import Deals
import Diagnostics
import Foundation
import Invoices
import Money
import RuleEvaluation
import RuleLanguage
import Testing

/// What became of one deal.
struct Outcome {
  var verdict: String
  /// Codes of all problems, in the order found.
  var codes: [String]
  var problems: [DealProblem]
  var invoice: InvoiceTexts
}

/// An invoice with its texts copied, so that it outlives the deal.
struct InvoiceTexts {
  struct Line: Equatable {
    var item: String
    var description: String
    var quantity: String?
    var price: String?
    var amount: Int64
    var code: Int32
  }
  var customer, company, email, emailTo, emailCc, notes, taxID, taxField, country, line1: String
  var currency, number, memo, note, terms, date, due, rate: String
  var isSent: Bool
  var customFields: [String]
  var taxMode: TaxMode
  var lines: [Line]
  var totals: InvoiceTotals

  init(_ i: Invoice) {
    customer = i.customer.displayName.string
    company = i.customer.companyName.string
    email = i.customer.email.string
    notes = i.customer.notes.string
    taxID = i.customer.taxIdentifier.string
    taxField = i.customer.taxIdentifierField.rawValue
    country = i.customer.billingAddress.country.string
    line1 = i.customer.billingAddress.line1.string
    emailTo = i.email.to.string
    emailCc = i.email.cc.string
    isSent = i.email.isSentByQuickBooks
    currency = i.currency.code
    number = i.number.string
    memo = i.customerMemo.string
    note = i.privateNote.string
    terms = i.terms.string
    date = i.date?.description ?? ""
    due = i.dueDate?.description ?? ""
    rate = i.exchangeRate?.description ?? ""
    customFields = i.customFields.map { "\($0.definitionID) \($0.name)=\($0.value)" }
    taxMode = i.taxMode
    totals = i.totals
    lines = i.lines.map {
      Line(
        item: $0.item.string, description: $0.description.string, quantity: $0.quantity?.description,
        price: $0.unitPrice?.description, amount: $0.amount, code: $0.taxCode)
    }
  }
}

/// The shortest rules that bill a deal, with sections put in, or in place of the section of the same name.
func smallRules(_ extra: String) -> String {
  let sections = [
    "rules: 1", "company: { name: N, country: DE, currency: EUR, time_zone: Europe/Berlin }",
    "customer: { name: { from: organization } }", "currency: { from: currency, default: EUR }",
    "deal_value: ignore", "lines: [{ id: deal, item: X, price: value }]",
  ]
  let own = Set(extra.split(separator: "\n").filter { !$0.hasPrefix(" ") }.map { $0.prefix { $0 != ":" } })
  return sections.filter { !own.contains($0.prefix { $0 != ":" }) }.joined(separator: "\n") + "\n" + extra + "\n"
}

/// Compiles rules that must compile.
func compiled(_ extra: String) throws -> CompiledRules {
  let result = compileRules(Array(smallRules(extra).utf8), file: "rules.yaml")
  let errors = result.diagnostics.filter { $0.severity == .error }
  return try #require(result.rules, "\(errors.map { "\($0.range?.description ?? "") \($0.message)" })")
}

/// A file that is gone when the test is over.
final class TemporaryFile {
  let path: String
  init(_ text: String, _ ending: String) throws {
    path = NSTemporaryDirectory() + "dealbill-test-\(UUID().uuidString).\(ending)"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }
  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// Runs rules over an export, deal by deal.
///
/// - Parameters:
///   - export: CSV, or JSON when it starts with a bracket.
///   - lines: A CSV of product lines, joined by deal id.
func evaluated(
  _ rules: CompiledRules, _ export: String, lines: String? = nil, runDate: String = "2026-06-30"
) throws -> (outcomes: [Outcome], defaults: [String: Int]) {
  let deals = try TemporaryFile(export, "{[".contains(export.first ?? " ") ? "json" : "csv")
  let side = try lines.map { try TemporaryFile($0, "csv") }
  let reader = try DealReader(
    inputs: DealInputs(deals: [deals.path], lines: side.map { [$0.path] } ?? []), profile: rules.profile,
    settings: rules.settings, columns: (rules.dealColumns + rules.lineColumns).map(\.request),
    idColumn: Int(rules.idColumn), gather: [])
  let date = try #require(runDate.withByteView { CivilDate.parseISO($0) })
  let evaluator = Evaluator(rules, runDate: date)
  var outcomes: [Outcome] = []
  while let block = try reader.next() {
    for deal in 0..<block.dealCount {
      let verdict: String =
        switch evaluator.evaluate(block, deal) {
        case .invoice: "invoice"
        case .skipped(let rule): "skipped \(rules.rules[Int(rule)].id)"
        case .held: "held"
        case .stop: "stop"
        }
      let problems = evaluator.problems
      outcomes.append(
        Outcome(
          verdict: verdict, codes: problems.map(\.code), problems: problems, invoice: InvoiceTexts(evaluator.invoice)))
    }
    reader.recycle(block)
  }
  var defaults: [String: Int] = [:]
  for (rule, count) in zip(rules.rules, evaluator.defaultsUsed) where count > 0 { defaults[rule.id] = count }
  return (outcomes, defaults)
}

/// The outcome of one deal with these columns: names become headers.
func outcome(_ extra: String, _ deal: KeyValuePairs<String, String> = [:], runDate: String = "2026-06-30") throws
  -> Outcome
{
  try outcome(extra, cells: Dictionary(deal.map { ($0, $1) }) { _, last in last }, runDate: runDate)
}

func outcome(_ extra: String, cells deal: [String: String], runDate: String = "2026-06-30") throws -> Outcome {
  var cells = ["ID": "D-1", "Title": "Phase 2", "Value": "100", "Organization": "Nordlys", "Currency": "EUR"]
  for (name, value) in deal { cells[name] = value }
  let names = cells.keys.sorted()
  func row(_ texts: [String]) -> String {
    texts.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",") + "\n"
  }
  let export = row(names) + row(names.map { cells[$0] ?? "" })
  return try #require(try evaluated(try compiled(extra), export, runDate: runDate).outcomes.first)
}

/// What a text rule gives for one deal: the memo of its invoice.
func memo(_ rule: String, _ extra: String = "", _ deal: KeyValuePairs<String, String> = [:]) throws -> String {
  let result = try outcome("invoice:\n  memo: \(rule)\n\(extra)", deal)
  return result.verdict == "invoice" ? result.invoice.memo : "\(result.verdict) \(result.codes)"
}
