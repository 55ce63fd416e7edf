import Bytes
import Calendars
import Deals
import Invoices
import Money
import QuickBooksPayloads
import Reconciliation
import RuleEvaluation
import RuleLanguage

/// Maps the deals of a block to bytes: evaluates each, writes its payload, its customer, its row of the report and, if
/// it is held, its original rows. One per thread.
final class DealProcessor: @unchecked Sendable {
  // Unchecked: a processor is owned by one task at a time; the pool in `runBatch` hands it on.
  let rules: CompiledRules
  let evaluator: Evaluator
  private var scratch = ByteBuffer(capacity: 1 << 12)
  private let idColumn: Int
  private let hasMulticurrency: Bool
  /// A copy of its own: threads that count references on one object wait for each other.
  private let codes: [TaxCode]
  /// The column that tells when a deal was won, or −1.
  private let wonColumn: Int

  /// Where names become ids.
  private let catalogue: CatalogueCheck?

  init(_ options: BatchOptions) {
    rules = options.rules
    catalogue = options.catalogue.map { CatalogueCheck($0.index, codes: options.rules.taxes.codes) }
    idColumn = Int(rules.idColumn)
    hasMulticurrency = rules.company.hasMulticurrency
    codes = rules.taxes.codes.map { $0.separate() }
    wonColumn = rules.wonColumn
    evaluator = Evaluator(rules, runDate: options.runDate)
    evaluator.overrides = options.overrides
  }

  /// How often each rule's default was used so far.
  var defaultsUsed: [Int] { evaluator.defaultsUsed }

  /// All deals of a block, in order.
  ///
  /// - Parameter first: The number of the block's first deal in the whole run, for planted faults.
  /// - Returns: What the block's deals have against the run, where a rule stops it.
  func process(_ block: DealBlock, into result: BlockResult, first: Int, fault: FaultPlan?) -> [StoppedByRule.Cause] {
    var stops: [StoppedByRule.Cause] = []
    result.block = block
    let isPlain = fault == nil
    for deal in 0..<block.dealCount {
      block.prefetch(deal + 2)
      for _ in 0..<(isPlain ? 1 : times(fault, first + deal)) {
        if process(block, deal, into: result, extras: []) {
          let id = block.cell(deal: deal, column: Int(rules.idColumn)).string
          for problem in evaluator.problems where problem.severity == .error {
            stops.append(
              StoppedByRule.Cause(
                deal: id, place: problem.cell ?? "\(block.fileView) row \(block.deal(deal).firstRow)",
                value: evaluator.hasCurrency ? evaluator.dealValue : nil,
                currency: evaluator.hasCurrency ? evaluator.invoice.currency.code : nil, problem: problem))
          }
        }
      }
    }
    return stops
  }

  @inline(never)
  private func times(_ fault: FaultPlan?, _ ordinal: Int) -> Int {
    fault.map { $0.times(.read, ordinal) * $0.times(.evaluate, ordinal) } ?? 1
  }

  /// One deal; with `extras` it is held whatever the rules say. True: the run must stop.
  func process(_ block: DealBlock, _ deal: Int, into result: BlockResult, extras given: [DealProblem]) -> Bool {
    let verdict = evaluator.evaluate(block, deal)
    let record = block.deal(deal)
    let id = block.cell(deal: deal, column: idColumn).trimmed
    var outcome = DealOutcome()
    outcome.deal = Int32(deal)
    outcome.rows = Int32(record.rowCount)
    outcome.idHash = record.idHash
    outcome.numericID = numericID(id)
    outcome.template = Int32(evaluator.template)
    outcome.hasCurrency = evaluator.hasCurrency
    outcome.currency = evaluator.invoice.currency
    outcome.hasMismatch = evaluator.hasValueMismatch
    if let value = evaluator.dealValue {
      outcome.hasValue = true
      outcome.value = value
    }
    outcome.answer = Int32(evaluator.overrideIndex)
    outcome.answerState = evaluator.overrideState
    outcome.firstProblem = Int32(result.problems.count)
    if !evaluator.problems.isEmpty { result.problems += evaluator.problems }
    var extras = given
    if given.isEmpty, let catalogue, case .invoice = verdict { extras = catalogue.problems(evaluator.invoice) }
    if !extras.isEmpty { result.problems += extras }
    if case .identicalRows(let copies) = record.repeatState { result.problems.append(repeated(copies)) }
    outcome.problemCount = Int32(result.problems.count) - outcome.firstProblem
    let problems = result.problems[Int(outcome.firstProblem)...]
    switch verdict {
    case .invoice where !extras.contains { $0.severity >= .hold }:
      outcome.bucket = .created
      write(&outcome, result)
    case .skipped(let rule):
      outcome.bucket = .skipped
      outcome.skipRule = rule
      // What is wrong with a deal that nobody bills holds nothing up.
      for index in Int(outcome.firstProblem)..<result.problems.count where result.problems[index].severity == .hold {
        result.problems[index].severity = .note
      }
    case .stop: return true
    default:
      outcome.bucket = .held
      outcome.ageDays = ageOfDeal()
      writeHeld(block, deal, problems, &outcome, result)
    }
    outcome.csvRow.start = Int32(result.csv.count)
    writeRow(record, id, title(block, deal), block.fileView, problems, outcome, &result.csv)
    outcome.csvRow.end = Int32(result.csv.count)
    result.seen.add(rows: record.rowCount, idHash: record.idHash)
    result.outcomes.append(outcome)
    return false
  }

