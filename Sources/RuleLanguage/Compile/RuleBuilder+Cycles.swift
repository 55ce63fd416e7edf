import Diagnostics

/// Values and facts may name each other in any order, but not in a circle.
extension RuleBuilder {
  func checkCycles(_ parts: CompiledParts?) {
    guard let parts else { return }
    var state = [Int](repeating: 0, count: values.count + Fact.allCases.count)
    for index in values.indices { visitValue(index, parts, &state, from: -1) }
    for fact in Fact.allCases { visitFact(fact, parts, &state, from: -1) }
  }

  private func factIndex(_ fact: Fact) -> Int { values.count + (Fact.allCases.firstIndex(of: fact) ?? 0) }

  private func visitValue(_ index: Int, _ parts: CompiledParts, _ state: inout [Int], from: NodeID) {
    guard enter(index, "the value '\(values[index].name)'", &state, from) else { return }
    visit(values[index].node, parts, &state)
    state[index] = 2
  }

  private func visitFact(_ fact: Fact, _ parts: CompiledParts, _ state: inout [Int], from: NodeID) {
    let index = factIndex(fact)
    guard enter(index, "'\(fact.rawValue)'", &state, from) else { return }
    for node in decidingNodes(fact, parts) { visit(node, parts, &state) }
    for other in decidingFacts(fact) { visitFact(other, parts, &state, from: from) }
    state[index] = 2
  }

  /// False when already done, or when the walk has come round (an error, told once).
  private func enter(_ index: Int, _ what: String, _ state: inout [Int], _ from: NodeID) -> Bool {
    if state[index] == 1 {
      let range = from >= 0 ? nodeRanges[Int(from)] : nil
      diagnostics.add(
        .error(
          "R026", "\(what) depends on itself", at: range,
          help: "break the circle: one of its parts must come from a column"))
      state[index] = 2
    }
    if state[index] == 2 { return false }
    state[index] = 1
    return true
  }

  /// The nodes that decide a fact.
  private func decidingNodes(_ fact: Fact, _ parts: CompiledParts) -> [NodeID] {
    switch fact {
    case .customerName: [parts.customer.name.node]
    case .customerEmail: [parts.customer.email?.node].compactMap { $0 }
    case .customerCountry, .customerInEU: [parts.customer.billingAddress?.country?.node].compactMap { $0 }
    case .placeCountry, .placeInEU:
      [parts.customer.billingAddress?.country?.node, parts.customer.shippingAddress?.country?.node].compactMap { $0 }
    case .placeRegion:
      [parts.customer.billingAddress?.region?.node, parts.customer.shippingAddress?.region?.node].compactMap { $0 }
    case .customerIsBusiness: parts.taxes.business >= 0 ? [parts.taxes.business] : []
    case .taxIdentifier, .taxIdentifierState: taxNodes(parts)
    case .currency: [parts.currency.field.node]
    case .template: [parts.template?.node].compactMap { $0 }
    case .invoiceDate: parts.templates.map(\.invoice.date.node)
    case .dueDate: parts.templates.flatMap { [$0.invoice.due?.node, $0.invoice.terms?.node].compactMap { $0 } }
    case .companyCountry, .companyCurrency, .runDate, .productCount, .lineCount, .linesNet, .lineRule, .lineItem,
      .lineAmount, .lineSupply:
      []
    }
  }

  private func taxNodes(_ parts: CompiledParts) -> [NodeID] {
    guard let rules = parts.customer.taxIdentifier else { return [] }
    if case .named(let scheme) = rules.scheme { return [rules.source.node, scheme] }
    return [rules.source.node]
  }

  private func decidingFacts(_ fact: Fact) -> [Fact] {
    switch fact {
    case .taxIdentifier, .taxIdentifierState: [.customerCountry]
    case .customerIsBusiness: [.taxIdentifierState]
    case .placeRegion: [.placeCountry]
    case .invoiceDate: [.template]
    case .dueDate: [.invoiceDate]
    default: []
    }
  }

  private func visit(_ id: NodeID, _ parts: CompiledParts, _ state: inout [Int]) {
    guard id >= 0 else { return }
    switch nodes[Int(id)] {
    case .value(let index): visitValue(Int(index), parts, &state, from: id)
    case .fact(let fact): visitFact(fact, parts, &state, from: id)
    default: for child in children(id) { visit(child, parts, &state) }
    }
  }

  /// The operands of a node.
  func children(_ id: NodeID) -> [NodeID] { nodes[Int(id)].operands(lists) }
}
