import Bytes
import Countries
import Diagnostics
import Invoices
import Money
import YAMLTree

/// `taxes: treatments` says what each treatment means, `taxes: treatment` which sale falls under which, as a table.
///
/// A row's columns are conditions on the sale; they become nodes like those of any `when` list, so that a trace, a
/// count of rows and a description of the rules know them without further ado.
extension RuleBuilder {
  func treatments(_ rules: inout TaxRules, _ nodes: TaxNodes, _ templates: [Template]) {
    guard let definitions = nodes.treatments else {
      if let table = nodes.treatment {
        error(
          "R016", "'treatment' names treatments, and none are declared", table.range,
          help: "declare them beside it: treatments: { Domestic: { kind: standard, code: … } }")
      } else {
        refuseSupply(templates)
      }
      return
    }
    if let reader = mapping(definitions, "'treatments'", nil) {
      var reader = reader
      let entries = reader.takeAll()
      // Which of them an invoice uses is kept in one word.
      if entries.count > 64 { error("R017", "there are more than 64 treatments", definitions.range) }
      for entry in entries.prefix(64) {
        if let treatment = treatment(entry, rules.codes) { rules.treatments.append(treatment) }
      }
    }
    guard let node = nodes.treatment else {
      error(
        "R016", "'treatments' are declared, but nothing says which sale falls under which", definitions.range,
        help: "add the table beside them: treatment: { rows: [{ buyer: home, use: … }] }")
      return
    }
    for template in templates {
      for line in template.lines where line.taxCode != nil {
        let place = self.rules[Int(line.taxCode?.rule ?? line.rule)].range
        error(
          "R030", "'tax_code' and 'taxes: treatment' cannot both decide the tax code", place,
          help: "say what the line sells ('supply: goods'), so that the table finds its treatment")
      }
    }
    table(node, &rules, templates)
  }

  /// What a line sells is asked by the table of treatments alone.
  private func refuseSupply(_ templates: [Template]) {
    var told: Set<SourceRange> = []
    for supply in templates.flatMap({ $0.lines.compactMap(\.supply) }) {
      let range = self.rules[Int(supply.rule)].range
      guard told.insert(range).inserted else { continue }
      error(
        "R016", "'supply' is read by the table 'taxes: treatment', and there is none", range,
        help: "take it out, or declare 'treatments' and 'treatment' under 'taxes'")
    }
  }

  // MARK: What a treatment means

  private func treatment(_ entry: YAMLEntry, _ codes: [TaxCode]) -> TaxTreatment? {
    let path = "taxes.treatments.\(entry.key.text)"
    guard var reader = mapping(entry.value, "the treatment '\(entry.key.text)'", .treatment) else { return nil }
    let kindNode = reader.require(
      "kind", &diagnostics, help: "one of: \(listed(TaxTreatment.Kind.allCases.map(\.rawValue)))")
    let kind = word(kindNode, "'kind'", TaxTreatment.Kind.self)
    let code = reader.require("code", &diagnostics, help: "the tax code's name in QuickBooks").flatMap {
      field($0, "\(path).code", missing: .hold, cleaning: [.trim, .collapse])
    }
    let noteNode = reader.take("note")
    let note = field(noteNode, "\(path).note")
    let place = word(reader.take("note_in"), "'note_in'", TaxTreatment.NotePlace.self) ?? .memo
    let needsNode = reader.take("needs_tax_id")
    let needs = yesNo(needsNode, "'needs_tax_id'")
    finish(reader)
    guard let kind, let code else { return nil }
    if kind.namesBuyer, noteNode == nil {
      error(
        "R070", "an invoice of kind \(kind.rawValue) needs its sentence", entry.keyRange,
        expected: "note: the words that the law asks for, such as Reverse charge (Article 196, Directive 2006/112/EC)")
    }
    if kind.namesBuyer, needs == false {
      error(
        "R070", "an invoice of kind \(kind.rawValue) needs the buyer's tax number", needsNode?.range ?? entry.keyRange,
        help: "leave 'needs_tax_id' out; sales without a number belong to another treatment")
    }
    checkRates(kind, code, codes, entry)
    let rule = rule(path, target: path, at: entry.keyRange, derived: true)
    return TaxTreatment(
      name: entry.key.text, view: .immortal(entry.key.text), kind: kind, code: code, note: note, notePlace: place,
      needsTaxID: needs ?? kind.namesBuyer, rule: rule)
  }

  /// Only a standard sale carries tax.
  private func checkRates(_ kind: TaxTreatment.Kind, _ field: FieldRule, _ codes: [TaxCode], _ entry: YAMLEntry) {
    guard kind != .standard else { return }
    for constant in constantTexts(field.node) {
      guard let code = codes.first(where: { $0.name.string == constant.text }), code.isTaxed || !code.isForecast else {
        continue
      }
      error(
        "R071", "a sale of kind \(kind.rawValue) carries no tax, but the code '\(constant.text)' does",
        constant.range ?? entry.keyRange, help: "name a code whose rate is 0, or call the treatment 'kind: standard'")
    }
  }

  // MARK: Which sale falls under which

