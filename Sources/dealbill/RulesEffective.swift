import ArgumentParser
import Diagnostics
import RuleLanguage
import RuleReview

/// `rules effective`: base and overlay as one file.
struct RulesEffective: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "effective",
    abstract: "Prints the rules as they apply, an overlay laid over its base, with the origin of each value.")

  @Argument(help: "The rule file.")
  var rules: String
  @OptionGroup var messages: Messages

  func run() throws {
    let bytes = try readFile(rules, messages)
    let result = compileRules(bytes, file: rules)
    let errors = result.diagnostics.filter { $0.severity == .error }
    if !errors.isEmpty { print(errors, messages, sources: texts(of: result.sources)) }
    guard result.rules != nil, let text = renderEffective(readRuleFiles(bytes, file: rules)) else {
      throw ExitCode.refused
    }
    print(text, terminator: "")
  }
}
