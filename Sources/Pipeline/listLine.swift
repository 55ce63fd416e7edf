import Bytes
import Deals
import Diagnostics
import Money
import Reconciliation
import RuleEvaluation
import RuleLanguage

/// A deal in one line: what becomes of it, its id, the invoice's total (or the deal's own value when there is none), and
/// its title or why it is not billed.
func listLine(_ outcome: DealOutcome, _ result: BlockResult, _ rules: CompiledRules) -> String {
  let deal = Int(outcome.deal)
  let id = result.block.map { $0.cell(deal: deal, column: Int(rules.idColumn)).trimmed.string } ?? ""
  func amount(_ units: Int64) -> String {
    "\(outcome.currency.code) \(leading(amountText(units, outcome.currency), 16))"
  }
  let value = outcome.hasValue && outcome.hasCurrency ? amount(outcome.value) : leading("", 20)
  switch outcome.bucket {
  case .created:
    let title =
      rules.titleColumn < 0 ? nil : result.block.map { $0.cell(deal: deal, column: Int(rules.titleColumn)).string }
    return "+ create  \(padded(id, 12)) \(amount(outcome.total))  \(shortened(visible(title ?? "")))\n"
  case .skipped:
    return
      "· skip    \(padded(id, 12)) \(value)  \(outcome.skipRule >= 0 ? rules.rules[Int(outcome.skipRule)].id : "answer")\n"
  default:
    let problems = result.problems[Int(outcome.firstProblem)..<Int(outcome.firstProblem + outcome.problemCount)]
    let first = problems.first { $0.severity >= .hold }
    return "? hold    \(padded(id, 12)) \(value)  \(first.map { "\($0.code) \($0.message)" } ?? "")\n"
  }
}

/// A title so that a deal is one line of the screen.
private func shortened(_ title: String) -> String { title.count > 60 ? "\(title.prefix(59))…" : title }

private func padded(_ text: String, _ width: Int) -> String {
  let shown = visible(text)
  return shown.count >= width ? shown : shown + String(repeating: " ", count: width - shown.count)
}

private func leading(_ text: String, _ width: Int) -> String {
  text.count >= width ? text : String(repeating: " ", count: width - text.count) + text
}
