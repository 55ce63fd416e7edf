/// Everything that is known once invoices were sent and read again; nothing of it shows before.
func sentView(_ report: ReconciliationReport) -> View {
  guard let sent = report.sent else {
    return [
      "hasSent": false, "hasStoredTax": false, "hasDuplicates": false, "hasCustomerChanges": false, "hasGaps": false,
      "hasReceivables": false,
      "hasChanges": false,
    ]
  }
  var view: View = [
    "hasSent": true, "realm": Markup(outside: sent.realm), "sentAt": Markup(outside: sent.readAt),
    "sentHash": Markup(plain: String(sent.invoiceIDHashTotal)),
    "sentCount": Markup(plain: groupedCount(sent.returned, .page)),
    "readSentence": Markup(plain: readSentence(sent)), "matchSentence": Markup(plain: matchSentence(sent)),
    "hasDuplicates": !sent.duplicates.isEmpty,
    "duplicates": sent.duplicates.prefix(causeLimit).map { duplicate -> View in
      ["duplicateDeal": Markup(outside: duplicate.deal), "duplicateIDs": Markup(outside: duplicate.invoices)]
    },
    "hasStored": !sent.stored.isEmpty, "hasDifferences": !sent.differences.isEmpty,
    "differences": sent.differences.prefix(causeLimit).map { difference -> View in
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
    "hasCustomerFields": sent.customers.contains { !$0.field.isEmpty },
    "customerChanges": sent.customers.prefix(causeLimit).map { change -> View in
      [
        "customerName": Markup(outside: change.customer), "customerID": Markup(outside: change.id),
        "customerWhat": Markup(outside: change.what), "customerField": Markup(outside: change.field),
        "customerBefore": Markup(outside: change.before), "customerAfter": Markup(outside: change.after),
        "customerBy": Markup(outside: change.decidedBy),
      ]
    },
    "hasGaps": !sent.gaps.isEmpty,
    "gaps": sent.gaps.prefix(causeLimit).map { gap -> View in
      [
        "gapFirst": Markup(outside: gap.first), "gapLast": Markup(outside: gap.last),
        "gapCount": Markup(plain: groupedCount(gap.count, .page)), "gapCause": Markup(outside: gap.cause),
      ]
    },
    "hasChanges": !sent.changes.isEmpty,
    "changes": sent.changes.prefix(causeLimit).map { change -> View in
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
  view["stored"] = sent.stored.map(storedView)
  if !sent.stopped.isEmpty { view["stopped"] = Markup(outside: sent.stopped) }
  if !sent.readFailure.isEmpty { view["readFailure"] = Markup(outside: sent.readFailure) }
  if sent.openOutcomes > 0 {
    view["openOutcomes"] = Markup(plain: counted(sent.openOutcomes, "document", "documents", .page))
  }
  view["customerCounts"] = customerCounts(sent)
  let rests = [
    "moreDifferences": sent.differences.count, "moreCustomers": sent.customers.count, "moreGaps": sent.gaps.count,
    "moreChanges": sent.changes.count,
  ].filter { $0.value > causeLimit }
  view.merge(rests.mapValues { Markup(plain: groupedCount($0 - causeLimit, .page)) }) { $1 }
  view.merge(receivablesView(sent)) { $1 }
  return view
}

private func readSentence(_ sent: SentResults) -> String {
  let ids = counted(sent.returned, "invoice has an id", "invoices have an id", .page)
  let unread = sent.unread
  return unread == 0
    ? "\(ids) in QuickBooks, and each that is not deleted was read again by it."
    : "\(ids) in QuickBooks; \(counted(unread, "was", "were", .page)) not read again."
}

private func matchSentence(_ sent: SentResults) -> String {
  let invoices = Set(sent.differences.map(\.invoice)).count
  let matched = counted(sent.matched, "invoice agrees", "invoices agree", .page)
  if invoices == 0 { return "\(matched) in every field; there is no difference." }
  return "\(matched) in every field; \(counted(invoices, "differs", "differ", .page))."
}

/// How many customers were created, linked or held, and by what.
private func customerCounts(_ sent: SentResults) -> [View] {
  var counts: [String: Int] = [:]
  for change in sent.customers {
    let by = change.decidedBy.prefix { $0 != ";" }
    counts[change.what + (by.isEmpty || change.what == "held" ? "" : ", by \(by)"), default: 0] += 1
  }
  // A customer that none had the name of is simply new.
  return counts.sorted { $0.key < $1.key }.filter { !$0.key.hasPrefix("created") }.map { what, count in
    ["countWhat": Markup(outside: "Customers \(what)"), "countNumber": Markup(plain: groupedCount(count, .page))]
  }
}

private func storedView(_ totals: SentResults.StoredTotals) -> View {
  func money(_ units: Int64) -> Markup { Markup(plain: groupedAmount(units, code: totals.currency, .page)) }
  let planned = totals.planned &- totals.voided &- totals.deleted
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
