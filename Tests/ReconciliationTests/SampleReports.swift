import Bytes
import Money
import Reconciliation

/// Reports made by hand, as a run would make them.
enum SampleReport: String, CaseIterable, Sendable {
  case empty, tied, exceptions, untied

  func make() -> ReconciliationReport {
    switch self {
    case .empty: ReconciliationReport(identity: identity(inputs: []))
    case .tied: tiedReport()
    case .exceptions: exceptionsReport()
    case .untied: untiedReport()
    }
  }
}

/// The ISO currency of a code that the samples know to exist.
func currency(_ code: String) -> Currency? {
  guard case .current(let currency) = code.withByteView({ Currency.find($0) }) else { return nil }
  return currency
}

private func identity(inputs: [RunIdentity.Input]) -> RunIdentity {
  var identity = RunIdentity(
    company: "Acme Europe GmbH", rulesFile: "rules/eu-services.yaml",
    rulesFingerprint: "9c1e5f0a7743d1b68a1f5be9d0c2a44b6a0a51f8f7d84a3e3bb1c2d9e07f88b2", toolVersion: "1.0.0",
    runDate: "2026-04-01", timeZone: "Europe/Berlin")
  identity.inputs = inputs
  return identity
}

private let exportFile = RunIdentity.Input(
  name: "won-deals-2026-03.csv", bytes: 81_234,
  sha256: "51ab77e0c0d5b2a94a5e6e2fb1e80c1f9f7d3f4f1be0c35a1c9a6b9d6f0e4c07")

private func totals(
  _ code: String, _ invoices: Int, _ lines: Int, value: Int64, discount: Int64, net: Int64, tax: Int64
) -> [String: CurrencyTotals] {
  guard let currency = currency(code) else { return [:] }
  var totals = CurrencyTotals(currency: currency)
  totals.invoices = invoices
  totals.lines = lines
  totals.dealValue = value
  totals.discount = discount
  totals.net = net
  totals.tax = tax
  totals.total = net + tax
  return [code: totals]
}

private func tiedReport() -> ReconciliationReport {
  var report = ReconciliationReport(identity: identity(inputs: [exportFile]))
  report.population.rows = 3
  report.population.headerRows = 1
  report.population.deals = 3
  report.population.created = 3
  report.bridge = ["EUR": [.created: 119_950]]
  report.currencies = totals("EUR", 3, 5, value: 119_950, discount: 0, net: 119_950, tax: 22_791)
  report.controls = [
    Control(stage: "read", what: "data rows", expected: "3", actual: "3"),
    Control(stage: "write", what: "invoices written", expected: "3", actual: "3"),
  ]
  report.templates = ["Standard": TemplateCount(formStyle: nil, count: 3)]
  report.taxes = [TaxTotal(code: "DE19", rates: "19 %", currency: "EUR", base: 119_950, tax: 22_791, invoices: 3)]
  report.customersCreated = 1
  report.dealIDHashTotal = 3126
  report.dealsWithNumericID = 3
  return report
}

