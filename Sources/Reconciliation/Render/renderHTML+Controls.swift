/// Sections 2 and 5: the population, and every control by stage.
func controlView(_ report: ReconciliationReport) -> View {
  [
    "population": report.populationSteps.map(populationRow),
    "hasControls": !report.controls.isEmpty,
    "controls": report.controls.map { control -> View in
      [
        "controlClass": Markup(plain: control.ties ? "" : "off"), "controlStage": Markup(outside: control.stage),
        "controlWhat": Markup(outside: control.what),
        "controlExpected": Markup(outside: groupedFigure(control.expected, of: control, .page)),
        "controlActual": Markup(outside: groupedFigure(control.actual, of: control, .page)),
        "controlResult": agreement(control.ties),
      ]
    },
  ]
}

private func populationRow(_ step: PopulationStep) -> View {
  [
    "stepClass": Markup(plain: step.ties == false ? "off" : step.letter < "D" ? "sum" : ""),
    "stepLetter": Markup(plain: step.letter), "stepWhat": Markup(plain: step.what),
    "stepCount": Markup(plain: groupedCount(step.count, .page)),
    "stepEqual": Markup(plain: step.mustEqual ?? ""),
    "stepOther": Markup(plain: step.other.map { groupedCount($0, .page) } ?? ""),
    "stepResult": step.ties.map(agreement) ?? Markup(plain: ""),
  ]
}

/// Section 6: one list a severity.
func exceptionView(_ report: ReconciliationReport, _ budget: WayBudget) -> View {
  var lists: [View] = []
  let all = report.exceptionsInOrder
  let groups = Array(all.prefix(causeLimit))
  var ways: [String: ShownDeal] = [:]
  for deal in report.shown { if let code = deal.code { ways["\(code)\u{1F}\(deal.deal)"] = deal } }
  for rank in 0...4 {
    let entries = groups.filter { severityRank($0.severity) == rank }
    guard !entries.isEmpty else { continue }
    let (name, caption) = severityWords(rank)
    lists.append([
      "listName": Markup(plain: name), "listCaption": Markup(plain: caption),
      "entries": entries.map { exceptionRow($0, ways, budget) },
    ])
  }
  var view: View = ["hasExceptions": !groups.isEmpty, "exceptionLists": lists]
  if all.count > groups.count {
    view["moreCauses"] = Markup(plain: counted(all.count - groups.count, "further cause", "further causes", .page))
  }
  return view
}

private func severityWords(_ rank: Int) -> (name: String, caption: String) {
  switch rank {
  case 0: ("Errors", "Deals that cannot be billed as they are")
  case 1: ("Held for a person", "Not billed until a person has decided")
  case 2: ("Warnings", "Worth a look; they keep no deal back")
  case 3: ("Notes", "For the record")
  default: ("Others", "Of a severity that this report does not know")
  }
}

private func exceptionRow(_ group: ExceptionGroup, _ ways: [String: ShownDeal], _ budget: WayBudget) -> View {
  let way = group.examples.lazy.compactMap { ways["\(group.code)\u{1F}\($0.deal)"] }.first
  var view: View = [
    "entryCode": Markup(outside: group.code), "entryCause": Markup(outside: group.cause),
    "entryFix": Markup(outside: group.fix), "entryHasMeta": group.owner != nil || group.rule != nil,
    "entryAge": Markup(plain: group.oldestDays.map { groupedCount($0, .page) } ?? ""),
    "entryWay": way.map { wayTable($0, budget) } ?? Markup(plain: ""),
    "entryDeals": Markup(plain: groupedCount(group.deals, .page)),
    "entryMoney": Markup(joining: largestFirst(group.money).map { amount($0.units, $0.code) }, separator: "<br>"),
    "hasExamples": !group.examples.isEmpty,
    "exampleSummary": Markup(plain: exampleSummary(group)),
    "examples": group.examplesInOrder.map { example -> View in
      [
        "exampleCustomer": Markup(outside: example.customer),
        "exampleValue": example.currency.isEmpty ? Markup(plain: "") : amount(example.value, example.currency),
        "exampleAge": Markup(plain: example.age.map { groupedCount($0, .page) } ?? ""),
        "exampleDeal": Markup(outside: example.deal), "exampleTitle": Markup(outside: example.title),
        "exampleMessage": Markup(outside: example.message), "exampleCell": Markup(outside: example.cell),
      ]
    },
  ]
  view["entryOwner"] = group.owner.map { Markup(outside: $0) }
  view["entryRule"] = group.rule.map { Markup(outside: $0) }
  return view
}

private func exampleSummary(_ group: ExceptionGroup) -> String {
  let shown = group.examples.count
  if shown >= group.deals { return shown == 1 ? "The deal" : "The \(shown) deals" }
  return "\(counted(shown, "example", "examples", .page)) of \(counted(group.deals, "deal", "deals", .page))"
}

/// An amount behind its currency.
func amount(_ units: Int64, _ code: String) -> Markup {
  Markup(joining: [Markup(outside: code), Markup(plain: groupedAmount(units, code: code, .page))], separator: "\u{A0}")
}
