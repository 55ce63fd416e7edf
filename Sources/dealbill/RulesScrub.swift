import ArgumentParser
import Foundation
import Pipeline
import RuleReview

/// `rules scrub`: an anonymous example of one deal.
struct RulesScrub: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scrub",
    abstract: "Makes the smallest anonymous export that takes the same path through the rules as a deal.",
    discussion: "No name, address, e-mail address or tax number of the deal is in it; look at it all the same.")

  @Argument(help: "The rule file.")
  var rules: String
  @Argument(help: "Files of deals (CSV, JSON or JSON Lines); - is standard input.")
  var deals: [String]
  @Option(help: ArgumentHelp("The deal.", valueName: "id"))
  var deal: String
  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write the example here instead of standard output; product lines of their own go to FILE.lines.csv.",
      valueName: "file"))
  var out: String?
  @OptionGroup var sides: SideFiles
  @OptionGroup var runDate: RunDate
  @OptionGroup var messages: Messages

  func run() async throws {
    let compiled = try load(rules, messages, showsWarnings: false)
    let options = BatchOptions(
      rules: compiled, inputs: sides.inputs(deals), output: nil,
      runDate: runDate.date(compiled), toolVersion: toolVersion, threads: 1)
    let export = try await reporting(messages) { try scrub(deal, options) }
    guard let export else {
      throw ending("there is no deal '\(deal)' in this export", messages)
    }
    if let out {
      try writeNew(export.deals, to: out, messages)
      if let lines = export.lines { try writeNew(lines, to: out + ".lines.csv", messages) }
    } else {
      print(export.deals, terminator: "")
      if let lines = export.lines { print("\n\(lines)", terminator: "") }
    }
    tell("scrubbed", "deal \(deal) is \(export.verdict); so is the example", messages)
  }
}
