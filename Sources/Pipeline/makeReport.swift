import Invoices
import Calendars
import Bytes
import Deals
import Diagnostics
import Money
import Reconciliation
import RuleEvaluation
import RuleLanguage

/// The report of a finished pass: what was counted, and the controls that hold one stage against the next.
///
/// - Throws: S039 on a machine that computes no digests.
func makeReport(
  _ options: BatchOptions, _ reader: DealReader, _ pass: Pass
) throws(RefusedInput) -> ReconciliationReport {
  let rules = options.rules
  let totals = pass.collector.totals
  var report = ReconciliationReport(identity: try identity(options, reader))
  report.population = population(reader, totals)
  for sums in totals.currencies { report.currencies[sums.currency.codeView.string] = sums }
  for (currency, sums) in totals.bridge {
    var buckets: [Bucket: Int64] = [:]
    for bucket in Bucket.allCases where sums[Int(bucket.rawValue)] != 0 { buckets[bucket] = sums[Int(bucket.rawValue)] }
    report.bridge[currency.codeView.string] = buckets
  }
  report.dealsWithoutValue = totals.withoutValue
  report.heldByCode = totals.heldByCode
  for (rule, count) in totals.skips {
    let id = rule == Evaluator.skippedByAnswer ? "answer" : rules.rules[Int(rule)].id
    let because = rules.reason(forSkip: rule)
    report.skippedByRule[id] = SkipCount(because: because, count: count)
  }
  for (index, count) in totals.templates.enumerated() where count > 0 {
    let template = rules.templates[index]
    report.templates[template.name] = TemplateCount(formStyle: template.formStyle, count: count)
  }
  for (index, count) in pass.defaultsUsed.enumerated() where count > 0 {
    report.defaultsUsed[rules.rules[index].id, default: 0] += count
  }
  report.valueMismatches = totals.mismatches
  report.exceptions = Array(totals.exceptions.values)
  report.exceptions = report.exceptionsInOrder
  report.taxes = taxes(rules, totals)
  report.customersCreated = totals.customers
  if totals.numbered > 0 {
    report.numbers = NumberRange(
      first: String(decoding: totals.firstNumber, as: UTF8.self),
      last: String(decoding: totals.lastNumber, as: UTF8.self),
      count: totals.numbered)
  }
  report.dealIDHashTotal = totals.idTotal
  report.dealsWithNumericID = totals.numericIDs
  report.invoicesWithoutForecast = totals.withoutForecast
  report.notices = reader.notices + (options.catalogue.map { [$0.notice] } ?? [])
  if !options.acceptedDifferences.isEmpty {
    report.notices.insert(
      "differences from the rules' shape let pass in this run: \(options.acceptedDifferences.joined(separator: ", "))",
      at: 0)
  }
  if let tests = options.tests, tests.isFailing {
    let words = tests.reason.map { "run all the same because: \($0)" } ?? "'run' would refuse"
    report.notices.insert("\(tests.sentence); \(words)", at: 0)
  }
  if let first = totals.firstDate, let last = totals.lastDate {
    report.period = Period(first: first.description, last: last.description)
  }
  report.notInvoiced = totals.ages.sorted()
  report.ruleActivity = ruleActivity(rules, totals)
  report.overrides = overrides(options, totals)
  report.shown = pass.collector.gallery.shown(ruleFile: options.rules.file)
  report.controls = controls(reader, pass, report) + report.populationControls
  return report
}

private func identity(_ options: BatchOptions, _ reader: DealReader) throws(RefusedInput) -> RunIdentity {
  let fingerprint = try fingerprint(of: options.rules.sources)
  var identity = RunIdentity(
    company: options.rules.company.name, rulesFile: fileName(options.rules.file), rulesFingerprint: fingerprint,
    toolVersion: options.toolVersion, runDate: options.runDate.description, timeZone: options.rules.company.zoneName)
  identity.inputs = reader.files.map { RunIdentity.Input(name: fileName($0.name), bytes: $0.bytes, sha256: $0.sha256) }
  return identity
}

private func population(_ reader: DealReader, _ totals: RunTotals) -> Population {
  var population = Population()
  population.rows = totals.rows
  population.deals = totals.deals
  population.repeatedRows = totals.rows - totals.deals
  for file in reader.dealFiles {
    population.headerRows += file.headerRows
    population.blankRows += file.blankRows
    population.footerRows += file.footerRows
  }
  func count(_ bucket: Bucket) -> Int { totals.buckets[Int(bucket.rawValue)] }
  population.created = count(.created)
  population.updated = count(.updated)
  population.unchanged = count(.unchanged)
  population.held = count(.held)
  population.skipped = count(.skipped)
  population.failed = count(.failed)
  population.unknown = count(.unknown)
  return population
}

