import Diagnostics

/// What an invoice cannot do without.
extension RuleBuilder {
  /// Left out, it would be billed as if nothing were missing: in the company's currency, to nobody, without tax.
  func refuseLeftOut(_ company: Company?, _ templates: [Template]) {
    for (rule, range) in leftOut {
      let rule = rules[Int(rule)]
      switch rule.target {
      // QuickBooks numbers what has no number, and prices are without tax where nothing says otherwise.
      case "invoice.number", "invoice.tax_mode": continue
      case _ where rule.decidesTaxCode && (company?.isUnitedStates ?? true || areUntaxed(templates)): continue
      default:
        error(
          "R017", "an invoice needs '\(rule.target)', so it cannot be left out", range,
          expected: "hold, skip or fail",
          help: "take 'on_missing' out (the deal is held then), say 'skip', or give a 'default'")
      }
    }
  }
}
