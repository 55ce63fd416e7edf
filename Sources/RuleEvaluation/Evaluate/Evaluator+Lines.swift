import Deals
import Bytes
import Invoices
import Money
import RuleLanguage

/// The lines of an invoice and what follows from them.
extension Evaluator {
  func buildLines(_ index: Int) {
    usedTreatments = 0
    billed.removeAll(keepingCapacity: true)
    for _ in 0..<productCount { billed.append(false) }
    var billsProducts = false
    for place in plan.firstLineRule(index)..<plan.firstLineRule(index + 1) {
      switch plan.lineRules[place].each {
      case .deal: addLine(place, product: -1)
      case .dealWithoutProducts: if productCount == 0 { addLine(place, product: -1) }
      case .product:
        billsProducts = true
        for product in 0..<productCount {
          turn(toLine: firstLine + product)
          addLine(place, product: product)
        }
        turn(toLine: -1)
      }
    }
    currentLine.clear()
    guard billsProducts else { return }
    if productCount == 0, rules.productCountColumn >= 0 { holdUnreadProducts(Int(rules.productCountColumn)) }
    if plan.mayBillTwice[index] { warnOfProductsBilledTwice(index) }
    for product in 0..<productCount where !billed[product] {
      let cell =
        rules.lineColumns.isEmpty ? nil : block.placeDescription(deal: deal, line: firstLine + product, column: 0)
      hold(
        problem(
          .productNotBilled, "product \(product + 1) of the deal is billed by no line rule",
          cause: "a product is billed by no line rule",
          fix: "let a line rule take it, or leave it out by 'leave_out_if'", cell: cell))
    }
  }

  /// A deal whose products nobody exported is no deal without products: its value may be anything.
  @inline(never)
  private func holdUnreadProducts(_ column: Int) {
    let (text, style) = (dealRow[column].trimmed, plan.dealCells[column].style)
    guard !text.isEmpty, case .success(let count) = ExactDecimal.parse(text, block.isJSON ? .plain : style),
      count > ExactDecimal.zero
    else { return }
    hold(
      problem(
        .productsNotRead, "the deal has products (\(shortened(text))), and none was read",
        cause: "a deal has products, and none was read",
        fix: "export the products of the deals and name the file: --lines FILE", cell: cell(column, isLine: false)))
  }

  /// Told of the first two rules that do: whoever mends them sees the others next.
  @inline(never)
  private func warnOfProductsBilledTwice(_ template: Int) {
    let places = plan.firstLineRule(template)..<plan.firstLineRule(template + 1)
    for second in places where plan.wholePrices[second] >= 0 {
      for first in places.lowerBound..<second where plan.wholePrices[first] == plan.wholePrices[second] {
        func products(_ place: Int) -> Set<Int32> {
          Set(invoice.lines.filter { $0.rule == plan.lineRules[place].rule && $0.amount != 0 }.map(\.product))
        }
        let both = products(first).intersection(products(second)).sorted()
        guard let product = both.first else { continue }
        let (one, two) = (id(plan.lineRules[first]), id(plan.lineRules[second]))
        let others = both.count == 1 ? "" : " and \(both.count - 1) more"
        add(
          problem(
            .productBilledTwice,
            "product \(product + 1)\(others): billed at its full price by '\(one)' and by '\(two)'",
            cause: "a product is billed at its full price by '\(one)' and by '\(two)'",
            fix: "give '\(two)' an 'if' that leaves out what '\(one)' bills; every line rule that fits makes a line",
            rule: plan.lineRules[second].rule, severity: .warn))
        return
      }
    }
  }

  /// A line rule's id, for messages.
  private func id(_ rule: LineRule) -> String { rules.rules[Int(rule.rule)].id }

  /// The line rule at hand, read in place.
  private var lineRule: LineRule {
    @inline(__always) _read { yield plan.lineRules[lineRulePlace] }
  }

