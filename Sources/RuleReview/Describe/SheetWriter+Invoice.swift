import Bytes
import Invoices
import Money
import RuleLanguage

/// The sections about the invoice itself.
extension SheetWriter {
  var customerSection: RuleSheet.Section {
    let customer = rules.customer
    var entries: [RuleSheet.Entry] = []
    func add(_ field: FieldRule?, _ label: String) { if let field { entries.append(entry(field, label)) } }
    add(customer.name, "The customer's name")
    add(customer.foreignCurrencyName, "In a foreign currency the customer's name")
    add(customer.companyName, "The company name")
    add(customer.givenName, "The given name")
    add(customer.familyName, "The family name")
    add(customer.email, "The e-mail address")
    add(customer.phone, "The phone number")
    add(customer.notes, "The customer's note")
    addAddress(customer.billingAddress, "billing address", &entries)
    addAddress(customer.shippingAddress, "shipping address", &entries)
    if let tax = customer.taxIdentifier { entries.append(taxIdentifier(tax)) }
    entries.append(
      setting(
        customer.replacesForbiddenCharacters
          ? "Characters that QuickBooks refuses in names are replaced."
          : "A name with characters that QuickBooks refuses holds the deal."))
    if !customer.updates.isEmpty {
      let words = customer.updates.map(\.words).joined(separator: ", ")
      entries.append(
        setting("Of a customer that QuickBooks has already, these are corrected there when they differ: \(words)."))
    }
    return RuleSheet.Section(title: "Customer", entries: entries)
  }

  private func addAddress(_ address: AddressRules?, _ name: String, _ entries: inout [RuleSheet.Entry]) {
    guard let address else { return }
    for (field, part) in [
      (address.line1, "line 1"), (address.line2, "line 2"), (address.city, "city"), (address.region, "region"),
      (address.postalCode, "postal code"), (address.country, "country"),
    ] {
      if let field { entries.append(entry(field, "The \(part) of the \(name)")) }
    }
  }

  private func taxIdentifier(_ tax: TaxIdentifierRules) -> RuleSheet.Entry {
    var result = entry(tax.source, "The tax ID")
    let scheme: String
    switch tax.scheme {
    case .ofCountry: scheme = "It is checked as a number of the customer's country."
    case .unchecked: scheme = "It is not checked."
    case .pattern(let pattern): scheme = "It must have the form \(rules.patterns[Int(pattern)].text)."
    case .named(let node):
      let (words, parts) = phrases.value(node)
      scheme = "It is checked by the scheme \(words)."
      result.parts += parts
    }
    let field: String
    switch tax.target {
    case .byCompany: field = "The company's country says in which field QuickBooks keeps it."
    case .fixed(.none): field = "It is not sent."
    case .fixed(let fixed): field = "QuickBooks keeps it as \(fixed.word.replacing("_", with: " "))."
    case .decided(let rule):
      let (words, parts) = phrases.value(rule.node)
      field = "QuickBooks keeps it in the field that \(words) names."
      result.parts += parts
    }
    result.sentence += " \(scheme) \(field)"
    for outcome in tax.outcomes {
      let (words, parts) = phrases.condition(outcome.condition)
      let act =
        switch outcome.action {
        case .keep: "it is kept"
        case .drop: "it is left out"
        case .warn: "it is kept with a warning"
        case .hold: "the deal is held"
        }
      let message = outcome.message.map { ": \($0)" } ?? ""
      result.parts.append(
        RuleSheet.Entry(id: name(outcome.rule), sentence: "If \(words), \(act)\(message).", parts: parts))
    }
    return result
  }

  var currencySection: RuleSheet.Section {
    var entries = [entry(rules.currency.field, "The currency")]
    if !rules.currency.allowed.isEmpty {
      entries.append(
        setting("Allowed are \(rules.currency.allowed.map(\.code).joined(separator: ", ")); any other holds the deal."))
    }
    return RuleSheet.Section(title: "Currency", entries: entries)
  }

  var templateSection: RuleSheet.Section {
    var entries = rules.template.map { [entry($0, "The template")] } ?? []
    for template in rules.templates where template.formStyle != nil || rules.templates.count > 1 {
      let style = template.formStyle.map { ", to be printed as “\($0)” in QuickBooks" } ?? ""
      entries.append(setting("There is a template \(template.name)\(style)."))
    }
    return RuleSheet.Section(title: "Template", entries: entries)
  }

  // MARK: Fields that templates share

  /// The templates for which something holds; empty words when that is all of them.
  private func only(_ holds: (Template) -> Bool) -> String {
    let names = rules.templates.filter(holds).map(\.name)
    return names.count == rules.templates.count ? "" : "For \(names.joined(separator: ", ")): "
  }