  private func table(_ node: YAMLNode, _ rules: inout TaxRules, _ templates: [Template]) {
    let rule = rule("taxes.treatment", target: "taxes.treatment", at: node.range, derived: true)
    var rowNodes: [YAMLNode] = []
    var otherwiseNode: YAMLNode?
    if case .sequence(let items) = node.content {
      rowNodes = items
    } else if var reader = mapping(node, "'treatment'", .treatmentTable) {
      rules.supply = field(reader.take("supply"), "taxes.treatment.supply", cleaning: [.trim, .collapse, .lower])
      isInLine = false
      if let business = reader.take("business") { rules.business = condition(business) ?? -1 }
      isInLine = true
      let placeNode = reader.take("place")
      rules.placeIsShipping = word(placeNode, "'place'", Words.TaxPlace.self) == .shipping
      placeRange = placeNode?.range
      rowNodes = items(reader.require("rows", &diagnostics), "'rows'")
      otherwiseNode = reader.take("otherwise")
      finish(reader)
    }
    var checks = TreatmentTable()
    var pairs: [NodeID] = []
    for item in rowNodes {
      guard let row = row(item, rules, &checks) else { continue }
      pairs += [row.condition, row.use]
    }
    var otherwise: NodeID = -1
    if let otherwiseNode, otherwiseNode.text != "hold", let use = use(otherwiseNode, "taxes.treatment", rules) {
      otherwise = use
    }
    let names = (0..<pairs.count / 2).map { pairs[2 * $0 + 1] } + (otherwise >= 0 ? [otherwise] : [])
    let used = names.flatMap { constantTexts($0) }.map(\.text)
    for treatment in rules.treatments where !used.contains(treatment.name) {
      warning(
        "R032", "the treatment '\(treatment.name)' is declared but no row uses it",
        self.rules[Int(treatment.rule)].range)
    }
    checkSupplyWords(checks, rules, templates)
    for (row, reason) in checks.unreachable(hasOtherwise: otherwise >= 0) { warning("R025", reason, row) }
    let chosen = add(.when(list(pairs), otherwise: otherwise), at: node.range)
    fieldNodes[rule] = chosen
    rules.treatment = FieldRule(node: chosen, rule: rule, onMissing: .hold)
  }

  private func use(_ node: YAMLNode, _ id: String, _ rules: TaxRules) -> NodeID? {
    guard let name = text(node, "'use'") else { return nil }
    let names = rules.treatments.map(\.name)
    guard names.contains(name) else {
      error(
        "R072", "there is no tax treatment '\(name)'", node.range,
        help: suggestion(for: name, among: names) ?? "declare it under 'treatments'")
      return nil
    }
    let own = id == "taxes.treatment" ? "\(id)@\(node.range.line):\(node.range.column)" : id
    let place = rule(own, target: "taxes.treatment", at: node.range)
    return add(.rule(add(.text(.immortal(name)), at: node.range), rule: place), at: node.range)
  }

  private func row(
    _ node: YAMLNode, _ rules: TaxRules, _ checks: inout TreatmentTable
  ) -> (condition: NodeID, use: NodeID)? {
    guard var reader = mapping(node, "a row of 'treatment'", .treatmentRow) else { return nil }
    var row = TreatmentTable.Row(range: node.range)
    var parts: [NodeID?] = []
    let id = text(reader.take("id"), "'id'")
    if let seller = reader.take("seller") { parts.append(sellers(seller, &row)) }
    if let buyer = reader.take("buyer") { parts.append(buyers(buyer, &row)) }
    if let region = reader.take("region") {
      let texts = words(region, "'region'")
      row.regions = Set(texts.map { $0.text.lowercased() })
      parts.append(isOneOf(.placeRegion, texts, region))
    }
    if let customer = reader.take("customer") { parts.append(customers(customer, &row)) }
    if let supply = reader.take("supply") {
      let texts = words(supply, "'supply'")
      row.supplies = texts.map { ($0.text.lowercased(), $0.node.range) }
      parts.append(isOneOf(.lineSupply, texts, supply))
    }
    if let states = reader.take("tax_id") { parts.append(self.states(states, &row)) }
    if let condition = reader.take("if") {
      row.hasCondition = true
      parts.append(self.condition(condition))
    }
    let useNode = reader.require("use", &diagnostics, help: "the treatment of the sales that this row describes")
    finish(reader)
    guard let useNode, let use = use(useNode, id ?? "taxes.treatment", rules) else { return nil }
    let found = parts.compactMap { $0 }
    guard found.count == parts.count else { return nil }
    checks.rows.append(row)
    let condition =
      found.isEmpty
      ? add(.truth(true), at: node.range) : found.count == 1 ? found[0] : add(.all(list(found)), at: node.range)
    return (condition, use)
  }

  // MARK: Columns

  private func isOneOf(_ fact: Fact, _ texts: [(text: String, node: YAMLNode)], _ node: YAMLNode) -> NodeID? {
    guard !texts.isEmpty else { return nil }
    let ids = texts.map { add(.text(.immortal($0.text)), at: $0.node.range) }
    return add(.isOneOf(add(.fact(fact), at: node.range), list(ids)), at: node.range)
  }

