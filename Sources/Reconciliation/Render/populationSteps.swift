/// One row of the population control: what was counted, and what the count must equal.
struct PopulationStep {
  /// The letter by which other rows name this one.
  var letter: String
  var what: String
  var count: Int
  /// The other figure, in words, and its value; nil where the row only states a count.
  var mustEqual: String?
  var other: Int?
  var ties: Bool? { other.map { $0 == count } }
}

extension ReconciliationReport {
  /// The rows of the population control as controls of the stage `report`, for the verdict to rest on them too.
  public var populationControls: [Control] {
    populationSteps.compactMap { step in
      step.other.map {
        Control(
          stage: "report", what: "\(step.letter) \(step.what) = \(step.mustEqual ?? "")", expected: String($0),
          actual: String(step.count))
      }
    }
  }

  /// The way from the rows of the files to the buckets. Sums that overflow do not tie.
  var populationSteps: [PopulationStep] {
    let p = population
    let invoices = sum(currencies.values.map(\.invoices))
    let other = sum([p.headerRows, p.blankRows, p.footerRows])
    return [
      PopulationStep(
        letter: "A", what: "Rows of the files", count: sum([other, p.rows]),
        mustEqual:
          "header \(text(p.headerRows)) + blank \(text(p.blankRows)) + footer \(text(p.footerRows)) + data \(text(p.rows))",
        other: nil),
      PopulationStep(
        letter: "B", what: "Data rows", count: p.rows,
        mustEqual: "deals + rows that repeat a deal (\(text(p.repeatedRows)))",
        other: sum([p.deals, p.repeatedRows])),
      PopulationStep(
        letter: "C", what: "Distinct deals", count: p.deals, mustEqual: "D + E + F + G + H + I",
        other: sum([p.created, p.unchanged, p.updated, p.held, p.skipped, p.failed, p.unknown])),
      PopulationStep(
        letter: "D", what: "Created in this run", count: p.created, mustEqual: "invoices in the control totals",
        other: invoices),
      PopulationStep(letter: "E", what: "Already invoiced, unchanged", count: p.unchanged),
      PopulationStep(letter: "F", what: "Updated in this run", count: p.updated),
      PopulationStep(
        letter: "G", what: "Held for a person", count: p.held, mustEqual: "held by code",
        other: sum(Array(heldByCode.values))),
      PopulationStep(
        letter: "H", what: "Skipped by a rule that says why", count: p.skipped, mustEqual: "skipped by rule",
        other: sum(skippedByRule.values.map(\.count))),
      PopulationStep(
        letter: "I", what: "Failed, or outcome unknown", count: sum([p.failed, p.unknown]),
        mustEqual:
          "failed \(text(p.failed)) + unknown \(text(p.unknown)); unknown must be zero before anybody signs"),
    ]
  }

  private func text(_ count: Int) -> String { groupedCount(count, .page) }
}

/// `Int.max` where the sum does not fit, which equals no real count.
private func sum(_ counts: [Int]) -> Int {
  var total = 0
  for count in counts {
    let (next, overflow) = total.addingReportingOverflow(count)
    if overflow { return .max }
    total = next
  }
  return total
}