  var invoiceSection: RuleSheet.Section {
    let fields: [(String, (InvoiceRules) -> FieldRule?)] = [
      ("The date", { $0.date }), ("The due date", { $0.due }), ("The terms", { $0.terms }),
      ("The number", { $0.number }),
      ("The message to the customer", { $0.customerMemo }), ("The private note", { $0.privateNote }),
      ("The class", { $0.className }), ("The location", { $0.location }), ("The ship date", { $0.shipDate }),
      ("The tracking number", { $0.trackingNumber }), ("The exchange rate", { $0.exchangeRate }),
      ("The address that it is mailed to", { $0.emailTo }), ("The copy", { $0.emailCc }),
      ("The blind copy", { $0.emailBcc }),
      ("The way prices contain tax", { $0.taxMode }),
    ]
    var entries: [RuleSheet.Entry] = []
    for (label, field) in fields { addField(label, field, &entries) }
    for template in rules.templates {
      for custom in template.invoice.customFields where isFirst(custom.field.rule, entries) {
        let rule = custom.field.rule
        entries.append(
          entry(
            custom.field, "The field “\(custom.name)” (number \(custom.definitionID))",
            only: only { $0.invoice.customFields.contains { $0.field.rule == rule } }))
      }
    }
    addSwitch("QuickBooks mails the invoice", { $0.emailSend }, &entries)
    addSwitch("It can be paid by card", { $0.onlineCard }, &entries)
    addSwitch("It can be paid by bank transfer on line", { $0.onlineBank }, &entries)
    return RuleSheet.Section(title: "Invoice", entries: entries)
  }

  private func isFirst(_ rule: Int32, _ entries: [RuleSheet.Entry]) -> Bool {
    !entries.contains { $0.id == name(rule) }
  }

  private func addField(
    _ label: String, _ field: (InvoiceRules) -> FieldRule?, _ entries: inout [RuleSheet.Entry]
  ) {
    for template in rules.templates {
      guard let found = field(template.invoice), isFirst(found.rule, entries) else { continue }
      entries.append(entry(found, label, only: only { field($0.invoice)?.rule == found.rule }))
    }
  }

  /// A switch has a condition, but is no rule with an id.
  private func addSwitch(_ label: String, _ node: (InvoiceRules) -> NodeID, _ entries: inout [RuleSheet.Entry]) {
    var seen: [String] = []
    for template in rules.templates where node(template.invoice) >= 0 {
      let (words, parts) = phrases.condition(node(template.invoice))
      guard !seen.contains(words) else { continue }
      seen.append(words)
      let only = only { node($0.invoice) >= 0 && phrases.condition(node($0.invoice)).words == words }
      let sentence = words == "always" || words == "never" ? "\(label): \(words)." : "\(label) if \(words)."
      entries.append(RuleSheet.Entry(id: nil, sentence: only + sentence, parts: parts))
    }
  }

  // MARK: Lines

  var lineSection: RuleSheet.Section {
    var entries: [RuleSheet.Entry] = []
    for line in rules.templates.flatMap(\.lines) where isFirst(line.rule, entries) {
      entries.append(self.line(line, only { $0.lines.contains { $0.rule == line.rule } }))
    }
    return RuleSheet.Section(title: "Lines", entries: entries)
  }

  private func line(_ line: LineRule, _ only: String) -> RuleSheet.Entry {
    var parts: [RuleSheet.Entry] = []
    let each =
      switch line.each {
      case .product: "There is a line for each product"
      case .deal: "There is a line for the deal"
      case .dealWithoutProducts: "There is a line for a deal without products"
      }
    var sentence = only + each
    if line.condition >= 0 {
      let (words, inner) = phrases.condition(line.condition)
      sentence += " if \(words)"
      parts += inner
    }
    if line.leaveOut >= 0 {
      let (words, inner) = phrases.condition(line.leaveOut)
      sentence += "; it is left out if \(words)"
      parts += inner
    }
    sentence += line.isText ? ", of words only." : "."
    if line.onZero != .keep {
      sentence += line.onZero == .hold ? " A line of zero holds the deal." : " A line of zero is left out."
    }
    let fields = [
      ("The item", line.item), (line.isText ? "The text" : "The description", line.description),
      ("The quantity", line.quantity), ("The price", line.price), ("The amount", line.amount),
      ("The discount in percent", line.discountPercent), ("The discount", line.discountAmount),
      ("The service date", line.serviceDate), ("The class", line.className), ("The tax code", line.taxCode),
      ("What is sold", line.supply), ("The amount by the CRM's own figures", line.crossCheck),
    ]
    for (label, field) in fields { if let field { parts.append(entry(field, label)) } }
    return RuleSheet.Entry(id: name(line.rule), sentence: sentence, parts: parts)
  }