  private func addLine(_ place: Int, product: Int) {
    lineRulePlace = place
    if lineRule.leaveOut >= 0, holds(lineRule.leaveOut) {
      if product >= 0 { billed[product] = true }
      add(
        problem(
          .productLeftOut, "the product is left out by line rule '\(id(lineRule))'",
          cause: "products left out by line rule '\(id(lineRule))'", fix: "nothing to do if that is meant",
          rule: lineRule.rule,
          severity: .note))
      return
    }
    if lineRule.condition >= 0, !holds(lineRule.condition) { return }
    if product >= 0 {
      billed[product] = true
      checkCurrencyOfLine()
    }
    currentLine = InvoiceLine()
    currentLine.rule = lineRule.rule
    currentLine.product = Int32(product)
    currentLine.kind = lineRule.isText ? .text : .item
    currentLine.description = text(lineRule.description, limit: 4000)
    if lineRule.isText {
      if !currentLine.description.isEmpty {
        invoice.lines.append(currentLine)
        if let trace { trace.keepLine(rules.rules[Int(lineRule.rule)].target + ".description") }
      }
      return
    }
    currentLine.item = text(lineRule.item, limit: 100)
    currentLine.className = text(lineRule.className, limit: 100)
    currentLine.serviceDate = date(lineRule.serviceDate)
    guard priceLine() else { return }
    if currentLine.amount == 0 {
      switch lineRule.onZero {
      case .keep: break
      case .leaveOut: return
      case .hold:
        hold(
          problem(
            .zeroLine, "the line '\(id(lineRule))' comes to zero",
            fix: "correct the price, or say 'on_zero: leave_out'",
            rule: lineRule.rule))
      }
    }
    chooseTaxCode()
    invoice.lines.append(currentLine)
    if let trace { trace.keepLine(rules.rules[Int(lineRule.rule)].target + ".amount") }
  }

  /// A product in another currency than its deal cannot stand on the deal's invoice.
  private func checkCurrencyOfLine() {
    let column = rules.lineCurrencyColumn
    guard column >= 0, hasCurrency, case .text(let code) = lineColumn(Int(column)) else { return }
    guard !code.equalsIgnoringASCIICase(invoice.currency.codeView) else { return }
    hold(
      problem(
        .lineCurrencyDiffers, "a product is in \(shortened(code)), the deal in \(invoice.currency.code)",
        cause: "a product is in another currency than its deal", fix: "correct the product's currency in the CRM",
        cell: cell(Int(column), isLine: true)))
  }