  private func repeated(_ copies: Int) -> DealProblem {
    DealProblem(
      severity: .note, code: HoldCode.repeatedRows.rawValue,
      message: "the deal stands in \(copies) identical rows; it is billed once",
      cause: "deals that stand in several identical rows; each is billed once", fix: "nothing to do", rule: nil,
      ruleID: nil,
      owner: nil, cell: nil)
  }

  // MARK: Invoices

  private func write(_ outcome: inout DealOutcome, _ result: BlockResult) {
    outcome.lines = Int32(evaluator.invoice.lines.count)
    outcome.net = evaluator.invoice.totals.net
    outcome.tax = evaluator.invoice.totals.tax
    outcome.total = evaluator.invoice.totals.total
    outcome.discount = evaluator.invoice.totals.discount
    outcome.date = evaluator.invoice.date
    outcome.firstTax = Int32(result.taxes.count)
    outcome.taxCount = Int32(evaluator.invoice.taxes.count)
    for index in evaluator.invoice.taxes.indices {
      result.taxes.append(evaluator.invoice.taxes[index])
      if !codes[Int(evaluator.invoice.taxes[index].code)].isForecast { outcome.hasForecast = false }
    }
    if evaluator.invoice.leavesTaxToItems { outcome.hasForecast = false }
    outcome.payload.start = Int32(result.payloads.count)
    if let catalogue {
      result.payloads.append(catalogue.payload)
      outcome.knowsCustomer = catalogue.knowsCustomer
    } else {
      evaluator.withInvoice { appendInvoice(inPlace: &$0, codes: codes, to: &result.payloads) }
    }
    result.payloads.append(UInt8(ascii: "\n"))
    result.payloadCount += 1
    outcome.payload.end = Int32(result.payloads.count)
    outcome.customer.start = Int32(result.customers.count)
    evaluator.withInvoice { invoice in
      if let catalogue, outcome.knowsCustomer, invoice.customer.id.isEmpty {
        outcome.updatesCustomer = catalogue.customerID.withByteView {
          appendCustomerUpdate(&invoice.customer, id: $0, rules.customer.updates, to: &result.customers)
        }
      } else {
        let currency = hasMulticurrency ? invoice.currency : nil
        appendCustomer(&invoice.customer, currency: currency, to: &result.customers)
      }
    }
    result.customers.append(UInt8(ascii: "\n"))
    outcome.customer.end = Int32(result.customers.count)
    scratch.removeAll()
    // A customer known by its id is another one than a new one of the same name, and nobody creates it.
    if !evaluator.invoice.customer.id.isEmpty {
      outcome.knowsCustomer = true
      scratch.append("id ")
      scratch.append(evaluator.invoice.customer.id)
    } else {
      evaluator.invoice.customer.displayName.appendFolded(to: &scratch)
    }
    outcome.customerHash = scratch.view.stableHash | 1
    let taxID = evaluator.invoice.customer.taxIdentifier
    outcome.taxIDHash = taxID.isEmpty ? 0 : taxID.stableHash | 1
    if !evaluator.invoice.number.isEmpty {
      outcome.numberHash = evaluator.invoice.number.stableHash | 1
      outcome.number.start = Int32(result.numbers.count)
      result.numbers.append(evaluator.invoice.number)
      outcome.number.end = Int32(result.numbers.count)
    }
  }

  // MARK: Held rows

  private func writeHeld(
    _ block: DealBlock, _ deal: Int, _ problems: ArraySlice<DealProblem>, _ outcome: inout DealOutcome,
    _ result: BlockResult
  ) {
    let reasons = problems.filter { $0.severity >= .hold }
    scratch.removeAll()
    appendDelimited(reasons.map { "\($0.code): \($0.message)\($0.cell.map { " (\($0))" } ?? "")" }, block.heldDelimiter)
    appendDelimited(reasons.map(\.fix), block.heldDelimiter)
    outcome.held.start = Int32(result.held.count)
    outcome.heldRows = Int32(block.appendOriginalRows(of: deal, into: &result.held, eachRowSuffix: scratch.view))
    outcome.held.end = Int32(result.held.count)
  }

  private func appendDelimited(_ texts: [String], _ delimiter: UInt8) {
    scratch.append(delimiter)
    texts.joined(separator: " · ").withByteView { appendCSVText($0, to: &scratch) }
  }

  // MARK: Rows of the report

