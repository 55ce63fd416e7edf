import ArgumentParser

#if canImport(Glibc)
  // `stdout` is a variable there.
  @unsafe @preconcurrency import Glibc
#else
  import Darwin
#endif

/// The command line: one subcommand per file, options and exit codes, no logic.
@main
struct Dealbill: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dealbill",
    abstract: "Turns won CRM deals into QuickBooks Online invoices, by rules that an accountant can read.",
    discussion: """
      Start with 'dealbill preview --rules RULES DEALS': it shows what 'run' would write and writes nothing.

      Exit codes:
        0   done, tied out
        2   done, some deals held (see held.csv) or to be looked at
        4   does not tie out
        5   an outcome is unknown
        64  usage
        65  rules or deals refused
        66  input missing or unreadable
        69  QuickBooks unreachable
        70  our fault
        73  output cannot be written
        75  another run holds the lock
        77  not authorised
        130, 143  ended by a signal
      """,
    version: toolVersion,
    subcommands: [
      Init.self, Check.self, Preview.self, Explain.self, Run.self, Send.self, Refresh.self, Report.self, Answers.self,
      Rules.self, TaxID.self, Invoices.self, VoidInvoices.self, Delete.self, Email.self, PDF.self, Open.self, Undo.self,
      CustomersCommand.self, Connect.self, Disconnect.self, CatalogueCommand.self, LedgerCommand.self,
      EmulatorCommand.self, Help.self,
    ])

  static func main() async {
    // Whoever reads along may go away: a message that nobody takes ends nothing, and lost output is told at the end.
    signal(SIGPIPE, SIG_IGN)
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
      leave(.success)
    } catch {
      let code = exitCode(for: error)
      let message = fullMessage(for: error)
      if !message.isEmpty { code == .success ? print(message) : complain("\(message)\n") }
      leave(code)
    }
  }
}

/// Ends the process without what libraries do at its end: connections close on threads of their own, which OpenSSL's
/// own tidying up does not wait for (a double free, seen once in hundreds of sendings that had gone well).
private func leave(_ code: ExitCode) -> Never {
  let isLost = unsafe fflush(stdout) != 0 || ferror(stdout) != 0
  if isLost, code == .success || code == .withExceptions {
    complain("error: standard output cannot be written: \(unsafe String(cString: strerror(errno)))\n")
    _exit(ExitCode.notWritten.rawValue)
  }
  _exit(code.rawValue)
}

/// The version of this tool, as reports and manifests name it.
let toolVersion = "0.1.0"
