import Bytes
import Diagnostics
import Invoices
import TaxIdentifiers
import YAMLTree

/// The section `customer`.
extension RuleBuilder {
  func customer(_ node: YAMLNode?) -> CustomerRules? {
    guard let node, var reader = mapping(node, "'customer'", .customer) else { return nil }
    let tidy: Cleaning = [.trim, .collapse]
    let name = reader.require("name", &diagnostics).flatMap {
      field($0, "customer.name", missing: .hold, cleaning: tidy)
    }
    let foreign = field(reader.take("foreign_currency_name"), "customer.foreign_currency_name", cleaning: tidy)
    let company = field(reader.take("company_name"), "customer.company_name", cleaning: tidy)
    let given = field(reader.take("given_name"), "customer.given_name", cleaning: tidy)
    let family = field(reader.take("family_name"), "customer.family_name", cleaning: tidy)
    let email = field(reader.take("email"), "customer.email")
    let phone = field(reader.take("phone"), "customer.phone", cleaning: tidy)
    let notes = field(reader.take("notes"), "customer.notes")
    let billing = address(reader.take("billing_address"), "customer.billing_address")
    let shipping = address(reader.take("shipping_address"), "customer.shipping_address")
    let taxIdentifier = taxIdentifier(reader.take("tax_id"))
    let forbidden = word(reader.take("forbidden_characters"), "'forbidden_characters'", Words.Forbidden.self) ?? .hold
    let updates = items(reader.take("update"), "'update'").compactMap { word($0, "'update'", CustomerField.self) }
    finish(reader)
    guard let name else { return nil }
    return CustomerRules(
      name: name, foreignCurrencyName: foreign, companyName: company, givenName: given, familyName: family,
      email: email, phone: phone, notes: notes, billingAddress: billing, shippingAddress: shipping,
      taxIdentifier: taxIdentifier, replacesForbiddenCharacters: forbidden == .replace,
      updates: CustomerField.allCases.filter(updates.contains))
  }

  private func address(_ node: YAMLNode?, _ path: String) -> AddressRules? {
    guard let node else { return nil }
    let tidy: Cleaning = [.trim, .collapse]
    var rules = AddressRules()
    guard case .mapping = node.content else {
      // One line holds the whole address.
      rules.line1 = field(node, "\(path).line1", cleaning: tidy)
      return rules
    }
    guard var reader = mapping(node, "'\(path)'", .address) else { return nil }
    rules.line1 = field(reader.take("line1"), "\(path).line1", cleaning: tidy)
    rules.line2 = field(reader.take("line2"), "\(path).line2", cleaning: tidy)
    rules.city = field(reader.take("city"), "\(path).city", cleaning: tidy)
    rules.region = field(reader.take("region"), "\(path).region", cleaning: tidy)
    rules.postalCode = field(reader.take("postal_code"), "\(path).postal_code", cleaning: tidy)
    rules.country = field(reader.take("country"), "\(path).country", cleaning: tidy)
    finish(reader)
    return rules
  }

  private func taxIdentifier(_ node: YAMLNode?) -> TaxIdentifierRules? {
    guard let node, var reader = mapping(node, "'customer.tax_id'", .taxID) else { return nil }
    // The source's own keys stand here beside the others, so they are handed on as one mapping.
    let sourceEntries: [YAMLEntry]
    if case .mapping(let entries) = node.content {
      sourceEntries = entries.filter { KeyGroup.field.has($0.key.text) && $0.key.text != "on_missing" }
      reader.pass(sourceEntries)
      if let policy = entries.first(where: { $0.key.text == "on_missing" }) {
        reader.pass([policy])
        refusePolicyOfTaxID(policy)
      }
    } else {
      sourceEntries = []
    }
    let source = field(
      YAMLNode(mapping: sourceEntries, range: node.range), "customer.tax_id", cleaning: [.trim, .collapse])
    var scheme = TaxIdentifierRules.Scheme.ofCountry
    let patternNode = reader.take("pattern")
    if let schemeNode = reader.take("scheme") {
      if patternNode != nil { error("R030", "'scheme' and 'pattern' cannot both check the tax id", schemeNode.range) }
      scheme = taxScheme(schemeNode) ?? .ofCountry
    } else if let patternNode {
      scheme = pattern(patternNode).map { .pattern($0) } ?? .unchecked
    }
    let outcomes = items(reader.take("outcomes"), "'outcomes'").compactMap { outcome($0) }
    for (place, outcome) in outcomes.enumerated() {
      guard let wider = outcomes[..<place].first(where: { holds($0.condition, whenever: outcome.condition) }) else {
        continue
      }
      warning(
        "R025",
        "this outcome is never reached: the one at line \(rules[Int(wider.rule)].range.line) holds whenever it does",
        rules[Int(outcome.rule)].range, help: "put the narrower one first")
    }
    let target = taxTarget(reader.take("field"))
    finish(reader)
    guard let source else { return nil }
    return TaxIdentifierRules(source: source, scheme: scheme, outcomes: outcomes, target: target)
  }

