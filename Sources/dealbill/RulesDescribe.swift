import ArgumentParser
import RuleReview

/// `rules describe`: the rules in plain words.
struct RulesDescribe: AsyncParsableCommand {
  enum Format: String, ExpressibleByArgument, CaseIterable { case text, html }

  static let configuration = CommandConfiguration(
    commandName: "describe", abstract: "Says the rules in plain sentences and tables, each rule once, for signing.")

  @Argument(help: "The rule file.")
  var rules: String
  @Option(help: "How the sheet is written.")
  var format = Format.text
  @OptionGroup var messages: Messages

  func run() async throws {
    let compiled = try load(rules, messages, showsWarnings: false)
    let sheet = try await reporting(messages) { try ruleSheet(compiled) }
    switch format {
    case .text: print(renderRuleSheet(sheet), terminator: "")
    case .html: print(renderRuleSheetHTML(sheet), terminator: "")
    }
  }
}
