public import ArgumentParser
public import Sending

/// How a folder is sent; the same for `send` and `run --send`.
struct SendingOptions: ParsableArguments {
  @Option(help: ArgumentHelp("The ledger, when it is not the company's own.", valueName: "file"))
  var ledger: String?
  @Option(help: ArgumentHelp("Create at most so many invoices: for a careful first night.", valueName: "count"))
  var limit: Int?
  @Flag(help: "Read what QuickBooks has, show what would be sent and what it costs; write nothing.")
  var dryRun = false
  @Option(help: ArgumentHelp("Calls under way at once, 1 to 10.", valueName: "count"))
  var concurrency = 4
  @Option(
    help: ArgumentHelp(
      "Calls in any minute, at most; 0 for no limit, which only an emulator takes.", valueName: "calls"))
  var rate = 500
  @Option(help: "What happens to customers that QuickBooks does not have.")
  var newCustomers = SendOptions.NewCustomers.create
  @Option(
    help: ArgumentHelp(
      "Put behind a new customer's name when a vendor or an employee has it: \" (customer)\".", valueName: "text"))
  var customerSuffix: String?
  @Flag(help: "Send again what waits for a person, after it was looked for twice.")
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
  var settle = 30.0
  @Option(help: ArgumentHelp("Write the figures of the sending there, in Prometheus' text format.", valueName: "file"))
  var metrics: String?

  func validate() throws {
    guard (1...10).contains(concurrency) else { throw ValidationError("--concurrency is between 1 and 10.") }
    guard (0...500).contains(rate) else { throw ValidationError("--rate is between 0 and 500 calls a minute.") }
    guard settle >= 0, settle <= 600 else { throw ValidationError("--settle is between 0 and 600 seconds.") }
    guard limit ?? 1 >= 0 else { throw ValidationError("--limit is a number of invoices.") }
  }

  /// Whether what is sent would be another than without these options.
  var isSomethingAsked: Bool { limit != nil || !billAgain.isEmpty || billAgainUndone || resendUnknown }

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
