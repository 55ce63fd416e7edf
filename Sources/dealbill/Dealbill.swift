import ArgumentParser

/// The command line: one subcommand per file, options and exit codes, no logic.
@main
struct Dealbill: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dealbill",
    abstract: "Turns won CRM deals into QuickBooks Online invoices, by rules that an accountant can read.",
    discussion: """
      Start with 'dealbill preview --rules RULES DEALS': it shows what 'run' would write and writes nothing.

      Exit codes: 0 done, tied out · 2 done, some deals held (see held.csv) · 4 does not tie out · 64 usage ·
      65 rules or deals refused · 66 input missing or unreadable · 70 our fault · 73 output cannot be written.
      """,
    version: toolVersion,
    subcommands: [Run.self, Preview.self, Explain.self, Check.self, Report.self, Answers.self, TaxID.self])
}

/// The version of this tool, as reports and manifests name it.
let toolVersion = "0.1.0"
