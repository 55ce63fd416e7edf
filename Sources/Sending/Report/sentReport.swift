import Invoices
import JSONRecords
import Money
import QuickBooksClient
public import Reconciliation

/// The record of a sending, made of its result.
public struct SentReport: Sendable {
  public var verdict: ReconciliationReport.Verdict
  /// `sent.json`: every deal with its outcome, customers, suspicions, calls.
  public var sent: String
  public var exitCode: Int32
}

/// - Parameters:
///   - realm: The company that was sent to.
///   - reconciliation: The verdict of the report that stands beside it; the worse of both counts.
public func sentReport(
  _ folder: RunFolderContent, _ result: SendResult, realm: String,
  reconciliation: ReconciliationReport.Verdict = .tiedOut
) -> SentReport {
  var totals: [String: CurrencyTotals] = [:]
  var ids: Set<String> = []
  var faults: [String] = []
  for (plan, deal) in zip(folder.invoices, result.deals) where deal.bucket == .created {
    var sums = totals[plan.currency.code] ?? CurrencyTotals(currency: plan.currency)
    if deal.id.isEmpty { faults.append("an invoice that is created has no id") }
    if !ids.insert(deal.id).inserted { faults.append("two deals have the invoice \(deal.id)") }
    guard let total = plan.currency.minorUnits(of: deal.storedTotal),
      let tax = plan.currency.minorUnits(of: deal.storedTax)
    else {
      faults.append("the total of invoice \(deal.id) cannot be read")
      continue
    }
    sums.invoices += 1
    sums.lines += plan.value["Line"]?.elements?.count ?? 0
    sums.net &+= total &- tax
    sums.tax &+= tax
    sums.total &+= total
    totals[plan.currency.code] = sums
  }
  if result.deals.count != folder.invoices.count { faults.append("not every invoice has an outcome") }
  let population = population(folder, result)
  let buckets = ["created", "updated", "unchanged", "held", "skipped", "failed", "unknown"]
  if buckets.reduce(0, { $0 + (population[$1] ?? 0) }) != folder.rows.count {
    faults.append("the buckets do not add up to the deals")
  }
  let hasExceptions =
    ["held", "failed", "unknown"].contains { (population[$0] ?? 0) > 0 } || !result.duplicates.isEmpty
    || !result.open.isEmpty || !result.changedInQuickBooks.isEmpty || result.deals.contains { !$0.code.isEmpty }
    || result.customers.contains(where: \.isBehind)
  let verdict: ReconciliationReport.Verdict =
    !faults.isEmpty || reconciliation == .doesNotTie
    ? .doesNotTie : hasExceptions || reconciliation == .tiedOutWithExceptions ? .tiedOutWithExceptions : .tiedOut
  var exitCode = result.exitCode
  if exitCode == 0 || exitCode == 2 {
    exitCode = verdict == .doesNotTie ? 4 : verdict == .tiedOut ? 0 : 2
  }
  return SentReport(
    verdict: verdict,
    sent: sentJSON(folder, result, realm, verdict, population, totals, faults),
    exitCode: exitCode)
}

private func population(_ folder: RunFolderContent, _ result: SendResult) -> [String: Int] {
  var counts: [String: Int] = [:]
  for row in folder.rows {
    if let index = row.invoice, index < result.deals.count {
      counts[result.deals[index].bucket.name, default: 0] += 1
    } else {
      counts[row.bucket, default: 0] += 1
    }
  }
  return counts
}

private func currencies(_ totals: [String: CurrencyTotals]) -> OrderedJSON {
  .object(
    totals.sorted { $0.key < $1.key }.map { code, sums in
      (
        code,
        .object([
          ("invoices", .number(sums.invoices)), ("lines", .number(sums.lines)),
          ("net", .text(amountText(sums.net, sums.currency))), ("tax", .text(amountText(sums.tax, sums.currency))),
          ("total", .text(amountText(sums.total, sums.currency))),
        ])
      )
    })
}

private func sentJSON(
  _ folder: RunFolderContent, _ result: SendResult, _ realm: String, _ verdict: ReconciliationReport.Verdict,
  _ population: [String: Int], _ totals: [String: CurrencyTotals], _ faults: [String]
) -> String {
  let deals = zip(folder.invoices, result.deals).map { plan, deal -> OrderedJSON in
    let total = ExactDecimal(mantissa: plan.total, scale: Int8(plan.currency.minorDigits)).description
    var members: [(String, OrderedJSON)] = [
      ("deal", .text(plan.marker.deal)), ("part", .text(plan.marker.part)), ("bucket", .text(deal.bucket.name)),
      ("id", .text(deal.id)), ("number", .text(deal.number)), ("currency", .text(plan.currency.code)),
      ("date", .text(plan.date)), ("customer", .text(plan.customer)),
      ("total", .text(plan.hasTaxForecast ? total : "")), ("storedTotal", .text(storedText(deal.storedTotal, plan))),
      ("storedTax", .text(storedText(deal.storedTax, plan))),
    ]
    if !deal.code.isEmpty {
      members += [("code", .text(deal.code)), ("problem", .text(deal.problem)), ("fix", .text(deal.fix))]
    }
    if !deal.differences.isEmpty {
      members.append(
        (
          "differences",
          .array(
            deal.differences.map {
              .object([
                ("field", .text($0.field)), ("expected", .text($0.expected)), ("actual", .text($0.actual)),
              ])
            })
        ))
    }
    return .object(members)
  }
  func documents(_ list: [RecoveredDocument]) -> OrderedJSON {
    .array(
      list.map { .object([("key", .text($0.key)), ("id", .text($0.id)), ("outcome", .text($0.outcome))]) })
  }
  return OrderedJSON.object([
    ("schema", .text("dealbill.sent/1")), ("verdict", .text(verdict.rawValue)), ("realm", .text(realm)),
    ("manifestSha256", .text(folder.fingerprint)),
    ("testsOfRules", .text(folder.testsNotice)),
    ("stopped", result.stop.map { .text($0.words) } ?? .null),
    (
      "population",
      .object(population.sorted { $0.key < $1.key }.map { ($0.key, .number($0.value)) })
    ),
    ("currencies", currencies(totals)), ("controls", .array(faults.map { .text($0) })),
    (
      "duplicatesSuspected",
      .array(
        result.duplicates.map {
          .object([("key", .text($0.key)), ("ids", .array($0.ids.map { .text($0) }))])
        })
    ),
    ("open", documents(result.open)), ("recovered", documents(result.recovered)),
    ("changedInQuickBooks", documents(result.changedInQuickBooks)),
    (
      "customers",
      .array(
        result.customers.map {
          .object([
            ("name", .text($0.name)), ("id", .text($0.id)), ("how", .text($0.how)), ("note", .text($0.note)),
            ("behind", .truth($0.isBehind)),
            (
              "changes",
              .array(
                $0.changes.map {
                  .object([
                    ("field", .text($0.field)), ("before", .text($0.expected)), ("after", .text($0.actual)),
                  ])
                })
            ),
          ])
        })
    ),
    (
      "calls",
      .object([
        ("reads", .number(result.calls.reads)), ("writes", .number(result.calls.writes)),
        ("throttled", .number(result.calls.throttles)),
      ])
    ),
    ("deals", .array(deals)),
  ]).rendered
}

/// What QuickBooks keeps with the currency's decimals; as it wrote it when that cannot be read.
private func storedText(_ text: String, _ plan: PlannedInvoice) -> String {
  plan.currency.minorUnits(of: text).map { amountText($0, plan.currency) } ?? text
}
