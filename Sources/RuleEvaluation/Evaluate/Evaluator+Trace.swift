import Bytes
import Invoices
import Money
import RuleLanguage

/// Where amounts come from: what the arithmetic of an invoice rests on, for a trace.
extension Evaluator {
  func traceAmount(_ trace: Trace, _ rule: LineRule, _ percent: ExactDecimal?, _ off: ExactDecimal?) {
    let target = rules.rules[Int(rule.rule)].target
    trace.begin(rules.rules[Int(rule.rule)], target: target + ".amount")
    for part in ["quantity", "price", "amount", "discount_percent", "discount_amount"] {
      trace.rest(on: "\(target).\(part)")
    }
    let quantity = currentLine.quantity?.description ?? "1"
    var words = "\(quantity) × \(currentLine.unitPrice?.description ?? "amount")"
    if let percent, !percent.isZero { words += " less \(percent.description) %" }
    if let off, !off.isZero { words += " less \(off.description)" }
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

  func traceDiscount(_ trace: Trace, _ discount: DiscountRules, _ words: String) {
    let rule = rules.rules[Int(discount.rule)]
    trace.begin(rule, target: "discount")
    for field in [discount.percent, discount.amount] {
      if let field { trace.rest(on: rules.rules[Int(field.rule)].target) }
    }
    for index in invoice.lines.indices { trace.rest(onLine: index) }
    trace.note(words)
    trace.end(amount(invoice.discount.amount))
  }

  func traceTotals(_ trace: Trace) {
    traceSentLines(trace)
    let level = rules.taxes.rounding.level == .line ? "per line" : "per rate"
    let ties = rules.taxes.rounding.ties == .halfUp ? "half up" : "half even"
    for sum in invoice.taxes {
      let code = rules.taxes.codes[Int(sum.code)]
      trace.begin(target: "tax \(code.name)")
      for (index, line) in invoice.lines.enumerated() where line.taxCode == sum.code { trace.rest(onLine: index) }
      let rates = code.rates.map { "\($0.percent.description) %" }.joined(separator: " + ")
      trace.note(
        code.isForecast ? "\(money(sum.base)) × \(rates), rounded \(level), \(ties)" : "known to QuickBooks only")
      trace.end(money(sum.tax))
    }
    trace.begin(target: "total")
    for index in invoice.lines.indices { trace.rest(onLine: index) }
    trace.note("net \(money(invoice.totals.net)) + tax \(money(invoice.totals.tax))")
    if invoice.totals.taxOtherRounding != invoice.totals.tax {
      trace.note(
        "tax would be \(money(invoice.totals.taxOtherRounding)) if rounded \(rules.taxes.rounding.level == .line ? "per rate" : "per line")"
      )
    }
    trace.end(money(invoice.totals.total))
  }

  /// Lines that are sent with another amount, price or quantity than the rules gave: prices with tax in them, discounts.
  private func traceSentLines(_ trace: Trace) {
    for (index, line) in invoice.lines.enumerated() where line.kind == .item {
      let sent = invoice.taxMode == .inclusive && !invoice.isUnitedStates ? line.net : line.amount
      func tell(_ part: String, _ words: String, _ value: String) {
        trace.begin(target: "line \(index + 1).\(part)")
        trace.rest(onLine: index)
        trace.note(words)
        trace.end(value)
      }
      if sent != line.beforeDiscount {
        tell("amount", line.net == line.amount ? "after all discounts" : "without the tax in it", amount(sent))
      }
      guard let quantity = line.quantity, let price = line.unitPrice else { continue }
      let pair = quantityAndPrice(
        quantity: quantity, unitPrice: price, amount: sent, minorDigits: invoice.currency.minorDigits)
      switch pair {
      case .pair(_, let unitPrice) where unitPrice.isEqual(to: price): continue
      case .pair(_, let unitPrice):
        tell("price", "the amount \(amount(sent)) for each of \(quantity.description)", unitPrice.description)
      case .single:
        let words = "no price of seven decimals times \(quantity.description) gives \(amount(sent))"
        tell("price", words, amount(sent))
        tell("quantity", words, "1")
      }
    }
  }

  private func amount(_ units: Int64) -> String {
    ExactDecimal(mantissa: units, scale: Int8(invoice.currency.minorDigits)).description
  }
}
