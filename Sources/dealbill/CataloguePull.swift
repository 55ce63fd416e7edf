import ArgumentParser
import Catalogue
import Foundation
import Ledger
import QuickBooksClient
import Receivables
import Reconciliation

/// `catalogue pull`: refreshes the local copy.
struct CataloguePull: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pull",
    abstract: "Reads customers, items, tax codes, terms and the other lists of a company into its catalogue.",
    discussion: "Inactive entries are read too. The old catalogue stays until the new one is whole.")

  @OptionGroup var company: CompanyChoice
  @OptionGroup var messages: Messages

  func run() async throws {
    try await connecting(messages) {
      let folder = try company.folder
      let clock = SystemClock()
      let stored = try Connection(of: folder)
      let transport = CurlTransport(hosts: stored.hosts, connections: 1)
      let authorizer = Authorizer(folder, transport, clock)
      let connection = try await authorizer.connection()
      let api = QuickBooksAPI(
        baseURL: connection.apiURL, realm: connection.realmID, transport: transport, tokens: authorizer, clock: clock)
      do {
        var (catalogue, cost) = try await pullCatalogue(api, environment: connection.environment.rawValue) {
          list, rows in
          tell("list", "\(rows) \(list)", messages, [("list", .text(list)), ("rows", .number(rows))])
        }
        if FileManager.default.fileExists(atPath: try company.ledgerFile) {
          catalogue.links = try partyLinks(try company.openToRead())
        }
        try catalogue.write(to: folder.catalogueFile)
        tell(
          "pulled",
          "catalogue of \(catalogue.company.name) (company \(catalogue.realmID)), pulled \(catalogue.pulledText): "
            + "\(cost.rows.reduce(0) { $0 + $1.count }) entries in \(cost.calls) calls; \(folder.catalogueFile)",
          messages, [("calls", .number(cost.calls)), ("file", .text(folder.catalogueFile))])
      } catch let error as LedgerError {
        tell("ledger", "error: the old catalogue stays: \(error.sentence)", messages, isError: true)
        throw ExitCode(ledgerExitCode(error))
      } catch let failure as ReadFailure {
        tell(
          "failed", "error: the catalogue was not read, the old one stays: \(failure.sentence)", messages, isError: true
        )
        throw ExitCode(failure)
      }
    }
  }
}
