import Calendars
import Deals
import Diagnostics
import Invoices
import RuleEvaluation
import RuleLanguage

/// Holds what became of a test's deal against what the test expects, and tells for each difference which rule decided.
struct TestJudge {
  let test: RuleTest
  let rules: CompiledRules
  let block: DealBlock
  private(set) var failures: [Diagnostic] = []
  /// Provenance of each field, worked out only once something differs.
  private var trace: [Trace.Field]?

  init(_ test: RuleTest, _ rules: CompiledRules, _ block: DealBlock) {
    self.test = test
    self.rules = rules
    self.block = block
  }

  mutating func judge(_ verdict: Evaluator.Verdict, _ evaluator: Evaluator) {
    let problems = evaluator.problems
    for (name, expected, severity) in [
      ("warned_by", test.warnings, DealProblem.Severity.warn), ("noted_by", test.notes, .note),
    ] {
      guard let expected else { continue }
      let found = problems.filter { $0.severity == severity }
      let actual = Set(found.map(\.code))
      if actual != Set(expected.codes) {
        fail(
          name, listed(expected.codes), listed(actual.sorted()), expected.range,
          found.first { !expected.codes.contains($0.code) })
      }
    }
    switch (test.expectation, verdict) {
    case (.fields(let cells), .invoice): compare(cells, evaluator)
    case (.held(let codes, let range), .held):
      let actual = Set(problems.filter { $0.severity >= .hold }.map(\.code))
      if actual != Set(codes) {
        fail(
          "held_by", listed(codes), listed(actual.sorted()), range,
          problems.first { $0.severity >= .hold && !codes.contains($0.code) })
      }
    case (.skipped(let id, let range), .skipped(let rule)):
      let actual = rules.rules[Int(rule)]
      if actual.id != id { fail("skipped_by", id, actual.id, range, decided: actual) }
    case (.stopped(let id, let range), .stop):
      let problem = problems.first { $0.severity == .error }
      if problem?.ruleID != id, problem?.code != id { fail("stopped_by", id, problem?.ruleID ?? "", range, problem) }
    case (let expected, _): failVerdict(expected, verdict, problems)
    }
  }

  // MARK: Fields

  private mutating func compare(_ cells: [RuleTest.Cell], _ evaluator: Evaluator) {
    let fields = invoiceFields(evaluator)
    for cell in cells {
      let found = named(cell.name, fields, evaluator)
      if found.contains(where: { $0.value != found[0].value }) {
        let names = found.map { $0.name.replacing("[", with: ".").replacing("]", with: "") }
        fail(
          cell.name, cell.text, found.map(\.value).joined(separator: ", "), cell.range,
          help: "several lines have it: write \(names.joined(separator: " or "))")
        continue
      }
      let field = found.first
      // A line, tax code or custom field that is not there has no value.
      if field?.says(cell.text) ?? cell.text.isEmpty { continue }
      let decided = field.flatMap { decider($0, runDate: evaluator.runDate) }
      fail(cell.name, cell.text, field?.value ?? "", cell.range, help: decided)
    }
  }

  /// The fields under a name: of all lines that a rule made, or of all that have a tax code, where the name is one of
  /// those under which `explain` shows what decided.
  private func named(_ name: String, _ fields: [InvoiceField], _ evaluator: Evaluator) -> [InvoiceField] {
    if let field = fields.first(where: { $0.name == name }) { return [field] }
    let target = name.lastIndex(of: ".").map { String(name[..<$0]) }
    guard let part = FieldName.ofAllLines[name] ?? name.split(separator: ".").last.map(String.init) else { return [] }
    return evaluator.invoice.lines.enumerated().compactMap { index, line in
      let isMeant =
        FieldName.ofAllLines[name] == nil
        ? line.rule >= 0 && rules.rules[Int(line.rule)].target == target : line.kind == .item
      return isMeant ? fields.first { $0.name == "lines[\(index + 1)].\(part)" } : nil
    }
  }