  private func sellers(_ node: YAMLNode, _ row: inout TreatmentTable.Row) -> NodeID? {
    let ids = words(node, "'seller'").compactMap { country($0.text, $0.node) }
    guard !ids.isEmpty else { return nil }
    row.sellers = Set(ids.compactMap { if case .text(let code) = nodes[Int($0)] { code.string } else { nil } })
    return add(.isOneOf(add(.fact(.companyCountry), at: node.range), list(ids)), at: node.range)
  }

  /// `home`, `eu` (another member state), `outside_eu` (neither), `abroad` (not home), or countries.
  private func buyers(_ node: YAMLNode, _ row: inout TreatmentTable.Row) -> NodeID? {
    let texts = words(node, "'buyer'")
    let range = node.range
    let place = add(.fact(.placeCountry), at: range)
    let isHome = add(.compare(.isEqual, place, add(.fact(.companyCountry), at: range)), at: range)
    let isAbroad = add(.compare(.isNotEqual, place, add(.fact(.companyCountry), at: range)), at: range)
    let isKnown = add(.not(add(.isEmpty(place), at: range)), at: range)
    func isInEU(_ truth: Bool) -> NodeID {
      add(.compare(.isEqual, add(.fact(.placeInEU), at: range), add(.truth(truth), at: range)), at: range)
    }
    var any: [NodeID] = []
    var countries: [NodeID] = []
    var failed = false
    row.buyers = []
    for (text, item) in texts {
      switch text {
      case "home": any.append(isHome)
      case "eu": any.append(add(.all(list([isAbroad, isInEU(true)])), at: range))
      case "outside_eu": any.append(add(.all(list([isAbroad, isInEU(false)])), at: range))
      case "abroad": any.append(add(.all(list([isKnown, isAbroad])), at: range))
      default:
        if let id = country(text, item) { countries.append(id) } else { failed = true }
      }
      row.buyers?.append(text)
    }
    if !countries.isEmpty { any.append(add(.isOneOf(place, list(countries)), at: range)) }
    guard !failed, !any.isEmpty else { return nil }
    return any.count == 1 ? any[0] : add(.any(list(any)), at: range)
  }

  private func customers(_ node: YAMLNode, _ row: inout TreatmentTable.Row) -> NodeID? {
    guard let customer = word(node, "'customer'", Words.Buyer.self) else { return nil }
    row.isBusiness = customer == .business
    let fact = add(.fact(.customerIsBusiness), at: node.range)
    return customer == .business ? fact : add(.not(fact), at: node.range)
  }

  private func states(_ node: YAMLNode, _ row: inout TreatmentTable.Row) -> NodeID? {
    let texts = words(node, "'tax_id'")
    for (text, item) in texts where !TreatmentTable.states.contains(text) {
      error(
        "R017", "'tax_id' cannot be '\(text)'", item.range, expected: "one of: \(listed(TreatmentTable.states))",
        help: nearestName(to: text, among: TreatmentTable.states).map { "did you mean '\($0)'?" })
      return nil
    }
    row.states = Set(texts.map(\.text))
    return isOneOf(.taxIdentifierState, texts, node)
  }

  /// A word in the column `supply` that no line can ever have is a slip of the pen.
  private func checkSupplyWords(_ checks: TreatmentTable, _ rules: TaxRules, _ templates: [Template]) {
    let fields = [rules.supply] + templates.flatMap { $0.lines.map(\.supply) }
    var known: Set<String> = []
    for field in fields.compactMap({ $0 }) {
      guard let texts = closedTexts(field.node) else { return }
      known.formUnion(texts.map { $0.lowercased() })
    }
    for row in checks.rows {
      for (word, range) in row.supplies ?? [] where !known.contains(word) {
        error(
          "R073", "no line ever sells '\(word)'", range,
          help: suggestion(for: word, among: known.sorted())
            ?? "say what is sold: treatment: { supply: services }, or 'supply' in a line rule")
      }
    }
  }

  /// Every text that a value can ever be, or nil when that depends on the deal.
  func closedTexts(_ id: NodeID) -> [String]? {
    guard id >= 0 else { return [] }
    switch nodes[Int(id)] {
    case .text(let text): return [text.string]
    case .missing: return []
    case .cleaned(let inner, _), .rule(let inner, _): return closedTexts(inner)
    case .orDefault(let a, let b, _): return closedTexts(a).flatMap { first in closedTexts(b).map { first + $0 } }
    case .firstOf(let list):
      return allOf((0..<list.count).map { lists[Int(list.start + $0)] })
    case .table: return constantTexts(id).map(\.text)
    case .when(let pairs, let otherwise):
      let values = (0..<pairs.count / 2).map { lists[Int(pairs.start + 2 * $0 + 1)] }
      return allOf(values + [otherwise])
    default: return nil
    }
  }

  private func allOf(_ ids: [NodeID]) -> [String]? {
    var all: [String] = []
    for id in ids {
      guard let texts = closedTexts(id) else { return nil }
      all += texts
    }
    return all
  }
}