  /// Many customers have no number, and what that means is said by outcomes.
  private func refusePolicyOfTaxID(_ policy: YAMLEntry) {
    let help =
      switch policy.value.text {
      case "skip": "a skip rule says it: skip: [{ id: …, if: { tax_id.state: absent }, because: … }]"
      case "fail": "a check says it: checks: [{ id: …, if: { tax_id.state: absent }, severity: error, message: … }]"
      case "leave_out": "leave it out: a customer without a number is billed unless an outcome says otherwise"
      default: "an outcome says it: outcomes: [{ if: { tax_id.state: absent }, then: hold }]"
      }
    error("R013", "'customer.tax_id' has no key 'on_missing'", policy.keyRange, help: help)
  }

  /// A field by its word, or a rule that gives one; without either the company's country decides.
  private func taxTarget(_ node: YAMLNode?) -> TaxIdentifierRules.Target {
    guard let node else { return .byCompany }
    guard case .mapping = node.content else {
      return word(node, "'field'", TaxIdentifierField.self).map { .fixed($0) } ?? .byCompany
    }
    guard let field = field(node, "customer.tax_id.field", cleaning: [.trim, .lower]) else { return .byCompany }
    let words = TaxIdentifierField.allCases.map(\.rawValue)
    for constant in constantTexts(field.node) where !words.contains(constant.text) {
      error(
        "R017", "'field' cannot be '\(constant.text)'", constant.range ?? node.range,
        expected: "one of: \(listed(words))",
        help: nearestName(to: constant.text, among: words).map { "did you mean '\($0)'?" })
    }
    return .decided(field)
  }

  private func taxScheme(_ node: YAMLNode) -> TaxIdentifierRules.Scheme? {
    switch node.text {
    case "by_country": return .ofCountry
    case "unchecked": return .unchecked
    case let name?:
      guard !name.contains("{") else { break }
      let all = TaxIdentifierScheme.all.map(\.code)
      guard all.contains(name) else {
        error(
          "R028", "there is no tax-ID scheme '\(name)'", node.range,
          help: schemeSuggestion(name) ?? "use by_country, unchecked, or one of: \(listed(all, limit: 20))")
        return nil
      }
    case nil: break
    }
    guard let value = valueNode(node, "customer.tax_id.scheme", .text) else { return nil }
    for name in constantTexts(value) where TaxIdentifierScheme.named(name.text) == nil {
      error(
        "R028", "there is no tax-ID scheme '\(name.text)'", name.range ?? node.range,
        help: schemeSuggestion(name.text))
    }
    return .named(value)
  }

  /// A scheme of the same country where it has any: the nearest name may be another country's.
  private func schemeSuggestion(_ name: String) -> String? {
    let all = TaxIdentifierScheme.all.map(\.code)
    let country = name.split(separator: ".", maxSplits: 1).first.map { $0.lowercased() + "." } ?? ""
    let own = all.filter { $0.hasPrefix(country) }
    if own.count > 1, nearestName(to: name, among: own) == nil { return "those of this country are \(listed(own))" }
    return (nearestName(to: name, among: own) ?? own.first ?? nearestName(to: name, among: all)).map {
      "did you mean '\($0)'?"
    }
  }

  private func outcome(_ node: YAMLNode) -> TaxIdentifierRules.Outcome? {
    guard var reader = mapping(node, "an outcome", .outcome) else { return nil }
    let id = text(reader.take("id"), "'id'")
    let condition = reader.require("if", &diagnostics).flatMap { self.condition($0) }
    let action = word(reader.require("then", &diagnostics), "'then'", TaxIdentifierRules.Outcome.Action.self)
    let messageNode = reader.take("message")
    warnAboutHoles(messageNode, "a message")
    let message = text(messageNode, "'message'")
    finish(reader)
    guard let condition, let action else { return nil }
    let rule = rule(id ?? placeID("tax-id", node.range), target: "customer.tax_id", at: node.range)
    return TaxIdentifierRules.Outcome(condition: condition, action: action, message: message, rule: rule)
  }

  /// Every text that a value can be without looking at a deal: constants, table rows, branches.
  func constantTexts(_ id: NodeID) -> [ConstantText] {
    guard id >= 0 else { return [] }
    func all(_ list: NodeList) -> [NodeID] { Array(lists[Int(list.start)..<Int(list.start + list.count)]) }
    switch nodes[Int(id)] {
    case .text(let text): return [ConstantText(text: text.string, range: nodeRanges[Int(id)])]
    case .cleaned(let inner, _), .rule(let inner, _), .todo(let inner): return constantTexts(inner)
    case .orDefault(let a, let b, _): return constantTexts(a) + constantTexts(b)
    case .firstOf(let list):
      var texts: [ConstantText] = []
      for node in all(list) { texts += constantTexts(node) }
      return texts
    case .table(let table, _, let value):
      let rows = tables[Int(table)]
      var texts = rows.rows.map { ConstantText(text: $0.values[Int(value)].string, range: $0.range) }
      if let otherwise = rows.otherwise {
        texts.append(ConstantText(text: otherwise[Int(value)].string, range: rows.otherwiseRange))
      }
      return texts.filter { !$0.text.isEmpty && $0.text != Self.undecidedWord }
    case .when(let pairs, let otherwise):
      var texts: [ConstantText] = []
      for (index, node) in all(pairs).enumerated() where index % 2 == 1 { texts += constantTexts(node) }
      return texts + constantTexts(otherwise)
    default: return []
    }
  }
}

/// A text that a rule can give whatever the deal, and where it stands.
struct ConstantText {
  var text: String
  var range: SourceRange?
}
