public import Bytes
public import Diagnostics
import JSONRecords
import Money

/// The report as it stands in `reconciliation.json`: the same value that wrote it, but for ``ReconciliationReport/shown``,
/// which has a file of its own.
///
/// - Parameter file: Its name in messages.
/// - Throws: ``RefusedInput`` with code E101 when it is not such a report, or the refusal of the JSON reader.
public func readReport(_ bytes: ByteView, file: String) throws(RefusedInput) -> ReconciliationReport {
  let root = try JSONValue.parse(bytes, file: file)
  var reader = ReportReader(file: file)
  if reader.text(root, "schema") != reportSchema { reader.fault("'schema' is not \(reportSchema)") }
  var report = ReconciliationReport(identity: identity(&reader, root["run"] ?? .null))
  report.population = population(&reader, root["population"] ?? .null)
  for member in reader.members(root, "currencies") {
    guard case .current(let currency) = member.name.withByteView({ Currency.find($0) }) else {
      reader.fault("'currencies': \(member.name) is no currency")
      continue
    }
    report.currencies[member.name] = totals(&reader, member.value, currency, member.name)
  }
  for member in reader.members(root, "bridge") {
    var buckets: [Bucket: Int64] = [:]
    for bucket in Bucket.allCases where member.value[bucket.name] != nil {
      buckets[bucket] = reader.money(member.value, bucket.name, code: member.name)
    }
    report.bridge[member.name] = buckets
  }
  readCounts(&reader, root, &report)
  report.controls = reader.list(root, "controls").map { control in
    Control(
      stage: reader.text(control, "stage"), what: reader.text(control, "what"),
      expected: reader.text(control, "expected"), actual: reader.text(control, "actual"))
  }
  report.exceptions = reader.list(root, "exceptions").map { exception(&reader, $0) }
  report.taxes = reader.list(root, "taxes").map { tax in
    let currency = reader.text(tax, "currency")
    var total = TaxTotal(
      code: reader.text(tax, "code"), rates: reader.text(tax, "rates"), currency: currency,
      base: reader.money(tax, "base", code: currency), tax: reader.money(tax, "tax", code: currency),
      invoices: reader.count(tax, "invoices"))
    if let other = tax["otherRounding"], other != .null {
      total.otherRounding = TaxTotal.OtherRounding(
        level: reader.text(other, "level"), tax: reader.money(other, "tax", code: currency),
        invoices: reader.count(other, "invoices"))
    }
    return total
  }
  report.notInvoiced = reader.rows(root, "notInvoiced", AgedMoney.empty, AgedMoney.columns)
  report.ruleActivity = reader.rows(root, "ruleActivity", RuleActivity.empty, RuleActivity.columns)
  report.overrides = reader.rows(root, "overrides", OverrideUse.empty, OverrideUse.columns)
  if let sent = root["sent"], sent != .null { report.sent = SentResults(&reader, sent) }
  if let refusal = reader.refusal { throw refusal }
  // The verdict is computed from the controls; one that says something else was altered.
  guard root["verdict"]?.text == report.verdict.rawValue else {
    throw RefusedInput(
      .error(
        "E102",
        "\(file): it says '\(root["verdict"]?.text ?? "")', but its own controls and counts say '\(report.verdict.rawValue)'",
        help: "the file was altered after the run; verify the folder with 'dealbill report verify'"))
  }
  return report
}

private func readCounts(_ reader: inout ReportReader, _ root: JSONValue, _ report: inout ReconciliationReport) {
  report.heldByCode = reader.counts(root, "heldByCode")
  let because = reader.texts(root, "skipReasons")
  for (rule, count) in reader.counts(root, "skippedByRule") {
    report.skippedByRule[rule] = SkipCount(because: because[rule] ?? "", count: count)
  }
  let styles = reader.texts(root, "templateStyles")
  for (name, count) in reader.counts(root, "templates") {
    report.templates[name] = TemplateCount(formStyle: styles[name], count: count)
  }
  report.defaultsUsed = reader.counts(root, "defaultsUsed")
  report.valueMismatches = reader.count(root, "valueMismatches")
  report.customersCreated = reader.count(root, "customersCreated")
  report.invoicesWithoutForecast = reader.count(root, "invoicesWithoutForecast")
  report.dealsWithoutValue = reader.count(root, "dealsWithoutValue")
  if let numbers = root["numbers"], numbers != .null {
    report.numbers = NumberRange(
      first: reader.text(numbers, "first"), last: reader.text(numbers, "last"), count: reader.count(numbers, "count"))
  }
  let hashes = root["hashTotals"] ?? .null
  report.dealIDHashTotal = UInt64(reader.text(hashes, "dealIds")) ?? 0
  report.dealsWithNumericID = reader.count(hashes, "dealsWithNumericId")
  if let period = root["period"], period != .null {
    report.period = Period(first: reader.text(period, "first"), last: reader.text(period, "last"))
  }
  report.notices = reader.list(root, "notices").map { $0.text ?? "" }
}