  /// The rule that gave a field, and the branch or row within it, each with its line.
  private mutating func decider(_ field: InvoiceField, runDate: CivilDate) -> String? {
    if trace == nil {
      let evaluator = Evaluator(rules, runDate: runDate)
      evaluator.trace = Trace()
      _ = evaluator.evaluate(block, 0)
      trace = evaluator.trace?.fields ?? []
    }
    let value = field.decidedValue ?? field.value
    let fields = trace ?? []
    let candidates = field.targets.lazy.map { target in
      fields.filter { $0.target == target || $0.target.hasPrefix(target + "@") }
    }.first { !$0.isEmpty }
    let said = candidates?.first { $0.value == value || $0.value.hasPrefix("\"\(value)\"") } ?? candidates?.last
    guard let said else {
      let ids = Set(field.lineRules.filter { $0 >= 0 }).sorted()
      let words = ids.map { "\(rules.rules[Int($0)].id)  \(place(rules.rules[Int($0)].range))" }
      return words.isEmpty ? nil : "decided by \(words.joined(separator: "; "))"
    }
    var words = said.rule.map { ["\($0.id)  \(place($0.range))"] } ?? []
    for step in said.steps where step.kind == .rule || step.kind == .table || step.kind == .value {
      words.append(
        "\(step.kind.rawValue) \(step.text.split(separator: " ", omittingEmptySubsequences: true).joined(separator: " "))"
      )
    }
    if words.isEmpty { words = said.steps.map(\.text) }
    return words.isEmpty ? nil : "decided by \(words.joined(separator: "; "))"
  }

  private func place(_ range: SourceRange) -> String { "\(range.file):\(range.line)" }

  // MARK: Failures

  private mutating func failVerdict(
    _ expected: RuleTest.Expectation, _ verdict: Evaluator.Verdict, _ problems: [DealProblem]
  ) {
    let (wanted, range): (String, SourceRange) =
      switch expected {
      case .fields: ("an invoice", test.range)
      case .held(let codes, let range): ("held by \(listed(codes))", range)
      case .skipped(let id, let range): ("skipped by \(id)", range)
      case .stopped(let id, let range): ("stopped by \(id)", range)
      }
    switch verdict {
    case .invoice: fail(Self.verdict, wanted, "an invoice", range)
    case .held, .stop:
      let reasons = problems.filter { $0.severity >= .hold }
      let word = if case .stop = verdict { "stopped by" } else { "held by" }
      fail(Self.verdict, wanted, "\(word) \(listed(Set(reasons.map(\.code)).sorted()))", range, reasons.first)
    case .skipped(let rule):
      let rule = rules.rules[Int(rule)]
      fail(Self.verdict, wanted, "skipped by \(rule.id)", range, decided: rule)
    }
  }

  private mutating func fail(
    _ field: String, _ expected: String, _ actual: String, _ range: SourceRange, help: String? = nil
  ) {
    failures.append(
      .error(
        "R080", "test '\(test.name)' fails: \(field) is \(shown(actual, field)), expected \(shown(expected, field))",
        at: range, help: help))
  }

  private mutating func fail(
    _ field: String, _ expected: String, _ actual: String, _ range: SourceRange, _ problem: DealProblem?
  ) {
    let place = problem?.rule.map { " \(self.place($0))" } ?? ""
    fail(
      field, expected, actual, range,
      help: problem.map { "decided by \($0.ruleID ?? $0.code)\(place): \($0.message)" })
  }

  private mutating func fail(
    _ field: String, _ expected: String, _ actual: String, _ range: SourceRange, decided rule: Rule
  ) {
    fail(field, expected, actual, range, help: "decided by \(rule.id)  \(place(rule.range))")
  }

  private func shown(_ text: String, _ field: String) -> String {
    text.isEmpty ? "nothing" : field == Self.verdict ? text : "\"\(text)\""
  }

  /// What differs when not even the bucket is right.
  private static let verdict = "the deal"
}
