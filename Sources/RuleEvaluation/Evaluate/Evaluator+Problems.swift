import Deals
import Bytes
import Calendars
import Countries
import Diagnostics
import Money
import RuleLanguage

/// The words of every hold that dealbill decides by itself. None of this runs for a deal that is billed.
extension Evaluator {
  func add(_ problem: DealProblem) {
    let problem = overrideIndex >= 0 ? accepted(problem) : problem
    if problems.contains(where: { $0.code == problem.code && $0.message == problem.message }) { return }
    problems.append(problem)
    if problem.severity >= .hold { mustHold = true }
    if problem.severity == .error { mustStop = true }
  }

  func hold(_ problem: DealProblem) { add(problem) }

  /// A hold; `cause` is the message when that does not differ from deal to deal.
  ///
  /// - Parameter field: The rule that gave what is wrong; the cell that it read is the place.
  func problem(
    _ code: HoldCode, _ message: String, cause: String? = nil, fix: String, rule: Int32? = nil,
    field: FieldRule? = nil, cell: String? = nil, severity: DealProblem.Severity = .hold
  ) -> DealProblem {
    let decided = (rule ?? field?.rule).map { rules.rules[Int($0)] }
    let cell = cell ?? field.flatMap { onlyCell(of: $0.node) }
    return DealProblem(
      severity: severity, code: code.rawValue, message: visible(message), cause: visible(cause ?? message), fix: fix,
      rule: decided?.range, ruleID: decided?.id, owner: nil, cell: cell)
  }

  /// `file row 17, column "VAT number"`.
  func cell(_ index: Int, isLine: Bool) -> String {
    block.placeDescription(deal: deal, line: isLine ? line : -1, column: index)
  }

  /// The cell that a node's value came from; nil when it is made of none, or of several.
  func onlyCell(of id: NodeID) -> String? {
    // What is asked here is no part of how the invoice came about.
    let recording = trace
    trace = nil
    defer { trace = recording }
    var read: Set<ReadColumn> = []
    collectColumns(of: id, into: &read)
    guard read.count == 1, let column = read.first, !column.isLine || line >= 0 else { return nil }
    return cell(Int(column.index), isLine: column.isLine)
  }

  private struct ReadColumn: Hashable {
    let index: Int32
    let isLine: Bool
  }

  /// Of alternatives only the one taken counts, and no column that a condition looks at.
  private func collectColumns(of id: NodeID, into read: inout Set<ReadColumn>) {
    guard id >= 0 else { return }
    switch rules.nodes[Int(id)] {
    case .column(let index): read.insert(ReadColumn(index: index, isLine: false))
    case .lineColumn(let index): read.insert(ReadColumn(index: index, isLine: true))
    case .value(let index): collectColumns(of: rules.values[Int(index)].node, into: &read)
    case .when(let pairs, let otherwise):
      let taken = (0..<pairs.count / 2).first { holds(store.item(pairs, 2 * $0)) }
      collectColumns(of: taken.map { store.item(pairs, 2 * $0 + 1) } ?? otherwise, into: &read)
    case .firstOf(let list):
      let items = (0..<list.count).map { store.item(list, $0) }
      collectColumns(of: items.first { !value($0).isMissing } ?? items.first ?? -1, into: &read)
    default: for child in rules.children(of: id) { collectColumns(of: child, into: &read) }
    }
  }

  private func columnName(_ index: Int, _ isLine: Bool) -> String {
    isLine ? rules.lineColumns[index].name : rules.dealColumns[index].name
  }

  func lacking(_ record: LackingRecord) -> DealProblem {
    let owner = record.entity == "product" ? "a product of the deal" : "the deal's \(record.entity)"
    let id = shortened(record.id)
    if record.files.isEmpty {
      return problem(
        .lackingRecord, "of \(owner) only the id is known: \(id)", cause: "of \(owner) only the id is known",
        fix: "export the \(record.kind) too, and name the file: --\(record.kind) FILE", cell: record.place)
    }
    let files = record.files.joined(separator: ", ")
    return problem(
      .lackingRecord, "\(owner), \(id), does not stand in \(files)", cause: "\(owner) does not stand in \(files)",
      fix: "export the \(record.kind) again, all of them; of an export in pages name every file", cell: record.place)
  }

  func badNumber(_ text: ByteView, _ error: NumberError, _ index: Int, _ isLine: Bool) -> DealProblem {
    let name = columnName(index, isLine)
    let sign = rules.settings.decimal == UInt8(ascii: ",") && !block.isJSON ? "comma" : "point"
    let (reason, fix) =
      switch error {
      case .notANumber: ("is not a number", "write a number with a decimal \(sign), or leave the cell empty")
      case .grouping:
        (
          "has a sign between digits that the rules do not name",
          "write a plain number with a decimal \(sign), or name the signs under 'source: decimal, grouping'"
        )
      case .zeroGroup:
        (
          "looks like a fraction, but by the rules its sign groups digits",
          "write it with a decimal \(sign), or name the signs of this source under 'source: decimal, grouping'"
        )
      case .exponent: ("is written with an exponent", "write its digits out: 12000, not 1.2e4")
      case .symbol:
        ("holds a letter or a currency sign", "leave only the number in the cell; the currency has a column of its own")
      case .tooLong: ("has more digits than money has", "write at most 18 digits")
      }
    return problem(
      .notANumber, "\(name): '\(shortened(text))' \(reason)", cause: "\(name) \(reason)", fix: fix,
      cell: cell(index, isLine: isLine))
  }

