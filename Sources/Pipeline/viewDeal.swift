import Bytes
import Calendars
import Deals
import Diagnostics
import Files
import Invoices
import Money
import Evidence
public import Reconciliation
public import RuleEvaluation
import RuleLanguage
import QuickBooksPayloads

/// One deal in full: what became of it, every field with its provenance, and the payload.
public struct DealView {
  public var id: String
  public var title: String
  public var verdict: String
  public var fields: [Trace.Field]
  public var problems: [DealProblem]
  public var total: String?
  public var dealValue: String?
  public var payload: String?
  /// The invoice's page, when there is an invoice.
  public var page: InvoicePage?
  public var lines: [String]
  /// What the rule of each line is called where it decides a field: `lines.products`.
  var lineTargets: [String] = []

  /// The name by which a field of a line is explained: its rule instead of the line's number, `lines.products.item` for
  /// `lines.1.item`, and whether that rule makes other lines, too; nil when `field` names no line of the invoice.
  public func explainedName(of field: String) -> (name: String, isShared: Bool)? {
    guard let match = field.wholeMatch(of: /lines(?:\.(\d+)|\[(\d+)\])(\..+)?/),
      let number = (match.1 ?? match.2).flatMap({ Int($0) }), lineTargets.indices.contains(number - 1)
    else { return nil }
    let target = lineTargets[number - 1]
    return ("\(target)\(match.3 ?? "")", lineTargets.count { $0 == target } > 1)
  }

  /// The names under which a field stands that a person writes as tests do.
  func targets(of field: String) -> [String] {
    guard let line = explainedName(of: field) else {
      return field.hasPrefix("invoice.") ? [field] : [field, "invoice.\(field)"]
    }
    if line.isShared { return [] }
    // What a line rule does not say is decided for all lines.
    let isTax = [".tax_code", ".treatment", ".tax_category"].contains { line.name.hasSuffix($0) }
    return isTax && !fields.contains { $0.target == line.name } ? ["taxes.treatment", "taxes.code"] : [line.name]
  }
}

/// Finds a deal by its id and evaluates it with a trace; nil when no deal has that id.
public func viewDeal(_ id: String, _ options: BatchOptions) throws -> DealView? {
  let rules = options.rules
  let (inputs, temporary) = try options.inputs.spooled()
  defer { Leftovers.remove(temporary) }
  try refuseDrift(options.rules, inputs)
  var gather: Set<String> = []
  let evaluator = Evaluator(rules, runDate: options.runDate)
  evaluator.overrides = options.overrides
  let catalogue = options.catalogue.map { CatalogueCheck($0.index, codes: rules.taxes.codes) }
  while true {
    let reader = try DealReader(
      inputs: inputs, profile: rules.profile, settings: rules.settings,
      columns: (rules.dealColumns + rules.lineColumns).map(\.request), idColumn: Int(rules.idColumn), gather: gather)
    var view: DealView?
    while let block = try reader.next() {
      for deal in 0..<block.dealCount where view == nil {
        guard block.cell(deal: deal, column: Int(rules.idColumn)).trimmed.string == id else { continue }
        evaluator.trace = Trace()
        view = makeView(id, block, deal, evaluator, catalogue)
      }
      reader.recycle(block)
    }
    if gather.isEmpty, reader.repeatedLater.contains(id) {
      gather = reader.repeatedLater
      continue
    }
    return view
  }
}

private func makeView(
  _ id: String, _ block: DealBlock, _ deal: Int, _ evaluator: Evaluator, _ catalogue: CatalogueCheck?
) -> DealView {
  let rules = evaluator.rules
  let verdict = evaluator.evaluate(block, deal)
  let title = rules.titleColumn >= 0 ? block.cell(deal: deal, column: Int(rules.titleColumn)).string : ""
  var view = DealView(
    id: id, title: title, verdict: "", fields: evaluator.trace?.fields ?? [], problems: evaluator.problems, total: nil,
    dealValue: nil, payload: nil, lines: [])
  let invoice = evaluator.invoice
  func money(_ units: Int64) -> String { "\(invoice.currency.code) \(amountText(units, invoice.currency))" }
  if let value = evaluator.dealValue { view.dealValue = money(value) }
  switch verdict {
  case .invoice:
    view.verdict = "invoice"
    view.total = money(invoice.totals.total)
    let found = catalogue?.problems(invoice) ?? []
    view.problems += found
    guard !found.contains(where: { $0.severity >= .hold }) else {
      view.verdict = "held"
      view.total = nil
      break
    }
    var buffer = ByteBuffer()
    if catalogue == nil { appendInvoice(invoice, codes: rules.taxes.codes, to: &buffer) }
    view.payload = (catalogue?.payload ?? buffer.view).string
    let template = rules.templates[evaluator.template]
    func plain(_ units: Int64) -> String { amountText(units, invoice.currency) }
    view.page = try? invoicePage(
      catalogue?.payload ?? buffer.view,
      InvoiceFrame(
        deal: id, company: rules.company.name, template: template.name, formStyle: template.formStyle,
        currency: invoice.currency.code, net: plain(invoice.totals.net), tax: plain(invoice.totals.tax),
        total: plain(invoice.totals.total)))
    view.lineTargets = invoice.lines.map { $0.rule >= 0 ? rules.rules[Int($0.rule)].target : "lines" }
    for (index, line) in invoice.lines.enumerated() {
      let name = line.kind == .item ? line.item.string : "(text)"
      let code = line.taxCode >= 0 ? "  tax \(rules.taxes.codes[Int(line.taxCode)].name)" : ""
      view.lines.append(
        line.kind == .item
          ? "line \(index + 1)  \(name)  \(calculation(line, invoice.currency))\(money(line.amount))\(code)"
          : "line \(index + 1)  \(line.description)")
    }
    if invoice.discount.isOwnLine, invoice.discount.amount != 0 {
      view.lines.append("discount  \(money(-invoice.discount.amount))")
    }
    let other = rules.taxes.rounding.level == .line ? "per rate" : "per line"
    for sum in invoice.taxes {
      let code = rules.taxes.codes[Int(sum.code)]
      var tax = code.isForecast ? "\(money(sum.base)) → \(money(sum.tax))" : "\(money(sum.base)) → by QuickBooks"
      if sum.taxOtherRounding != sum.tax { tax += "   (\(other): \(money(sum.taxOtherRounding)))" }
      view.lines.append("tax \(code.name)  \(tax)")
    }
  case .skipped(Evaluator.skippedByAnswer):
    view.verdict = "skipped, because: \(rules.reason(forSkip: Evaluator.skippedByAnswer))"
  case .skipped(let rule):
    let decided = rules.rules[Int(rule)]
    let because = rules.reason(forSkip: rule)
    view.verdict = "skipped by \(decided.id) (\(decided.range.file):\(decided.range.line)), because: \(because)"
  case .held: view.verdict = "held"
  case .stop: view.verdict = "stops the run"
  }
  return view
}

