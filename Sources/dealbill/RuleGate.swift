import ArgumentParser
import Diagnostics
import Pipeline
import RuleLanguage
import RuleReview

/// Whether rules whose own tests fail may run all the same.
struct RuleGate: ParsableArguments {
  @Option(
    name: .customLong("despite-failing-tests"),
    help: ArgumentHelp("Run although tests of the rules fail; the report gives the reason.", valueName: "reason"))
  var reason: String?

  func validate() throws {
    if let reason, reason.allSatisfy(\.isWhitespace) {
      throw ValidationError("--despite-failing-tests needs a reason; it stands in the report.")
    }
  }

  /// Runs the tests; failing ones end the command with 65 unless there is a reason to go on.
  ///
  /// - Returns: What the report and the manifest say of the tests; nil when the rules have none.
  func check(_ rules: CompiledRules, _ messages: Messages) throws -> TestsOfRules? {
    let report = runRuleTests(rules)
    guard let tests = TestsOfRules(report, despite: reason) else { return nil }
    guard report.isFailing else { return tests }
    if reason == nil {
      print(report.diagnostics, messages, sources: texts(of: rules.sources + report.sources))
      tell(
        "refused", "refused: \(tests.sentence); mend the rules or the tests, or say --despite-failing-tests REASON",
        messages, isError: true)
      throw ExitCode.refused
    }
    tell("tests", "warning: \(tests.sentence); this runs all the same", messages)
    return tests
  }
}

extension TestsOfRules {
  /// What there is to say of a report; nil when there are no tests.
  init?(_ report: RuleTestReport, despite reason: String?) {
    guard report.total > 0 || report.isFailing else { return nil }
    self.init(
      total: report.total, failed: report.failed,
      areReadable: !report.problems.contains { $0.severity == .error },
      reason: report.isFailing ? reason : nil)
  }
}