  func badDate(_ text: ByteView, _ patterns: Int, _ index: Int, _ isLine: Bool) -> DealProblem {
    let name = columnName(index, isLine)
    return problem(
      .notADate, "\(name): '\(shortened(text))' is not a date that the rules know",
      cause: "\(name) is not a known date",
      fix: patterns == 0 ? "give the column a 'format'" : "correct the date, or add its pattern to 'source: dates'",
      cell: cell(index, isLine: isLine))
  }

  func ambiguousTime(
    _ text: ByteView, _ words: String, _ days: (CivilDate, CivilDate), _ index: Int, _ isLine: Bool
  ) -> DealProblem {
    let name = columnName(index, isLine)
    let (first, last) = (min(days.0, days.1), max(days.0, days.1))
    return problem(
      .ambiguousTime,
      "\(name): clocks in \(rules.sourceZone?.name ?? "") showed '\(shortened(text))' \(words), so the day may be \(first) or \(last)",
      cause: "\(name) was shown \(words) when the clocks changed", fix: "export times in UTC, or correct the time",
      cell: cell(index, isLine: isLine))
  }

  func badYesNo(_ text: ByteView, _ index: Int, _ isLine: Bool) -> DealProblem {
    let name = columnName(index, isLine)
    return problem(
      .notYesOrNo, "\(name): '\(shortened(text))' is neither yes nor no", cause: "\(name) is neither yes nor no",
      fix: "correct it, or add the word to 'source: yes' or 'no'", cell: cell(index, isLine: isLine))
  }

  func badCountry(_ text: ByteView, _ index: Int, _ isLine: Bool) -> DealProblem {
    var problem = notACountry(columnName(index, isLine), text)
    problem.cell = cell(index, isLine: isLine)
    return problem
  }

  func notACountry(_ text: ByteView, _ field: FieldRule) -> DealProblem {
    var problem = notACountry(rules.rules[Int(field.rule)].target, text)
    problem.cell = onlyCell(of: field.node)
    return problem
  }

  private func notACountry(_ name: String, _ text: ByteView) -> DealProblem {
    let near = Country.suggestion(for: text).map { "; did you mean \($0.alpha2) (\($0.name))?" } ?? ""
    return problem(
      .unknownCountry, "\(name): '\(shortened(text))' is not a country\(near)",
      cause: "\(name) '\(shortened(text))' is not a country", fix: "use an ISO 3166 code or the English name")
  }

  /// - Parameter cell: Where the key stands.
  func unknownKey(_ key: String, _ index: Int, cell: String?) -> DealProblem {
    let place = "\(index)\u{1F}\(key)"
    // A product that no table knows is held again and again; the nearest key takes its time to find.
    var problem = unknownKeys[place] ?? unknownKey(key, rules.tables[index])
    if unknownKeys.count < 256 { unknownKeys[place] = problem }
    problem.cell = cell
    return problem
  }

  private func unknownKey(_ key: String, _ table: RuleTable) -> DealProblem {
    let shown = key.split(separator: "\u{1F}", omittingEmptySubsequences: false).joined(separator: ", ")
    let keys = table.rows.map { $0.key.string.split(separator: "\u{1F}").joined(separator: ", ") }
    let near = nearestName(to: shown, among: keys).map { "; '\($0)' looks like it" } ?? ""
    return DealProblem(
      severity: .hold, code: HoldCode.unknownKey.rawValue,
      message: visible("\(table.keyNames.joined(separator: ", ")) '\(shown)' is not in table \(table.name)\(near)"),
      cause: visible("'\(shown)' is not in table \(table.name)"),
      fix: "add a row for it to the table, or correct the deal", rule: table.range, ruleID: table.name, owner: nil,
      cell: nil)
  }

  func badArithmetic(_ op: Arithmetic, _ a: ExactDecimal, _ b: ExactDecimal, _ id: NodeID) -> DealProblem {
    let sign =
      switch op {
      case .add: "+"
      case .subtract: "−"
      case .multiply: "×"
      case .divide: "÷"
      }
    let reason = op == .divide && b.isZero ? "divides by zero" : "needs more than 18 digits"
    return impossible("\(a.description) \(sign) \(b.description) \(reason)", "a formula \(reason)", id)
  }

  /// A step of a formula that its figures do not allow.
  func impossible(_ message: String, _ cause: String, _ id: NodeID) -> DealProblem {
    var problem = problem(
      .arithmetic, message, cause: cause, fix: "correct the figures, or the formula", cell: onlyCell(of: id))
    problem.rule = rules.nodeRanges[Int(id)]
    return problem
  }

  func notANumber(_ text: ByteView, _ id: NodeID) -> DealProblem {
    var problem = problem(
      .notANumber, "'\(shortened(text))' is not a number", cause: "a text is not a number",
      fix: "correct the table or the column that it comes from", cell: onlyCell(of: id))
    problem.rule = rules.nodeRanges[Int(id)]
    return problem
  }

  /// Something that the rule file leaves to a person, at its line.
  func undecided(at place: SourceRange?) -> DealProblem {
    var problem = problem(
      .undecided, "line \(place?.line ?? 0) of the rules says TODO: still to be decided",
      fix: "write what is right in place of TODO, in \(place?.description ?? "the rules")")
    problem.rule = place
    return problem
  }

  func missing(_ field: FieldRule) -> DealProblem {
    let target = rules.rules[Int(field.rule)].target
    return problem(
      .missingValue, "\(target) has no value", fix: "fill it in the CRM, or give the rule a 'default' or 'on_missing'",
      field: field)
  }
}

/// A text from a deal, short enough for a message.
func shortened(_ text: ByteView) -> String {
  let string = text.string
  return string.count > 60 ? "\(string.prefix(57))…" : string
}
