import ArgumentParser
import RuleLanguage

/// `rules schema`: the JSON Schema of the rule language.
struct RulesSchema: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schema",
    abstract: "Prints the JSON Schema of rule files, for editors.",
    discussion: """
      Keep it beside your rules and name it in their first line, and editors with a YAML language server complete and
      explain every key:

        dealbill rules schema > \(ruleSchemaName)
        # yaml-language-server: $schema=./\(ruleSchemaName)
      """)

  func run() { print(renderRuleSchema(), terminator: "") }
}
