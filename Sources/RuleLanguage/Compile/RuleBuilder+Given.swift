import Diagnostics

/// Facts that rules ask for and nothing gives: whatever decides by them would always take `otherwise`.
extension RuleBuilder {
  private struct NotGiven {
    var what: String
    var help: String
  }

  func checkFactsAreGiven(_ parts: CompiledParts?) {
    guard let parts else { return }
    var told: Set<String> = []
    if parts.taxes.placeIsShipping, parts.customer.shippingAddress?.country == nil, let range = placeRange {
      error(
        "R016", "'place: shipping' looks at a country that no rule gives", range,
        help: "customer: { shipping_address: { country: \"{…}\" } }, with the column that holds it")
      told.insert("the country of the sale")
    }
    for (index, node) in nodes.enumerated() {
      guard case .fact(let fact) = node, let range = nodeRanges[index], let missing = notGiven(fact, parts),
        told.insert(missing.what).inserted
      else { continue }
      error("R016", "'\(fact.rawValue)' is asked for, and no rule gives \(missing.what)", range, help: missing.help)
    }
  }

  private func notGiven(_ fact: Fact, _ parts: CompiledParts) -> NotGiven? {
    let (billing, shipping) = (parts.customer.billingAddress, parts.customer.shippingAddress)
    let looksAtShipping = parts.taxes.placeIsShipping
    let column = "with the column that holds it"
    switch fact {
    case .customerCountry, .customerInEU:
      guard billing?.country == nil else { return nil }
      return NotGiven(
        what: "the customer's country", help: "customer: { billing_address: { country: \"{…}\" } }, \(column)")
    case .placeCountry, .placeInEU:
      guard billing?.country == nil, !looksAtShipping || shipping?.country == nil else { return nil }
      return NotGiven(
        what: looksAtShipping ? "the country of the sale" : "the customer's country",
        help: "customer: { billing_address: { country: \"{…}\" } }, \(column)")
    case .placeRegion:
      guard billing?.region == nil, !looksAtShipping || shipping?.region == nil else { return nil }
      return NotGiven(
        what: "the customer's region", help: "customer: { billing_address: { region: \"{…}\" } }, \(column)")
    case .customerIsBusiness:
      guard parts.taxes.business < 0, parts.customer.taxIdentifier == nil else { return nil }
      return NotGiven(
        what: "the customer's tax id",
        help:
          "customer: { tax_id: { from: … } }, \(column); or say who is a business: taxes: { treatment: { business: … } }"
      )
    case .taxIdentifier, .taxIdentifierState:
      guard parts.customer.taxIdentifier == nil else { return nil }
      return NotGiven(what: "the customer's tax id", help: "customer: { tax_id: { from: … } }, \(column)")
    case .customerEmail:
      guard parts.customer.email == nil else { return nil }
      return NotGiven(what: "the customer's e-mail address", help: "customer: { email: \"{…}\" }, \(column)")
    case .lineSupply:
      // Words that no line sells are told in the table.
      guard parts.taxes.supply == nil, !parts.templates.contains(where: { $0.lines.contains { $0.supply != nil } }),
        !diagnostics.all.contains(where: { $0.code == "R073" })
      else { return nil }
      return NotGiven(what: "what a line sells", help: "say 'supply' in a line rule, or under 'taxes: treatment'")
    default: return nil
    }
  }
}
