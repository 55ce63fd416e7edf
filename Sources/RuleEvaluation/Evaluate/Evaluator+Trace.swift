import Invoices
import Money
import RuleLanguage

/// Fields that are worked out from others, for a trace.
extension Evaluator {
  func traceAmount(_ trace: Trace, _ rule: LineRule, _ percent: ExactDecimal?, _ off: ExactDecimal?) {
    let target = rules.rules[Int(rule.rule)].target
    trace.begin(rules.rules[Int(rule.rule)], target: target + ".amount")
    // Without a rule for the amount, the one known by that name is of the line before.
    for part in ["quantity", rule.amount == nil ? "price" : "amount", "discount_percent", "discount_amount"] {
      trace.rest(on: "\(target).\(part)")
    }
    let quantity = currentLine.quantity?.description ?? "1"
    var words = "\(quantity) × \(currentLine.unitPrice?.description ?? "amount")"
    if let percent, !percent.isZero { words += " less \(percent.description) %" }
    if let off, !off.isZero { words += " less \(off.description)" }
    if rule.amount != nil, rule.quantity != nil {
      trace.note("the price is the amount over the quantity, to 7 decimals")
    }
    trace.note(words + ", rounded half up to \(invoice.currency.minorDigits) decimals")
    trace.end(amount(currentLine.amount))
  }

  /// A field that is not sent as its rule gave it.
  func traceChange(_ rule: Int32, _ words: String, _ value: String) {
    let rule = rules.rules[Int(rule)]
    trace?.begin(rule)
    trace?.rest(on: rule.target)
    trace?.note(words)
    trace?.end(value)
  }

  private func amount(_ units: Int64) -> String {
    ExactDecimal(mantissa: units, scale: Int8(invoice.currency.minorDigits)).description
  }
}
