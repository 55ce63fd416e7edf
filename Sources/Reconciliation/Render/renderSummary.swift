/// The report on one screen: 80 columns, no colour, nothing that depends on the terminal.
///
/// What ran, the buckets with counts and money ending in the verdict, what the invoices add up to, holds most money
/// first, and in full every control that does not agree. Long lists end in a count of what is left out, which the page
/// and the data files have.
public func renderSummary(_ report: ReconciliationReport) -> String {
  var screen = Screen()
  screen.identity(report)
  screen.buckets(report)
  screen.brokenControls(report)
  screen.invoices(report)
  screen.facts(report)
  screen.exceptions(report)
  return screen.text
}

/// Collects lines of at most 80 columns.
struct Screen {
  static let width = 80
  /// The column at which the facts begin.
  static let indent = 14
  private var lines: [String] = []

  var text: String { lines.joined(separator: "\n") + "\n" }

  mutating func line(_ line: String) {
    var end = line.endIndex
    while end > line.startIndex, line[line.index(before: end)] == " " { end = line.index(before: end) }
    lines.append(String(line[..<end]))
  }

  mutating func blank() { if lines.last != "" { lines.append("") } }

  /// A label at the margin and its text beside it, wrapped to at most `limit` lines.
  mutating func fact(_ label: String, _ text: String, limit: Int = .max) {
    let room = Self.width - Self.indent
    var rows = wrapped(text, to: room)
    if rows.count > limit {
      rows = Array(rows.prefix(limit))
      rows[limit - 1] = shortened(rows[limit - 1], to: room - 1)
      if !rows[limit - 1].hasSuffix("…") { rows[limit - 1] += "…" }
    }
    for (index, row) in rows.enumerated() { line(padded(index == 0 ? label : "", Self.indent) + row) }
  }
}

extension Screen {
  fileprivate mutating func identity(_ report: ReconciliationReport) {
    let identity = report.identity
    fact("Company", visibleText(identity.company), limit: 2)
    fact(
      "Run date", visibleText("\(identity.runDate) (\(identity.timeZone)), dealbill \(identity.toolVersion)"), limit: 2
    )
    fact("Rules", named(identity.rulesFile, "SHA-256 \(digest(identity.rulesFingerprint))"))
    for (index, input) in identity.inputs.prefix(5).enumerated() {
      let facts = "\(counted(input.bytes, "byte", "bytes", .terminal)), SHA-256 \(digest(input.sha256))"
      fact(index == 0 ? "Input" : "", named(input.name, facts))
    }
    if identity.inputs.count > 5 {
      fact("", "and \(counted(identity.inputs.count - 5, "more file", "more files", .terminal))")
    }
    let p = report.population
    fact("", "\(counted(p.rows, "data row", "data rows", .terminal)), \(counted(p.deals, "deal", "deals", .terminal))")
    blank()
  }

  /// A file's name and its facts on one line; the name gives way.
  private func named(_ name: String, _ facts: String) -> String {
    shortened(visibleText(name), to: max(12, Self.width - Self.indent - displayWidth(facts) - 2)) + ", " + facts
  }

  /// The ends of a digest, enough to compare by eye.
  private func digest(_ hex: String) -> String {
    let text = visibleText(hex)
    return text.count > 16 ? "\(text.prefix(8))…\(text.suffix(4))" : text
  }

  fileprivate mutating func brokenControls(_ report: ReconciliationReport) {
    let broken = report.controls.filter { !$0.ties }
    guard !broken.isEmpty else { return }
    line("Controls that do not agree")
    for control in broken {
      let what = visibleText("\(control.stage): \(control.what)")
      for row in wrapped(what, to: Self.width - 2) { line("  " + row) }
      for (label, value) in [("expected", control.expected), ("found", control.actual)] {
        for (index, row) in wrapped(visibleText(value), to: Self.width - Self.indent).enumerated() {
          line(padded(index == 0 ? "    \(label)" : "", Self.indent) + row)
        }
      }
    }
    blank()
  }

  fileprivate mutating func facts(_ report: ReconciliationReport) {
    fact("Customers", "\(groupedCount(report.customersCreated, .terminal)) to create")
    if let range = report.numbers {
      let used = counted(range.count, "number", "numbers", .terminal)
      fact("Numbers", visibleText("\(range.first) … \(range.last), \(used)"), limit: 2)
    } else {
      fact("Numbers", report.currencies.isEmpty ? "none, without invoices" : "given by QuickBooks")
    }
    taxes(report)
    list("Defaults", report.defaultsUsed) { "\($0) used \(groupedCount($1, .terminal))×" }
    for (index, entry) in report.skippedByRule.sorted(by: { $0.key < $1.key }).prefix(5).enumerated() {
      let deals = counted(entry.value.count, "deal", "deals", .terminal)
      fact(
        index == 0 ? "Skipped" : "", visibleText("\(deals) because: \(entry.value.because) (rule \(entry.key))"),
        limit: 2)
    }
    if report.skippedByRule.count > 5 {
      fact("", "and by \(groupedCount(report.skippedByRule.count - 5, .terminal)) more rules")
    }
    if report.valueMismatches > 0 {
      let deals = counted(report.valueMismatches, "deal", "deals", .terminal)
      fact("Differences", "\(deals) with lines that do not add up to the deal's own value")
    }
    for (index, notice) in report.notices.prefix(3).enumerated() {
      fact(index == 0 ? "Notices" : "", visibleText(notice), limit: 2)
    }
    if report.notices.count > 3 {
      fact("", "and \(groupedCount(report.notices.count - 3, .terminal)) more in the report")
    }
  }

  private mutating func taxes(_ report: ReconciliationReport) {
    let shown = report.taxes.prefix(8).map { tax in
      (
        code: visibleText("\(tax.code)\(tax.rates.isEmpty ? "" : "  \(tax.rates)")"),
        tax: ("\(shortCode(tax.currency)) \(groupedAmount(tax.tax, code: tax.currency, .terminal))"),
        base: groupedAmount(tax.base, code: tax.currency, .terminal) + otherRounding(tax, .terminal)
      )
    }
    let codeWidth = min(24, shown.map { displayWidth($0.code) }.max() ?? 0)
    let taxWidth = shown.map { displayWidth($0.tax) }.max() ?? 0
    for (index, row) in shown.enumerated() {
      let label = padded(index == 0 ? "Tax forecast" : "", Self.indent)
      let text = padded(shortened(row.code, to: codeWidth), codeWidth) + "  " + rightAligned(row.tax, taxWidth)
      line(label + text + " on " + row.base)
    }
    if report.taxes.count > 8 { fact("", "and \(groupedCount(report.taxes.count - 8, .terminal)) more in the report") }
    if report.invoicesWithoutForecast > 0 {
      let invoices = counted(report.invoicesWithoutForecast, "invoice", "invoices", .terminal)
      fact(report.taxes.isEmpty ? "Tax forecast" : "", "\(invoices) without: QuickBooks alone will know the tax")
    }
  }

  private mutating func list(_ label: String, _ counts: [String: Int], _ text: (String, Int) -> String) {
    guard !counts.isEmpty else { return }
    fact(
      label, counts.sorted { $0.key < $1.key }.map { visibleText(text($0.key, $0.value)) }.joined(separator: ", "),
      limit: 3)
  }
}
