import Mustache

/// The report as `reconciliation.html`: one self-contained page that asks nothing of the network, for the screen, for
/// paper and for a screen reader; whole without a script, with search, filter and sort where scripts may run.
///
/// It does not grow with the deals: causes of exceptions beyond ``causeLimit`` are counted and stand in the data files.
///
/// The same report gives the same bytes. Amounts stand with all decimals of their currency, grouped by U+202F.
public func renderHTML(_ report: ReconciliationReport) -> String {
  let template: MustacheTemplate
  do {
    template = try MustacheTemplate(string: reportTemplate)
  } catch {
    preconditionFailure("the report's template does not parse: \(error)")
  }
  let budget = WayBudget()
  var view = headView(report)
  view.merge(controlView(report)) { $1 }
  view.merge(moneyView(report)) { $1 }
  view.merge(exceptionView(report, budget)) { $1 }
  view.merge(furtherView(report)) { $1 }
  view.merge(sentView(report)) { $1 }
  view.merge(heldBarView(report)) { $1 }
  view.merge(waitingView(report)) { $1 }
  view.merge(shownView(report, budget)) { $1 }
  return template.render(view)
}

/// The most causes of exceptions that the page shows, those of most severity and money.
let causeLimit = 200

/// What a template may name: markup, a truth, or a list of either or of further views.
typealias View = [String: Any]

private func headView(_ report: ReconciliationReport) -> View {
  let identity = report.identity
  let broken = report.controls.filter { !$0.ties }
  var view: View = [
    "policy": Markup(trusted: contentPolicy(style: reportStyle, script: reportScript)),
    "style": Markup(trusted: reportStyle),
    "script": Markup(trusted: reportScript),
    "titleCompany": Markup(outsideWithoutIsolation: identity.company),
    "titleDate": Markup(outsideWithoutIsolation: identity.runDate),
    "company": Markup(outside: identity.company),
    "runDate": Markup(outside: identity.runDate),
    "timeZone": Markup(outside: identity.timeZone),
    "rulesFile": Markup(outside: identity.rulesFile),
    "rulesFingerprint": Markup(outside: identity.rulesFingerprint),
    "toolVersion": Markup(outside: identity.toolVersion),
    "verdictWords": Markup(plain: report.verdict.words),
    "verdictClass": Markup(plain: report.verdict.cssClass),
    "verdictSentence": Markup(plain: report.verdictSentence(.page)),
    "hasBroken": !broken.isEmpty,
    "broken": broken.map { control -> View in
      [
        "brokenWhat": Markup(outside: control.what), "brokenStage": Markup(outside: control.stage),
        "brokenExpected": Markup(outside: groupedFigure(control.expected, of: control, .page)),
        "brokenActual": Markup(outside: groupedFigure(control.actual, of: control, .page)),
      ]
    },
    "figures": figures(report),
    "hasInputs": !identity.inputs.isEmpty,
    "inputs": identity.inputs.map { input -> View in
      [
        "inputName": Markup(outside: input.name), "inputBytes": Markup(plain: groupedCount(input.bytes, .page)),
        "inputDigest": Markup(outside: input.sha256),
      ]
    },
  ]
  view["period"] = report.period.map { period in
    period.first == period.last
      ? Markup(outside: period.first)
      : Markup(
        joining: [Markup(outside: period.first), Markup(outside: period.last)], separator: " to ")
  }
  return view
}

/// The few figures that a reader looks for first.
private func figures(_ report: ReconciliationReport) -> [View] {
  let p = report.population
  let always = [("Deals", p.deals), ("Created", p.created), ("Held", p.held), ("Skipped", p.skipped)]
  let others = [
    ("Unchanged", p.unchanged), ("Updated", p.updated), ("Failed", p.failed), ("Outcome unknown", p.unknown),
  ]
  var figures: [View] = (always + others.filter { $0.1 > 0 }).map {
    ["figureName": Markup(plain: $0.0), "figureValue": Markup(plain: groupedCount($0.1, .page))]
  }
  for (code, totals) in report.currencies.sorted(by: { $0.key < $1.key }) {
    figures.append([
      "figureName": Markup(plain: "Invoiced, with tax"), "figureUnit": Markup(outside: code),
      "figureValue": Markup(plain: groupedAmount(totals.total, code: code, .page)),
    ])
  }
  for stored in report.sent?.stored ?? [] {
    figures.append([
      "figureName": Markup(plain: "Open in QuickBooks"), "figureUnit": Markup(outside: stored.currency),
      "figureValue": Markup(plain: groupedAmount(stored.open, code: stored.currency, .page)),
    ])
  }
  return figures
}

extension ReconciliationReport.Verdict {
  fileprivate var cssClass: String {
    switch self {
    case .tiedOut: "tied"
    case .tiedOutWithExceptions: "exceptions"
    case .doesNotTie: "untied"
    }
  }
}

/// Whether two figures agree, in words; colour only repeats it.
func agreement(_ ties: Bool) -> Markup {
  Markup(trusted: ties ? #"<span class="yes">agrees</span>"# : #"<span class="no">does not agree</span>"#)
}