private func exceptionsReport() -> ReconciliationReport {
  var report = ReconciliationReport(identity: identity(inputs: [exportFile]))
  var p = Population()
  (p.rows, p.headerRows, p.blankRows, p.footerRows, p.repeatedRows) = (437, 1, 2, 1, 25)
  (p.deals, p.created, p.updated, p.unchanged, p.held, p.skipped) = (412, 361, 4, 29, 14, 4)
  report.population = p
  report.bridge = [
    "EUR": [.created: 101_206_055, .updated: 31_000, .unchanged: 7_310_200, .held: 299_000, .skipped: 100],
    "USD": [.created: 28_811_210, .held: 1_940_000],
    "JPY": [.created: 5_400_000, .held: 12_500_000],
  ]
  report.dealsWithoutValue = 2
  report.currencies = totals("EUR", 310, 702, value: 101_206_055, discount: 1_220_500, net: 99_783_240, tax: 18_958_815)
    .merging(totals("USD", 48, 48, value: 28_811_210, discount: 0, net: 28_811_210, tax: 0)) { $1 }
    .merging(totals("JPY", 3, 4, value: 5_400_000, discount: 0, net: 5_400_000, tax: 540_000)) { $1 }
  report.controls = [
    Control(stage: "read", what: "data rows of won-deals-2026-03.csv", expected: "437", actual: "437"),
    Control(stage: "read", what: "hash total of the deal ids", expected: "4471208", actual: "4471208"),
    Control(stage: "evaluate", what: "deals in exactly one bucket", expected: "412", actual: "412"),
    Control(stage: "write", what: "invoices written", expected: "361", actual: "361"),
    Control(stage: "write", what: "total of the invoices, EUR", expected: "1187420.55", actual: "1187420.55"),
  ]
  report.heldByCode = ["M201": 9, "T401": 2, "D801": 3]
  report.skippedByRule = ["skip-test": SkipCount(because: "internal test pipeline", count: 4)]
  report.templates = [
    "Recurring": TemplateCount(formStyle: "Subscription blue", count: 203),
    "Standard": TemplateCount(formStyle: nil, count: 158),
  ]
  report.defaultsUsed = ["terms": 203, "currency": 14]
  report.valueMismatches = 3
  report.exceptions = exceptionGroups()
  report.taxes = [
    TaxTotal(code: "DE19", rates: "19 %", currency: "EUR", base: 99_783_240, tax: 18_958_815, invoices: 310),
    TaxTotal(code: "NONE", rates: "", currency: "USD", base: 28_811_210, tax: 0, invoices: 48),
    TaxTotal(code: "JP10", rates: "10 %", currency: "JPY", base: 5_400_000, tax: 540_000, invoices: 3),
  ]
  report.customersCreated = 11
  report.numbers = NumberRange(first: "INV-20418", last: "INV-20778", count: 361)
  report.dealIDHashTotal = 4_471_208
  report.dealsWithNumericID = 412
  report.invoicesWithoutForecast = 6
  report.notices = [
    "read as Pipedrive's export in English: comma, UTF-8 with byte order mark, dates YYYY-MM-DD",
    "no rule reads the columns 'Label', 'Lead source'",
  ]
  return report
}

private func exceptionGroups() -> [ExceptionGroup] {
  var missing = ExceptionGroup(
    severity: "hold", code: "T401", cause: "a company of the EU without a VAT number",
    fix: "ask the customer, write it into column 'VAT number'", owner: "Tax desk", rule: "rules/eu-services.yaml:47")
  missing.deals = 2
  missing.money = ["EUR": 299_000]
  missing.examples = [
    .init(
      deal: "1042", title: "Acme seats Q2", message: "FR needs a VAT number; the cell is empty",
      cell: "won-deals-2026-03.csv row 17, column \"VAT number\""),
    .init(
      deal: "1077", title: "Ünal & Söhne – Umzug", message: "AT needs a VAT number; the cell is empty",
      cell: "won-deals-2026-03.csv row 39"),
  ]
  var unknown = ExceptionGroup(
    severity: "hold", code: "M201", cause: "the country is not in the table 'tax_id_source'",
    fix: "add the country to tables/tax.csv", owner: nil, rule: "rules/eu-services.yaml:26")
  unknown.deals = 9
  unknown.money = ["JPY": 12_500_000]
  unknown.examples = [
    .init(
      deal: "998", title: "東京 licence", message: "'JP' is not in the table",
      cell: "won-deals-2026-03.csv row 3, column \"Country\"")
  ]
  var twice = ExceptionGroup(
    severity: "hold", code: "D801", cause: "the deal stands in two rows that differ", fix: "remove the wrong row",
    owner: "Sales operations", rule: nil)
  twice.deals = 3
  twice.money = ["USD": 1_940_000]
  var value = ExceptionGroup(
    severity: "warn", code: "L508", cause: "the lines do not add up to the deal's value",
    fix: "compare the products of the deal",
    owner: nil, rule: nil)
  value.deals = 3
  value.money = ["EUR": 8_812_000, "USD": 12_000]
  return [value, missing, twice, unknown]
}

