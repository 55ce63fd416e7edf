public import ArgumentParser
public import Sending

/// How a folder is sent; the same for `send` and `run --send`.
struct SendingOptions: ParsableArguments {
  /// What holds where nothing is said.
  private static let standard = (
    concurrency: 4, rate: 500, newCustomers: SendOptions.NewCustomers.create, settle: 30.0
  )
  @Option(help: ArgumentHelp("The ledger, when it is not the company's own.", valueName: "file"))
  var ledger: String?
  @Option(help: ArgumentHelp("Create at most so many invoices: for a careful first night.", valueName: "count"))
  var limit: Int?
  @Flag(help: "Read what QuickBooks has, show what would be sent and what it costs; write nothing.")
  var dryRun = false
  @Option(help: ArgumentHelp("Calls under way at once, 1 to 10.", valueName: "count"))
  var concurrency = standard.concurrency
  @Option(
    help: ArgumentHelp(
      "Calls in any minute, at most; 0 for no limit, which only an emulator takes.", valueName: "calls"))
  var rate = standard.rate
  @Option(help: "What happens to customers that QuickBooks does not have.")
  var newCustomers = standard.newCustomers
  @Option(
    help: ArgumentHelp(
      "Put behind a new customer's name when a vendor or an employee has it: \" (customer)\".", valueName: "text"))
  var customerSuffix: String?
  @Flag(
    help:
      "Send again invoices whose outcome is still unknown after two look-ups; give up those that the folder does not bill."
  )
  var resendUnknown = false
  @Flag(help: "Send although the ledger has later events: the clock was ahead on an earlier night, and is right now.")
  var clockIsRight = false
  @Option(
    help: ArgumentHelp(
      "Bill this deal anew, although its invoice was voided or deleted; may be given several times.", valueName: "deal")
  )
  var billAgain: [String] = []
  @Flag(help: "Bill anew what dealbill's own void, delete or undo took back.")
  var billAgainUndone = false
  @Option(
    help: ArgumentHelp(
      "Between two looks for a document whose outcome is unknown; less than 30 is for an emulator.",
      valueName: "seconds"))
  var settle = standard.settle
  @Option(help: ArgumentHelp("Write the figures of the sending there, in Prometheus' text format.", valueName: "file"))
  var metrics: String?

  func validate() throws {
    guard (1...10).contains(concurrency) else { throw ValidationError("--concurrency is between 1 and 10.") }
    guard (0...500).contains(rate) else { throw ValidationError("--rate is between 0 and 500 calls a minute.") }
    guard settle >= 0, settle <= 600 else { throw ValidationError("--settle is between 0 and 600 seconds.") }
    guard limit ?? 1 >= 0 else { throw ValidationError("--limit is a number of invoices.") }
  }

  /// The options that were given and that only a sending heeds.
  var given: [String] {
    let standard = SendingOptions.standard
    return [
      ("--ledger", ledger != nil), ("--limit", limit != nil), ("--concurrency", concurrency != standard.concurrency),
      ("--rate", rate != standard.rate), ("--new-customers", newCustomers != standard.newCustomers),
      ("--customer-suffix", customerSuffix != nil), ("--resend-unknown", resendUnknown),
      ("--clock-is-right", clockIsRight), ("--bill-again", !billAgain.isEmpty),
      ("--bill-again-undone", billAgainUndone), ("--settle", settle != standard.settle), ("--metrics", metrics != nil),
    ].filter(\.1).map(\.0)
  }

  var options: SendOptions {
    var options = SendOptions()
    options.limit = limit
    options.isDryRun = dryRun
    options.concurrency = concurrency
    options.newCustomers = newCustomers
    options.nameSuffix = customerSuffix
    options.resendsUnknown = resendUnknown
    options.clockIsRight = clockIsRight
    options.billAgain = Set(billAgain)
    options.billsTakenBackAgain = billAgainUndone
    options.settleSeconds = settle
    return options
  }
}

extension SendOptions.NewCustomers: ExpressibleByArgument {}
