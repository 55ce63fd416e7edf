import ArgumentParser
import Receivables

/// `delete`: invoices are gone.
struct Delete: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Deletes invoices from QuickBooks. It cannot be taken back; 'void' keeps the number.",
    discussion: "Shows a plan first. Refused where something was paid, the customer has it, the books are closed, or "
      + "somebody edited it. A deal whose invoice is deleted is billed again only when 'send --bill-again' names it.")

  @OptionGroup var options: ActionOptions
  @OptionGroup var final: FinalOptions

  func run() async throws {
    try await act(.delete, options, confirmation: final.confirm) { $0.accepts = Set(final.evenIf) }
  }
}
