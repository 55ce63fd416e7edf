import ArgumentParser
import Calendars
import Pipeline
import RuleReview

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `rules diff`: what a change of the rules does to an export.
struct RulesDiff: AsyncParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Tells which invoices change between two versions of the rules, which fields, and how much money.",
    discussion: "Exit codes: 0 no effect · 2 something changes · 65 rules or deals refused · 66 input missing.")

  @Argument(help: "The rules as they were.")
  var old: String
  @Argument(help: "The rules as they are to be.")
  var new: String
  @Argument(help: "Files of deals (CSV, JSON or JSON Lines).")
  var deals: [String]
  @OptionGroup var sides: SideFiles
  @Option(help: "How the differences are written.")
  var format = Format.text
  @Option(help: ArgumentHelp("How many deals are shown in full, as text.", valueName: "count"))
  var limit = 50
  @OptionGroup var runDate: RunDate
  @OptionGroup var messages: Messages

  func validate() throws {
    guard limit >= 0 else { throw ValidationError("--limit is not below 0.") }
    for deal in deals {
      var status = stat()
      let isPipe = unsafe deal == "-" || stat(deal, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
      if isPipe {
        throw ValidationError("'rules diff' reads the deals twice, so they must be in files, not in a pipe.")
      }
    }
  }

  func run() async throws {
    let before = try options(old, date: nil)
    let after = try options(new, date: before.runDate)
    let differences = try await reporting(messages) { try ruleDifferences(old: before, new: after) }
    switch format {
    case .text: print(renderDifferences(differences, old: old, new: new, limit: limit), terminator: "")
    case .json: print(renderDifferencesJSON(differences, old: old, new: new), terminator: "")
    }
    if differences.hasEffect { throw ExitCode.withExceptions }
  }

  /// Both are run on the same day: that of the old company's zone when none is given.
  private func options(_ path: String, date: CivilDate?) throws -> BatchOptions {
    let rules = try load(path, messages, showsWarnings: false)
    return BatchOptions(
      rules: rules, inputs: sides.inputs(deals), output: nil,
      runDate: date ?? runDate.date(rules), toolVersion: toolVersion, threads: 1)
  }
}
