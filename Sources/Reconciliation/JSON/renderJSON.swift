import Bytes
public import Money

/// The name and version of the report's JSON, as its `schema` member says.
public let reportSchema = "dealbill.reconciliation/1"

/// The report as `reconciliation.json`: versioned, money as text with the currency's decimals, nothing that depends on
/// when or where it ran.
public func renderJSON(_ report: ReconciliationReport) -> String {
  let p = report.population
  let identity = report.identity
  return OrderedJSON.object([
    ("schema", .text(reportSchema)),
    ("verdict", .text(report.verdict.rawValue)),
    (
      "population",
      .object([
        ("rows", .number(p.rows)), ("deals", .number(p.deals)), ("created", .number(p.created)),
        ("updated", .number(p.updated)), ("unchanged", .number(p.unchanged)), ("held", .number(p.held)),
        ("skipped", .number(p.skipped)), ("failed", .number(p.failed)), ("unknown", .number(p.unknown)),
        ("headerRows", .number(p.headerRows)), ("blankRows", .number(p.blankRows)),
        ("footerRows", .number(p.footerRows)), ("repeatedRows", .number(p.repeatedRows)),
      ])
    ),
    (
      "currencies",
      .object(
        report.currencies.sorted { $0.key < $1.key }.map { code, totals in
          (
            code,
            .object(
              [
                ("invoices", .number(totals.invoices)), ("lines", .number(totals.lines)),
                ("dealValue", money(totals.dealValue, totals.currency)), ("net", money(totals.net, totals.currency)),
                ("tax", money(totals.tax, totals.currency)), ("total", money(totals.total, totals.currency)),
                ("discount", money(totals.discount, totals.currency)),
              ] + (totals.withoutValue == 0 ? [] : [("withoutValue", money(totals.withoutValue, totals.currency))]))
          )
        })
    ),
    ("heldByCode", counts(report.heldByCode)),
    ("skippedByRule", counts(report.skippedByRule.mapValues(\.count))),
    ("templates", counts(report.templates.mapValues(\.count))),
    ("defaultsUsed", counts(report.defaultsUsed)),
    ("valueMismatches", .number(report.valueMismatches)),
    ("controls", .array(report.controls.map(control))),
    ("exceptions", .array(report.exceptions.map(exception))),
    ("bridge", bridge(report)),
    ("taxes", .array(report.taxes.map(tax))),
    ("customersCreated", .number(report.customersCreated)),
    (
      "numbers",
      report.numbers.map {
        .object([("first", .text($0.first)), ("last", .text($0.last)), ("count", .number($0.count))])
      }
        ?? .null
    ),
    (
      "hashTotals",
      .object([
        ("dealIds", .text(String(report.dealIDHashTotal))), ("dealsWithNumericId", .number(report.dealsWithNumericID)),
      ])
    ),
    ("invoicesWithoutForecast", .number(report.invoicesWithoutForecast)),
    ("dealsWithoutValue", .number(report.dealsWithoutValue)),
    (
      "run",
      .object([
        ("company", .text(identity.company)), ("runDate", .text(identity.runDate)),
        ("timeZone", .text(identity.timeZone)), ("rules", .text(identity.rulesFile)),
        ("rulesSha256", .text(identity.rulesFingerprint)), ("tool", .text(identity.toolVersion)),
        (
          "inputs",
          .array(
            identity.inputs.map {
              .object([("name", .text($0.name)), ("bytes", .number($0.bytes)), ("sha256", .text($0.sha256))])
            })
        ),
      ])
    ),
    ("notices", .array(report.notices.map { .text($0) })),
    ("skipReasons", texts(report.skippedByRule.mapValues(\.because))),
    ("templateStyles", texts(report.templates.compactMapValues(\.formStyle))),
    ("period", report.period.map { .object([("first", .text($0.first)), ("last", .text($0.last))]) } ?? .null),
    ("notInvoiced", json(report.notInvoiced, AgedMoney.columns)),
    ("ruleActivity", json(report.ruleActivity, RuleActivity.columns)),
    ("overrides", json(report.overrides, OverrideUse.columns)),
    ("sent", report.sent?.json ?? .null),
  ]).rendered
}

private func counts(_ counts: [String: Int]) -> OrderedJSON {
  .object(counts.sorted { $0.key < $1.key }.map { ($0.key, .number($0.value)) })
}

private func texts(_ texts: [String: String]) -> OrderedJSON {
  .object(texts.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) })
}

private func money(_ units: Int64, _ currency: Currency) -> OrderedJSON {
  .text(amountText(units, currency))
}

/// An amount with exactly the currency's decimals: `1234.50`.
public func amountText(_ units: Int64, _ currency: Currency) -> String {
  ExactDecimal(mantissa: units, scale: Int8(currency.minorDigits)).description
}

/// An amount of a currency by its code; two decimals when the code is unknown.
public func amountText(_ units: Int64, code: String) -> String {
  if case .current(let currency) = code.withByteView({ Currency.find($0) }) { return amountText(units, currency) }
  return ExactDecimal(mantissa: units, scale: 2).description
}

private func control(_ control: Control) -> OrderedJSON {
  .object([
    ("stage", .text(control.stage)), ("what", .text(control.what)), ("expected", .text(control.expected)),
    ("actual", .text(control.actual)), ("ties", .truth(control.ties)),
  ])
}

private func exception(_ group: ExceptionGroup) -> OrderedJSON {
  .object([
    ("severity", .text(group.severity)), ("code", .text(group.code)), ("cause", .text(group.cause)),
    ("fix", .text(group.fix)), ("owner", group.owner.map { .text($0) } ?? .null),
    ("rule", group.rule.map { .text($0) } ?? .null), ("deals", .number(group.deals)),
    (
      "money",
      .object(group.money.sorted { $0.key < $1.key }.map { ($0.key, .text(amountText($0.value, code: $0.key))) })
    ),
    ("oldestDays", group.oldestDays.map { .number($0) } ?? .null),
    (
      "examples",
      .array(
        group.examplesInOrder.map {
          .object([
            ("deal", .text($0.deal)), ("title", .text($0.title)), ("message", .text($0.message)),
            ("cell", .text($0.cell)), ("customer", .text($0.customer)), ("currency", .text($0.currency)),
            ("value", $0.currency.isEmpty ? .null : .text(amountText($0.value, code: $0.currency))),
            ("ageDays", $0.age.map { .number($0) } ?? .null),
          ])
        })
    ),
  ])
}

private func bridge(_ report: ReconciliationReport) -> OrderedJSON {
  .object(
    report.bridge.sorted { $0.key < $1.key }.map { code, buckets in
      (
        code,
        .object(
          Bucket.allCases.filter { buckets[$0] != nil }.map {
            ($0.name, .text(amountText(buckets[$0] ?? 0, code: code)))
          })
      )
    })
}

private func tax(_ tax: TaxTotal) -> OrderedJSON {
  var members: [(String, OrderedJSON)] = [
    ("code", .text(tax.code)), ("rates", .text(tax.rates)), ("currency", .text(tax.currency)),
    ("base", .text(amountText(tax.base, code: tax.currency))), ("tax", .text(amountText(tax.tax, code: tax.currency))),
    ("invoices", .number(tax.invoices)),
  ]
  // Only where it gives another figure: what an accountant who rounds at the other level will find.
  if let other = tax.otherRounding {
    let figures: [(String, OrderedJSON)] = [
      ("level", .text(other.level)), ("tax", .text(amountText(other.tax, code: tax.currency))),
      ("invoices", .number(other.invoices)),
    ]
    members.append(("otherRounding", .object(figures)))
  }
  return .object(members)
}
