import Bytes
import Diagnostics
import Invoices
import Money
import YAMLTree

/// The section `taxes`.
extension RuleBuilder {
  /// What can be compiled only once lines and templates are known.
  struct TaxNodes {
    var code: YAMLNode?
    var treatments: YAMLNode?
    var treatment: YAMLNode?
  }

  func taxes(_ node: YAMLNode?, _ company: Company?) -> (rules: TaxRules, nodes: TaxNodes) {
    var rules = TaxRules()
    var nodes = TaxNodes()
    guard let node, var reader = mapping(node, "'taxes'", .taxes) else { return (rules, nodes) }
    if let list = reader.take("codes") { rules.codes = taxCodes(list, company) }
    nodes.code = reader.take("code")
    nodes.treatments = reader.take("treatments")
    nodes.treatment = reader.take("treatment")
    switch word(reader.take("rounding"), "'rounding'", Words.TaxLevel.self) {
    case .line?, nil: rules.rounding.level = .line
    case .rate?: rules.rounding.level = .rate
    case .document?: rules.rounding.level = .document
    }
    if let ties = word(reader.take("ties"), "'ties'", Words.Ties.self) {
      rules.rounding.ties = ties == .halfUp ? .halfUp : .halfEven
    }
    rules.sendsDetail = yesNo(reader.take("send_detail"), "'send_detail'") ?? false
    rules.allowsCredits = word(reader.take("credits"), "'credits'", Words.Credits.self) == .allow
    rules.onZeroTotal = word(reader.take("on_zero_total"), "'on_zero_total'", LineRule.OnZero.self) ?? .hold
    finish(reader)
    return (rules, nodes)
  }

  /// The rules that decide each line's code, once the lines are known.
  func finishTaxes(_ rules: inout TaxRules, _ nodes: TaxNodes, _ templates: [Template]) {
    if let treatment = nodes.treatment, let code = nodes.code {
      error(
        "R030", "'code' and 'treatment' cannot both decide the tax code", code.range,
        help:
          "the table at line \(treatment.range.line) names treatments, and each treatment its code; keep one of them")
    }
    isInLine = true
    rules.code = field(nodes.code, "taxes.code", missing: .hold)
    treatments(&rules, nodes, templates)
    isInLine = false
    checkTaxCodeNames(rules.codes)
  }

  /// Tax codes that no template uses decide nothing.
  func warnAboutUntaxed(_ taxes: TaxRules, _ templates: [Template]) {
    guard taxes.code != nil || taxes.treatment != nil, let first = templates.first?.invoice.taxMode,
      areUntaxed(templates)
    else { return }
    warning(
      "R025", "'tax_mode: none' bills without tax, so what 'taxes' decides is never reached",
      rules[Int(first.rule)].range, help: "write exclusive or inclusive, or take the tax codes out")
  }

  /// Whether every invoice is billed without tax, whatever the deal.
  func areUntaxed(_ templates: [Template]) -> Bool {
    !templates.isEmpty
      && templates.allSatisfy { template in
        template.invoice.taxMode.map { constantTexts($0.node).map(\.text) == ["none"] } ?? false
      }
  }

  /// QuickBooks knows no prices with tax in the United States (reference, 3.5).
  func refuseInclusiveInUnitedStates(_ company: Company?, _ templates: [Template]) {
    guard let company, company.isUnitedStates else { return }
    var told: Set<SourceRange> = []
    for mode in templates.compactMap(\.invoice.taxMode).flatMap({ constantTexts($0.node) })
    where mode.text.lowercased() == "inclusive" {
      guard let range = mode.range, told.insert(range).inserted else { continue }
      error(
        "R017", "a company in the United States has no prices with tax: QuickBooks adds sales tax to them", range,
        expected: "exclusive or none")
    }
  }

  /// `20.0% S: 20`, `GST/QST QC: { GST: 5, QST: 9.975 }`, `TAX: computed`.
  private func taxCodes(_ node: YAMLNode, _ company: Company?) -> [TaxCode] {
    guard var reader = mapping(node, "'codes'") else { return [] }
    var seen: [ByteView: YAMLEntry] = [:]
    return reader.takeAll().compactMap { entry in
      let name = foldedKey([entry.key.text])
      if let first = seen[name] {
        error(
          "R024", "the tax codes '\(first.key.text)' and '\(entry.key.text)' differ only by case", entry.keyRange,
          help: "lines would always take the first, at line \(first.keyRange.line); keep one of them")
      } else if company?.isUnitedStates ?? false, !["TAX", "NON"].contains(entry.key.text) {
        error(
          "R017", "QuickBooks takes no tax code '\(entry.key.text)' from a company in the United States",
          entry.keyRange, expected: "TAX or NON",
          help: nearestName(to: entry.key.text, among: ["TAX", "NON"]).map { "did you mean '\($0)'?" }
            ?? "a rate stands under TAX: { TAX: { \"\(entry.key.text)\": 8.25 } }, or TAX: computed where QuickBooks knows it"
        )
      }
      seen[name] = seen[name] ?? entry
      let code = taxCode(entry)
      if code == nil { brokenNames.insert(entry.key.text) }
      return code
    }
  }

