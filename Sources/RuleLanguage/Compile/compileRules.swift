import Bytes
import Calendars
import Deals
public import Diagnostics
import Invoices
import Money
import YAMLTree

/// What compiling a rule file gives: rules unless there are errors, and every message.
public struct CompileResult: Sendable {
  public let rules: CompiledRules?
  public let diagnostics: [Diagnostic]
  /// The files that were read, for excerpts in messages.
  public let sources: [RuleSource]
}

/// Turns the text of a rule file into rules that can run, or into every problem at once.
///
/// - Parameters:
///   - bytes: The rule file.
///   - file: Its name as the user wrote it, for messages; tables and profiles are looked for beside it.
///   - accepting: Differences from the file's `shape` that are accepted for this run: `S061:Notes`, `S064`.
public func compileRules(_ bytes: [UInt8], file: String, accepting: [String] = []) -> CompileResult {
  let tree = readRuleFiles(bytes, file: file)
  guard let root = tree.root else {
    return CompileResult(rules: nil, diagnostics: tree.diagnostics, sources: tree.sources)
  }
  var list = DiagnosticList()
  list.add(contentsOf: tree.diagnostics)
  guard var top = MappingReader(root, "a rule file", .file, &list) else {
    return CompileResult(rules: nil, diagnostics: list.sorted, sources: tree.sources)
  }
  let sourceNode = top.take("source")
  let profile = loadProfile(sourceNode, &list)
  let builder = RuleBuilder(file: file, profile: profile, settings: profile.settings)
  builder.diagnostics = list
  builder.accepted = Set(accepting)
  builder.sources = tree.sources + profile.files.map { RuleSource(file: $0.file, bytes: $0.bytes) }
  builder.tests = top.take("tests")
  let parts = builder.sections(&top, sourceNode)
  builder.finish(top)
  builder.checkCycles(parts)
  builder.checkFactsAreGiven(parts)
  builder.translateKeys()
  builder.warnAboutComments(root)
  builder.warnAboutUnused(parts)
  let diagnostics = builder.diagnostics
  guard let parts, !diagnostics.hasErrors else {
    return CompileResult(rules: nil, diagnostics: diagnostics.sorted, sources: builder.sources)
  }
  return CompileResult(
    rules: CompiledRules(builder, parts), diagnostics: diagnostics.sorted, sources: builder.sources)
}

/// The folder part of a path, with its slash; empty for a bare file name.
func directory(of file: String) -> String {
  guard let slash = file.lastIndex(of: "/") else { return "" }
  return String(file[...slash])
}

private func loadProfile(_ source: YAMLNode?, _ list: inout DiagnosticList) -> Profile {
  var name = "generic"
  var range: SourceRange?
  if case .mapping(let entries)? = source?.content, let entry = entries.first(where: { $0.key.text == "profile" }) {
    name = entry.value.text ?? name
    range = entry.value.range
  }
  do throws(RefusedInput) {
    return try Profile.load(name, relativeTo: range.map { directory(of: $0.file) })
  } catch {
    list.add(
      contentsOf: error.diagnostics.map { diagnostic in
        var diagnostic = diagnostic
        if diagnostic.range == nil { diagnostic.range = range }
        return diagnostic
      })
    // Further mistakes are told in the same pass, where it is plain which profile was meant.
    let near = nearestName(to: name, among: Profile.builtIn)
    return near.flatMap { try? Profile.load($0, relativeTo: nil) } ?? Profile.empty
  }
}

