import ArgumentParser
import Receivables

/// `void`: invoices stay, with nothing owed.
struct VoidInvoices: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "void",
    abstract: "Voids invoices: they keep their number and owe nothing. It cannot be taken back.",
    discussion: "Shows a plan first. Refused where something was paid, the customer has it, the books are closed, or "
      + "somebody edited it. A deal whose invoice is voided is billed again only when 'send --bill-again' names it.")

  @OptionGroup var options: ActionOptions
  @OptionGroup var final: FinalOptions

  func run() async throws {
    try await act(.void, options, confirmation: final.confirm) { $0.accepts = Set(final.evenIf) }
  }
}
