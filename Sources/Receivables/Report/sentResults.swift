import Bytes
import Calendars
public import Ledger
import Invoices
import Money
import QuickBooksClient
public import Reconciliation
public import Sending

/// What is known once the folder was sent: for the report.
///
/// - Parameters:
///   - report: As ``afterSending(_:_:_:invoiced:)`` leaves it.
///   - result: Of the sending.
///   - comparison: With the CRM's present deals, where there is one.
public func sentResults(
  _ report: ReconciliationReport, _ folder: RunFolderContent, _ result: SendResult, _ standings: [InvoiceStanding?],
  _ reread: Reread, _ ledger: some HistoryStorage, realm: String, comparison: RunComparison? = nil
) throws(LedgerError) -> SentResults {
  var sent = SentResults()
  sent.readAt = isoTime(reread.readAt)
  sent.realm = realm
  sent.readFailure = reread.failure
  sent.stopped = result.stop?.words ?? ""
  sent.openOutcomes = result.open.count
  sent.duplicates = result.duplicates.map { suspicion in
    var duplicate = SentResults.SuspectedDuplicate()
    (duplicate.deal, duplicate.invoices) = (suspicion.key, suspicion.ids.joined(separator: ", "))
    return duplicate
  }
  // What needs a person first, what is new last.
  let order = ["held", "updated", "linked", "created"]
  sent.customers = result.customers.flatMap { [change($0)] + corrections($0) }.sorted {
    (order.firstIndex(of: $0.what) ?? 0, $0.customer) < (order.firstIndex(of: $1.what) ?? 0, $1.customer)
  }
  sent.gaps = numberGaps(try numberUses(folder, ledger, result.deals), taken: reread.taken)
  var sums = Sums()
  for (plan, standing) in zip(folder.invoices, standings) {
    guard let standing else { continue }
    sent.returned += 1
    if standing.isReread { sent.reread += 1 }
    if standing.isReread, standing.isLive, standing.differences.isEmpty { sent.matched += 1 }
    sent.invoiceIDHashTotal = (sent.invoiceIDHashTotal + lastDigits(standing.id)) % 10_000_000_000
    sent.differences += differences(plan, standing)
    sent.changes += changes(plan, standing, reread)
    sums.add(standing, today: reread.today)
  }
  for (plan, deal) in zip(folder.invoices, result.deals) where deal.code == "X951" {
    sent.changes += deal.differences.map { crmChange(plan, deal, $0, folder.runDate) }
  }
  if let comparison {
    let ours = Set(folder.invoices.map { BillingKey($0.marker) })
    sent.changes += comparison.differences.filter { ours.contains($0.key) }.map {
      crmChange($0, reread.today.description)
    }
  }
  sent.stored = sums.stored.values.sorted { $0.currency < $1.currency }
  sent.statuses = sums.sortedStatuses
  sent.ageing = sums.sortedAges
  sent.taxes = storedTaxes(report, folder, standings)
  return sent
}

/// The report's controls over what was read: sums that two ways of adding must agree on.
public func sentControls(_ sent: SentResults) -> [Control] {
  var controls: [Control] = []
  for stored in sent.stored {
    let code = stored.currency
    func control(_ what: String, _ expected: Int64, _ actual: Int64) {
      controls.append(
        Control(
          stage: "read again", what: "\(what), \(code)", expected: amountText(expected, code: code),
          actual: amountText(actual, code: code)))
    }
    control(
      "total stored = sum by status", stored.total,
      sent.statuses.filter { $0.currency == code }.reduce(0) { $0 &+ $1.total })
    control(
      "open balance = sum by days past due", stored.open,
      sent.ageing.filter { $0.currency == code }.reduce(0) { $0 &+ $1.money })
    control("total stored less paid = open balance", stored.total &- stored.paid, stored.open)
    control(
      "tax stored = sum by code", stored.tax,
      sent.taxes.filter { $0.currency == code }.reduce(0) { $0 &+ $1.stored })
  }
  let listed = sent.statuses.reduce(0) { $0 + $1.invoices }
  controls.append(
    Control(
      stage: "read again", what: "invoices with an id = invoices by status", expected: String(sent.returned),
      actual: String(listed)))
  return controls
}

extension ReconciliationReport {
  /// Puts the results into the report, with their controls, and the numbers and customers that there are now.
  public mutating func take(_ results: SentResults, _ standings: [InvoiceStanding?]) {
    sent = results
    controls += sentControls(results)
    customersCreated = results.customers.count { $0.what == "created" }
    let used = standings.compactMap { $0?.isLive == true ? $0?.number : nil }.filter { !$0.isEmpty }
    numbers = numberRange(used)
  }
}