extension RuleBuilder {
  /// Every section in the order in which names become known; nil when one that is needed is missing.
  func sections(_ top: inout MappingReader, _ source: YAMLNode?) -> CompiledParts? {
    if let version = top.require("rules", &diagnostics, help: "start the file with 'rules: 1'") {
      if version.text != "1" {
        error("R033", "this dealbill reads version 1 of the rule language", version.range, expected: "rules: 1")
      }
    }
    let id = self.source(source)
    idName = id.name
    let company = company(
      top.require("company", &diagnostics, help: "say who bills: name, country, currency and time_zone"))
    terms(top.take("terms"))
    columns(top.take("columns"))
    let shapeNode = top.take("shape")
    tables(top.take("tables"))
    namedValues(top.take("values"))
    let skips = skips(top.take("skip"))
    let (shape, listChecks) = shape(shapeNode)
    let checks = checks(top.take("checks")) + listChecks
    let customer = customer(top.require("customer", &diagnostics, help: "say at least where its name comes from"))
    let currency = currency(top.require("currency", &diagnostics, help: "for example: currency: { from: currency }"))
    let templateNode = top.take("template")
    let templatesNode = top.take("templates")
    // Tax codes are known before the lines that name them.
    let taxesNode = top.take("taxes")
    var (taxes, taxNodes) = taxes(taxesNode, company)
    let invoiceNode = top.take("invoice")
    let lineNode = top.require("lines", &diagnostics, help: "say what is billed; see rules/README.md, Lines")
    let templates = templates(templatesNode, invoiceNode, lineNode, taxes.codes)
    let template = field(templateNode, "template", missing: .hold)
    checkTemplateNames(template, templates)
    if templateNode == nil || template == nil && templateNode?.isPlainNull ?? false, !top.hasMisspelt(["template"]) {
      refuseUnchosenTemplates(templates, templatesNode)
    }
    finishTaxes(&taxes, taxNodes, templates)
    warnAboutUntaxed(taxes, templates)
    refuseInclusiveInUnitedStates(company, templates)
    refuseLeftOut(company, templates)
    knowsLines = true
    let discount = discount(top.take("discount"))
    knowsLines = false
    let dealValue = dealValue(top.take("deal_value"))
    refuseUnknownTemplates(templates)
    let header = id.name.hasPrefix("[") ? String(id.name.dropFirst().dropLast()) : id.name
    let idColumn = resolve(
      id.name, at: id.range,
      otherwise: "declare it under 'columns' as id: { header: \"\(header)\" }, and write id here"
    ).flatMap { typed -> Int32? in
      if case .column(let index) = nodes[Int(typed.node)] { return index }
      return nil
    }
    if settings.hasUndecidedID, let id = idColumn { dealColumns[Int(id)].request.isRequired = false }
    guard let company, let customer, let currency, let idColumn, !templates.isEmpty else { return nil }
    return CompiledParts(
      company: company, shape: shape, sourceZone: sourceZone(company), idColumn: idColumn, titleColumn: titleColumn,
      lineCurrencyColumn: lineCurrencyColumn(templates), productCountColumn: productCountColumn(templates),
      dealValue: dealValue,
      skips: skips, checks: checks, customer: customer,
      currency: currency, template: template, templates: templates, taxes: taxes, discount: discount,
      zeroTotalRule: rule(
        "zero-total", target: "skip", at: taxesNode?.range ?? SourceRange(file: file, line: 1, column: 1)))
  }

  /// The zone of times without one; nil when it is the company's own, so that nothing need be converted.
  private func sourceZone(_ company: Company) -> TimeZoneRules? {
    guard let name = settings.timeZone, name != company.zoneName else { return nil }
    return try? TimeZoneRules.load(name: name)
  }

  /// The title's column when the file or the profile knows one; it is read for reports.
  private var titleColumn: Int32 {
    guard declared["title"] != nil || profile.fields["title"] != nil,
      let typed = resolve("title", at: SourceRange(file: file, line: 1, column: 1)),
      case .column(let index) = nodes[Int(typed.node)]
    else { return -1 }
    return index
  }

  /// The products' currency when the source knows one and products are billed at all.
  private func lineCurrencyColumn(_ templates: [Template]) -> Int32 {
    let name = "line.currency"
    guard templates.contains(where: { $0.lines.contains { $0.each == .product } }),
      declared[name] != nil || profile.lineFields[name] != nil
    else { return -1 }
    isInLine = true
    defer { isInLine = false }
    guard let typed = resolve(name, at: SourceRange(file: file, line: 1, column: 1)),
      case .lineColumn(let index) = nodes[Int(typed.node)]
    else { return -1 }
    return index
  }

  /// How many products the CRM says that a deal has, when the source knows it and products are billed at all.
  private func productCountColumn(_ templates: [Template]) -> Int32 {
    let name = ColumnRequest.productCountName
    guard templates.contains(where: { $0.lines.contains { $0.each == .product } }),
      declared[name] != nil || profile.fields[name] != nil,
      let typed = resolve(name, at: SourceRange(file: file, line: 1, column: 1)),
      case .column(let index) = nodes[Int(typed.node)]
    else { return -1 }
    return index
  }

  private func terms(_ node: YAMLNode?) {
    guard let node, var reader = mapping(node, "'terms'") else { return }
    for entry in reader.takeAll() {
      guard let words = text(entry.value, "a payment term") else { continue }
      if let terms = PaymentTerms(words: words) {
        self.terms.append(Terms(name: .immortal(entry.key.text), terms: terms))
        termRanges.append(entry.keyRange)
      } else {
        brokenNames.insert(entry.key.text)
        error(
          "R029", "'\(words)' is not a payment term", entry.value.range,
          expected:
            "net 30 · end of month · net 30, end of month · end of month, net 30 · day 15 · day 15, next month within 5 days · 2/10 net 30 · due on receipt"
        )
      }
    }
  }

