import Bytes
import Calendars
import Deals
import Diagnostics
import Invoices
import Money
import Reconciliation
import RuleEvaluation
import RuleLanguage

/// What the report shows of single deals.
extension DealProcessor {
  /// The last cells of a held deal's row: age, owner, what to do, and the rule that decided.
  func appendHeldCells(_ outcome: DealOutcome, _ problems: ArraySlice<DealProblem>, to out: inout ByteBuffer) {
    out.append(UInt8(ascii: ","))
    if outcome.ageDays >= 0 { out.append(decimal: Int(outcome.ageDays)) }
    let holds = problems.filter { $0.severity >= .hold }
    for text in [
      holds.lazy.compactMap(\.owner).first, holds.isEmpty ? nil : holds.map(\.fix).joined(separator: " · "),
      holds.lazy.compactMap(\.rule).first.map { "\(fileName($0.file)):\($0.line)" },
    ] {
      out.append(UInt8(ascii: ","))
      if let text { text.withByteView { appendCSVText($0, to: &out) } }
    }
  }

  /// The deal once more, with the way from its cells to its fields.
  func show(_ block: DealBlock, _ outcome: DealOutcome, code: String?) -> ShownDeal {
    let deal = Int(outcome.deal)
    evaluator.trace = Trace()
    _ = evaluator.evaluate(block, deal)
    let trace = evaluator.trace
    evaluator.trace = nil
    let title = rules.titleColumn >= 0 ? block.cell(deal: deal, column: Int(rules.titleColumn)).string : ""
    var shown = ShownDeal(
      deal: block.cell(deal: deal, column: Int(rules.idColumn)).trimmed.string, title: title, bucket: outcome.bucket,
      source: "\(block.fileView) row \(block.deal(deal).firstRow)")
    shown.code = code
    shown.currency = outcome.hasCurrency ? outcome.currency.code : ""
    shown.money =
      outcome.bucket == .created ? outcome.total : outcome.hasCurrency && outcome.hasValue ? outcome.value : 0
    if outcome.bucket == .created {
      let invoice = evaluator.invoice
      shown.customer = invoice.customer.displayName.string
      shown.number = invoice.number.string
      shown.date = invoice.date?.description ?? ""
    }
    shown.fields = (trace?.fields ?? []).filter { !$0.value.isEmpty && $0.value != "nothing" }.map { field in
      ShownDeal.Field(
        target: field.target, value: field.value,
        rule: field.rule.map { "\($0.id) (\(fileName($0.range.file)):\($0.range.line))" } ?? "",
        steps: field.steps.map { ShownDeal.Step(kind: $0.kind.rawValue, text: $0.text) })
    }
    return shown
  }
}

extension CompiledRules {
  /// The column that tells when a deal was won, among those that the rules read, or −1.
  var wonColumn: Int {
    for name in ["won_time", "close_date", "close_time"] {
      if let index = dealColumns.firstIndex(where: { $0.name == name && $0.kind == .date }) { return index }
    }
    return -1
  }
}
