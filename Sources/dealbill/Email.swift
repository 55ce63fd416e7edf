import ArgumentParser
import Receivables

/// `email`: QuickBooks sends invoices to their customers.
struct Email: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Has QuickBooks e-mail invoices to their customers, each once.",
    discussion:
      "What was e-mailed already is left alone. QuickBooks' subject and text come from the company's settings.")

  @OptionGroup var options: ActionOptions
  @Option(help: ArgumentHelp("Where to, in place of the invoice's own address.", valueName: "address"))
  var to: String?
  @Flag(help: "Send a second mail of what was e-mailed already.")
  var again = false

  @Option(help: ArgumentHelp("At most so many a day; QuickBooks takes 40 in a sandbox.", valueName: "count"))
  var dailyLimit: Int?

  func validate() throws {
    if let to, to.split(separator: "@").count != 2 { throw ValidationError("--to takes one e-mail address.") }
  }

  func run() async throws {
    try await act(.email, options) {
      $0.emailTo = to
      $0.repeatsEmail = again
      $0.dailyEmails = dailyLimit
    }
  }
}
