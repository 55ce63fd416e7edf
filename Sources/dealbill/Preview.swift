import ArgumentParser
import Foundation
import Pipeline
import Reconciliation
import RuleReview

/// `preview`: the dry run, in three levels.
struct Preview: AsyncParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, html }

  static let configuration = CommandConfiguration(
    abstract: "Shows what 'run' would write: one screen, a line a deal, or one deal in full.",
    discussion: "Writes nothing but what --out asks for.")

  @OptionGroup var inputs: Inputs
  @Flag(help: "One line per deal.")
  var list = false
  @Option(help: ArgumentHelp("One deal in full.", valueName: "id"))
  var deal: String?
  @Option(help: "How the preview is written.")
  var format = Format.text
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp("Write the preview to this file instead of standard output.", valueName: "file"))
  var out: String?
  @OptionGroup var catalogue: CatalogueOptions
  @OptionGroup var runDate: RunDate
  @OptionGroup var answers: AnswerOptions
  @OptionGroup var acceptance: Acceptance
  @OptionGroup var messages: Messages

  func validate() throws {
    if list, deal != nil { throw ValidationError("--list and --deal are two different previews; choose one.") }
    if list, format != .text { throw ValidationError("--list is written as text only.") }
    if deal != nil, format == .json { throw ValidationError("--deal is written as text, or as html.") }
  }

  func run() async throws {
    let rules = try load(inputs.rules, messages, accepting: acceptance.differences)
    var options = BatchOptions(
      rules: rules, inputs: inputs.dealInputs, output: nil, runDate: runDate.date(rules),
      toolVersion: toolVersion, threads: max(1, ProcessInfo.processInfo.activeProcessorCount))
    try answers.load(into: &options, messages)
    options.acceptedDifferences = acceptance.differences
    let tests = runRuleTests(rules)
    options.tests = TestsOfRules(tests, despite: nil)
    options.catalogue = try catalogue.load(for: rules, options.runDate, messages)
    if tests.isFailing {
      let place = "'dealbill check \(inputs.rules)' tells which"
      tell(
        "tests", "TESTS FAIL: \(options.tests?.sentence ?? ""); 'run' would refuse. \(place).", messages, isError: true)
    }
    if let deal {
      let view = try await reporting(messages) { try viewDeal(deal, options) }
      guard let view else {
        throw ending("there is no deal '\(deal)' in this export", messages)
      }
      if format == .html {
        guard let page = view.page else {
          throw ending("deal '\(deal)' has no invoice: \(view.verdict)", messages)
        }
        try show(renderInvoices([page]))
        return
      }
      try show(renderDeal(view))
      return
    }
    if list {
      var lines = ""
      let report = try await reporting(messages) { try await listDeals(options) { lines += $0 } }
      try show(lines + "\n" + renderSummary(report))
      throw ExitCode(report.verdict)
    }
    let report = try await reporting(messages) { try await runBatch(options) }
    switch format {
    case .text: try show(renderSummary(report))
    case .json: try show(renderJSON(report))
    case .html: try show(renderHTML(report))
    }
    throw ExitCode(report.verdict)
  }

  private func show(_ text: String) throws {
    guard let out else {
      print(text, terminator: "")
      return
    }
    try writeNew(text, to: out, messages)
  }
}