/// The deal as `preview --deal` shows it.
public func renderDeal(_ view: DealView) -> String {
  var out = "\(symbol(view)) deal \(visible(view.id)) \"\(visible(view.title))\"   \(view.total ?? view.verdict)\n"
  for field in view.fields where !field.value.isEmpty && field.value != "nothing" {
    out += "    \(padded(field.target, 28)) = \(visible(field.value))\n"
  }
  for line in view.lines { out += "  + \(visible(line))\n" }
  if let total = view.total {
    out += "  + total \(total)\(view.dealValue.map { "   deal value in CRM \($0)" } ?? "")\n"
  }
  for problem in view.problems {
    out += "  ? \(problem.code)  \(problem.message)\n      \(problem.fix)"
    if let rule = problem.rule { out += "   \(rule.file):\(rule.line)" }
    if let cell = problem.cell { out += "   \(cell)" }
    out += "\n"
  }
  if let payload = view.payload { out += "\n\(visible(payload))\n" }
  return out
}

/// Each field with what it rests on; nil when `field` names none.
public func renderExplanation(_ view: DealView, field: String?) -> String? {
  var fields = view.fields
  if let field {
    let names = view.targets(of: field)
    fields = fields.filter { found in
      names.contains { found.target == $0 || found.target.hasPrefix($0 + ".") } || found.rule?.id == field
    }
  }
  if fields.isEmpty { return nil }
  var out = ""
  if field == nil { out += "deal \(visible(view.id)) \"\(visible(view.title))\"   \(view.total ?? view.verdict)\n\n" }
  for field in fields {
    out += "\(field.target) = \(visible(field.value))\n"
    if let rule = field.rule { out += "  rule    \(rule.id)    \(rule.range.file):\(rule.range.line)\n" }
    for step in field.steps { out += "  \(padded(step.kind.rawValue, 7)) \(visible(step.text))\n" }
  }
  if field == nil {
    for problem in view.problems { out += "problem \(problem.code): \(problem.message)\n" }
  }
  return out
}

/// `3 × 33.335 less EUR 10.00 = `, with what the line's and the invoice's discount take off; a price that gives the amount
/// only nearly is left out.
private func calculation(_ line: InvoiceLine, _ currency: Currency) -> String {
  func money(_ units: Int64) -> String { "\(currency.code) \(amountText(units, currency))" }
  let taken = line.beforeDiscount - line.amount
  var start = taken == 0 ? "" : money(line.beforeDiscount)
  if let quantity = line.quantity {
    let given = line.unitPrice.flatMap {
      lineAmount(
        quantity: quantity, unitPrice: $0, discountPercent: nil, discountAmount: nil,
        minorDigits: currency.minorDigits, rounding: .halfUp)
    }
    guard let price = line.unitPrice, given?.before == line.beforeDiscount else {
      start = "quantity \(quantity.description), \(start)"
      return taken == 0 ? start : "\(start) less \(money(taken)) = "
    }
    start = "\(quantity.description) × \(price.description)"
  }
  return start.isEmpty ? "" : taken == 0 ? "\(start) = " : "\(start) less \(money(taken)) = "
}

private func symbol(_ view: DealView) -> String { view.payload != nil ? "+" : view.verdict == "held" ? "?" : "·" }

private func padded(_ text: String, _ width: Int) -> String {
  text.count >= width ? text : text + String(repeating: " ", count: width - text.count)
}
