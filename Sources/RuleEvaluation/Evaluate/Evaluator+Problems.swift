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
  func problem(
    _ code: HoldCode, _ message: String, cause: String? = nil, fix: String, rule: Int32? = nil, cell: String? = nil,
    severity: DealProblem.Severity = .hold
  ) -> DealProblem {
    let decided = rule.map { rules.rules[Int($0)] }
    return DealProblem(
      severity: severity, code: code.rawValue, message: visible(message), cause: visible(cause ?? message), fix: fix,
      rule: decided?.range, ruleID: decided?.id, owner: nil, cell: cell)
  }

  /// `file row 17, column "VAT number"`.
  func cell(_ index: Int, isLine: Bool) -> String {
    block.placeDescription(deal: deal, line: isLine ? line : -1, column: index)
  }

  private func columnName(_ index: Int, _ isLine: Bool) -> String {
    isLine ? rules.lineColumns[index].name : rules.dealColumns[index].name
  }

  func badNumber(_ text: ByteView, _ error: NumberError, _ index: Int, _ isLine: Bool) -> DealProblem {
    let name = columnName(index, isLine)
    let sign = rules.settings.decimal == UInt8(ascii: ",") && !block.isJSON ? "comma" : "point"
    let reason =
      switch error {
      case .notANumber: "is not a number"
      case .grouping: "has a sign between digits that the rules do not name"
      case .exponent: "is written with an exponent"
      case .symbol: "holds a letter or a currency sign"
      case .tooLong: "has more digits than money has"
      }
    return problem(
      .notANumber, "\(name): '\(shortened(text))' \(reason)", cause: "\(name) \(reason)",
      fix: "write a plain number with a decimal \(sign), or name the signs under 'source: decimal, grouping'",
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
    let name = columnName(index, isLine)
    let near = Country.suggestion(for: text).map { "; did you mean \($0.alpha2) (\($0.name))?" } ?? ""
    return problem(
      .unknownCountry, "\(name): '\(shortened(text))' is not a country\(near)",
      cause: "\(name) '\(shortened(text))' is not a country",
      fix: "use an ISO 3166 code or the English name", cell: cell(index, isLine: isLine))
  }

  func unknownKey(_ key: String, _ index: Int) -> DealProblem {
    let place = "\(index)\u{1F}\(key)"
    // A product that no table knows is held again and again; the nearest key takes its time to find.
    if let known = unknownKeys[place] { return known }
    let problem = unknownKey(key, rules.tables[index])
    if unknownKeys.count < 256 { unknownKeys[place] = problem }
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
    var problem = problem(
      .arithmetic, "\(a.description) \(sign) \(b.description) \(reason)", cause: "a formula \(reason)",
      fix: "correct the figures, or the formula")
    problem.rule = rules.nodeRanges[Int(id)]
    return problem
  }

  func notANumber(_ text: ByteView, _ id: NodeID) -> DealProblem {
    var problem = problem(
      .notANumber, "'\(shortened(text))' is not a number", cause: "a text is not a number",
      fix: "correct the table or the column that it comes from")
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

  func missing(_ rule: Int32) -> DealProblem {
    let target = rules.rules[Int(rule)].target
    return problem(
      .missingValue, "\(target) has no value", fix: "fill it in the CRM, or give the rule a 'default' or 'on_missing'",
      rule: rule)
  }
}

/// A text from a deal, short enough for a message.
func shortened(_ text: ByteView) -> String {
  let string = text.string
  return string.count > 60 ? "\(string.prefix(57))…" : string
}
