import Invoices
import Bytes
import Calendars
import Countries
import Money
import RuleLanguage

/// Facts of the company, the run and the invoice, each worked out at most once per deal and only when asked for.
extension Evaluator {
  @inline(never)
  func fact(_ fact: Fact) -> Value {
    switch fact {
    case .lineRule: return currentLine.rule < 0 ? .missing : .text(lineRuleName)
    case .lineItem: return currentLine.item.isEmpty ? .missing : .text(currentLine.item)
    case .lineAmount:
      return .number(ExactDecimal(mantissa: currentLine.amount, scale: Int8(invoice.currency.minorDigits)))
    case .lineSupply: return currentSupply.isEmpty ? .missing : .text(currentSupply)
    case .companyCountry: return .text(rules.company.country.alpha2)
    case .companyCurrency: return .text(plan.home.codeView)
    case .runDate: return .date(runDate)
    case .productCount: return .number(ExactDecimal(mantissa: Int64(productCount)))
    case .lineCount: return .number(ExactDecimal(mantissa: Int64(invoice.lines.count)))
    case .linesNet:
      if let trace { for index in invoice.lines.indices { trace.rest(onLine: index) } }
      let sum = invoice.lines.reduce(Int64(0)) { $0 &+ $1.amount }
      return .number(ExactDecimal(mantissa: sum, scale: Int8(invoice.currency.minorDigits)))
    default: break
    }
    let index = factIndex(fact)
    // The tax id is another one for the outcomes that decide about it; it is kept elsewhere.
    if trace == nil, fact != .taxIdentifier, let known = facts.value(index, stamp) { return known }
    let savedLine = line
    line = -1
    let value = worked(fact)
    line = savedLine
    facts.set(index, stamp, value)
    return value
  }

  private func factIndex(_ fact: Fact) -> Int {
    switch fact {
    case .customerName: 0
    case .customerEmail: 1
    case .customerCountry: 2
    case .customerInEU: 3
    case .taxIdentifier: 4
    case .taxIdentifierState: 5
    case .currency: 6
    case .template: 7
    case .invoiceDate: 8
    case .placeCountry: 9
    case .placeInEU: 10
    case .placeRegion: 11
    case .customerIsBusiness: 12
    default: 13
    }
  }

  private var lineRuleName: ByteView { rules.ruleNames[Int(max(currentLine.rule, 0))] }

  private func worked(_ fact: Fact) -> Value {
    switch fact {
    case .customerName: return fieldValue(customerRules.name)
    case .customerEmail:
      guard let field = customerRules.email else { return .missing }
      return fieldValue(field)
    case .customerCountry:
      customerCountry = nil
      guard let field = customerRules.billingAddress?.country else { return .missing }
      // A name of its own: the address may hold it in another form.
      let (country, value) = countryNamed(by: field, as: "customer.country")
      customerCountry = country
      return value
    case .customerInEU:
      let value = self.fact(.customerCountry)
      guard case .text = value, let customerCountry else { return value }
      return .truth(customerCountry.isInEUVATArea)
    case .placeCountry, .placeInEU, .placeRegion, .customerIsBusiness: return workedPlace(fact)
    case .taxIdentifier: return shownTaxIdentifier().map { .text($0) } ?? .missing
    case .taxIdentifierState:
      return .text(judgedTaxIdentifier()?.state ?? ByteView("absent"))
    case .currency:
      let value = fieldValue(rules.currency.field)
      return value
    case .template:
      let index = chooseTemplate()
      return index >= 0 ? .text(plan.templates[index].view) : .missing
    case .invoiceDate:
      guard chooseTemplate() >= 0 else { return .missing }
      let value = fieldValue(header.date)
      if case .date(let date) = value { return .date(openDay(date)) }
      return value
    case .dueDate: return workedDueDate()
    default: return .missing
    }
  }

  /// The country that an address names, for rules that look at it, and its two letters; what is no country is held and failed,
  /// since their `otherwise` would take what is missing.
  func countryNamed(by field: FieldRule, as target: String) -> (country: Country?, value: Value) {
    let found = trace == nil ? value(field.node) : tracedValue(field, target: target)
    if case .failed = found { return (nil, .failed) }
    guard case .text(let text) = found, !text.isEmpty else { return (nil, .missing) }
    guard let country = country(text) else {
      hold(notACountry(text, field))
      return (nil, .failed)
    }
    return (country, .text(country.alpha2))
  }

  // MARK: Fields

  /// The value of a field, recorded as such in a trace; no policy for a missing one.
  @inline(__always)
  func fieldValue(_ field: FieldRule) -> Value {
    if trace != nil { return tracedValue(field) }
    return value(field.node)
  }

  @inline(never)
  private func tracedValue(_ field: FieldRule, target: String? = nil) -> Value {
    trace?.begin(rules.rules[Int(field.rule)], target: target)
    let value = value(field.node)
    trace?.end(value.described)
    return value
  }

  /// A text field with its policy; nil when there is none.
  @inline(__always)
  func text(_ field: FieldRule?) -> ByteView? {
    guard let field else { return nil }
    return text(of: field)
  }

  private func text(of field: FieldRule) -> ByteView? {
    switch fieldValue(field) {
    case .text(let text) where !text.isEmpty: return text
    case .failed: return nil
    case .number, .date, .truth: return nil
    default:
      apply(field)
      return nil
    }
  }

  @inline(__always)
  func number(_ field: FieldRule?) -> ExactDecimal? {
    guard let field else { return nil }
    return number(of: field)
  }

  func number(of field: FieldRule) -> ExactDecimal? {
    switch fieldValue(field) {
    case .number(let number): return number
    case .failed: return nil
    default:
      apply(field)
      return nil
    }
  }

  @inline(__always)
  func date(_ field: FieldRule?) -> CivilDate? {
    guard let field else { return nil }
    return date(of: field)
  }

  private func date(of field: FieldRule) -> CivilDate? {
    switch fieldValue(field) {
    case .date(let date): return date
    case .failed: return nil
    default:
      apply(field)
      return nil
    }
  }

  /// What the rule says should happen without a value.
  private func apply(_ field: FieldRule) {
    switch field.onMissing {
    case .leaveOut: break
    case .hold: hold(missing(field))
    case .skip: if skippedByField < 0 { skippedByField = field.rule }
    case .fail:
      var problem = missing(field)
      problem.severity = .error
      add(problem)
    }
  }

  /// The index of the deal's template, or −1 after a hold.
  func chooseTemplate() -> Int {
    if template >= 0 { return template }
    guard let field = rules.template else {
      template = 0
      return 0
    }
    guard let name = text(field) else {
      // Without a template there is nothing to bill by, whatever the rule says of a missing one.
      if !mustHold, skippedByField < 0 { hold(missing(field)) }
      return -1
    }
    for index in 0..<plan.templates.count where plan.templates[index].view == name {
      template = index
      return index
    }
    hold(
      problem(
        .unknownTemplate, "there is no template '\(shortened(name))'",
        fix: "declare it under 'templates', or correct what the rule reads", field: field))
    return -1
  }
}

extension Value {
  /// The value in words, for a trace.
  var described: String {
    switch self {
    case .missing: "nothing"
    case .failed: "unavailable, see the problem"
    case .text(let text): "\"\(text.string)\""
    case .number(let number): number.description
    case .date(let date): date.description
    case .truth(let truth): truth ? "yes" : "no"
    }
  }
}
