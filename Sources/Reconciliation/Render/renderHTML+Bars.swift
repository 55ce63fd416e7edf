/// One bar of a row: a share of the largest amount of its currency, in whole thousandths.
struct Bars {
  private var largest: [String: UInt64] = [:]

  init(_ amounts: [(code: String, units: Int64)]) {
    for amount in amounts { largest[amount.code] = max(largest[amount.code] ?? 1, amount.units.magnitude) }
  }

  /// 0 for nothing; what is not nothing stays visible.
  func width(_ units: Int64, _ code: String) -> Markup {
    let full = UInt128(largest[code] ?? 1)
    let width = Int(UInt128(units.magnitude) * 1000 / full)
    return Markup(plain: String(units == 0 ? 0 : max(width, 3)))
  }
}

/// Held money by code and currency, the largest of each currency first; without counts, which are known by cause alone.
func heldBarView(_ report: ReconciliationReport) -> View {
  var sums: [String: (code: String, currency: String, money: Int64)] = [:]
  for group in report.exceptions where severityRank(group.severity) <= 1 {
    for (currency, money) in group.money {
      let key = "\(currency)\u{1F}\(group.code)"
      let known = sums[key] ?? (group.code, currency, 0)
      sums[key] = (known.code, currency, known.money &+ money)
    }
  }
  let rows = sums.values.sorted { a, b in
    a.currency != b.currency
      ? a.currency < b.currency
      : a.money.magnitude != b.money.magnitude ? a.money.magnitude > b.money.magnitude : a.code < b.code
  }.prefix(300)
  let bars = Bars(rows.map { ($0.currency, $0.money) })
  return [
    "hasHeldBars": !rows.isEmpty, "hasRepeatedDeals": report.hasRepeatedDeals,
    "heldBars": rows.map { row -> View in
      [
        "heldCode": Markup(outside: row.code), "heldMoney": amount(row.money, row.currency),
        "heldWidth": bars.width(row.money, row.currency),
      ]
    },
  ]
}

/// Won deals that are not billed, by age.
func waitingView(_ report: ReconciliationReport) -> View {
  let bars = Bars(report.notInvoiced.map { ($0.currency, $0.money) })
  return [
    "hasWaiting": !report.notInvoiced.isEmpty,
    "waitingAges": report.notInvoiced.map { age -> View in
      [
        "ageBand": Markup(plain: age.band.words), "ageCount": Markup(plain: groupedCount(age.count, .page)),
        "ageMoney": age.currency.isEmpty ? Markup(outside: "no value") : amount(age.money, age.currency),
        "ageWidth": bars.width(age.money, age.currency),
      ]
    },
  ]
}
