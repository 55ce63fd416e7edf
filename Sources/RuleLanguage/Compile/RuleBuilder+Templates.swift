import Bytes
import Diagnostics
import Invoices
import YAMLTree

/// The sections `invoice`, `templates` and `lines`: what an invoice of each template is made of.
///
/// `invoice` and `lines` are where every template starts; a template replaces the keys that it names and adds its own
/// lines, after those of the template that it extends.
extension RuleBuilder {
  private struct Draft {
    var extends: (name: String, range: SourceRange)?
    var formStyle: String?
    var keys: [String: YAMLNode] = [:]
    var lines: [YAMLNode] = []
    var range: SourceRange
  }

  func templates(_ node: YAMLNode?, _ invoice: YAMLNode?, _ lines: YAMLNode?, _ codes: [TaxCode]) -> [Template] {
    var base = Draft(range: invoice?.range ?? SourceRange(file: file, line: 1, column: 1))
    if let invoice, var reader = mapping(invoice, "'invoice'", .invoice) {
      for key in KeyGroup.invoice.names { if let value = reader.take(key) { base.keys[key] = value } }
      finish(reader)
    }
    if let lines { base.lines = items(lines, "'lines'") }
    if lines != nil, base.lines.isEmpty { error("R016", "'lines' needs at least one rule", lines?.range ?? base.range) }
    var drafts: [(name: String, draft: Draft)] = []
    if let node, var reader = mapping(node, "'templates'") {
      for entry in reader.takeAll() {
        if let draft = draft(entry) {
          drafts.append((entry.key.text, draft))
        } else {
          brokenNames.insert(entry.key.text)
        }
      }
    }
    if drafts.isEmpty { drafts = [("Standard", Draft(range: base.range))] }
    let baseLines = compileLines(base.lines, prefix: "lines")
    var ownLines: [String: [LineRule]] = [:]
    for (name, draft) in drafts { ownLines[name] = compileLines(draft.lines, prefix: "templates.\(name).lines") }
    var fields: [String: FieldRule] = [:]
    return drafts.compactMap { name, draft in
      guard let chain = chain(name, drafts) else {
        brokenNames.insert(name)
        return nil
      }
      var keys = base.keys
      var style: String?
      var lines = baseLines
      for ancestor in chain {
        keys.merge(ancestor.draft.keys) { _, own in own }
        style = ancestor.draft.formStyle ?? style
        lines += ownLines[ancestor.name] ?? []
      }
      guard let invoice = invoiceRules(keys, &fields, draft.range) else {
        brokenNames.insert(name)
        return nil
      }
      return Template(
        name: name, view: .immortal(name), formStyle: style, invoice: invoice, lines: lines, range: draft.range)
    }
  }

  private func draft(_ entry: YAMLEntry) -> Draft? {
    guard var reader = mapping(entry.value, "the template '\(entry.key.text)'", .template) else { return nil }
    var draft = Draft(range: entry.keyRange)
    if let extends = reader.take("extends"), let name = text(extends, "'extends'") {
      draft.extends = (name, extends.range)
      extended.insert(name)
    }
    draft.formStyle = text(reader.take("form_style"), "'form_style'").flatMap { $0.isEmpty ? nil : $0 }
    for key in KeyGroup.invoice.names { if let value = reader.take(key) { draft.keys[key] = value } }
    if let lines = reader.take("lines") { draft.lines = items(lines, "'lines'") }
    finish(reader)
    return draft
  }

  /// The template and those it extends, the oldest first; nil after an error.
  private func chain(_ name: String, _ drafts: [(name: String, draft: Draft)]) -> [(name: String, draft: Draft)]? {
    var chain: [(name: String, draft: Draft)] = []
    var next: (name: String, range: SourceRange)? = (name, drafts[0].draft.range)
    while let (name, range) = next {
      if chain.contains(where: { $0.name == name }) {
        error("R026", "the template '\(name)' extends itself", range)
        return nil
      }
      guard let found = drafts.first(where: { $0.name == name }) else {
        if brokenNames.contains(name) { return nil }
        error("R023", "there is no template '\(name)'", range, help: suggestion(for: name, among: drafts.map(\.name)))
        return nil
      }
      chain.insert(found, at: 0)
      next = found.draft.extends
    }
    return chain
  }