  /// Quantity, price, discount and amount; false when one of them failed or is missing.
  private func priceLine() -> Bool {
    let digits = invoice.currency.minorDigits
    let percent = number(lineRule.discountPercent)
    let off = number(lineRule.discountAmount)
    if let percent, percent.isNegative || percent > ExactDecimal(mantissa: 100) {
      hold(
        problem(
          .discountTooLarge, "the discount of \(percent.description) % is not between 0 and 100",
          cause: "a discount is not between 0 and 100 %", fix: "correct the discount in the CRM",
          field: lineRule.discountPercent))
      return false
    }
    let quantity = lineRule.quantity == nil ? ExactDecimal.one : number(lineRule.quantity)
    guard let quantity else { return false }
    let price: ExactDecimal
    if let field = lineRule.amount {
      guard let amount = number(field) else { return false }
      if mayBeGrouped(amount, isLine: true), case .lineColumn(let column) = store.node(field.node) {
        holdMayBeGrouped(amount, Int(column), isLine: true)
        return false
      }
      guard let units = amount.minorUnits(digits) else {
        hold(
          problem(
            .tooManyDecimals, "the amount \(amount.description) has more decimals than \(invoice.currency.code)",
            cause: "an amount has more decimals than its currency",
            fix: "round it in the CRM, or write round(…, \(digits))", field: field))
        return false
      }
      price = ExactDecimal(mantissa: units, scale: Int8(digits))
      currentLine.unitPrice = nil
    } else {
      guard let field = lineRule.price, let found = number(of: field) else { return false }
      if mayBeGrouped(found, isLine: true), case .lineColumn(let column) = store.node(field.node) {
        holdMayBeGrouped(found, Int(column), isLine: true)
        return false
      }
      price = found
    }
    let multiplier = lineRule.amount == nil ? quantity : .one
    guard
      let amounts = lineAmount(
        quantity: multiplier, unitPrice: price, discountPercent: percent, discountAmount: off, minorDigits: digits,
        rounding: .halfUp)
    else {
      holdImpossibleAmount(multiplier, price)
      return false
    }
    if amounts.before >= 0, amounts.after < 0 {
      hold(
        problem(
          .discountTooLarge, "the discount is larger than the line", fix: "correct the discount in the CRM",
          field: lineRule.discountAmount ?? lineRule.discountPercent))
      return false
    }
    if amounts.before < 0, amounts.after < amounts.before {
      hold(
        problem(
          .discountTooLarge, "a discount in money would make this credit larger",
          fix: "give credits no discount, or one in percent", field: lineRule.discountAmount))
      return false
    }
    if amounts.before >= 0, amounts.after > amounts.before {
      hold(
        problem(
          .discountTooLarge, "the discount is below zero, so it would raise the price",
          fix: "correct the discount in the CRM", field: lineRule.discountAmount))
      return false
    }
    currentLine.beforeDiscount = amounts.before
    currentLine.amount = amounts.after
    currentLine.quantity = lineRule.amount == nil || lineRule.quantity != nil ? quantity.trimmed : nil
    if lineRule.amount == nil {
      currentLine.unitPrice = price.trimmed
    } else if lineRule.quantity != nil {
      currentLine.unitPrice = price.divided(by: quantity, digits: 7)?.trimmed
      // A price too small for seven decimals says nothing.
      if currentLine.unitPrice.map({ $0.isZero && !price.isZero }) ?? true {
        (currentLine.unitPrice, currentLine.quantity) = (nil, nil)
      }
    }
    if let trace { traceAmount(trace, lineRule, percent, off) }
    if lineRule.crossCheck != nil { compareWithCRM(lineRule) }
    return true
  }

  /// The CRM's own figure for the line against ours.
  private func compareWithCRM(_ rule: LineRule) {
    guard let theirs = number(rule.crossCheck) else { return }
    let digits = invoice.currency.minorDigits
    guard theirs.rounded(to: digits, .halfUp).minorUnits(digits) != currentLine.amount else { return }
    add(
      problem(
        .crossCheck,
        "the CRM's figure for the line '\(id(rule))' is \(theirs.description), quantity, price and discount give \(money(currentLine.amount))",
        cause: "the CRM's figure for a line is not what quantity, price and discount give",
        fix: "correct the product in the CRM, or the line rule", field: rule.crossCheck,
        severity: rules.dealValue.holdsOnMismatch ? .hold : .warn))
  }

  @inline(never)
  private func holdImpossibleAmount(_ quantity: ExactDecimal, _ price: ExactDecimal) {
    let undiscounted = lineAmount(
      quantity: quantity, unitPrice: price, discountPercent: nil, discountAmount: nil,
      minorDigits: invoice.currency.minorDigits, rounding: .halfUp)
    if undiscounted == nil {
      hold(
        problem(
          .amountTooLarge, "\(quantity.description) × \(price.description) is more than QuickBooks can keep",
          cause: "an amount is more than QuickBooks can keep", fix: "correct quantity or price", rule: lineRule.rule))
    } else {
      hold(
        problem(
          .amountTooLarge,
          "\(quantity.description) × \(price.description) less the discount has too many digits to be exact",
          cause: "a line has too many digits to be exact",
          fix: "round quantity, price or discount in the CRM, or write round(…, 7)", rule: lineRule.rule))
    }
  }

