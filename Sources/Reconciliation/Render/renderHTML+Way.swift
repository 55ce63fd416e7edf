/// The way of a deal's fields as a table, written by hand: pages show hundreds of them.
func wayTable(_ deal: ShownDeal) -> Markup {
  guard !deal.fields.isEmpty else { return Markup(plain: "") }
  var out = "<table class=\"way\"><caption>Deal \(Markup(outside: deal.deal).renderText), "
  out += "\(Markup(outside: deal.source).renderText): each field, its rule and what led to its value</caption>"
  out += "<thead><tr><th scope=\"col\">Field</th><th scope=\"col\">Value</th><th scope=\"col\">Rule</th>"
  out += "<th scope=\"col\">From</th></tr></thead><tbody>\n"
  for field in deal.fields {
    out += "<tr><th scope=\"row\">\(Markup(outside: field.target).renderText)</th>"
    out += "<td>\(Markup(outside: field.value).renderText)</td><td>\(Markup(outside: field.rule).renderText)</td><td>"
    out += field.steps.map { "\(Markup(outside: $0.kind).renderText) \(Markup(outside: $0.text).renderText)" }
      .joined(separator: "<br>")
    out += "</td></tr>\n"
  }
  return Markup(trusted: out + "</tbody></table>")
}

/// The invoices to sample.
func shownView(_ report: ReconciliationReport) -> View {
  let invoices = report.shown.filter { $0.code == nil }
  return [
    "hasShown": !invoices.isEmpty,
    "shown": invoices.map { deal -> View in
      [
        "shownDeal": Markup(outside: deal.deal), "shownCustomer": Markup(outside: deal.customer),
        "shownTitle": Markup(outside: deal.title), "shownNumber": Markup(outside: deal.number),
        "shownDate": Markup(outside: deal.date), "shownTotal": amount(deal.money, deal.currency),
        "shownWay": wayTable(deal),
      ]
    },
  ]
}
