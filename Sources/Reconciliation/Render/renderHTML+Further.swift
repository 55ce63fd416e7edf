/// Sections 7 to 12: tax, templates, defaults, skips, customers and numbers, notices.
func furtherView(_ report: ReconciliationReport) -> View {
  var view: View = [
    "hasTaxes": !report.taxes.isEmpty,
    "taxes": report.taxes.map { tax -> View in
      [
        "taxCode": Markup(outside: tax.code), "taxRates": Markup(outside: tax.rates),
        "taxCurrency": Markup(outside: tax.currency), "taxInvoices": Markup(plain: groupedCount(tax.invoices, .page)),
        "taxBase": Markup(plain: groupedAmount(tax.base, code: tax.currency, .page)),
        "taxTax": Markup(plain: groupedAmount(tax.tax, code: tax.currency, .page) + otherRounding(tax, .page)),
      ]
    },
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
    "hasSkips": !report.skippedByRule.isEmpty,
    "skips": report.skippedByRule.sorted { $0.key < $1.key }.map { rule, skip -> View in
      [
        "skipRule": Markup(outside: rule), "skipBecause": Markup(outside: skip.because),
        "skipCount": Markup(plain: groupedCount(skip.count, .page)),
      ]
    },
    "customers": Markup(plain: groupedCount(report.customersCreated, .page)),
    "numbers": numbers(report.numbers),
    "hasNotices": !report.notices.isEmpty,
    "notices": report.notices.map { Markup(outside: $0) },
  ]
  if report.invoicesWithoutForecast > 0 {
    view["noForecast"] = Markup(plain: counted(report.invoicesWithoutForecast, "invoice", "invoices", .page))
  }
  return view
}

private func numbers(_ range: NumberRange?) -> Markup {
  guard let range else { return Markup(plain: "given by QuickBooks") }
  return Markup(
    joining: [
      Markup(outside: range.first), Markup(plain: " to "), Markup(outside: range.last),
      Markup(plain: ", \(counted(range.count, "number", "numbers", .page)) used"),
    ], separator: "")
}