  private func chooseTaxCode() {
    guard invoice.taxMode != .none else { return }
    if overrideIndex >= 0, let code = overriddenTaxCode() {
      currentLine.taxCode = code
      return
    }
    if plan.hasTreatments { return chooseTreatment(lineRule) }
    let own = lineRule.taxCode
    let field = own ?? plan.taxCode
    guard let field else {
      if !plan.isUnitedStates {
        hold(
          problem(
            .noTaxCode, "the line '\(id(lineRule))' has no tax code; outside the US QuickBooks refuses such a line",
            fix: "name one under 'taxes: code', or say 'tax_mode: none'", rule: lineRule.rule))
      }
      return
    }
    takeTaxCode(field)
  }

  /// Gives the line at hand the tax code that a rule names.
  func takeTaxCode(_ field: FieldRule) {
    guard let name = text(field) else { return }
    for index in 0..<plan.codes.count where plan.codes[index].name.equalsFolded(name) {
      currentLine.taxCode = Int32(index)
      return
    }
    hold(
      problem(
        .unknownTaxCode, "there is no tax code '\(shortened(name))'",
        fix: "declare it with its rate under 'taxes: codes'", field: field))
  }

  // MARK: Totals

  func finish() {
    guard invoice.lines.contains(where: { $0.kind == .item }) else {
      hold(
        problem(
          .noLines, "no line is billed", fix: "add products or a value to the deal, or a line rule for deals without"))
      return
    }
    // So many lines are not even added up: their sum may not fit.
    if !hasTooManyLines() {
      readDiscount()
      _ = hasTooManyLines()
    }
    refuseUnknownTaxInPrices()
    guard !mustHold else { return }
    do throws(InvoiceProblem) {
      try finishInvoice(&invoice, codes: codes, rounding: rules.taxes.rounding)
    } catch {
      switch error {
      case .amountTooLarge:
        hold(problem(.amountTooLarge, "the total is more than QuickBooks can keep", fix: "correct the deal"))
      case .discountTooLarge:
        hold(
          problem(
            .discountTooLarge, "the discount is larger than the invoice", fix: "correct the discount",
            rule: rules.discount?.rule))
      case .discountOfCredits:
        hold(
          problem(
            .discountTooLarge, "with credits among the lines the discount's own line would not be above zero",
            fix: "correct the lines, or spread the discount over them (without 'as: line')", rule: rules.discount?.rule)
        )
      }
      return
    }
    if let trace { traceTotals(trace) }
    checkTotals()
  }

  /// Whether the invoice, with its discount so far, has more lines than QuickBooks takes; then it is held.
  private func hasTooManyLines() -> Bool {
    let count = invoice.lines.count + (invoice.discount.isOwnLine && invoice.discount.amount != 0 ? 1 : 0)
    guard count > 750 else { return false }
    hold(
      problem(
        .tooManyLines, "the invoice has \(count) lines; QuickBooks takes 750",
        cause: "the invoice has more than 750 lines", fix: "bill this deal in parts"))
    return true
  }

  /// The net of a price that contains tax cannot be worked out when QuickBooks alone knows the tax.
  private func refuseUnknownTaxInPrices() {
    guard invoice.taxMode == .inclusive else { return }
    for line in invoice.lines where line.taxCode >= 0 && !codes[Int(line.taxCode)].isForecast {
      let name = codes[Int(line.taxCode)].name
      hold(
        problem(
          .badSetting,
          "prices contain the tax '\(shortened(name))', which QuickBooks computes, so their net is not known",
          cause: "prices contain a tax that QuickBooks computes",
          fix: "give the code its rate under 'taxes: codes', or send prices without tax ('tax_mode: exclusive')"))
      return
    }
  }

