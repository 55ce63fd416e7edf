import ArgumentParser
import Catalogue
import Foundation
import Ledger
import QuickBooksClient
import Receivables
import Reconciliation
import Sending

/// `customers`: which party of the CRM is which customer of QuickBooks.
struct CustomersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "customers", abstract: "Shows and changes which party of the CRM is which QuickBooks customer.",
    subcommands: [List.self, Link.self, Unlink.self, Update.self], defaultSubcommand: List.self)

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Lists the links, how each was found, and names that are nearly the same.")
    @OptionGroup var place: CompanyChoice
    @Option(help: "How the list is shown.")
    var format = ListFormat.text
    @OptionGroup var messages: Messages

    func run() async throws {
      try await withCompany(messages) {
        let ledger = try place.openToRead()
        let links = try listCustomers(ledger)
        let file = try place.folder.catalogueFile
        let catalogue =
          FileManager.default.fileExists(atPath: file)
          ? try? CompanyCatalogue(readFile(file, messages), file: "catalogue") : nil
        let near = nearNames(links, catalogue.map { CatalogueIndex($0) })
        switch format {
        case .text: Swift.print(customersTable(links, near), terminator: "")
        case .json: Swift.print(customersJSON(links, near).rendered, terminator: "")
        case .csv: Swift.print(customersCSV(links), terminator: "")
        }
      }
    }
  }

  struct Link: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Says by hand which customer a party is.")
    @Argument(help: "The party's name, as the rules make it.")
    var party: String
    @Argument(help: "The customer's id in QuickBooks.")
    var id: String
    @OptionGroup var place: CompanyChoice
    @OptionGroup var messages: Messages

    func validate() throws {
      guard isQuickBooksID(id) else { throw ValidationError("A customer's id is a number, not '\(id)'.") }
    }

    func run() async throws {
      try await withCompany(messages) {
        let session = try await place.open()
        let engine = CustomerEngine(api: session.api, ledger: session.ledger)
        let link: CustomerLink
        do {
          link = try await engine.link(party, to: id)
        } catch let failure as RefreshFailure {
          guard let words = failure.wordsOfMissingCustomer(id) else { throw failure }
          throw ending(words, messages)
        }
        try noteLinks(session, place)
        Swift.print("\(visibleText(party)) is customer \(link.customerID), \(visibleText(link.displayName))")
      }
    }
  }

  struct Unlink: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Forgets which customer a party is; QuickBooks keeps the customer.")
    @Argument(help: "The party's name, as the rules make it.")
    var party: String
    @OptionGroup var place: CompanyChoice
    @OptionGroup var messages: Messages

    func run() async throws {
      try await withCompany(messages) {
        let session = try await place.open()
        guard try CustomerEngine(api: session.api, ledger: session.ledger).unlink(party) else {
          throw ending(
            "'\(visibleText(party))' has no link; 'dealbill customers' lists them", messages, .withExceptions)
        }
        try noteLinks(session, place)
        Swift.print("\(visibleText(party)) has no link any more")
      }
    }
  }

  struct Update: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Brings address, e-mail and tax id of linked customers up to what a run folder says.",
      discussion: "Shows what would change; --confirm does it. Only fields that differ are sent.")
    @Argument(help: "The run folder.")
    var runFolder: String
    @Option(help: ArgumentHelp("Only this customer's name; may be given several times.", valueName: "name"))
    var only: [String] = []
    @Flag(help: "Do it.")
    var confirm = false
    @OptionGroup var place: CompanyChoice
    @OptionGroup var messages: Messages

    func run() async throws {
      try await withCompany(messages) {
        let folder = try readRunFolder(runFolder)
        let session = try await place.open()
        let engine = CustomerEngine(api: session.api, ledger: session.ledger)
        let unknown = engine.unknown(only, in: folder)
        if !unknown.isEmpty {
          let names = unknown.map { "'\(visibleText($0))'" }.joined(separator: ", ")
          throw ending("\(runFolder) bills no customer \(names)", messages, .withExceptions)
        }
        let plans = try await engine.plan(folder, only: only)
        Swift.print(customerPlanText(plans), terminator: "")
        guard plans.contains(where: { !$0.body.isEmpty }) else { return }
        guard confirm else {
          Swift.print("\nNothing was changed. To do it: the same command with --confirm")
          throw ExitCode.withExceptions
        }
        let results = try await engine.perform(plans)
        for result in results { Swift.print("  \(visibleText(result.plan.link.displayName)): \(result.words)") }
        if results.contains(where: { $0.words != "updated" }) { throw ExitCode.withExceptions }
      }
    }
  }
}

/// Tells the company's catalogue, if it has one, of the ledger's links: the next run goes by them.
private func noteLinks(_ session: Session, _ place: CompanyChoice) throws {
  let file = try place.folder.catalogueFile
  guard FileManager.default.fileExists(atPath: file) else { return }
  var catalogue = try CompanyCatalogue(Array(try Data(contentsOf: URL(fileURLWithPath: file))), file: file)
  guard catalogue.realmID == session.api.realm else { return }
  catalogue.links = try partyLinks(session.ledger)
  try catalogue.write(to: file)
}

extension RefreshFailure {
  /// That the customer is not there, or is inactive; nil for other failures.
  fileprivate func wordsOfMissingCustomer(_ id: String) -> String? {
    guard case .read(let failure) = self else { return nil }
    if failure.isNotFound {
      return "QuickBooks has no customer \(id); 'dealbill catalogue show customers' lists them"
    }
    guard case .refused(let fault) = failure, fault.status == 0 else { return nil }
    return fault.sentence
  }
}