private func identity(_ reader: inout ReportReader, _ run: JSONValue) -> RunIdentity {
  var identity = RunIdentity(
    company: reader.text(run, "company"), rulesFile: reader.text(run, "rules"),
    rulesFingerprint: reader.text(run, "rulesSha256"), toolVersion: reader.text(run, "tool"),
    runDate: reader.text(run, "runDate"), timeZone: reader.text(run, "timeZone"))
  identity.inputs = reader.list(run, "inputs").map { input in
    RunIdentity.Input(
      name: reader.text(input, "name"), bytes: reader.count(input, "bytes"), sha256: reader.text(input, "sha256"))
  }
  return identity
}

private func population(_ reader: inout ReportReader, _ value: JSONValue) -> Population {
  var p = Population()
  p.rows = reader.count(value, "rows")
  p.deals = reader.count(value, "deals")
  p.created = reader.count(value, "created")
  p.updated = reader.count(value, "updated")
  p.unchanged = reader.count(value, "unchanged")
  p.held = reader.count(value, "held")
  p.skipped = reader.count(value, "skipped")
  p.failed = reader.count(value, "failed")
  p.unknown = reader.count(value, "unknown")
  p.headerRows = reader.count(value, "headerRows")
  p.blankRows = reader.count(value, "blankRows")
  p.footerRows = reader.count(value, "footerRows")
  p.repeatedRows = reader.count(value, "repeatedRows")
  return p
}

private func totals(
  _ reader: inout ReportReader, _ value: JSONValue, _ currency: Currency, _ code: String
) -> CurrencyTotals {
  var totals = CurrencyTotals(currency: currency)
  totals.invoices = reader.count(value, "invoices")
  totals.lines = reader.count(value, "lines")
  totals.dealValue = reader.money(value, "dealValue", code: code)
  totals.discount = reader.money(value, "discount", code: code)
  if value["withoutValue"] != nil { totals.withoutValue = reader.money(value, "withoutValue", code: code) }
  totals.net = reader.money(value, "net", code: code)
  totals.tax = reader.money(value, "tax", code: code)
  totals.total = reader.money(value, "total", code: code)
  return totals
}

private func exception(_ reader: inout ReportReader, _ value: JSONValue) -> ExceptionGroup {
  var group = ExceptionGroup(
    severity: reader.text(value, "severity"), code: reader.text(value, "code"), cause: reader.text(value, "cause"),
    fix: reader.text(value, "fix"), owner: reader.optionalText(value, "owner"), rule: reader.optionalText(value, "rule")
  )
  group.deals = reader.count(value, "deals")
  for member in reader.members(value, "money") {
    group.money[member.name] = reader.money(value["money"] ?? .null, member.name, code: member.name)
  }
  if case .number(let digits)? = value["oldestDays"] { group.oldestDays = reportCount(digits) }
  group.examples = reader.list(value, "examples").map { example in
    var read = ExceptionGroup.Example(
      deal: reader.text(example, "deal"), title: reader.text(example, "title"),
      message: reader.text(example, "message"), cell: reader.text(example, "cell"))
    // Reports of earlier versions say no more.
    guard example["customer"] != nil else { return read }
    read.customer = reader.text(example, "customer")
    read.currency = reader.text(example, "currency")
    if !read.currency.isEmpty { read.value = reader.money(example, "value", code: read.currency) }
    if case .number(let digits)? = example["ageDays"] { read.age = reportCount(digits) }
    return read
  }
  return group
}
