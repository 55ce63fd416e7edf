/// One arrow or landing of the bridge from the deals' value to the invoices' total, in minor units.
public struct BridgeStep: Sendable {
  public enum Kind: Sendable { case level, change }
  public var kind: Kind
  public var what: String
  /// The level itself, or what the step adds.
  public var amount: Int128
  /// Where the step's bar begins and ends.
  var from: Int128
  var to: Int128
}

extension ReconciliationReport {
  /// The currencies of deals or invoices, by code.
  public var currencyCodes: [String] {
    Set(bridge.keys).union(currencies.keys).union(sent?.stored.map(\.currency) ?? []).sorted()
  }

  /// The bridge of one currency: the value of all deals, less what was not created, to the value of the deals created;
  /// from there over discounts and differences to net, tax and total. Each level is a figure of the report and each
  /// change is the difference to it, so that the steps always close and a difference cannot hide.
  public func moneyBridge(_ code: String) -> [BridgeStep] {
    let values = bridge[code] ?? [:]
    var walk = BridgeWalk()
    walk.land("Deal value in the export", values.values.reduce(0) { $0 + Int128($1) })
    for bucket in Bucket.allCases where bucket != .created {
      if let value = values[bucket], value != 0 { walk.step("Less: \(bucket.phrase)", -Int128(value)) }
    }
    walk.land("Deal value of the deals created", Int128(values[.created] ?? 0))
    walkInvoices(code, &walk)
    walkStored(code, &walk)
    return walk.steps
  }

  /// From the deals created to the total of their invoices.
  private func walkInvoices(_ code: String, _ walk: inout BridgeWalk) {
    guard let totals = currencies[code] else { return }
    let gap = Int128(totals.dealValue) - walk.level
    if gap != 0 {
      walk.step("Difference to the value of the invoiced deals", gap)
      walk.land("Deal value of the deals invoiced", Int128(totals.dealValue))
    }
    if totals.withoutValue != 0 {
      walk.step("Lines of deals that tell no value, before discounts", Int128(totals.withoutValue))
    }
    walk.step("Discounts", -Int128(totals.discount))
    walk.step(
      "Lines against deal value: products, rounding, tax inside prices, discounts that the value has already",
      Int128(totals.net) - walk.level)
    walk.land("Net of the invoice lines", Int128(totals.net))
    walk.step("Tax, as forecast", Int128(totals.tax))
    let rest = Int128(totals.total) - walk.level
    if rest != 0 { walk.step("Unexplained: total less net and tax", rest) }
    walk.land("Invoice total", Int128(totals.total))
  }

  /// From the total as planned to what QuickBooks stored, and to what is still owed.
  private func walkStored(_ code: String, _ walk: inout BridgeWalk) {
    guard let stored = sent?.stored.first(where: { $0.currency == code }) else { return }
    if currencies[code] == nil { walk.land("Invoice total", 0) }
    let earlier = Int128(stored.planned) - walk.level
    if earlier != 0 {
      walk.step("Invoices that were there before this sending", earlier)
      walk.land("Planned total of the invoices that QuickBooks took", Int128(stored.planned))
    }
    if stored.voided != 0 { walk.step("Less: voided since", -Int128(stored.voided)) }
    if stored.deleted != 0 { walk.step("Less: deleted since", -Int128(stored.deleted)) }
    walk.step("Stored against planned: tax, edits", Int128(stored.total) - walk.level)
    walk.land("Total stored in QuickBooks", Int128(stored.total))
    walk.step("Less: paid or credited", -Int128(stored.paid))
    let rest = Int128(stored.open) - walk.level
    if rest != 0 { walk.step("Unexplained: open balance less what is not paid", rest) }
    walk.land("Open balance", Int128(stored.open))
  }
}

extension Bucket {
  /// The bucket as it reads after "less".
  var phrase: String {
    switch self {
    case .created: "created"
    case .updated: "updated"
    case .unchanged: "already invoiced, unchanged"
    case .held: "held for a person"
    case .skipped: "skipped by a rule"
    case .failed: "failed"
    case .unknown: "outcome unknown"
    }
  }
}

private struct BridgeWalk {
  var steps: [BridgeStep] = []
  var level: Int128 = 0

  mutating func step(_ what: String, _ amount: Int128) {
    steps.append(BridgeStep(kind: .change, what: what, amount: amount, from: level, to: level + amount))
    level += amount
  }

  mutating func land(_ what: String, _ amount: Int128) {
    steps.append(BridgeStep(kind: .level, what: what, amount: amount, from: 0, to: amount))
    level = amount
  }
}