private func taxes(_ rules: CompiledRules, _ totals: RunTotals) -> [TaxTotal] {
  totals.taxes.map { sum in
    let code = rules.taxes.codes[Int(sum.code)]
    let rates =
      code.isForecast
      ? code.rates.map { "\($0.percent.description) %" }.joined(separator: " + ") : "known to QuickBooks"
    var total = TaxTotal(
      code: code.name.string, rates: rates, currency: sum.currency.codeView.string, base: sum.base, tax: sum.tax,
      invoices: sum.invoices)
    if sum.differing > 0 {
      total.otherRounding = TaxTotal.OtherRounding(
        level: rules.taxes.rounding.level == .line ? "rate" : "line", tax: sum.other, invoices: sum.differing)
    }
    return total
  }.sorted { ($0.currency, $0.code) < ($1.currency, $1.code) }
}

/// Every rule that skips or checks, in the order of the rule file, with how often it fired.
private func ruleActivity(_ rules: CompiledRules, _ totals: RunTotals) -> [RuleActivity] {
  let skips = rules.skips.map { skip in
    activity(.skip, rules.rules[Int(skip.rule)], skip.because, totals.skips[skip.rule] ?? 0)
  }
  let checks = rules.checks.map { check in
    let rule = rules.rules[Int(check.rule)]
    return activity(.check, rule, check.message, totals.checks[rule.id] ?? 0)
  }
  return skips + checks
}

private func activity(_ kind: RuleActivity.Kind, _ rule: Rule, _ words: String, _ deals: Int) -> RuleActivity {
  RuleActivity(
    kind: kind, rule: rule.id, place: "\(fileName(rule.range.file)):\(rule.range.line)", words: words, deals: deals)
}

/// Every answer that the run was given, and what became of it.
private func overrides(_ options: BatchOptions, _ totals: RunTotals) -> [OverrideUse] {
  (options.overrides?.list ?? []).enumerated().map { index, answer in
    var state: OverrideUse.State =
      switch totals.answers[Int32(index)] ?? .none {
      case .none, .notNeeded: .notNeeded
      case .used: .used
      case .expired: .expired
      case .dealChanged: .dealChanged
      }
    if state == .notNeeded, options.runDate >= answer.expires { state = .expired }
    return OverrideUse(
      deal: answer.deal, answer: answer.words, reason: answer.reason, author: answer.author,
      answered: answer.answered.description, expires: answer.expires.description,
      place: "\(fileName(answer.range.file)):\(answer.range.line)", state: state)
  }
}

/// Each stage against the one before it, and the files against the counts; the first that does not tie names the stage.
private func controls(_ reader: DealReader, _ pass: Pass, _ report: ReconciliationReport) -> [Control] {
  let totals = pass.collector.totals
  let population = report.population
  let dataRows = reader.dealFiles.reduce(0) { $0 + $1.dataRows }
  let dealCount = reader.dealFiles.reduce(0) { $0 + $1.deals }
  let buckets = totals.buckets.reduce(0, +)
  var list = [
    control("read", "data rows of the files, and rows of the deals read", dataRows, pass.dispatched.rows),
    control("read", "deals in the files, and deals read", dealCount, pass.dispatched.deals),
    control("evaluate", "deals read, and deals evaluated", pass.dispatched.deals, totals.evaluated.deals),
    control("evaluate", "rows read, and rows evaluated", pass.dispatched.rows, totals.evaluated.rows),
    control("evaluate", "hash of the deals read, and evaluated", pass.dispatched.idSum, totals.evaluated.idSum),
    control("collect", "deals evaluated, and deals collected", totals.evaluated.deals, totals.collected.deals),
    control("collect", "hash of the deals evaluated, and collected", totals.evaluated.idSum, totals.collected.idSum),
    control("collect", "deals, and the sum of all buckets", population.deals, buckets),
  ]
  for (code, sums) in report.currencies.sorted(by: { $0.key < $1.key }) {
    list.append(
      Control(
        stage: "collect", what: "net + tax = total in \(code)",
        expected: amountText(sums.net &+ sums.tax, sums.currency),
        actual: amountText(sums.total, sums.currency)))
    list.append(
      Control(
        stage: "collect", what: "deal values of created deals in \(code), bridge and invoices",
        expected: amountText(report.bridge[code]?[.created] ?? 0, sums.currency),
        actual: amountText(sums.dealValue, sums.currency)))
  }
  if totals.hasOverflow {
    list.append(Control(stage: "collect", what: "sums of money fit", expected: "yes", actual: "no"))
  }
  if let files = pass.files {
    list += [
      control("write", "invoices created, and lines of invoices.ndjson", population.created, files.invoices.lines),
      control(
        "write", "customers created, and lines of customers.ndjson", totals.customers,
        files.customers.lines - totals.customerUpdates),
    ]
  }
  return list
}

private func control(_ stage: String, _ what: String, _ expected: some BinaryInteger, _ actual: some BinaryInteger)
  -> Control
{
  Control(stage: stage, what: what, expected: String(expected), actual: String(actual))
}

extension CompiledRules {
  /// Why a rule skips a deal, in the words of the rule file, or in ours for a total of zero and `on_missing: skip`.
  func reason(forSkip rule: Int32) -> String {
    if rule == Evaluator.skippedByAnswer { return "a person answered that it waits" }
    if let skip = skips.first(where: { $0.rule == rule }) { return skip.because }
    return rule == zeroTotalRule ? "the total is zero" : "\(rules[Int(rule)].target) has no value"
  }
}
