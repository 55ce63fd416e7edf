import ArgumentParser
import Foundation
import Pipeline
import Reconciliation

/// `run`: the batch job.
struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes the run folder: invoices, customers, held deals and the reconciliation.",
    discussion: "Everything is written or nothing: the folder appears when the last byte is on the disk.")

  @OptionGroup var inputs: Inputs
  @Option(name: .shortAndLong, help: ArgumentHelp("The run folder to write.", valueName: "folder"))
  var out: String
  @Flag(help: "Replace a run folder that is there already.")
  var overwrite = false
  @OptionGroup var gate: RuleGate
  @OptionGroup var catalogue: CatalogueOptions
  @OptionGroup var runDate: RunDate
  @Option(help: ArgumentHelp("How many blocks of deals are worked on at once.", valueName: "count"))
  var threads: Int = max(1, ProcessInfo.processInfo.activeProcessorCount)
  @Option(
    help: "Whether reconciliation.xlsx is written (auto, always, never); auto: up to 10,000 deals.", transform: policy)
  var workbook = WorkbookPolicy.automatic
  @OptionGroup var answers: AnswerOptions
  @OptionGroup var acceptance: Acceptance
  @Flag(name: .customLong("send"), help: "Go on and send the folder, as 'send' does; needs --company.")
  var sends = false
  @OptionGroup(title: "With --send") var sending: SendingOptions
  @OptionGroup var messages: Messages

  func validate() throws {
    if sends, catalogue.company == nil { throw ValidationError("--send needs --company NAME.") }
    if !sends, sending.dryRun {
      throw ValidationError("--dry-run is of --send; to look without writing anything, use 'dealbill preview'.")
    }
    if !sends, let option = sending.given.first {
      throw ValidationError("\(option) means something only with --send.")
    }
    if out.isEmpty { throw ValidationError("--out is empty; name the run folder to write.") }
    guard (1...256).contains(threads) else { throw ValidationError("--threads is between 1 and 256.") }
  }

  func run() async throws {
    let rules = try load(inputs.rules, messages, accepting: acceptance.differences)
    var options = BatchOptions(
      rules: rules, inputs: inputs.dealInputs, output: out, runDate: runDate.date(rules),
      toolVersion: toolVersion, threads: threads)
    options.overwrites = overwrite
    options.workbook = workbook
    try answers.load(into: &options, messages)
    options.acceptedDifferences = acceptance.differences
    options.catalogue = try catalogue.load(for: rules, options.runDate, messages, isNeeded: !sends)
    options.tests = try gate.check(rules, messages)
    let progress = Progress(isShown: !messages.quiet && messages.logFormat == .text)
    options.progress = { progress.show($0) }
    let report = try await reporting(messages) { try await runBatch(options) }
    progress.end()
    if messages.logFormat == .json {
      tell(
        "done", "run finished", messages, isError: report.verdict == .doesNotTie,
        [
          ("verdict", .text(report.verdict.rawValue)), ("deals", .number(report.population.deals)),
          ("created", .number(report.population.created)), ("held", .number(report.population.held)),
          ("skipped", .number(report.population.skipped)), ("folder", .text(out)),
        ])
    } else if !messages.quiet {
      Swift.print(renderSummary(report), terminator: "")
      Swift.print("\nReport    \(out)/reconciliation.html")
    }
    if sends, report.verdict != .doesNotTie, let company = catalogue.company {
      let code = ExitCode(try await send(out, company: company, sending, evenIfChanged: true, messages))
      // The folder is whole, so that another run of the rules is not what is wanted.
      if code == .busy {
        tell(
          "unsent", "note: nothing of \(out) was sent; send it later: dealbill send \(out), with the same options",
          messages)
      }
      throw code
    }
    throw ExitCode(report.verdict)
  }
}

private func policy(_ word: String) throws -> WorkbookPolicy {
  guard let policy = WorkbookPolicy(rawValue: word) else {
    throw ValidationError("--workbook is auto, always or never, not '\(word)'.")
  }
  return policy
}
