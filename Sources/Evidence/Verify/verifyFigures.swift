import Bytes
import Diagnostics
import Reconciliation

/// The figures of the report, counted again from the rows, the payloads and the customers.
func verifyFigures(_ folder: String, _ report: ReconciliationReport, _ result: inout Verification) {
  guard let recount = verifyRows("\(folder)/\(RunFiles.rows)", RunFiles.rows, report, &result) else { return }
  verifyPayloads(folder, report, recount, &result)
}

/// The figures that come from the rows of the deals.
///
/// - Parameter part: Their file in words.
/// - Returns: What was counted; nil when the rows cannot be read, which is a finding.
func verifyRows(
  _ path: String, _ part: String, _ report: ReconciliationReport, _ result: inout Verification
) -> Recount? {
  var recount = Recount()
  do throws(RefusedInput) {
    try readRows(path) { recount.add($0) }
  } catch {
    result.findings.append(Finding(part, words(error)))
    return nil
  }
  let p = report.population
  result.check(part, "deals", String(p.deals), String(recount.deals))
  for (name, count) in [
    ("created", p.created), ("updated", p.updated), ("unchanged", p.unchanged), ("held", p.held),
    ("skipped", p.skipped), ("failed", p.failed), ("unknown", p.unknown),
  ] { result.check(part, name, String(count), String(recount.buckets[name] ?? 0)) }
  result.check(
    part, "hash total of the deal ids", String(report.dealIDHashTotal), String(recount.idTotal % 10_000_000_000))
  result.check(part, "deals with numeric ids", String(report.dealsWithNumericID), String(recount.numericIDs))
  for code in Set(report.heldByCode.keys).union(recount.codes.keys).sorted() {
    result.check(
      part, "held by \(code)", String(report.heldByCode[code] ?? 0), String(recount.codes[code] ?? 0))
  }
  for code in Set(report.currencies.keys).union(recount.sums.keys).sorted() {
    let sums = report.currencies[code]
    let found = recount.sums[code] ?? Recount.Sums()
    func money(_ what: String, _ expected: Int64?, _ actual: Int64) {
      result.check(
        part, "\(what) in \(code)", amountText(expected ?? 0, code: code), amountText(actual, code: code))
    }
    result.check(part, "invoices in \(code)", String(sums?.invoices ?? 0), String(found.invoices))
    result.check(part, "lines in \(code)", String(sums?.lines ?? 0), String(found.lines))
    money("deal value", sums?.dealValue, found.dealValue)
    money("lines of deals without a value", sums?.withoutValue, found.withoutValue)
    money("discount", sums?.discount, found.discount)
    money("net", sums?.net, found.net)
    money("tax", sums?.tax, found.tax)
    money("total", sums?.total, found.total)
  }
  return recount
}

private func verifyPayloads(
  _ folder: String, _ report: ReconciliationReport, _ recount: Recount, _ result: inout Verification
) {
  var reader = PayloadReader(file: RunFiles.invoices)
  var net: [String: Int64] = [:]
  var count = 0
  do throws(RefusedInput) {
    try readLines("\(folder)/\(RunFiles.invoices)") { payload throws(RefusedInput) in
      try reader.read(payload)
      let code = count < recount.createdCurrencies.count ? recount.createdCurrencies[count] : ""
      for line in reader.lines {
        let units = line.amount.withByteView { exactUnits($0, decimals: currencyDecimals(code)) } ?? 0
        net[code, default: 0] &+= line.kind == .discount ? -units : units
      }
      count += 1
      return true
    }
    result.check(RunFiles.invoices, "payloads", String(report.population.created), String(count))
    for (code, sums) in report.currencies.sorted(by: { $0.key < $1.key }) {
      result.check(
        RunFiles.invoices, "net of all lines in \(code)", amountText(sums.net, sums.currency),
        amountText(net[code] ?? 0, sums.currency))
    }
    var customers = 0
    try readLines("\(folder)/\(RunFiles.customers)") { line throws(RefusedInput) in
      // Updates of customers that are there already create nobody.
      if !line.string.hasPrefix("{\"Id\":") { customers += 1 }
      return true
    }
    result.check(RunFiles.customers, "customers", String(report.customersCreated), String(customers))
  } catch {
    result.findings.append(Finding(RunFiles.invoices, words(error)))
  }
}