/// The lowest and highest number in the order of people: shorter ones first.
private func numberRange(_ numbers: [String]) -> NumberRange? {
  func isBefore(_ a: String, _ b: String) -> Bool {
    a.utf8.count != b.utf8.count ? a.utf8.count < b.utf8.count : a < b
  }
  guard let first = numbers.min(by: isBefore), let last = numbers.max(by: isBefore) else { return nil }
  return NumberRange(first: first, last: last, count: Set(numbers).count)
}

private func lastDigits(_ id: String) -> Int { Int(id.suffix(10)) ?? 0 }

private func change(_ customer: CustomerResult) -> SentResults.CustomerChange {
  var change = SentResults.CustomerChange()
  (change.customer, change.id) = (customer.name, customer.id)
  switch customer.how {
  case "created": (change.what, change.decidedBy) = ("created", "no customer had the name")
  case "held": (change.what, change.decidedBy) = ("held", "")
  case "linked": (change.what, change.decidedBy) = ("linked", "a person")
  case "tax-id": (change.what, change.decidedBy) = ("linked", "the tax id")
  case "earlier": (change.what, change.decidedBy) = ("linked", "an earlier sending, which created it")
  case "name": (change.what, change.decidedBy) = ("linked", "the name")
  default: (change.what, change.decidedBy) = ("linked", customer.how)
  }
  if customer.isBehind { change.what = SentResults.notUpdated }
  if !customer.note.isEmpty {
    change.decidedBy += change.decidedBy.isEmpty ? customer.note : "; \(customer.note)"
  }
  return change
}

/// What a rule corrected in a customer, a row a field.
private func corrections(_ customer: CustomerResult) -> [SentResults.CustomerChange] {
  customer.changes.map { field in
    var change = SentResults.CustomerChange()
    (change.customer, change.id, change.what) = (customer.name, customer.id, "updated")
    (change.field, change.before, change.after) = (field.field, field.expected, field.actual)
    change.decidedBy = "the rule customer: update"
    return change
  }
}

// MARK: Differences and changes

private func differences(_ plan: PlannedInvoice, _ standing: InvoiceStanding) -> [SentResults.MatchDifference] {
  guard standing.isLive else { return [] }
  var row = SentResults.MatchDifference()
  (row.deal, row.invoice, row.number) = (plan.marker.deal, standing.id, standing.number)
  row.currency = standing.currency.code
  row.reason = standing.differedAtOnce ? "stored so when it was made" : "edited in QuickBooks since"
  if !standing.differenceWords.isEmpty {
    row.field = "as last seen"
    row.reason += ": \(standing.differenceWords)"
    return [row]
  }
  return standing.differences.map { difference in
    var row = row
    (row.field, row.planned, row.stored) = (difference.words, difference.expected, difference.actual)
    if ["TotalAmt", "TotalTax", "net", "lines + tax = total"].contains(difference.field) {
      let (planned, stored) = (difference.expected, difference.actual)
      row.money =
        (standing.currency.minorUnits(of: stored) ?? 0) &- (standing.currency.minorUnits(of: planned) ?? 0)
    }
    return row
  }
}

private func changes(
  _ plan: PlannedInvoice, _ standing: InvoiceStanding, _ reread: Reread
) -> [SentResults.ChangeAfterPosting] {
  guard !standing.isOurChange else { return [] }
  var row = SentResults.ChangeAfterPosting()
  (row.deal, row.invoice, row.number) = (plan.marker.deal, standing.id, standing.number)
  (row.side, row.seen) = ("QuickBooks", standing.seenAt)
  if !standing.isLive {
    row.field = "status"
    row.before = "total \(standing.currency.code) \(amountText(standing.planned, standing.currency))"
    row.after = standing.status.label.lowercased()
    return [row]
  }
  if standing.differedAtOnce { return [] }
  if !standing.differenceWords.isEmpty {
    (row.field, row.after) = ("as last seen", standing.differenceWords)
    return [row]
  }
  return standing.differences.map { difference in
    var row = row
    (row.field, row.before, row.after) = (difference.words, difference.expected, difference.actual)
    return row
  }
}

private func crmChange(
  _ plan: PlannedInvoice, _ deal: DealResult, _ difference: FieldDifference, _ seen: String
) -> SentResults.ChangeAfterPosting {
  var row = SentResults.ChangeAfterPosting()
  (row.deal, row.invoice, row.number) = (plan.marker.deal, deal.id, deal.number)
  (row.side, row.field) = ("CRM", difference.words)
  (row.before, row.after) = (difference.expected, difference.actual)
  row.seen = seen
  return row
}