  private func taxCode(_ entry: YAMLEntry) -> TaxCode? {
    let name = ByteView.immortal(entry.key.text)
    if entry.value.text == "computed" { return TaxCode(name: name, rates: [], isForecast: false) }
    if case .mapping(let parts) = entry.value.content {
      guard !parts.isEmpty else {
        error(
          "R016", "the tax code '\(entry.key.text)' has no rates", entry.value.range,
          expected: "a rate in percent, its parts by name, or 'computed'", help: "a code without tax has the rate 0")
        return nil
      }
      let rates = parts.compactMap { component($0) }
      guard rates.count == parts.count else { return nil }
      guard TaxCode.factor(rates) != nil else {
        error("R017", "the rates of '\(entry.key.text)' together have too many digits to be exact", entry.value.range)
        return nil
      }
      return TaxCode(name: name, rates: rates, isForecast: true)
    }
    guard let percent = rate(entry.value) else { return nil }
    return TaxCode(name: name, rates: [TaxCode.Rate(name: name, percent: percent)], isForecast: true)
  }

  /// `QST: 9.975`, or `PST: { percent: 7, on_tax: yes }` for a tax on the net and the taxes before it.
  private func component(_ entry: YAMLEntry) -> TaxCode.Rate? {
    guard case .mapping = entry.value.content else {
      return rate(entry.value).map { TaxCode.Rate(name: .immortal(entry.key.text), percent: $0) }
    }
    guard var reader = mapping(entry.value, "the component '\(entry.key.text)'", .taxComponent) else { return nil }
    let percent = reader.require("percent", &diagnostics).flatMap { rate($0) }
    let isOnTax = yesNo(reader.take("on_tax"), "'on_tax'") ?? false
    finish(reader)
    return percent.map { TaxCode.Rate(name: .immortal(entry.key.text), percent: $0, isOnTax: isOnTax) }
  }

  private func rate(_ node: YAMLNode) -> ExactDecimal? {
    guard let value = decimal(node, "a tax rate in percent, or 'computed',") else { return nil }
    guard !value.isNegative, value <= ExactDecimal(mantissa: 100), value.scale <= 6 else {
      error("R017", "a tax rate is between 0 and 100 percent, with at most 6 decimals", node.range)
      return nil
    }
    if !value.isZero, value < .one {
      warning(
        "R017", "a rate of \(value.description) %, below 1 %", node.range, help: "19 % is written 19")
    }
    return value
  }

  /// The same slip in a discount.
  func warnAboutSmallPercent(_ field: FieldRule?) {
    guard let field else { return }
    for (value, range) in constantNumbers(field.node) where !value.isNegative && !value.isZero && value < .one {
      warning(
        "R017", "a discount of \(value.description) %, below 1 %", range ?? rules[Int(field.rule)].range,
        help: "10 % is written 10")
    }
  }

  /// Every number that a value can be without looking at a deal.
  private func constantNumbers(_ id: NodeID) -> [(ExactDecimal, SourceRange?)] {
    guard id >= 0 else { return [] }
    switch nodes[Int(id)] {
    case .number(let number): return [(number, nodeRanges[Int(id)])]
    case .rule(let inner, _): return constantNumbers(inner)
    case .orDefault(let a, let b, _): return constantNumbers(a) + constantNumbers(b)
    case .when(let pairs, let otherwise):
      let values = (0..<pairs.count / 2).map { lists[Int(pairs.start + 2 * $0 + 1)] }
      return (values + [otherwise]).flatMap { constantNumbers($0) }
    default: return []
    }
  }

  /// Every tax code that a rule can name must be among the codes.
  func checkTaxCodeNames(_ codes: [TaxCode]) {
    let names = codes.map(\.name.string)
    for (index, rule) in rules.enumerated() where rule.decidesTaxCode {
      guard let node = fieldNodes[Int32(index)] else { continue }
      for constant in constantTexts(node)
      where !names.contains(constant.text) && !brokenNames.contains(constant.text) {
        let (text, range) = (constant.text, constant.range)
        error(
          "R027", "there is no tax code '\(text)'", range ?? rule.range,
          help: suggestion(for: text, among: names) ?? "declare it with its rate: taxes: { codes: { \(text): 0 } }")
      }
    }
  }
}

extension Rule {
  var decidesTaxCode: Bool {
    target == "taxes.code" || target.hasSuffix(".tax_code")
      || target.hasPrefix("taxes.treatments.") && target.hasSuffix(".code")
  }
}