/// Counts and sums of `reconciliation.csv`.
struct Recount {
  struct Sums {
    var invoices = 0
    var lines = 0
    var dealValue: Int64 = 0
    var withoutValue: Int64 = 0
    var discount: Int64 = 0
    var net: Int64 = 0
    var tax: Int64 = 0
    var total: Int64 = 0
  }
  var deals = 0
  var buckets: [String: Int] = [:]
  var codes: [String: Int] = [:]
  var sums: [String: Sums] = [:]
  var idTotal: UInt64 = 0
  var numericIDs = 0
  /// Currencies of the invoices in their order, each text once in memory.
  var createdCurrencies: [String] = []
  /// Of the invoices that have an id in QuickBooks; nothing of it before sending.
  var stored: [String: SentResults.StoredTotals] = [:]
  var statuses: [String: Int] = [:]
  var invoiceIDTotal = 0
  var returned = 0
  /// Deal, outcome and id of each payload, by its line.
  var outcomes: [Int: [String]] = [:]

  mutating func add(_ row: DealRow) {
    deals += 1
    if let line = row.count(.payloadLine) {
      outcomes[line] = [row.text(.deal), row.text(.bucket), row.text(.quickBooksID)]
    }
    if !row.view(.quickBooksID).isEmpty { addStored(row) }
    buckets[row.text(.bucket), default: 0] += 1
    let id = row.view(.deal)
    if id.count <= 18, let number = exactUnits(id, decimals: 0), id[0] != UInt8(ascii: "-") {
      idTotal = (idTotal + UInt64(number)) % 10_000_000_000
      numericIDs += 1
    }
    if row.view(.bucket).equals("held") { codes[row.text(.code), default: 0] += 1 }
    guard row.view(.bucket).equals("created") else { return }
    let code = row.text(.currency)
    createdCurrencies.append(code)
    let decimals = currencyDecimals(code)
    var sum = sums[code] ?? Sums()
    sum.invoices += 1
    sum.lines &+= row.count(.lines) ?? 0
    let (net, discount) = (row.amount(.net, decimals: decimals) ?? 0, row.amount(.discount, decimals: decimals) ?? 0)
    if let value = row.amount(.dealValue, decimals: decimals) {
      sum.dealValue &+= value
    } else {
      sum.withoutValue &+= net &+ discount
    }
    sum.discount &+= discount
    sum.net &+= net
    sum.tax &+= row.amount(.tax, decimals: decimals) ?? 0
    sum.total &+= row.amount(.total, decimals: decimals) ?? 0
    sums[code] = sum
  }

  private mutating func addStored(_ row: DealRow) {
    let code = row.text(.currency)
    let decimals = currencyDecimals(code)
    let status = row.text(.status)
    returned += 1
    statuses["\(status) \(code)", default: 0] += 1
    invoiceIDTotal = (invoiceIDTotal + (Int(row.text(.quickBooksID).suffix(10)) ?? 0)) % 10_000_000_000
    var sum = stored[code] ?? SentResults.StoredTotals()
    let planned = row.amount(.sentTotal, decimals: decimals) ?? 0
    sum.planned &+= planned
    switch status {
    case "voided": sum.voided &+= planned
    case SentResults.deleted: sum.deleted &+= planned
    default: sum.invoices += 1
    }
    sum.tax &+= row.amount(.storedTax, decimals: decimals) ?? 0
    sum.total &+= row.amount(.storedTotal, decimals: decimals) ?? 0
    sum.open &+= row.amount(.openBalance, decimals: decimals) ?? 0
    stored[code] = sum
  }
}
