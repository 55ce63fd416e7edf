import ArgumentParser
import Foundation
import Ledger
import QuickBooksClient
import Receivables

/// `open`: an invoice's page in QuickBooks.
struct Open: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints the address of an invoice's page in QuickBooks, or opens it in the browser.",
    discussion: "QuickBooks documents no such address; --link says another pattern.")

  @OptionGroup var place: CompanyChoice
  @OptionGroup(title: "Which") var filter: InvoiceSelection
  @Option(help: ArgumentHelp("The address; {id} and {realm} are put in.", valueName: "pattern"))
  var link: String?
  @Flag(help: "Open the pages in the browser, five at most.")
  var browser = false
  @OptionGroup var messages: Messages

  func validate() throws { try DeepLink.validate(link) }

  func run() async throws {
    try await withCompany(messages) {
      let connection = try Connection(of: place.folder)
      let deep = DeepLink(pattern: link ?? DeepLink.pattern(of: connection), realm: connection.realmID)
      let chosen = try filter.chosen(from: place.openToRead(), today: filter.today).filter { !$0.entry.id.isEmpty }
      guard !chosen.isEmpty else {
        tell(
          "nothing", "No invoice in QuickBooks is meant by that; 'dealbill invoices' lists them.", messages,
          isError: true)
        throw ExitCode.withExceptions
      }
      for (index, invoice) in chosen.enumerated() {
        let url = deep.url(invoice: invoice.entry.id)
        Swift.print(url)
        guard browser, index < 5 else { continue }
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["xdg-open", url]
        try process.run()
        process.waitUntilExit()
      }
    }
  }
}