private func crmChange(
  _ difference: RunComparison.Difference, _ seen: String
) -> SentResults.ChangeAfterPosting {
  var row = SentResults.ChangeAfterPosting()
  (row.deal, row.invoice, row.number) = (difference.key.deal, difference.id, difference.number)
  (row.side, row.field, row.after, row.seen) = ("CRM", difference.code, difference.words, seen)
  return row
}

// MARK: Sums

private struct Sums {
  var stored: [String: SentResults.StoredTotals] = [:]
  private var statuses: [String: SentResults.StatusTotal] = [:]
  private var ages: [String: AgedMoney] = [:]

  mutating func add(_ standing: InvoiceStanding, today: CivilDate) {
    let code = standing.currency.code
    var totals = stored[code] ?? SentResults.StoredTotals()
    totals.currency = code
    totals.planned &+= standing.planned
    switch standing.status {
    case .voided: totals.voided &+= standing.planned
    case .deleted: totals.deleted &+= standing.planned
    default:
      // A home total is told only when every invoice has one.
      if let home = standing.home, totals.invoices == 0 || totals.home != nil {
        totals.home = (totals.home ?? 0) &+ home
      } else {
        totals.home = nil
      }
      totals.invoices += 1
      totals.tax &+= standing.tax
      totals.total &+= standing.total
      totals.paid &+= standing.total &- standing.balance
      totals.open &+= standing.balance
      if standing.balance != 0 { age(standing, today) }
    }
    stored[code] = totals
    var status = statuses["\(standing.word) \(code)"] ?? SentResults.StatusTotal()
    (status.status, status.currency) = (standing.word, code)
    status.invoices += 1
    status.total &+= standing.total
    status.open &+= standing.balance
    statuses["\(standing.word) \(code)"] = status
  }

  private mutating func age(_ standing: InvoiceStanding, _ today: CivilDate) {
    let code = standing.currency.code
    let band = AgeBand(days: standing.dueDate.map { Int(today.dayNumber) - Int($0.dayNumber) } ?? 0)
    let key = "\(band.rawValue) \(code)"
    var aged = ages[key] ?? AgedMoney(band: band, currency: code, count: 0, money: 0)
    aged.count += 1
    aged.money &+= standing.balance
    ages[key] = aged
  }

  var sortedStatuses: [SentResults.StatusTotal] {
    let order = ["open", "partially paid", "overdue", "paid", "voided", SentResults.deleted]
    return statuses.values.sorted {
      ($0.currency, order.firstIndex(of: $0.status) ?? 9) < ($1.currency, order.firstIndex(of: $1.status) ?? 9)
    }
  }

  var sortedAges: [AgedMoney] {
    let order = AgeBand.allCases
    return ages.values.sorted {
      ($0.currency, order.firstIndex(of: $0.band) ?? 0) < ($1.currency, order.firstIndex(of: $1.band) ?? 0)
    }
  }
}

/// Tax by code: the run's forecast for the invoices that are in QuickBooks, and what is stored.
///
/// The run knows the forecast by code for all its invoices together. That of an invoice which is not in QuickBooks is
/// taken off where it has one code; where it has several, those codes have no forecast. What is stored always has its row.
private func storedTaxes(
  _ report: ReconciliationReport, _ folder: RunFolderContent, _ standings: [InvoiceStanding?]
) -> [SentResults.StoredTax] {
  var sums: [String: SentResults.StoredTax] = [:]
  func key(_ code: String, _ currency: String) -> String { "\(currency)\u{1F}\(code)" }
  for tax in report.taxes {
    var sum = SentResults.StoredTax()
    (sum.code, sum.currency, sum.forecast) = (tax.code, tax.currency, tax.tax)
    sums[key(tax.code, tax.currency)] = sum
  }
  var isUnclear: Set<String> = []
  for (plan, standing) in zip(folder.invoices, standings) {
    let currency = plan.currency.code
    guard let standing, standing.isLive else {
      let codes = taxCodes(plan)
      if codes.count == 1 {
        sums[key(codes[0].name, currency)]?.forecast? &-= plan.tax
      } else {
        isUnclear.formUnion(codes.map { key($0.name, currency) })
      }
      continue
    }
    for (code, tax) in standing.taxes {
      var sum = sums[key(code, currency)] ?? SentResults.StoredTax()
      (sum.code, sum.currency, sum.forecast) = (code, currency, sum.forecast ?? 0)
      sum.invoices += 1
      sum.stored &+= tax
      sums[key(code, currency)] = sum
    }
  }
  for unclear in isUnclear { sums[unclear]?.forecast = nil }
  return sums.filter { $0.value.invoices > 0 || $0.value.forecast != 0 }.sorted { $0.key < $1.key }.map(\.value)
}
