import ArgumentParser

/// `rules`: everything that looks at rules rather than runs them.
struct Rules: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Looks at rules: their schema, what a change does, what they say in words.",
    subcommands: [RulesSchema.self, RulesEffective.self])
}
