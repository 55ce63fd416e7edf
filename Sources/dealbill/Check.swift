import ArgumentParser
import Deals
import Diagnostics
import Pipeline
import Reconciliation
import RuleEvaluation
import RuleLanguage
import RuleReview

/// `check`: every problem of a rule file, its tests, and every problem of an export against it, at once.
struct Check: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Tells every problem of a rule file, and of exports against it, at once; runs the rules' tests.")

  @Argument(help: "The rule file.")
  var rules: String
  @Argument(help: "Exports to hold against the rules.")
  var exports: [String] = []
  @OptionGroup var sides: SideFiles
  @OptionGroup var catalogue: CatalogueOptions
  @OptionGroup var runDate: RunDate
  @OptionGroup var acceptance: Acceptance
  @OptionGroup var messages: Messages

  func run() async throws {
    let rules = try load(rules, messages, accepting: acceptance.differences)
    let tests = runRuleTests(rules)
    show(tests, rules)
    let day = runDate.date(rules)
    let catalogue = try catalogue.load(for: rules, day, messages)
    guard !exports.isEmpty else {
      if tests.isFailing { throw ExitCode.refused }
      tell(
        "checked",
        "\(self.rules): no errors, \(rules.rules.count) rules, \(rules.templates.count) template\(rules.templates.count == 1 ? "" : "s")",
        messages)
      return
    }
    var options = BatchOptions(
      rules: rules, inputs: sides.inputs(exports), output: nil, runDate: day,
      toolVersion: toolVersion, threads: 1)
    options.catalogue = catalogue
    let report = try await reporting(messages) { try await runBatch(options) }
    for group in report.exceptions where group.severity != "note" {
      print("\(group.severity)[\(group.code)]: \(group.cause): \(group.deals) deal\(group.deals == 1 ? "" : "s")")
      if let rule = group.rule { print("  rule \(rule)") }
      for example in group.examplesInOrder {
        print("  \(example.deal.isEmpty ? "a row" : "deal \(example.deal)"): \(example.message)  (\(example.cell))")
      }
      print("  help: \(group.fix)")
    }
    try await tellOfStyles(options)
    for notice in report.notices { tell("notice", "note: \(visible(notice))", messages) }
    let deals = report.population.deals
    tell("checked", "\(deals) deal\(deals == 1 ? "" : "s"), \(report.population.held) would be held", messages)
    throw tests.isFailing ? ExitCode.refused : ExitCode(report.verdict)
  }

  /// A shape that was written before rules read a column knows nothing of it.
  private func tellOfStyles(_ options: BatchOptions) async throws {
    var names: [String] = []
    for path in options.inputs.deals where path != "-" {
      let sample = try await reporting(messages) { () throws(RefusedInput) in
        try ExportSample(path, options.rules.settings)
      }
      for name in columnsWithoutStyle(options.rules, sample) where !names.contains(name) { names.append(name) }
    }
    guard !names.isEmpty else { return }
    tell(
      "notice",
      "note: 'shape' does not say how \(listed(names.map { "'\(visible($0))'" })) \(names.count == 1 ? "is" : "are") written, so it would not notice another way: run 'dealbill rules accept \(rules) \(exports.joined(separator: " "))'",
      messages)
  }

  /// Failures with the rule that decided; how many tests there are; what none of them reaches.
  private func show(_ tests: RuleTestReport, _ rules: CompiledRules) {
    if !tests.diagnostics.isEmpty {
      print(tests.diagnostics, messages, sources: texts(of: rules.sources + tests.sources))
    }
    guard tests.total > 0, !messages.quiet else { return }
    let passed = tests.results.count - tests.failed
    print("tests: \(passed) of \(tests.total) passed")
    guard !tests.unreached.isEmpty else { return }
    print("not reached by any test:")
    for branch in tests.unreached {
      print("  \(branch.range.file):\(branch.range.line)  \(branch.kind.rawValue): \(visible(branch.name))")
    }
  }
}
