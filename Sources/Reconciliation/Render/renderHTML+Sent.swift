/// Everything that is known once invoices were sent and read again; nothing of it shows before.
func sentView(_ report: ReconciliationReport) -> View {
  guard let sent = report.sent else {
    return [
      "hasSent": false, "hasStoredTax": false, "hasCustomerChanges": false, "hasGaps": false, "hasReceivables": false,
      "hasChanges": false,
    ]
  }
  var view: View = [
    "hasSent": true, "sentAt": Markup(outside: sent.readAt),
    "sentHash": Markup(plain: String(sent.invoiceIDHashTotal)),
    "matchSentence": Markup(plain: matchSentence(sent)),
    "hasStored": !sent.stored.isEmpty, "hasDifferences": !sent.differences.isEmpty,
    "differences": sent.differences.map { difference -> View in
      [
        "diffDeal": Markup(outside: difference.deal),
        "diffInvoice": Markup(
          outside: [difference.number, difference.invoice].filter { !$0.isEmpty }.joined(separator: ", id ")),
        "diffField": Markup(outside: difference.field), "diffPlanned": Markup(outside: difference.planned),
        "diffStored": Markup(outside: difference.stored), "diffReason": Markup(outside: difference.reason),
        "diffMoney": amount(difference.money, difference.currency),
      ]
    },
    "hasStoredTax": !sent.taxes.isEmpty,
    "hasCustomerChanges": !sent.customers.isEmpty,
    "customerChanges": sent.customers.map { change -> View in
      [
        "customerName": Markup(outside: change.customer), "customerID": Markup(outside: change.id),
        "customerWhat": Markup(outside: change.what), "customerField": Markup(outside: change.field),
        "customerBefore": Markup(outside: change.before), "customerAfter": Markup(outside: change.after),
        "customerBy": Markup(outside: change.decidedBy),
      ]
    },
    "hasGaps": !sent.gaps.isEmpty,
    "gaps": sent.gaps.map { gap -> View in
      [
        "gapFirst": Markup(outside: gap.first), "gapLast": Markup(outside: gap.last),
        "gapCount": Markup(plain: groupedCount(gap.count, .page)), "gapCause": Markup(outside: gap.cause),
      ]
    },
    "hasChanges": !sent.changes.isEmpty,
    "changes": sent.changes.map { change -> View in
      [
        "changeDeal": Markup(outside: change.deal),
        "changeInvoice": Markup(
          outside: [change.number, change.invoice].filter { !$0.isEmpty }.joined(separator: ", id ")),
        "changeSide": Markup(outside: change.side), "changeField": Markup(outside: change.field),
        "changeBefore": Markup(outside: change.before), "changeAfter": Markup(outside: change.after),
        "changeSeen": Markup(outside: change.seen),
      ]
    },
  ]
  view["stored"] = sent.stored.map { totals in storedView(totals, report) }
  view.merge(receivablesView(sent)) { $1 }
  return view
}

private func matchSentence(_ sent: SentResults) -> String {
  let invoices = Set(sent.differences.map(\.invoice)).count
  let matched = counted(sent.matched, "invoice agrees", "invoices agree", .page)
  if invoices == 0 { return "\(matched) in every field; there is no difference." }
  return "\(matched) in every field; \(counted(invoices, "differs", "differ", .page))."
}

private func storedView(_ totals: SentResults.StoredTotals, _ report: ReconciliationReport) -> View {
  let planned = report.currencies[totals.currency]?.total ?? 0
  func money(_ units: Int64) -> Markup { Markup(plain: groupedAmount(units, code: totals.currency, .page)) }
  return [
    "storedCode": Markup(outside: totals.currency),
    "storedInvoices": Markup(plain: groupedCount(totals.invoices, .page)),
    "storedPlanned": money(planned), "storedTotal": money(totals.total),
    "storedDifference": money(totals.total &- planned), "storedPaid": money(totals.paid),
    "storedOpen": money(totals.open),
    "storedHome": Markup(plain: totals.home.map { groupedAmount($0, code: "", .page) } ?? ""),
  ]
}

private func receivablesView(_ sent: SentResults) -> View {
  let bars = Bars(sent.ageing.map { ($0.currency, $0.money) })
  return [
    "hasReceivables": !sent.statuses.isEmpty || !sent.ageing.isEmpty,
    "statuses": sent.statuses.map { status -> View in
      [
        "statusName": Markup(outside: status.status), "statusCurrency": Markup(outside: status.currency),
        "statusInvoices": Markup(plain: groupedCount(status.invoices, .page)),
        "statusTotal": Markup(plain: groupedAmount(status.total, code: status.currency, .page)),
        "statusOpen": Markup(plain: groupedAmount(status.open, code: status.currency, .page)),
      ]
    },
    "dueAges": sent.ageing.map { age -> View in
      [
        "dueBand": Markup(plain: age.band == .current ? "not yet due" : age.band.words),
        "dueCount": Markup(plain: groupedCount(age.count, .page)), "dueMoney": amount(age.money, age.currency),
        "dueWidth": bars.width(age.money, age.currency),
      ]
    },
    "hasTieOut": !sent.receivables.isEmpty,
    "tieItems": sent.receivables.map { item -> View in
      ["tieItem": Markup(outside: item.item), "tieMoney": amount(item.money, item.currency)]
    },
  ]
}
