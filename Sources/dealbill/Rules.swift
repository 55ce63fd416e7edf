import ArgumentParser

/// `rules`: what can be asked of a rule file itself.
struct Rules: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Looks at rule files: their schema, what a change does, what was never used.",
    subcommands: [RulesSchema.self])
}
