import Bytes
import Invoices
import Money
import RuleLanguage

/// Totals in words, for `explain`: every rounding with the figure before and after it.
extension Evaluator {
  func traceTotals(_ trace: Trace) {
    traceDiscount(trace)
    traceSent(trace)
    for sum in invoice.taxes { traceTax(trace, sum) }
    trace.begin(target: "total")
    for index in invoice.lines.indices { trace.rest(onLine: index) }
    if invoice.discount.amount != 0 { trace.rest(on: "discount") }
    let isComputed = invoice.taxes.contains { !rules.taxes.codes[Int($0.code)].isForecast }
    trace.note(
      "net \(money(invoice.totals.net)) + tax \(money(invoice.totals.tax))\(isComputed ? ", and what QuickBooks computes" : "")"
    )
    if invoice.totals.taxOtherRounding != invoice.totals.tax {
      trace.note("tax would be \(money(invoice.totals.taxOtherRounding)) if rounded \(otherLevel)")
    }
    trace.end(money(invoice.totals.total) + (isComputed ? " and the tax that QuickBooks computes" : ""))
  }

  private var otherLevel: String { rules.taxes.rounding.level == .line ? "per rate" : "per line" }

  private func decimal(_ units: Int64) -> ExactDecimal {
    ExactDecimal(mantissa: units, scale: Int8(invoice.currency.minorDigits))
  }

  private func traceDiscount(_ trace: Trace) {
    guard invoice.discount.amount != 0, let rule = rules.discount?.rule else { return }
    trace.begin(rules.rules[Int(rule)], target: "discount")
    for field in [rules.discount?.percent, rules.discount?.amount] {
      if let field { trace.rest(on: rules.rules[Int(field.rule)].target) }
    }
    for index in invoice.lines.indices { trace.rest(onLine: index) }
    if let percent = invoice.discount.percent {
      trace.note("\(percent.description) % of the lines, rounded half up")
    }
    if invoice.discount.isOwnLine {
      trace.note("a line of its own; each tax base is reduced by its share")
    } else {
      let amounts = invoice.lines.filter { $0.kind == .item }.map { decimal($0.amount).description }
      trace.note(
        "spread over the lines by their amounts, units left over to the largest remainders; lines now: "
          + amounts.joined(separator: ", "))
    }
    trace.end(money(invoice.discount.amount))
  }

  /// Where QuickBooks gets another quantity or price than the rules gave, and why.
  private func traceSent(_ trace: Trace) {
    let isInclusive = invoice.taxMode == .inclusive && !invoice.isUnitedStates
    for (index, line) in invoice.lines.enumerated() where line.kind == .item {
      let amount = isInclusive ? line.listedNet : line.amount
      if isInclusive || (invoice.discount.amount != 0 && !invoice.discount.isOwnLine) {
        trace.begin(target: "line \(index + 1).amount")
        trace.rest(onLine: index)
        if invoice.discount.amount != 0 { trace.rest(on: "discount") }
        trace.note(
          isInclusive
            ? "without the tax in it" : "after the discount of the whole invoice")
        trace.end(decimal(amount).description)
      }
      guard let quantity = line.quantity, let price = line.unitPrice else { continue }
      let sent = quantityAndPrice(
        quantity: quantity, unitPrice: price, amount: amount, minorDigits: invoice.currency.minorDigits)
      let given = "\(quantity.description) × \(price.description)"
      switch sent {
      case .pair(let sentQuantity, let sentPrice):
        guard sentPrice != price || sentQuantity != quantity else { continue }
        trace.begin(target: "line \(index + 1) as sent")
        trace.rest(onLine: index)
        let reason =
          isInclusive
          ? "QuickBooks gets the price without its tax"
          : price.scale > 7
            ? "QuickBooks keeps at most 7 decimals of a price"
            : "QuickBooks refuses \(given), which it multiplies to another amount (6070)"
        trace.note("\(reason); this gives \(money(amount))")
        trace.end("\(sentQuantity.description) × \(sentPrice.description)")
      case .single:
        trace.begin(target: "line \(index + 1) as sent")
        trace.rest(onLine: index)
        trace.note("no price of 7 decimals times \(quantity.description) gives \(money(amount))")
        trace.note("the description tells how it is worked out")
        trace.end("1 × \(decimal(amount).description)")
      }
    }
  }

