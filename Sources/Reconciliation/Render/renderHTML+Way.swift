/// How much the tables of single deals may add to a page, in bytes: a page is read by people, and deals of hundreds of
/// lines would make it one of many megabytes. All of it stands in `provenance.ndjson`.
final class WayBudget {
  private static let ofDeal = 60_000
  /// The most of what one field rests on.
  static let stepLimit = 12
  private var left = 1_300_000

  /// What the next deal may take.
  var ofNextDeal: Int { min(left, Self.ofDeal) }
  func take(_ bytes: Int) { left -= bytes }
}

/// The way of a deal's fields as a table, written by hand: pages show hundreds of them.
func wayTable(_ deal: ShownDeal, _ budget: WayBudget) -> Markup {
  guard !deal.fields.isEmpty else { return Markup(plain: "") }
  let limit = budget.ofNextDeal
  var out = "<table class=\"way\"><caption>Deal \(Markup(outside: deal.deal).renderText), "
  out += "\(Markup(outside: deal.source).renderText): each field, its rule and what led to its value</caption>"
  out += "<thead><tr><th scope=\"col\">Field</th><th scope=\"col\">Value</th><th scope=\"col\">Rule</th>"
  out += "<th scope=\"col\">From</th></tr></thead><tbody>\n"
  var left = 0
  for (index, field) in deal.fields.enumerated() {
    // The last is the total.
    if out.utf8.count > limit, index < deal.fields.count - 1 {
      left += 1
      continue
    }
    if left > 0 { out += omittedRow(left) }
    out += wayRow(field)
  }
  budget.take(out.utf8.count)
  return Markup(trusted: out + "</tbody></table>")
}

private func omittedRow(_ count: Int) -> String {
  "<tr><td colspan=\"4\">… \(counted(count, "field", "fields", .page)) more: they stand in provenance.ndjson, and dealbill explain tells them</td></tr>\n"
}

private func wayRow(_ field: ShownDeal.Field) -> String {
  var out = "<tr><th scope=\"row\">\(Markup(outside: field.target).renderText)</th>"
  out += "<td>\(Markup(outside: field.value).renderText)</td><td>\(Markup(outside: field.rule).renderText)</td><td>"
  var steps = field.steps.prefix(WayBudget.stepLimit).map {
    "\(Markup(outside: $0.kind).renderText) \(Markup(outside: $0.text).renderText)"
  }
  if field.steps.count > steps.count { steps.append("… \(groupedCount(field.steps.count - steps.count, .page)) more") }
  return out + steps.joined(separator: "<br>") + "</td></tr>\n"
}

/// The invoices to sample.
func shownView(_ report: ReconciliationReport, _ budget: WayBudget) -> View {
  let invoices = report.shown.filter { $0.code == nil }
  return [
    "hasShown": !invoices.isEmpty,
    "shown": invoices.map { deal -> View in
      [
        "shownDeal": Markup(outside: deal.deal), "shownCustomer": Markup(outside: deal.customer),
        "shownTitle": Markup(outside: deal.title), "shownNumber": Markup(outside: deal.number),
        "shownDate": Markup(outside: deal.date), "shownTotal": amount(deal.money, deal.currency),
        "shownWay": wayTable(deal, budget),
      ]
    },
  ]
}
