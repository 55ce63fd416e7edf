/// Sections 2 (value by outcome), 3 and 4: money by currency.
func moneyView(_ report: ReconciliationReport) -> View {
  let buckets = Bucket.allCases.filter { bucket in report.bridge.values.contains { ($0[bucket] ?? 0) != 0 } }
  var view: View = [
    "hasBridge": !report.bridge.isEmpty,
    "valueHeads": buckets.map { Markup(plain: $0.name.prefix(1).uppercased() + $0.name.dropFirst()) },
    "valueRows": report.bridge.sorted { $0.key < $1.key }.map { code, values -> View in
      [
        "valueCode": Markup(outside: code),
        "valueCells": buckets.map { bucket in
          Markup(plain: values[bucket].map { groupedAmount($0, code: code, .page) } ?? "")
        },
        "valueSum": Markup(plain: groupedAmount(values.values.reduce(0) { $0 + Int128($1) }, code: code, .page)),
      ]
    },
    "hasBridges": !report.currencyCodes.isEmpty,
    "bridges": report.currencyCodes.map { code -> View in
      ["bridgeCode": Markup(outside: code), "bridgeSteps": bridgeRows(report.moneyBridge(code), code)]
    },
    "totals": report.currencies.sorted { $0.key < $1.key }.map { code, totals -> View in
      [
        "totalCode": Markup(outside: code), "totalInvoices": Markup(plain: groupedCount(totals.invoices, .page)),
        "totalLines": Markup(plain: groupedCount(totals.lines, .page)),
        "totalNet": Markup(plain: groupedAmount(totals.net, code: code, .page)),
        "totalTax": Markup(plain: groupedAmount(totals.tax, code: code, .page)),
        "totalTotal": Markup(plain: groupedAmount(totals.total, code: code, .page)),
      ]
    },
    "hashTotal": Markup(plain: String(report.dealIDHashTotal)),
    "hashDeals": Markup(
      plain: counted(report.dealsWithNumericID, "deal with a numeric id", "deals with numeric ids", .page)),
    "hasHashTotal": report.dealsWithNumericID > 0,
    "sumRow": Markup(plain: String(max(report.population.deals, 1).addingReportingOverflow(1).partialValue)),
  ]
  if report.dealsWithoutValue > 0 {
    view["noValue"] = Markup(plain: counted(report.dealsWithoutValue, "deal", "deals", .page))
  }
  if report.valueMismatches > 0 {
    view["mismatches"] = Markup(plain: counted(report.valueMismatches, "deal", "deals", .page))
  }
  return view
}

private func bridgeRows(_ steps: [BridgeStep], _ code: String) -> [View] {
  let low = min(0, steps.flatMap { [$0.from, $0.to] }.min() ?? 0)
  let high = max(0, steps.flatMap { [$0.from, $0.to] }.max() ?? 0)
  let span = max(high - low, 1)
  // Whole thousandths of the width: no floating point, so the same drawing everywhere.
  func place(_ amount: Int128) -> Int { Int((amount - low) * 1000 / span) }
  return steps.map { step in
    let start = place(min(step.from, step.to))
    let width = place(max(step.from, step.to)) - start
    let text = groupedAmount(step.amount, code: code, .page, showsPlus: step.kind == .change)
    return [
      "bridgeClass": Markup(plain: step.kind == .level ? "sum" : "change"), "bridgeWhat": Markup(plain: step.what),
      "bridgeDelta": Markup(plain: step.kind == .change ? text : ""),
      "bridgeAmount": Markup(plain: step.kind == .level ? text : ""),
      "barClass": Markup(plain: step.kind == .level ? "level" : step.amount < 0 ? "loss" : "gain"),
      // A thin line from the end of this bar to the next one.
      "barLink": Markup(plain: String(place(step.to))),
      "barZero": Markup(plain: String(place(0))), "barStart": Markup(plain: String(start)),
      // A step that is not nothing stays visible beside large ones.
      "barWidth": Markup(plain: String(step.amount == 0 ? 0 : max(width, 3))),
    ]
  }
}