  private func namedValues(_ node: YAMLNode?) {
    guard let node, var reader = mapping(node, "'values'") else { return }
    let entries = reader.takeAll()
    for entry in entries {
      let name = entry.key.text
      if Fact(rawValue: name) != nil || declared[name] != nil {
        error("R024", "the name '\(name)' is taken", entry.keyRange)
      } else {
        valuesAhead[name] = .waiting(entry)
        valueRanges[name] = entry.keyRange
      }
    }
    for entry in entries { _ = isDefined(entry.key.text, at: entry.keyRange) }
  }

  /// How many values may hang on one another: each takes room on the stack, here and when deals are worked out.
  private static var deepestValue: Int { 100 }

  /// Compiles the value of this name if that is still to be done: values may name each other in any order. False when it
  /// is a value and cannot be had, which is told.
  func isDefined(_ name: String, at range: SourceRange) -> Bool {
    switch valuesAhead[name] {
    case nil: return true
    case .broken: return false
    case .underWay:
      error(
        "R026", "the value '\(name)' depends on itself", range,
        help: "break the circle: one of its parts must come from a column")
      return false
    case .waiting(let entry):
      let depth = valuesAhead.values.count { if case .underWay = $0 { true } else { false } }
      guard depth < Self.deepestValue else {
        error(
          "R026", "more than \(Self.deepestValue) values hang on one another here", range,
          help: "take a value out of the chain")
        valuesAhead[name] = .broken
        return false
      }
      valuesAhead[name] = .underWay
      namedValue(name, entry)
      let isGood = valueIndex[name] != nil
      valuesAhead[name] = isGood ? nil : .broken
      return isGood
    }
  }

  private func namedValue(_ name: String, _ entry: YAMLEntry) {
    // The type shows in the value: a formula has one, a look-up or a text is text unless 'type' says otherwise.
    guard case .mapping(let entries) = entry.value.content else {
      if let typed = formula(entry.value) { define(name, typed.node, typed.type) }
      return
    }
    var type = ValueType.text
    var value = entry.value
    if let typeEntry = entries.first(where: { $0.key.text == "type" }) {
      let word = word(typeEntry.value, "a value's type", Words.NamedValueType.self)
      type = word.flatMap { ValueType(rawValue: $0.rawValue) } ?? type
      value = YAMLNode(mapping: entries.filter { $0.key.text != "type" }, range: entry.value.range)
    }
    guard let id = valueNode(value, "values.\(name)", type, keys: .namedValue) else { return }
    define(name, id, type)
  }

  private func define(_ name: String, _ node: NodeID, _ type: ValueType) {
    valueIndex[name] = values.count
    valueTypes[name] = type
    values.append(NamedValue(name: name, type: type, node: node))
  }

  private func skips(_ node: YAMLNode?) -> [Skip] {
    items(node, "'skip'").compactMap { item -> Skip? in
      guard var reader = mapping(item, "a skip rule", .skip) else { return nil }
      let id = reader.require("id", &diagnostics).flatMap { text($0, "'id'") }
      let condition = reader.require("if", &diagnostics).flatMap { self.condition($0) }
      let becauseNode = reader.require(
        "because", &diagnostics, help: "the report shows it beside every deal that was skipped")
      warnAboutHoles(becauseNode, "a reason")
      let because = text(becauseNode, "'because'")
      finish(reader)
      guard let id, let because else { return nil }
      let rule = rule(id, target: "skip", at: item.range)
      guard let condition else { return nil }
      return Skip(condition: condition, rule: rule, because: because)
    }
  }

  private func checks(_ node: YAMLNode?) -> [Check] {
    items(node, "'checks'").compactMap { item -> Check? in
      guard var reader = mapping(item, "a check", .check) else { return nil }
      let id = reader.require("id", &diagnostics).flatMap { text($0, "'id'") }
      let condition = reader.require("if", &diagnostics).flatMap { self.condition($0) }
      let severity = word(reader.take("severity"), "'severity'", Check.Severity.self) ?? .hold
      let messageNode = reader.require("message", &diagnostics)
      let message = text(messageNode, "'message'")
      let owner = text(reader.take("owner"), "'owner'")
      let link = text(reader.take("link"), "'link'")
      finish(reader)
      guard let id, let message else { return nil }
      if id.wholeMatch(of: /[A-Z][0-9]{3}/) != nil {
        warning(
          "R024", "the id '\(id)' looks like one of dealbill's own codes", item.range,
          help: "give the check a name of its own, such as 'large-deal'")
      }
      warnAboutHoles(messageNode, "a message")
      let rule = rule(id, target: "check", at: item.range)
      guard let condition else { return nil }
      return Check(condition: condition, rule: rule, severity: severity, message: message, owner: owner, link: link)
    }
  }

