import ArgumentParser

/// `send`: posts a run folder.
struct Send: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Creates the invoices of a run folder in QuickBooks, each once, whatever happens.",
    discussion: """
      Safe to repeat: what is there already is found and not made again. Results stand in FOLDER/sent.

      Exit codes: 0 all there, ties out · 2 some deals held, refused or left for the next time · 4 does not tie out · \
      5 an outcome is unknown: send again · 65 the folder is not as it was · 66 it cannot be read · 69 QuickBooks \
      cannot be reached or takes nothing more · 73 ledger or results cannot be written · 75 another run holds the \
      ledger · 77 connect again.
      """)

  @Argument(help: "The run folder.")
  var folder: String
  @Option(help: ArgumentHelp("The company, as it was connected.", valueName: "name"))
  var company: String?
  @OptionGroup var sending: SendingOptions
  @Flag(help: "Send what was reviewed, although the rules or the deals were changed after the run.")
  var evenIfChanged = false
  @OptionGroup var messages: Messages

  func run() async throws {
    throw ExitCode(
      try await send(
        folder, company: company, sending, evenIfChanged: evenIfChanged, messages))
  }
}
