import ArgumentParser
import Calendars
import Foundation
import Receivables
import Sending

/// `undo`: takes back what a run did, as far as that is safe.
struct Undo: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Deletes the invoices of one run that nobody has paid, edited or received; lists the rest with reasons.",
    discussion: """
      Customers that the run created stay. What cannot be deleted is for 'void' or a credit memo. When rules or deals are \
      right, run again and send with --bill-again-undone.
      """)

  @Argument(help: "The run folder.")
  var runFolder: String
  @OptionGroup var place: CompanyChoice
  @Option(help: ArgumentHelp("The code of the plan, in place of a typed answer.", valueName: "code"))
  var confirm: String?
  @Option(help: ArgumentHelp("At most so many in one go.", valueName: "count"))
  var atMost = 500
  @OptionGroup var messages: Messages

  func run() async throws {
    let folder = try await withCompany(messages) { try readRunFolder(runFolder) }
    let today = CivilDate(clampingDayNumber: Int64(Date().timeIntervalSince1970) / 86_400)
    try await act(
      .delete, place, atMost: atMost, today: today, messages, confirmation: confirm, prepare: { $0.isUndo = true },
      choose: { ledger, _ in
        var filter = InvoiceFilter()
        filter.keys = try createdKeys(folder, sent: try sentRecord(of: folder)?.result, ledger)
        return (try listInvoices(ledger).filter { filter.holds($0, today: today) }, false)
      })
  }
}
