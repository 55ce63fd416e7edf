import ArgumentParser

/// `rules`: everything that looks at rules rather than runs them.
struct Rules: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Looks at rules: their coverage, their differences, what they say in words.",
    subcommands: [
      RulesDiff.self, RulesCoverage.self, RulesDescribe.self, RulesEffective.self, RulesBacktest.self, RulesScrub.self,
      RulesUpgrade.self, RulesAccept.self, RulesSchema.self,
    ])
}