  private func readDiscount() {
    guard let discount = rules.discount else { return }
    invoice.discount.isOwnLine = discount.isOwnLine
    let sum = invoice.lines.reduce(Int64(0)) { $0 + ($1.kind == .item ? $1.amount : 0) }
    if let percent = number(discount.percent), !percent.isZero {
      guard !percent.isNegative, percent <= ExactDecimal(mantissa: 100),
        let amount = percentage(percent, of: sum, .halfUp)
      else {
        hold(
          problem(
            .discountTooLarge, "the discount of \(percent.description) % is not between 0 and 100",
            cause: "a discount is not between 0 and 100 %", fix: "correct the discount", rule: discount.rule))
        return
      }
      invoice.discount.amount = amount
      invoice.discount.percent = percent
    } else if let amount = number(discount.amount), !amount.isZero {
      guard let units = amount.minorUnits(invoice.currency.minorDigits) else {
        hold(
          problem(
            .tooManyDecimals, "the discount \(amount.description) has more decimals than \(invoice.currency.code)",
            cause: "a discount has more decimals than its currency", fix: "round it", rule: discount.rule))
        return
      }
      guard units > 0 else {
        hold(
          problem(
            .discountTooLarge, "the discount of \(amount.description) is below zero",
            cause: "a discount is below zero", fix: "correct the discount", rule: discount.rule))
        return
      }
      invoice.discount.amount = units
    }
  }

  private func checkTotals() {
    let totals = invoice.totals
    if totals.total < 0, !rules.taxes.allowsCredits {
      hold(
        problem(
          .negativeTotal, "the total \(money(totals.total)) is below zero", cause: "the total is below zero",
          fix: "issue a credit memo by hand, or say 'credits: allow' under 'taxes'"))
    }
    if totals.total == 0 {
      switch rules.taxes.onZeroTotal {
      case .keep: break
      case .hold:
        hold(
          problem(
            .zeroTotal, "the total is zero",
            fix: "give the deal a value, or say 'on_zero_total: leave_out' to skip such deals"))
      case .leaveOut: break
      }
    }
    compareWithDealValue()
    // A deal that is worth something is not left out because its lines come to nothing.
    if totals.total == 0, rules.taxes.onZeroTotal == .leaveOut, !mustHold, skippedByField < 0 {
      skippedByField = rules.zeroTotalRule
    }
  }

  /// The deal's own value, and the CRM's sum of its products, against the lines, as the rules say they are meant.
  private func compareWithDealValue() {
    let rule = rules.dealValue
    let means = rule.meaning == .gross ? invoice.totals.total : invoice.totals.net
    if rule.meaning != .ignore, let value = dealValue, means != value {
      hasValueMismatch = true
      tellMismatch(.valueMismatch, "the deal's value", money(value), means, rule.column)
    }
    guard rule.crossCheck >= 0, case .number(let sum) = column(Int(rule.crossCheck)), !sum.isZero else { return }
    let digits = invoice.currency.minorDigits
    guard sum.rounded(to: digits, .halfUp).minorUnits(digits) != means else { return }
    let name = rules.dealColumns[Int(rule.crossCheck)].name
    tellMismatch(.crossCheck, name, "\(invoice.currency.code) \(sum.description)", means, rule.crossCheck)
  }

  private func tellMismatch(
    _ code: HoldCode, _ what: String, _ theirs: String, _ ours: Int64, _ column: Int32
  ) {
    let rule = rules.dealValue
    let word = rule.meaning == .gross ? "total" : "net"
    add(
      problem(
        code, "\(what) is \(theirs) but its lines come to \(money(ours)) \(word)",
        cause: "\(what) differs from the \(word) of its lines",
        fix: "correct the deal, or say what its value means under 'deal_value' (net, gross, ignore)", rule: rule.rule,
        cell: cell(Int(column), isLine: false), severity: rule.holdsOnMismatch ? .hold : .warn))
  }

  func money(_ units: Int64) -> String {
    "\(invoice.currency.code) \(ExactDecimal(mantissa: units, scale: Int8(invoice.currency.minorDigits)).description)"
  }
}
