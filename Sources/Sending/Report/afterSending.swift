import Bytes
import Calendars
import Invoices
import Money
public import Reconciliation

/// The folder's own report with every deal in the bucket where sending left it: counts, money of the invoices created, held
/// codes, exceptions, deals that wait; and controls of its own.
///
/// Money of invoices is what was planned for those created now; what QuickBooks stored is ``SentResults``.
///
/// - Parameters:
///   - report: That of the folder, as `run` wrote it.
///   - deals: One for each invoice of the folder, in its order.
///   - invoiced: Deals that the run held and that have an invoice of an earlier night: those do not wait for one.
public func afterSending(
  _ report: ReconciliationReport, _ folder: RunFolderContent, _ deals: [DealResult], invoiced: Set<String> = []
) -> ReconciliationReport {
  var report = report
  let columns = RowColumns(folder.header)
  var counts: [Bucket: Int] = [:]
  var currencies: [String: CurrencyTotals] = [:]
  var waiting: [AgedMoney] = []
  var held = report.heldByCode
  var troubles = Troubles()
  var ids: Set<String> = []
  for row in folder.rows {
    var bucket = Bucket.allCases.first { $0.name == row.bucket } ?? .unknown
    if let index = row.invoice, index < deals.count {
      let deal = deals[index]
      let plan = folder.invoices[index]
      bucket = deal.bucket
      let value = plan.currency.minorUnits(of: columns.cell(row, "deal_value"))
      if bucket == .created {
        ids.insert(deal.id)
        currencies[plan.currency.code, default: CurrencyTotals(currency: plan.currency)].add(plan, row, columns)
      } else if let value {
        report.bridge[plan.currency.code, default: [:]][.created, default: 0] &-= value
        report.bridge[plan.currency.code, default: [:]][bucket, default: 0] &+= value
      }
      if bucket != .created { report.templates[columns.cell(row, "template")]?.count -= 1 }
      if bucket == .held { held[deal.code, default: 0] += 1 }
      if !deal.code.isEmpty {
        troubles.add(deal, plan, value: value, cell: "\(columns.cell(row, "file")) row \(columns.cell(row, "row"))")
      }
    }
    counts[bucket, default: 0] += 1
    if [.held, .failed, .unknown].contains(bucket), !invoiced.contains(columns.cell(row, "deal")) {
      wait(row, columns, folder.runDate, &waiting)
    }
  }
  report.population.take(counts)
  report.templates = report.templates.compactMapValues { $0.count > 0 ? $0 : nil }
  report.currencies = currencies
  report.heldByCode = held
  report.exceptions += troubles.groups
  report.notInvoiced = waiting.sorted { a, b in
    let order = AgeBand.allCases
    return (a.currency, order.firstIndex(of: a.band) ?? 0) < (b.currency, order.firstIndex(of: b.band) ?? 0)
  }
  // The population as the run planned it gives way to the one after sending.
  report.controls = report.controls.filter { $0.stage != "report" } + report.populationControls
  func control(_ what: String, _ expected: Int, _ actual: Int) {
    report.controls.append(Control(stage: "send", what: what, expected: String(expected), actual: String(actual)))
  }
  control("planned invoices that have an outcome", folder.invoices.count, deals.count)
  control(
    "ids that QuickBooks gave for the invoices created, each once", counts[.created] ?? 0, ids.subtracting([""]).count)
  control("deals in exactly one bucket after sending", report.population.deals, counts.values.reduce(0, +))
  return report
}

/// The columns of `reconciliation.csv` by name.
struct RowColumns {
  private let places: [String: Int]
  init(_ header: [String]) {
    places = Dictionary(header.enumerated().map { ($0.element, $0.offset) }) { first, _ in first }
  }

  func cell(_ row: ReportRow, _ name: String) -> String {
    places[name].flatMap { $0 < row.cells.count ? row.cells[$0] : nil } ?? ""
  }
}

extension CurrencyTotals {
  fileprivate mutating func add(_ plan: PlannedInvoice, _ row: ReportRow, _ columns: RowColumns) {
    invoices += 1
    lines &+= Int(columns.cell(row, "lines")) ?? 0
    let taken = plan.currency.minorUnits(of: columns.cell(row, "discount")) ?? 0
    if let value = plan.currency.minorUnits(of: columns.cell(row, "deal_value")) {
      dealValue &+= value
    } else {
      withoutValue &+= plan.net &+ taken
    }
    discount &+= taken
    net &+= plan.net
    tax &+= plan.tax
    total &+= plan.total
  }
}

extension Population {
  fileprivate mutating func take(_ counts: [Bucket: Int]) {
    created = counts[.created] ?? 0
    updated = counts[.updated] ?? 0
    unchanged = counts[.unchanged] ?? 0
    held = counts[.held] ?? 0
    skipped = counts[.skipped] ?? 0
    failed = counts[.failed] ?? 0
    unknown = counts[.unknown] ?? 0
  }
}

/// A deal that the run planned tells no age: it counts from the date of its invoice.
private func wait(_ row: ReportRow, _ columns: RowColumns, _ runDate: String, _ waiting: inout [AgedMoney]) {
  func day(_ text: String) -> Int? { text.withByteView { CivilDate.parseISO($0) }.map { Int($0.dayNumber) } }
  var days = Int(columns.cell(row, "age_days"))
  if days == nil, let date = day(columns.cell(row, "date")), let run = day(runDate) { days = max(0, run - date) }
  let band = AgeBand(days: days)
  var code = columns.cell(row, "currency")
  var money: Int64 = 0
  if case .current(let currency) = code.withByteView({ Currency.find($0) }),
    let value = currency.minorUnits(of: columns.cell(row, "deal_value"))
  {
    money = value
  } else {
    code = ""
  }
  let at = waiting.firstIndex { $0.band == band && $0.currency == code } ?? waiting.count
  if at == waiting.count { waiting.append(AgedMoney(band: band, currency: code, count: 0, money: 0)) }
  waiting[at].count += 1
  waiting[at].money &+= money
}

/// What sending could not do, or what is not stored as sent: one entry a code.
private struct Troubles {
  private var byCode: [String: ExceptionGroup] = [:]
  private var problems: [String: Set<String>] = [:]

  /// - Parameter cell: Where the deal stands in the export.
  mutating func add(_ deal: DealResult, _ plan: PlannedInvoice, value: Int64?, cell: String) {
    let severity: String =
      switch deal.bucket {
      case .held: "hold"
      case .failed, .unknown: "error"
      default: "warn"
      }
    let key = "\(deal.code) \(severity)"
    var group =
      byCode[key]
      ?? ExceptionGroup(
        severity: severity, code: deal.code, cause: deal.problem, fix: deal.fix, owner: nil, rule: nil)
    group.deals += 1
    if let value { group.money[plan.currency.code, default: 0] &+= value }
    var example = ExceptionGroup.Example(
      deal: plan.marker.deal, title: plan.title, message: deal.problem, cell: cell)
    example.customer = plan.customer
    if let value { (example.value, example.currency) = (value, plan.currency.code) }
    group.takeIn(size: nominalSize(example.value, code: example.currency), example)
    byCode[key] = group
    if (problems[key]?.count ?? 0) < 2 { problems[key, default: []].insert(deal.problem) }
  }

  /// A cause that differs from deal to deal is told by its first deal.
  var groups: [ExceptionGroup] {
    byCode.sorted { $0.key < $1.key }.map { key, group in
      var group = group
      if (problems[key]?.count ?? 0) > 1 { group.cause = "for example: \(group.cause)" }
      return group
    }
  }
}
