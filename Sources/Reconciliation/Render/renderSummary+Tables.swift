/// The tables of the screen: buckets, invoices, exceptions.
extension Screen {
  /// One line a bucket, the deals' own value beside the count, and the verdict beneath.
  mutating func buckets(_ report: ReconciliationReport) {
    let p = report.population
    let rows: [(mark: String, label: String, bucket: Bucket, count: Int)] = [
      ("+", "created", .created, p.created), ("~", "updated", .updated, p.updated),
      ("=", "unchanged", .unchanged, p.unchanged), ("?", "held", .held, p.held), ("·", "skipped", .skipped, p.skipped),
      ("!", "failed", .failed, p.failed), ("!", "unknown", .unknown, p.unknown),
    ]
    let codes = report.bridge.keys.sorted()
    let sums = report.bridge.mapValues { $0.values.reduce(0) { $0 + Int128($1) } }
    let countWidth = max(
      5, rows.map { groupedCount($0.count, .terminal).count }.max() ?? 0, groupedCount(p.deals, .terminal).count)
    let money = MoneyColumns(
      codes: codes, room: Self.width - 15 - countWidth - 6,
      rows: rows.map { row in report.bridge.compactMapValues { $0[row.bucket].map { Int128($0) } } } + [sums])
    for row in rows where row.count != 0 || [.created, .held, .skipped].contains(row.bucket) {
      let values = report.bridge.compactMapValues { $0[row.bucket].flatMap { $0 == 0 ? nil : Int128($0) } }
      bucketLine("  \(row.mark) \(row.label)", row.count, countWidth, money.cells(values))
    }
    line(String(repeating: " ", count: 14) + String(repeating: "-", count: countWidth))
    bucketLine("    all", p.deals, countWidth, money.cells(sums))
    if report.dealsWithoutValue > 0 {
      fact("", "\(counted(report.dealsWithoutValue, "deal", "deals", .terminal)) without a value that can be counted")
    }
    blank()
    for row in wrapped("\(report.verdict.shout): \(report.verdictSentence(.terminal))", to: Self.width) { line(row) }
    blank()
  }

  private mutating func bucketLine(_ label: String, _ count: Int, _ width: Int, _ cells: [String]) {
    let head =
      padded(label, 14) + rightAligned(groupedCount(count, .terminal), width) + (count == 1 ? " deal " : " deals")
    for (index, cell) in (cells.isEmpty ? [""] : cells).enumerated() {
      line((index == 0 ? head : String(repeating: " ", count: displayWidth(head))) + cell)
    }
  }

  /// What the invoices add up to, a line a currency.
  mutating func invoices(_ report: ReconciliationReport) {
    guard !report.currencies.isEmpty else { return }
    var rows: [[String]] = [["Invoices", "count", "net", "tax", "total"]]
    for (code, totals) in report.currencies.sorted(by: { $0.key < $1.key }) {
      rows.append(
        ["  " + shortCode(code), groupedCount(totals.invoices, .terminal)]
          + [totals.net, totals.tax, totals.total].map { groupedAmount($0, code: code, .terminal) })
    }
    let widths = (0..<5).map { column in rows.map { displayWidth($0[column]) }.max() ?? 0 }
    for row in rows {
      line(
        padded(row[0], max(12, widths[0]))
          + (1..<5).map { "  " + rightAligned(row[$0], max($0 == 1 ? 7 : 15, widths[$0])) }.joined())
    }
    blank()
  }

  /// Errors and holds, most money first; of warnings and notes only how many.
  mutating func exceptions(_ report: ReconciliationReport) {
    let groups = report.exceptionsInOrder
    let open = groups.filter { severityRank($0.severity) <= 1 }
    if !open.isEmpty {
      blank()
      line("Held, most money first")
      let shown = Array(open.prefix(12))
      let first = shown.map { moneyTexts($0).first ?? "" }.map(displayWidth).max() ?? 0
      let code = shown.map { displayWidth(visibleText($0.code)) }.max() ?? 0
      for group in shown { holdLines(group, codeWidth: min(max(code, 5), 20), moneyWidth: min(first, 28)) }
      if report.hasRepeatedDeals { line("  A deal with several problems stands at each of them.") }
      if open.count > shown.count {
        line("  and \(counted(open.count - shown.count, "more cause", "more causes", .terminal)) in the report")
      }
    }
    let rest = groups.filter { severityRank($0.severity) > 1 }
    if !rest.isEmpty {
      blank()
      line(
        "\(counted(rest.count, "warning or note", "warnings and notes", .terminal)): see the report"
      )
    }
  }

  private func moneyTexts(_ group: ExceptionGroup) -> [String] {
    largestFirst(group.money).map { "\(shortCode($0.code)) \(groupedAmount($0.units, code: $0.code, .terminal))" }
  }

  private mutating func holdLines(_ group: ExceptionGroup, codeWidth: Int, moneyWidth: Int) {
    let code = visibleText(group.code)
    let head = "  \(padded(code, codeWidth)) \(rightAligned(groupedCount(group.deals, .terminal), 5))  "
    let money = moneyTexts(group)
    let left = displayWidth(head) + moneyWidth + 2
    let room = max(24, Self.width - left)
    // A check's long id would push the table out of the screen: then the rest stands beneath it.
    let fits = left + room <= Self.width
    var words = wrapped(visibleText(group.cause + (group.rule.map { " [\($0)]" } ?? "")), to: fits ? room : 66)
    if words.count > 3 { words = Array(words.prefix(2)) + [shortened(words[2], to: (fits ? room : 66) - 1) + "…"] }
    guard fits else {
      for row in wrapped(head, to: Self.width - 2) { line("  " + row) }
      for row in money { line(String(repeating: " ", count: Self.indent) + row) }
      for row in words { line(String(repeating: " ", count: Self.indent) + row) }
      return
    }
    for index in 0..<max(words.count, money.count, 1) {
      let amount = rightAligned(index < money.count ? money[index] : "", moneyWidth)
      line(
        padded(index == 0 ? head : "", displayWidth(head)) + amount + "  " + (index < words.count ? words[index] : ""))
    }
  }
}

/// Amounts of several currencies side by side, each currency in its column; columns that do not fit go to a next line.
private struct MoneyColumns {
  private var lines: [[(code: String, width: Int)]] = []

  init(codes: [String], room: Int, rows: [[String: Int128]]) {
    var used = Int.max
    for code in codes {
      let width = rows.compactMap { $0[code] }.map { displayWidth(moneyText($0, code)) }.max() ?? 0
      if width == 0 { continue }
      if used > room - 3 - width {
        lines.append([])
        used = 0
      }
      lines[lines.count - 1].append((code, width))
      used += 3 + width
    }
  }

  /// The row's lines; a line on which it has no amount is left out.
  func cells(_ values: [String: Int128]) -> [String] {
    lines.filter { columns in columns.contains { values[$0.code] != nil } }.map { columns in
      columns.map { column in
        "   " + rightAligned(values[column.code].map { moneyText($0, column.code) } ?? "", column.width)
      }.joined()
    }
  }
}

private func moneyText(_ units: Int128, _ code: String) -> String {
  "\(shortCode(code)) \(groupedAmount(units, code: code, .terminal))"
}
