import ArgumentParser
import Pipeline
import RuleReview

/// `rules coverage`: which branches decide anything.
struct RulesCoverage: AsyncParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  static let configuration = CommandConfiguration(
    commandName: "coverage",
    abstract: "Counts how many deals each branch, table row, default and check decided; names those that never did.")

  @Argument(help: "The rule file.")
  var rules: String
  @Argument(help: "Files of deals (CSV, JSON or JSON Lines); - is standard input.")
  var deals: [String]
  @OptionGroup var sides: SideFiles
  @Option(help: "How the counts are written.")
  var format = Format.text
  @OptionGroup var runDate: RunDate
  @OptionGroup var messages: Messages

  func run() async throws {
    let compiled = try load(rules, messages, showsWarnings: false)
    let options = BatchOptions(
      rules: compiled, inputs: sides.inputs(deals), output: nil,
      runDate: runDate.date(compiled), toolVersion: toolVersion, threads: 1)
    let coverage = try await reporting(messages) { try ruleCoverage(options) }
    switch format {
    case .text: print(renderCoverage(coverage, rules: rules), terminator: "")
    case .json: print(renderCoverageJSON(coverage, rules: rules), terminator: "")
    }
  }
}