  private func currency(_ node: YAMLNode?) -> CurrencyRules? {
    guard let node else { return nil }
    guard case .mapping(let entries) = node.content else {
      if let field = field(node, "currency", missing: .hold, cleaning: [.trim, .upper]) {
        checkCurrencies(field, [], node)
        return CurrencyRules(field: field, allowed: [])
      }
      return nil
    }
    var allowed: [Currency] = []
    if let list = entries.first(where: { $0.key.text == "allowed" })?.value {
      allowed = items(list, "'allowed'").compactMap { currency($0, "an allowed currency") }
      if case .sequence(let items) = list.content, items.isEmpty {
        error("R016", "'allowed' names no currency", list.range, help: "name one, or take it out to bill them all")
      }
    }
    let rest = YAMLNode(mapping: entries.filter { $0.key.text != "allowed" }, range: node.range)
    guard let field = field(rest, "currency", missing: .hold, cleaning: [.trim, .upper], keys: .currency) else {
      return nil
    }
    checkCurrencies(field, allowed, node)
    return CurrencyRules(field: field, allowed: allowed)
  }

  /// Warns of what the rules themselves say and is no currency, or none that is allowed: each such deal would be held.
  private func checkCurrencies(_ field: FieldRule, _ allowed: [Currency], _ node: YAMLNode) {
    for constant in constantTexts(field.node) {
      let range = constant.range ?? node.range
      guard case .current(let known) = constant.text.uppercased().withByteView({ Currency.find($0) }) else {
        warning("R017", "'\(constant.text)' is no currency that an invoice can be in; such deals are held", range)
        continue
      }
      if !allowed.isEmpty, !allowed.contains(known) {
        warning("R017", "the currency '\(constant.text)' is not among 'allowed'; such deals are held", range)
      }
    }
  }

  private func discount(_ node: YAMLNode?) -> DiscountRules? {
    guard let node, var reader = mapping(node, "'discount'", .discount) else { return nil }
    let id = text(reader.take("id"), "'id'") ?? "discount"
    let rule = rule(id, target: "discount", at: node.range)
    let percentNode = reader.take("percent")
    let amountNode = reader.take("amount")
    if percentNode != nil, amountNode != nil {
      error("R030", "'percent' and 'amount' cannot both decide the discount", node.range, help: "keep one of them")
    } else if percentNode == nil, amountNode == nil {
      error("R016", "'discount' needs 'percent' or 'amount'", node.range)
    }
    let percent = field(percentNode, "discount.percent", .number)
    warnAboutSmallPercent(percent)
    let amount = field(amountNode, "discount.amount", .number)
    let shape = word(reader.take("as"), "'as'", Words.DiscountShape.self) ?? .spread
    finish(reader)
    return DiscountRules(percent: percent, amount: amount, isOwnLine: shape == .line, rule: rule)
  }

  private func dealValue(_ node: YAMLNode?) -> DealValueRule {
    var meaning = DealValueRule.Meaning.net
    var holds = true
    var name = "value"
    var range = SourceRange(file: file, line: 1, column: 1)
    var crossCheck: Int32 = -1
    if let node {
      range = node.range
      if node.text != nil {
        meaning = word(node, "'deal_value'", DealValueRule.Meaning.self) ?? .net
      } else if var reader = mapping(node, "'deal_value'", .dealValue) {
        meaning = word(reader.take("means"), "'means'", DealValueRule.Meaning.self) ?? .net
        holds = (word(reader.take("on_mismatch"), "'on_mismatch'", Words.OnMismatch.self) ?? .hold) == .hold
        if let from = reader.take("from") {
          name = text(from, "'from'") ?? name
          range = from.range
        }
        if let check = reader.take("cross_check") {
          crossCheck = text(check, "'cross_check'").map { numberColumn($0, check.range) } ?? -1
        }
        finish(reader)
      }
    }
    let rule = rule("deal-value", target: "deal_value", at: range)
    var found = DealValueRule(
      column: -1, meaning: meaning, holdsOnMismatch: holds, crossCheck: crossCheck, rule: rule)
    if node == nil, let declaration = declared[name] { range = declaration.range }
    if declared[name] != nil || profile.fields[name] != nil || node != nil && (name != "value" || meaning != .ignore) {
      found.column = numberColumn(name, range)
    }
    if found.column < 0 { found.meaning = .ignore }
    return found
  }

  /// A column of the deal that holds numbers; −1 after an error.
  private func numberColumn(_ name: String, _ range: SourceRange) -> Int32 {
    guard let typed = resolve(name, at: range), check(typed, is: .number, range) else { return -1 }
    if case .column(let column) = nodes[Int(typed.node)] { return column }
    error("R014", "'\(name)' is no column of the deal", range, help: "name a column, not a value that is worked out")
    return -1
  }
}