  /// Fields that several templates share are compiled once: one place in the file is one rule.
  private func invoiceRules(
    _ keys: [String: YAMLNode], _ cache: inout [String: FieldRule], _ range: SourceRange
  ) -> InvoiceRules? {
    func make(_ key: String, _ type: ValueType = .text, _ missing: OnMissing = .leaveOut, _ cleaning: Cleaning = .trim)
      -> FieldRule?
    {
      guard let node = keys[key] else { return nil }
      let place = placeID(key, node.range)
      if let known = cache[place] { return known }
      let isFirst = !cache.keys.contains { $0.hasPrefix("\(key)@") }
      let made = field(
        node, isFirst ? "invoice.\(key)" : "invoice.\(place)", type, missing: missing, cleaning: cleaning)
      // Whatever the rule is called, the field has one name.
      if let made { self.rules[Int(made.rule)].target = "invoice.\(key)" }
      cache[place] = made
      return made
    }
    let own = make("date", .date, .hold)
    let date = own ?? cache["default-date"] ?? defaultDate(keys["date"] != nil, range)
    if own == nil { cache["default-date"] = date }
    var rules = InvoiceRules(date: date)
    rules.due = make("due", .date)
    rules.terms = make("terms")
    checkTerms(rules.terms)
    rules.number = make("number", .text, .hold)
    rules.privateNote = make("private_note")
    rules.customerMemo = make("memo")
    rules.className = make("class")
    rules.location = make("location")
    rules.shipDate = make("ship_date", .date)
    rules.trackingNumber = make("tracking_number")
    rules.exchangeRate = make("exchange_rate", .number)
    rules.emailTo = make("email_to")
    rules.emailCc = make("email_cc")
    rules.emailBcc = make("email_bcc")
    rules.taxMode = make("tax_mode", .text, .hold, [.trim, .lower])
    for mode in rules.taxMode.map({ constantTexts($0.node) }) ?? []
    where !["exclusive", "inclusive", "none"].contains(mode.text) {
      error(
        "R017", "'tax_mode' cannot be '\(mode.text)'", mode.range ?? range, expected: "exclusive, inclusive or none")
    }
    rules.emailSend = switchNode(keys["email_send"], "'email_send'")
    rules.onlineCard = switchNode(keys["online_card_payment"], "'online_card_payment'")
    rules.onlineBank = switchNode(keys["online_bank_payment"], "'online_bank_payment'")
    rules.customFields = customFields(keys["custom_fields"], &cache)
    return rules
  }

  /// Without a rule, an invoice is dated by the day of the run.
  private func defaultDate(_ isBroken: Bool, _ range: SourceRange) -> FieldRule {
    let rule = rule(isBroken ? "invoice.date (broken)" : "invoice.date (default)", target: "invoice.date", at: range)
    return FieldRule(node: add(.fact(.runDate), at: range), rule: rule, onMissing: .hold)
  }

  /// `yes`, `no`, or a condition.
  private func switchNode(_ node: YAMLNode?, _ what: String) -> NodeID {
    guard let node else { return -1 }
    if isUndecided(node) { return undecidedNode(node, what) }
    if case .mapping = node.content { return condition(node) ?? -1 }
    return yesNo(node, what).map { add(.truth($0), at: node.range) } ?? -1
  }

  private func checkTerms(_ field: FieldRule?) {
    guard let field else { return }
    let known = terms.map(\.name.string)
    for constant in constantTexts(field.node)
    where !known.contains(constant.text) && !brokenNames.contains(constant.text) {
      let (text, range) = (constant.text, constant.range)
      error(
        "R029", "there are no payment terms '\(text)'", range ?? rules[Int(field.rule)].range,
        help: suggestion(for: text, among: terms.map(\.name.string)) ?? "declare them: terms: { \(text): net 30 }")
    }
  }

  private func customFields(_ node: YAMLNode?, _ cache: inout [String: FieldRule]) -> [CustomFieldRule] {
    guard let node, var reader = mapping(node, "'custom_fields'") else { return [] }
    var names: [Int: String] = [:]
    return reader.takeAll().compactMap { entry in
      guard var field = mapping(entry.value, "the custom field '\(entry.key.text)'", .customField) else { return nil }
      let number = wholeNumber(
        field.require("number", &diagnostics, help: "its number in the company, 1 to 3 for classic custom fields"),
        "'number'", 1...1_000_000_000)
      let valueNode = field.require("value", &diagnostics)
      finish(field)
      guard let number, let valueNode else { return nil }
      if let other = names.updateValue(entry.key.text, forKey: number) {
        error(
          "R024", "the custom field number \(number) is that of '\(other)' already", entry.keyRange,
          help: "each has a number of its own in the company")
      }
      let place = placeID("custom_fields", valueNode.range)
      guard let value = cache[place] ?? self.field(valueNode, "invoice.custom_fields.\(entry.key.text)") else {
        return nil
      }
      cache[place] = value
      return CustomFieldRule(name: .immortal(entry.key.text), definitionID: .immortal(String(number)), field: value)
    }
  }

  func checkTemplateNames(_ field: FieldRule?, _ templates: [Template]) {
    guard let field else { return }
    let names = templates.map(\.name)
    for constant in constantTexts(field.node)
    where !names.contains(constant.text) && !brokenNames.contains(constant.text) {
      let (text, range) = (constant.text, constant.range)
      error(
        "R023", "there is no template '\(text)'", range ?? rules[Int(field.rule)].range,
        help: suggestion(for: text, among: names))
    }
  }