  private func traceTax(_ trace: Trace, _ sum: TaxSum) {
    let code = rules.taxes.codes[Int(sum.code)]
    let ties = rules.taxes.rounding.ties == .halfUp ? "half up" : "half even"
    trace.begin(target: "tax \(code.name)")
    for (index, line) in invoice.lines.enumerated() where line.taxCode == sum.code { trace.rest(onLine: index) }
    if invoice.discount.amount != 0 { trace.rest(on: "discount") }
    guard code.isForecast else {
      trace.note("from \(money(sum.base)), as the company's tax settings say")
      trace.end("computed by QuickBooks")
      return
    }
    defer { trace.end(money(sum.tax)) }
    switch rules.taxes.rounding.level {
    case .line:
      trace.note("\(ratesInWords(code)), rounded line by line, \(ties)")
      for (index, line) in invoice.lines.enumerated() where line.taxCode == sum.code {
        trace.note("line \(index + 1): " + rounding(line, code))
      }
    case .rate:
      trace.note("\(money(sum.base)) × \(ratesInWords(code)), rounded once per rate, \(ties)")
      trace.note(rounding(net: sum.base, gross: sum.base + sum.tax, tax: sum.tax, code))
    case .document:
      trace.note("\(money(sum.base)) × \(ratesInWords(code)), all taxes rounded once, \(ties)")
      trace.note(rounding(net: sum.base, gross: sum.base + sum.tax, tax: sum.tax, code))
    }
    if sum.taxOtherRounding != sum.tax {
      trace.note("rounded \(otherLevel) it would be \(money(sum.taxOtherRounding))")
    }
  }

  private func ratesInWords(_ code: TaxCode) -> String {
    code.rates.map { "\($0.percent.description) %\($0.isOnTax ? " on net and tax" : "")" }.joined(separator: " + ")
  }

  private func rounding(_ line: InvoiceLine, _ code: TaxCode) -> String {
    rounding(net: line.net, gross: line.net + line.tax, tax: line.tax, code)
  }

  /// `1.59 × 12 % = 0.1908 → 0.19`, a part for each component; from a price with tax `1.96 ÷ 1.13 = 1.734513 → 1.73`.
  private func rounding(net: Int64, gross: Int64, tax: Int64, _ code: TaxCode) -> String {
    if invoice.taxMode == .inclusive {
      let factor = TaxCode.factor(code.rates) ?? .one
      let exact = decimal(gross).divided(by: factor, digits: 6)?.description ?? ""
      return "\(decimal(gross).description) ÷ \(factor.description) = \(exact) → "
        + "\(decimal(net).description), tax is the rest: \(decimal(tax).description)"
    }
    if rules.taxes.rounding.level == .document {
      let factor = TaxCode.factor(code.rates) ?? .one
      let exact = factor.subtracting(.one).flatMap { decimal(net).multiplied(by: $0) }?.trimmed.description ?? ""
      return "\(decimal(net).description) × \(ratesInWords(code)) = \(exact) → \(decimal(tax).description)"
    }
    var before: Int64 = 0
    var parts: [String] = []
    for (index, rate) in code.rates.enumerated() {
      let base = rate.isOnTax ? net + before : net
      let part = code.component(index, onNet: net, taxBefore: before, rules.taxes.rounding.ties)
      before += part
      let share = ExactDecimal(mantissa: rate.percent.mantissa, scale: rate.percent.scale + 2)
      let exact = decimal(base).multiplied(by: share)?.trimmed.description ?? ""
      parts.append(
        "\(decimal(base).description) × \(rate.percent.description) % = \(exact) → \(decimal(part).description)")
    }
    return parts.joined(separator: "; ")
  }
}
