import ArgumentParser
import Foundation
import Ledger
import QuickBooksClient

/// `ledger`: what was meant, sent and answered, as text; and whether it is still what was written.
struct LedgerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "ledger", abstract: "Shows or verifies the ledger of a company.",
    subcommands: [Dump.self, Verify.self])

  struct Place: ParsableArguments {
    @Option(help: ArgumentHelp("The company, as it was connected.", valueName: "name"))
    var company: String?
    @Option(help: ArgumentHelp("The ledger, when it is not the company's own.", valueName: "file"))
    var ledger: String?

    func validate() throws {
      guard company != nil || ledger != nil else { throw ValidationError("Say --company NAME or --ledger FILE.") }
    }

    func open() throws -> SQLiteLedger {
      if let ledger { return try SQLiteLedger(readingFrom: ledger) }
      let place = try CompanyFolder(name: company ?? "", environment: ProcessInfo.processInfo.environment)
      return try SQLiteLedger(readingFrom: place.ledgerFile)
    }
  }

  struct Dump: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Prints the whole history, one paragraph an event.")
    @OptionGroup var place: Place
    @OptionGroup var messages: Messages
    func run() async throws {
      try await reading(messages) { try place.open().dump { Swift.print($0, terminator: "") } }
    }
  }

  struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Holds the history against its hashes, and the entries against the history.")
    @OptionGroup var place: Place
    @OptionGroup var messages: Messages
    func run() async throws {
      try await reading(messages) {
        let count = try place.open().verify()
        Swift.print("\(count) events, every hash agrees, every entry is as its history says")
      }
    }
  }

  private static func reading(_ messages: Messages, _ body: () async throws -> Void) async throws {
    try await connecting(messages) {
      do {
        try await body()
      } catch let error as LedgerError {
        tell("ledger", "error: \(error.sentence)", messages, isError: true)
        throw ExitCode(ledgerExitCode(error))
      }
    }
  }
}