  /// Of several templates the first would take every deal.
  func refuseUnchosenTemplates(_ templates: [Template], _ node: YAMLNode?) {
    guard templates.count > 1, let node else { return }
    error(
      "R016", "there are \(templates.count) templates, and no rule says which an invoice takes", node.range,
      help: "add a rule: template: { when: [{ if: …, use: \(templates[1].name) }], otherwise: \(templates[0].name) }")
  }

  /// Conditions may ask for a template before the templates are read.
  func refuseUnknownTemplates(_ templates: [Template]) {
    let names = templates.map(\.name)
    for (text, range) in askedTemplates
    where !names.contains(where: { $0.lowercased() == text.lowercased() }) && !brokenNames.contains(text) {
      error("R023", "there is no template '\(text)'", range, help: suggestion(for: text, among: names))
    }
  }

  // MARK: Lines

  private func compileLines(_ nodes: [YAMLNode], prefix: String) -> [LineRule] {
    knowsLines = true
    defer { knowsLines = false }
    return nodes.compactMap { line($0, prefix) }
  }

  /// A line of words bears nothing that belongs to a product or to money.
  private func refuseBesideText(_ reader: inout MappingReader) {
    let others = [
      "description", "discount_percent", "discount_amount", "service_date", "class", "tax_code", "supply",
      "cross_check", "on_zero",
    ].filter { reader.has($0) }
    reader.pass(others)
    guard let first = others.first, let range = reader.keyRange(first) else { return }
    error(
      "R030", "a line of words only has no \(others.map { "'\($0)'" }.joined(separator: ", no "))", range,
      help: first == "description" ? "all its words stand under 'text'" : "take it out, or bill an 'item'")
  }

  private func line(_ node: YAMLNode, _ prefix: String) -> LineRule? {
    guard var reader = mapping(node, "a line rule", .line) else { return nil }
    let id =
      reader.require("id", &diagnostics, help: "a short name for this line, such as 'products' or 'setup'")
      .flatMap { text($0, "'id'") }
      ?? (node.range.file == file ? "line@\(node.range.line)" : placeID("line", node.range))
    let path = "\(prefix).\(id)"
    let rule = rule(id, target: path, at: node.range)
    let each = word(reader.take("each"), "'each'", LineRule.Each.self) ?? .deal
    isInLine = each == .product
    defer { isInLine = false }
    let condition = reader.take("if").map { self.condition($0) ?? -1 } ?? -1
    let leaveOut = reader.take("leave_out_if").map { self.condition($0) ?? -1 } ?? -1
    let textNode = reader.take("text")
    let amountNode = reader.take("amount")
    let quantityNode = reader.take("quantity")
    let priceNode = reader.take("price")
    let itemNode =
      textNode == nil
      ? reader.require(
        "item", &diagnostics, help: "the product or service in QuickBooks; or 'text' for a line of words only")
      : reader.take("item")
    if let amountNode, priceNode != nil {
      error("R030", "'amount' and 'price' cannot both decide the line", amountNode.range, help: "keep one of them")
    } else if textNode == nil, amountNode == nil, priceNode == nil {
      error("R016", "the line '\(id)' needs 'price' or 'amount'", node.range)
    }
    if let textNode, itemNode != nil || priceNode != nil || amountNode != nil || quantityNode != nil {
      error("R030", "a line of words only has no item, quantity or price", textNode.range)
    }
    if textNode != nil { refuseBesideText(&reader) }
    let tidy: Cleaning = [.trim, .collapse]
    let item = field(itemNode, "\(path).item", missing: .hold, cleaning: tidy)
    let description = field(textNode ?? reader.take("description"), "\(path).description")
    let quantity = field(quantityNode, "\(path).quantity", .number, missing: .hold)
    let price = field(priceNode, "\(path).price", .number, missing: .hold)
    let amount = field(amountNode, "\(path).amount", .number, missing: .hold)
    let percentNode = reader.take("discount_percent")
    let offNode = reader.take("discount_amount")
    let percent = field(percentNode, "\(path).discount_percent", .number)
    warnAboutSmallPercent(percent)
    let off = field(offNode, "\(path).discount_amount", .number)
    let date = field(reader.take("service_date"), "\(path).service_date", .date)
    let className = field(reader.take("class"), "\(path).class", cleaning: tidy)
    let code = field(reader.take("tax_code"), "\(path).tax_code", missing: .hold, cleaning: tidy)
    let supply = field(reader.take("supply"), "\(path).supply", cleaning: [.trim, .collapse, .lower])
    let crossCheck = field(reader.take("cross_check"), "\(path).cross_check", .number)
    let onZero = word(reader.take("on_zero"), "'on_zero'", LineRule.OnZero.self) ?? .keep
    finish(reader)
    return LineRule(
      rule: rule, each: each, condition: condition, leaveOut: leaveOut, isText: textNode != nil, item: item,
      description: description, quantity: quantity, price: price, amount: amount, discountPercent: percent,
      discountAmount: off, serviceDate: date, className: className, taxCode: textNode == nil ? code : nil,
      supply: textNode == nil ? supply : nil,
      crossCheck: crossCheck, onZero: onZero)
  }
}