/// What QuickBooks stored, as made values, with one text wherever a text stands.
func sentResults(filledWith text: String) -> SentResults {
  var sent = SentResults()
  (sent.readAt, sent.realm, sent.matched, sent.invoiceIDHashTotal) = (text, text, 1, 7)
  (sent.returned, sent.reread, sent.openOutcomes) = (3, 2, 1)
  // An empty reason is none: the page then has no sentence for it.
  (sent.readFailure, sent.stopped) = (text + ".", text + ".")
  var duplicate = SentResults.SuspectedDuplicate()
  (duplicate.deal, duplicate.invoices) = (text, text)
  sent.duplicates = [duplicate]
  var difference = SentResults.MatchDifference()
  (difference.deal, difference.invoice, difference.number, difference.field) = (text, text, text, text)
  (difference.planned, difference.stored, difference.reason, difference.currency) = (text, text, text, text)
  sent.differences = [difference]
  var stored = SentResults.StoredTotals()
  (stored.currency, stored.home) = (text, 5)
  sent.stored = [stored]
  var tax = SentResults.StoredTax()
  (tax.code, tax.currency) = (text, text)
  sent.taxes = [tax]
  var customer = SentResults.CustomerChange()
  // The columns of fields are there only when a customer has one.
  (customer.customer, customer.id, customer.what, customer.field) = (text, text, text, text + ".")
  (customer.before, customer.after, customer.decidedBy) = (text, text, text)
  sent.customers = [customer]
  var gap = SentResults.NumberGap()
  (gap.first, gap.last, gap.cause) = (text, text, text)
  sent.gaps = [gap]
  var status = SentResults.StatusTotal()
  (status.status, status.currency) = (text, text)
  sent.statuses = [status]
  sent.ageing = [AgedMoney(band: .upTo30, currency: text, count: 1, money: 9)]
  var tie = SentResults.ReceivablesTie()
  (tie.item, tie.currency) = (text, text)
  sent.receivables = [tie]
  var change = SentResults.ChangeAfterPosting()
  (change.deal, change.invoice, change.number, change.side) = (text, text, text, text)
  (change.field, change.before, change.after, change.seen) = (text, text, text, text)
  sent.changes = [change]
  return sent
}

/// The report with exceptions after it was sent: figures that belong together.
func sentReport() -> ReconciliationReport {
  var report = SampleReport.exceptions.make()
  report.period = Period(first: "2026-03-01", last: "2026-03-31")
  report.notInvoiced = [
    AgedMoney(band: .upTo30, currency: "EUR", count: 1, money: 99_000),
    AgedMoney(band: .over90, currency: "EUR", count: 1, money: 200_000),
    AgedMoney(band: .unknown, currency: "", count: 2, money: 0),
  ]
  report.ruleActivity = [
    RuleActivity(kind: .skip, rule: "skip-test", place: "eu.yaml:12", words: "internal test pipeline", deals: 4),
    RuleActivity(kind: .check, rule: "large", place: "eu.yaml:30", words: "more than 50,000", deals: 0),
  ]
  report.overrides = [
    OverrideUse(
      deal: "1042", answer: "use customer 88", reason: "same company, other spelling", author: "A. Person",
      answered: "2026-03-30", expires: "2026-04-30", place: "overrides.yaml:4", state: .used)
  ]
  var shown = ShownDeal(deal: "1042", title: "Seats", bucket: .created, source: "deals.csv row 17")
  (shown.currency, shown.money, shown.customer, shown.date) = ("EUR", 95_081, "Acme GmbH", "2026-03-31")
  shown.fields = [
    .init(
      target: "customer.name", value: "Acme GmbH", rule: "name (eu.yaml:31)",
      steps: [.init(kind: "cell", text: "deals.csv row 17, column \"Org\"    org = \"Acme GmbH\"")])
  ]
  report.shown = [shown]
  var sent = sentResults(filledWith: "x")
  sent.readAt = "2026-04-01T06:02:00Z"
  sent.stored[0].currency = "EUR"
  sent.stored[0].planned = 118_742_055
  (sent.stored[0].total, sent.stored[0].paid, sent.stored[0].open) = (118_742_056, 100, 118_741_956)
  sent.taxes[0].code = "DE19"
  sent.taxes[0].currency = "EUR"
  (sent.taxes[0].forecast, sent.taxes[0].stored) = (18_958_815, 18_958_816)
  report.sent = sent
  return report
}

private func untiedReport() -> ReconciliationReport {
  var report = exceptionsReport()
  report.population.created = 360
  report.controls[3].actual = "360"
  report.controls[4].actual = "1187400.55"
  return report
}
