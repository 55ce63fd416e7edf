import Bytes
import Calendars
import Deals
public import Diagnostics
public import RuleEvaluation
public import RuleLanguage

/// What the tests of a rule file say of it.
public struct RuleTestReport: Sendable {
  public let results: [TestResult]
  /// How many tests there are, those included that cannot be read and so are not run.
  public let total: Int
  /// Mistakes in the tests themselves; with errors the rules count as failing.
  public let problems: [Diagnostic]
  /// Branches that no test reaches; empty when there are no tests at all.
  public let unreached: [Branch]
  /// Files of tests beside the rules, for excerpts.
  public let sources: [RuleSource]

  public var failed: Int { results.count { !$0.isPassed } }
  public var isFailing: Bool { failed > 0 || problems.contains { $0.severity == .error } }
  /// All that is wrong, by place.
  public var diagnostics: [Diagnostic] { problems + results.flatMap(\.failures) }
}

/// Runs every test of the rules, through the evaluator that runs use.
public func runRuleTests(_ rules: CompiledRules) -> RuleTestReport {
  let reader = RuleTestReader(rules)
  var reached: Set<Firing> = []
  let results = reader.tests.map { runTest($0, rules, &reached) }
  return RuleTestReport(
    results: results, total: reader.count, problems: reader.diagnostics.sorted,
    unreached: results.isEmpty ? [] : rules.branches.filter { !reached.contains($0.firing) }, sources: reader.sources)
}

private func runTest(_ test: RuleTest, _ rules: CompiledRules, _ reached: inout Set<Firing>) -> TestResult {
  let block = block(test, rules)
  var watched = WatchedEvaluator(Evaluator(rules, runDate: test.runDate ?? dayAfterDates(test, rules)))
  let verdict = watched.evaluate(block, 0)
  reached.formUnion(watched.fired)
  var judge = TestJudge(test, rules, block)
  judge.judge(verdict, watched.evaluator)
  return TestResult(test: test, failures: judge.failures)
}

/// The test's deal as a block; its id is 1 unless the test gives one.
private func block(_ test: RuleTest, _ rules: CompiledRules) -> DealBlock {
  func cell(_ column: Column, _ cells: [RuleTest.Cell]) -> String? { cells.first { $0.name == column.name }?.text }
  let deal = rules.dealColumns.enumerated().map { index, column in
    cell(column, test.deal) ?? (index == Int(rules.idColumn) ? "1" : "")
  }
  let lines = test.lines.map { line in rules.lineColumns.map { cell($0, line) ?? "" } }
  return DealBlock.made(
    file: "test '\(test.name)'", deal: deal, lines: lines, dealNames: rules.dealColumns.map(\.name),
    lineNames: rules.lineColumns.map(\.name))
}

/// Without a `run_date`, the run is on the day after the last date of the deal, so that none lies in the future and
/// none is far in the past; without dates, on 1 January 2030.
private func dayAfterDates(_ test: RuleTest, _ rules: CompiledRules) -> CivilDate {
  var last: CivilDate?
  for column in rules.dealColumns where column.kind == .date {
    guard let text = test.deal.first(where: { $0.name == column.name })?.text else { continue }
    let found = text.withByteView { view in column.dates.lazy.compactMap { $0.parse(view.trimmed)?.date }.first }
    if let found, last.map({ $0 < found }) ?? true { last = found }
  }
  return last?.adding(days: 1) ?? CivilDate(year: 2030, month: 1, day: 1) ?? .latest
}