  var discountSection: RuleSheet.Section {
    guard let discount = rules.discount else { return RuleSheet.Section(title: "Discount") }
    var parts: [RuleSheet.Entry] = []
    if let percent = discount.percent { parts.append(entry(percent, "The percentage")) }
    if let amount = discount.amount { parts.append(entry(amount, "The amount")) }
    let sentence =
      discount.isOwnLine
      ? "A discount on the whole invoice stands as a line of its own."
      : "A discount on the whole invoice is spread over its lines."
    return RuleSheet.Section(
      title: "Discount", entries: [RuleSheet.Entry(id: name(discount.rule), sentence: sentence, parts: parts)])
  }

  // MARK: Taxes

  var taxSection: RuleSheet.Section {
    let taxes = rules.taxes
    var entries: [RuleSheet.Entry] = []
    if let code = taxes.code { entries.append(entry(code, "The tax code of a line that names none")) }
    if let treatment = taxes.treatment { entries.append(entry(treatment, "The tax treatment of a sale")) }
    if let supply = taxes.supply { entries.append(entry(supply, "What is sold, where the line does not say it,")) }
    if taxes.business >= 0 {
      let (words, parts) = phrases.condition(taxes.business)
      entries.append(RuleSheet.Entry(id: nil, sentence: "The customer is a business if \(words).", parts: parts))
    }
    if taxes.treatment != nil {
      let place =
        taxes.placeIsShipping
        ? "shipping address, where it names a country, else of the billing address" : "billing address"
      entries.append(setting("The place of supply is that of the \(place)."))
    }
    entries += taxes.treatments.map { treatment($0) }
    let ties = taxes.rounding.ties == .halfUp ? "half up" : "half to even"
    let level =
      switch taxes.rounding.level {
      case .line: "line"
      case .rate: "rate and invoice"
      case .document: "invoice"
      }
    entries.append(setting("Tax is rounded \(ties), once per \(level)."))
    if taxes.sendsDetail { entries.append(setting("The foretold tax is sent to QuickBooks.")) }
    entries.append(
      setting(taxes.allowsCredits ? "Totals below zero are billed." : "A total below zero holds the deal."))
    let rows = taxes.codes.map { code -> [String] in
      let rates = code.rates.map {
        (code.rates.count > 1 ? "\($0.name) " : "") + "\($0.percent.description) %"
          + ($0.isOnTax ? " of the amount with the taxes before it" : "")
      }
      return [code.name.string, code.isForecast ? rates.joined(separator: " + ") : "known to QuickBooks only"]
    }
    return RuleSheet.Section(
      title: "Taxes", entries: entries,
      tables: rows.isEmpty ? [] : [RuleSheet.Table(caption: "Tax codes", header: ["Code", "Rate"], rows: rows)])
  }

  private func treatment(_ treatment: TaxTreatment) -> RuleSheet.Entry {
    let kind = treatment.kind.rawValue.replacing("_", with: " ")
    let needs = treatment.needsTaxID ? " It needs the buyer's tax number." : ""
    let place =
      switch treatment.notePlace {
      case .memo: "in the message to the customer"
      case .line: "on a line of its own"
      case .template: "as the template has it"
      }
    var parts = [entry(treatment.code, "Its tax code")]
    if let note = treatment.note { parts.append(entry(note, "Its sentence, \(place),")) }
    return RuleSheet.Entry(
      id: name(treatment.rule), sentence: "There is a tax treatment \(treatment.name): \(kind).\(needs)", parts: parts)
  }

  var comparisonSection: RuleSheet.Section {
    let rule = rules.dealValue
    let id = rule.rule >= 0 ? name(rule.rule) : nil
    guard rule.column >= 0, rule.meaning != .ignore else {
      let entry = RuleSheet.Entry(id: id, sentence: "The deal's own value is compared with nothing.")
      return RuleSheet.Section(title: "Comparison with the CRM", entries: [entry])
    }
    let column = rules.dealColumns[Int(rule.column)].name
    let what = rule.meaning == .net ? "the sum of its lines before tax" : "the invoice's total"
    let cross =
      rule.crossCheck >= 0
      ? " Where \(rules.dealColumns[Int(rule.crossCheck)].name) is not zero, it must agree as well." : ""
    let act = rule.holdsOnMismatch ? "the deal is held" : "the deal is billed with a warning"
    return RuleSheet.Section(
      title: "Comparison with the CRM",
      entries: [RuleSheet.Entry(id: id, sentence: "The deal's \(column) must be \(what); if not, \(act).\(cross)")])
  }
}
