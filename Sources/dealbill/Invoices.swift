import ArgumentParser
import Bytes
import Calendars
import Foundation
import Ledger
import QuickBooksClient
import Receivables
import Reconciliation
import Sending

/// `invoices`: the ledger's invoices.
struct Invoices: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Lists the invoices of the ledger with their status, or one deal's with its history.",
    discussion: "Shows what 'refresh' last saw; no call is made.")

  @OptionGroup var place: CompanyChoice
  @OptionGroup(title: "Which") var filter: InvoiceSelection
  @Option(help: "How the list is shown.")
  var format = ListFormat.text
  @Option(
    name: .customLong("link"),
    help: ArgumentHelp("The address of an invoice's page; {id} and {realm} are put in.", valueName: "pattern"))
  var pattern: String?
  @OptionGroup var messages: Messages

  func validate() throws { try DeepLink.validate(pattern) }

  func run() async throws {
    try await withCompany(messages) {
      let ledger = try place.openToRead()
      let today = filter.today
      let invoices = try filter.chosen(from: ledger, today: today)
      _ = try filter.tellUnknown(in: ledger, messages)
      let connection = (try? place.folder).flatMap { try? Connection(of: $0) }
      let link = DeepLink(
        pattern: pattern ?? DeepLink.pattern(of: connection), realm: try ledger.fact("realm") ?? "")
      let hasHistory = !filter.deal.isEmpty
      switch format {
      case .csv: Swift.print(invoicesCSV(invoices, link: link), terminator: "")
      case .json:
        let list = try invoices.map { invoice in
          invoiceJSON(invoice, link: link, history: hasHistory ? try ledger.history(of: invoice.entry.key) : nil)
        }
        Swift.print(OrderedJSON.array(list).rendered, terminator: "")
      case .text:
        Swift.print(invoicesTable(invoices), terminator: "")
        guard hasHistory else { return }
        for invoice in invoices {
          Swift.print("\ndeal \(invoice.entry.key.deal)")
          Swift.print(historyText(try ledger.history(of: invoice.entry.key)), terminator: "")
        }
      }
    }
  }
}

/// Which invoices a command means: all conditions must hold.
struct InvoiceSelection: ParsableArguments {
  @Option(help: ArgumentHelp("Invoices of this deal; may be given several times.", valueName: "id"))
  var deal: [String] = []
  @Option(name: .customLong("id"), help: ArgumentHelp("Invoices with this id of QuickBooks.", valueName: "id"))
  var id: [String] = []
  @Option(
    help: ArgumentHelp("open, overdue, partially-paid, paid, voided, deleted, unknown, rejected …", valueName: "status")
  )
  var status: [String] = []
  @Option(help: ArgumentHelp("A part of the customer's name.", valueName: "text"))
  var customer: String?
  @Option(help: ArgumentHelp("A currency's code.", valueName: "code"))
  var currency: String?
  @Option(help: ArgumentHelp("Dated at least so many days ago.", valueName: "days"))
  var olderThan: Int?
  @Option(name: .customLong("run"), help: ArgumentHelp("Invoices that this run folder created.", valueName: "folder"))
  var runFolder: String?
  @Option(
    name: .customLong("today"),
    help: ArgumentHelp("The day that ages are counted to, YYYY-MM-DD; today in UTC by default.", valueName: "date"))
  var today = CivilDate.today

  var isEmpty: Bool {
    deal.isEmpty && id.isEmpty && status.isEmpty && customer == nil && currency == nil && olderThan == nil
      && runFolder == nil
  }

  func validate() throws {
    let texts = [
      ("deal", deal), ("id", id), ("customer", customer.map { [$0] } ?? []), ("currency", currency.map { [$0] } ?? []),
    ]
    for (name, values) in texts where values.contains(where: { $0.allSatisfy(\.isWhitespace) }) {
      throw ValidationError("--\(name) is empty, which would mean every invoice.")
    }
    if runFolder?.isEmpty == true { throw ValidationError("--run is empty; name a run folder.") }
    let known =
      InvoiceStatus.allCases.map(\.rawValue) + ["overdue"] + EntryState.allCases.map(\.rawValue)
    for word in status where !known.contains(word) {
      throw ValidationError(
        "--status has no '\(word)'; there are \(InvoiceStatus.allCases.map(\.rawValue).joined(separator: ", ")), overdue."
      )
    }
  }

  func chosen(from ledger: SQLiteLedger, today: CivilDate) throws -> [ListedInvoice] {
    var filter = InvoiceFilter()
    filter.deals = deal
    filter.ids = id
    filter.statuses = status
    filter.customer = customer
    filter.currency = currency?.uppercased()
    filter.olderThanDays = olderThan
    if let runFolder {
      let folder = try readRunFolder(runFolder)
      filter.keys = try createdKeys(folder, sent: try sentRecord(of: folder)?.result, ledger)
    }
    return try listInvoices(ledger).filter { filter.holds($0, today: today) }
  }

  /// Deals and ids that are named and that no invoice of the ledger has, in words.
  func unknown(in ledger: SQLiteLedger) throws -> [String] {
    guard !deal.isEmpty || !id.isEmpty else { return [] }
    let entries = try listInvoices(ledger).map(\.entry)
    let (deals, ids) = (Set(entries.map(\.key.deal)), Set(entries.map(\.id)))
    return deal.filter { !deals.contains($0) }.map { "deal \(visibleText($0))" }
      + id.filter { !ids.contains($0) }.map { "id \(visibleText($0))" }
  }

  /// Tells what is named and not there; true when something is.
  func tellUnknown(in ledger: SQLiteLedger, _ messages: Messages) throws -> Bool {
    let names = try unknown(in: ledger)
    guard !names.isEmpty else { return false }
    tell("unknown", "note: the ledger has no invoice of \(names.joined(separator: ", "))", messages, isError: true)
    return true
  }
}
