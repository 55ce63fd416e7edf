/// Tax, templates, defaults, answers, activity, skips, customers and numbers, notices.
func furtherView(_ report: ReconciliationReport) -> View {
  var view: View = [
    "hasTaxes": !report.taxRows.isEmpty,
    "taxCaption": Markup(
      plain: report.sent == nil
        ? "As forecast from the rules; what QuickBooks stores is compared after sending"
        : "As forecast from the rules for all invoices of the run; then, of those in force in QuickBooks, forecast and stored"
    ),
    "taxes": report.taxRows.map { tax, sent -> View in
      return [
        "taxCode": Markup(outside: tax.code), "taxRates": Markup(outside: tax.rates),
        "taxCurrency": Markup(outside: tax.currency), "taxInvoices": Markup(plain: groupedCount(tax.invoices, .page)),
        "taxBase": Markup(plain: groupedAmount(tax.base, code: tax.currency, .page)),
        "taxTax": Markup(plain: groupedAmount(tax.tax, code: tax.currency, .page) + otherRounding(tax, .page)),
        "taxExpected": Markup(
          plain: sent.map { $0.forecast.map { groupedAmount($0, code: tax.currency, .page) } ?? "not by code" } ?? ""),
        "taxStored": Markup(plain: sent.map { groupedAmount($0.stored, code: tax.currency, .page) } ?? ""),
        "taxDifference": Markup(
          plain: sent.flatMap { found in
            found.forecast.map { groupedAmount(found.stored &- $0, code: tax.currency, .page) }
          } ?? ""),
      ]
    },
    "hasTaxNotByCode": report.sent?.taxes.contains { $0.forecast == nil } ?? false,
    "hasTemplates": !report.templates.isEmpty,
    "templates": report.templates.sorted { $0.key < $1.key }.map { name, template -> View in
      [
        "templateName": Markup(outside: name),
        "templateStyle": template.formStyle.map { Markup(outside: $0) } ?? Markup(plain: "as the company has it"),
        "templateCount": Markup(plain: groupedCount(template.count, .page)),
      ]
    },
    "hasDefaults": !report.defaultsUsed.isEmpty,
    "defaults": report.defaultsUsed.sorted { $0.key < $1.key }.map { name, count -> View in
      ["defaultName": Markup(outside: name), "defaultCount": Markup(plain: groupedCount(count, .page))]
    },
    "hasOverrides": !report.overrides.isEmpty,
    "overrides": report.overrides.map { answer -> View in
      [
        "overrideDeal": Markup(outside: answer.deal), "overrideAnswer": Markup(outside: answer.answer),
        "overrideReason": Markup(outside: answer.reason), "overrideAuthor": Markup(outside: answer.author),
        "overrideAnswered": Markup(outside: answer.answered), "overrideExpires": Markup(outside: answer.expires),
        "overrideState": Markup(plain: answer.state.words),
      ]
    },
    "hasActivity": !report.ruleActivity.isEmpty,
    "activity": report.ruleActivity.map { rule -> View in
      [
        "activityRule": Markup(outside: rule.rule), "activityKind": Markup(plain: rule.kind.rawValue),
        "activityWords": Markup(outside: rule.words), "activityPlace": Markup(outside: rule.place),
        "activityDeals": Markup(plain: groupedCount(rule.deals, .page)),
      ]
    },
    "hasSkips": !report.skippedByRule.isEmpty,
    "skips": report.skippedByRule.sorted { $0.key < $1.key }.map { rule, skip -> View in
      [
        "skipRule": Markup(outside: rule), "skipBecause": Markup(outside: skip.because),
        "skipCount": Markup(plain: groupedCount(skip.count, .page)),
      ]
    },
    "customers": Markup(plain: groupedCount(report.customersCreated, .page)),
    "numbers": report.currencies.isEmpty ? Markup(plain: "none, without invoices") : numbers(report.numbers),
    "hasNotices": !report.notices.isEmpty,
    "notices": report.notices.map { Markup(outside: $0) },
  ]
  if report.invoicesWithoutForecast > 0 {
    view["noForecast"] = Markup(plain: counted(report.invoicesWithoutForecast, "invoice", "invoices", .page))
  }
  return view
}

private func numbers(_ range: NumberRange?) -> Markup {
  guard let range else {
    return Markup(plain: "none by the rules; QuickBooks numbers invoices where the company lets it")
  }
  return Markup(
    joining: [
      Markup(outside: range.first), Markup(plain: " to "), Markup(outside: range.last),
      Markup(plain: ", \(counted(range.count, "number", "numbers", .page)) used"),
    ], separator: "")
}

extension OverrideUse.State {
  /// What became of the answer, in words.
  var words: String {
    switch self {
    case .used: "in force"
    case .notNeeded: "not needed"
    case .expired: "expired"
    case .dealChanged: "not used: the deal has changed"
    }
  }
}
