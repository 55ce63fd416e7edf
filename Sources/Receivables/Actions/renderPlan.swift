import Ledger
import Reconciliation

/// The plan for a person: what will be done, what will not and why.
public func renderPlan(_ plan: ActionPlan, company: String) -> String {
  var out =
    "\(plan.action.rawValue): \(plan.allowed.count) of \(plan.steps.count) invoices of \(visibleText(company))\n\n"
  func row(_ step: PlannedAction, _ sign: String, _ words: String) -> [String] {
    let seen = step.seen ?? step.invoice.seen
    return [
      "  \(sign)", seen?.number ?? "", "deal \(step.invoice.entry.key.deal)",
      seen?.customer ?? step.invoice.entry.customer,
      "\(seen?.currency ?? "") \(screenMoney(seen?.total ?? "", seen?.currency ?? ""))", seen?.label ?? "", words,
    ]
  }
  let sign = plan.action.isFinal ? "−" : "+"
  var rows = plan.allowed.map { row($0, sign, "will be \(plan.action.past)") }
  rows += plan.refused.map { row($0, "·", "not: \($0.refusal) [\($0.code)]") }
  out += textTable(rows, rightAligned: [4], mostWide: [3: 28, 6: 200])
  return out
}

/// What became of each, and a line with the counts.
public func renderResults(_ results: [ActionResult]) -> String {
  var rows: [[String]] = []
  for result in results {
    let seen = result.plan.seen ?? result.plan.invoice.seen
    rows.append([
      "  \(result.outcome.rawValue)", seen?.number ?? "", "deal \(result.plan.invoice.entry.key.deal)",
      result.outcome == .refused ? "\(result.words) [\(result.plan.code)]" : result.words,
    ])
  }
  func count(_ outcome: ActionResult.Outcome) -> Int { results.count { $0.outcome == outcome } }
  let summary = "\(count(.done)) done, \(count(.refused)) refused, \(count(.failed)) failed, \(count(.unknown)) unknown"
  return textTable(rows, mostWide: [3: 200]) + summary + "\n"
}
