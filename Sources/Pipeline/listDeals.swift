import Invoices
import Bytes
import Deals
import Diagnostics
import Money
public import Reconciliation
import RuleEvaluation
import RuleLanguage

/// One line for each deal, in file order, then the report of the whole: `preview --list`.
///
/// - Parameter show: Receives each line with its newline.
public func listDeals(_ options: BatchOptions, _ show: @escaping (String) -> Void) async throws -> ReconciliationReport
{
  let (inputs, temporary) = try options.inputs.spooled()
  defer { removeFiles(temporary) }
  let rules = options.rules
  var listing = options
  listing.inputs = inputs
  let report = try await runBatch(listing)
  var evaluator = Evaluator(rules, runDate: options.runDate)
  var gather: Set<String> = []
  while true {
    let reader = try DealReader(
      inputs: inputs, profile: rules.profile, settings: rules.settings,
      columns: (rules.dealColumns + rules.lineColumns).map(\.request), idColumn: Int(rules.idColumn), gather: gather)
    var lines: [String] = []
    while let block = try reader.next() {
      for deal in 0..<block.dealCount {
        let verdict = evaluator.evaluate(block, deal)
        lines.append(
          line(block.cell(deal: deal, column: Int(rules.idColumn)).trimmed.string, verdict, evaluator, rules))
      }
      reader.recycle(block)
    }
    if gather.isEmpty, !reader.repeatedLater.isEmpty {
      gather = reader.repeatedLater
      continue
    }
    lines.forEach(show)
    break
  }
  return report
}

private func line(_ id: String, _ verdict: Evaluator.Verdict, _ evaluator: borrowing Evaluator, _ rules: CompiledRules)
  -> String
{
  let invoice = evaluator.invoice
  switch verdict {
  case .invoice:
    let total = amountText(invoice.totals.total, invoice.currency)
    let name = invoice.customer.displayName.string
    return "+ create  \(padded(id, 12)) \(invoice.currency.code) \(leading(total, 16))  \(visible(name))\n"
  case .skipped(let rule):
    return "· skip    \(padded(id, 12)) \(leading("", 20))  \(rules.rules[Int(rule)].id)\n"
  case .held, .stop:
    let worst = evaluator.problems.first { $0.severity >= .hold }
    let value =
      evaluator.dealValue.map { "\(invoice.currency.code) \(leading(amountText($0, invoice.currency), 16))" }
      ?? leading("", 20)
    return "? hold    \(padded(id, 12)) \(value)  \(worst.map { "\($0.code) \($0.message)" } ?? "")\n"
  }
}

private func padded(_ text: String, _ width: Int) -> String {
  let shown = visible(text)
  return shown.count >= width ? shown : shown + String(repeating: " ", count: width - shown.count)
}

private func leading(_ text: String, _ width: Int) -> String {
  text.count >= width ? text : String(repeating: " ", count: width - text.count) + text
}