  static let csvColumns = [
    "deal", "title", "bucket", "code", "rule", "currency", "deal_value", "discount", "net", "tax", "total", "lines",
    "customer", "number", "date", "due", "template", "file", "row", "problem", "age_days", "owner", "fix", "decided_by",
  ]
  static let csvHeader = csvColumns.map { "\"\($0)\"" }.joined(separator: ",") + "\n"

  private func title(_ block: DealBlock, _ deal: Int) -> ByteView {
    rules.titleColumn >= 0 ? block.cell(deal: deal, column: Int(rules.titleColumn)) : .empty
  }

  private func writeRow(
    _ record: DealRecord, _ id: ByteView, _ title: ByteView, _ file: ByteView, _ problems: ArraySlice<DealProblem>,
    _ outcome: DealOutcome, _ out: inout ByteBuffer
  ) {
    let digits = outcome.currency.minorDigits
    appendCSVText(id, to: &out)
    out.append(UInt8(ascii: ","))
    if rules.titleColumn >= 0 { appendCSVText(title, to: &out) }
    out.append(UInt8(ascii: ","))
    appendBucket(outcome.bucket, to: &out)
    out.append(UInt8(ascii: ","))
    if outcome.bucket == .held, let worst = problems.max(by: { $0.severity < $1.severity }) {
      worst.code.withByteView { appendCSVText($0, to: &out) }
    }
    out.append(UInt8(ascii: ","))
    if outcome.skipRule >= 0 { appendCSVText(rules.ruleNames[Int(outcome.skipRule)], to: &out) }
    if outcome.skipRule == Evaluator.skippedByAnswer { out.append("\"answer\"") }
    out.append(UInt8(ascii: ","))
    if outcome.hasCurrency { out.append(outcome.currency.codeView) }
    out.append(UInt8(ascii: ","))
    if outcome.hasValue { appendFixed(outcome.value, scale: digits, to: &out) }
    out.append(UInt8(ascii: ","))
    if outcome.bucket == .created {
      appendFixed(outcome.discount, scale: digits, to: &out)
      out.append(UInt8(ascii: ","))
      appendFixed(outcome.net, scale: digits, to: &out)
      out.append(UInt8(ascii: ","))
      appendFixed(outcome.tax, scale: digits, to: &out)
      out.append(UInt8(ascii: ","))
      appendFixed(outcome.total, scale: digits, to: &out)
      out.append(UInt8(ascii: ","))
      out.append(decimal: Int(outcome.lines))
      out.append(UInt8(ascii: ","))
      appendCSVText(evaluator.invoice.customer.displayName, to: &out)
      out.append(UInt8(ascii: ","))
      if !evaluator.invoice.number.isEmpty { appendCSVText(evaluator.invoice.number, to: &out) }
      out.append(UInt8(ascii: ","))
      evaluator.invoice.date?.append(to: &out)
      out.append(UInt8(ascii: ","))
      evaluator.invoice.dueDate?.append(to: &out)
      out.append(UInt8(ascii: ","))
      appendCSVText(rules.templates[Int(outcome.template)].view, to: &out)
      out.append(UInt8(ascii: ","))
    } else if outcome.bucket == .held, evaluator.hasCustomer, !evaluator.invoice.customer.displayName.isEmpty {
      out.append(",,,,,")
      appendCSVText(evaluator.invoice.customer.displayName, to: &out)
      out.append(",,,,,")
    } else {
      out.append(",,,,,,,,,,")
    }
    appendCSVText(file, to: &out)
    out.append(UInt8(ascii: ","))
    out.append(decimal: record.firstRow)
    out.append(UInt8(ascii: ","))
    if outcome.bucket == .skipped {
      ([rules.reason(forSkip: outcome.skipRule)] + problems.map { "\($0.code): \($0.message)" })
        .joined(separator: " · ").withByteView { appendCSVText($0, to: &out) }
    } else if !problems.isEmpty {
      problems.map { "\($0.code): \($0.message)" }.joined(separator: " · ").withByteView {
        appendCSVText($0, to: &out)
      }
    }
    if outcome.bucket == .held { appendHeldCells(outcome, problems, to: &out) } else { out.append(",,,,") }
    out.append(UInt8(ascii: "\n"))
  }

  /// Days since the deal was won, or −1.
  private func ageOfDeal() -> Int32 {
    guard wonColumn >= 0, let won = evaluator.quietDate(ofColumn: wonColumn) else { return -1 }
    return max(0, evaluator.runDate.dayNumber - won.dayNumber)
  }

  private func appendBucket(_ bucket: Bucket, to out: inout ByteBuffer) {
    switch bucket {
    case .created: out.append("created")
    case .held: out.append("held")
    case .skipped: out.append("skipped")
    default: out.append(text: bucket.name)
    }
  }
}

/// A whole number of up to 18 digits, or nil.
func numericID(_ text: ByteView) -> UInt64? {
  guard !text.isEmpty, text.count <= 18 else { return nil }
  var value: UInt64 = 0
  for i in 0..<text.count {
    let digit = text[i] &- 0x30
    if digit > 9 { return nil }
    value = value &* 10 &+ UInt64(digit)
  }
  return value
}
