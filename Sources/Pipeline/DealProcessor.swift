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
  var evaluator: Evaluator
  private var scratch = ByteBuffer(capacity: 1 << 12)

  /// The column that tells when a deal was won, or −1.
  private let wonColumn: Int

  init(_ rules: CompiledRules, runDate: CivilDate, overrides: DealOverrides? = nil) {
    self.rules = rules
    evaluator = Evaluator(rules, runDate: runDate)
    evaluator.overrides = overrides
    wonColumn = rules.wonColumn
  }

  /// How often each rule's default was used so far.
  var defaultsUsed: [Int] { evaluator.defaultsUsed }

  /// All deals of a block, in order.
  ///
  /// - Parameter first: The number of the block's first deal in the whole run, for planted faults.
  /// - Returns: Why and at which deal a rule stopped the run, if one did.
  func process(_ block: DealBlock, into result: BlockResult, first: Int, fault: FaultPlan?) -> StoppedByRule? {
    result.block = block
    for deal in 0..<block.dealCount {
      let ordinal = first + deal
      for _ in 0..<(fault.map { $0.times(.read, ordinal) * $0.times(.evaluate, ordinal) } ?? 1) {
        if process(block, deal, into: result, extra: nil) {
          let id = block.cell(deal: deal, column: Int(rules.idColumn)).string
          guard let problem = evaluator.problems.first(where: { $0.severity == .error }) else { continue }
          return StoppedByRule(deal: id, problem: problem)
        }
      }
    }
    return nil
  }

  /// One deal; with an `extra` problem it is held whatever the rules say. True: the run must stop.
  func process(_ block: DealBlock, _ deal: Int, into result: BlockResult, extra: DealProblem?) -> Bool {
    let verdict = evaluator.evaluate(block, deal)
    let record = block.deal(deal)
    var outcome = DealOutcome()
    outcome.deal = Int32(deal)
    outcome.rows = Int32(record.rowCount)
    outcome.idHash = record.idHash
    outcome.numericID = numericID(block.cell(deal: deal, column: Int(rules.idColumn)).trimmed)
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
    var problems = evaluator.problems
    if let extra { problems.append(extra) }
    if case .identicalRows(let copies) = record.repeatState { problems.append(repeated(copies)) }
    outcome.firstProblem = Int32(result.problems.count)
    outcome.problemCount = Int32(problems.count)
    result.problems += problems
    switch verdict {
    case .invoice where extra == nil:
      outcome.bucket = .created
      write(&outcome, result)
    case .skipped(let rule) where extra == nil:
      outcome.bucket = .skipped
      outcome.skipRule = rule
    case .stop: return true
    default:
      outcome.bucket = .held
      outcome.ageDays = ageOfDeal()
      writeHeld(block, deal, problems, &outcome, result)
    }
    writeRow(block, deal, problems, &outcome, result)
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
    let totals = evaluator.invoice.totals
    outcome.lines = Int32(evaluator.invoice.lines.count)
    outcome.net = totals.net
    outcome.tax = totals.tax
    outcome.total = totals.total
    outcome.discount = totals.discount
    outcome.date = evaluator.invoice.date
    outcome.firstTax = Int32(result.taxes.count)
    outcome.taxCount = Int32(evaluator.invoice.taxes.count)
    for sum in evaluator.invoice.taxes {
      result.taxes.append(sum)
      if !rules.taxes.codes[Int(sum.code)].isForecast { outcome.hasForecast = false }
    }
    outcome.payload.start = Int32(result.payloads.count)
    appendInvoice(evaluator.invoice, codes: rules.taxes.codes, to: &result.payloads)
    result.payloads.append(UInt8(ascii: "\n"))
    outcome.payload.end = Int32(result.payloads.count)
    outcome.customer.start = Int32(result.customers.count)
    appendCustomer(
      evaluator.invoice.customer, currency: rules.company.hasMulticurrency ? evaluator.invoice.currency : nil,
      to: &result.customers)
    result.customers.append(UInt8(ascii: "\n"))
    outcome.customer.end = Int32(result.customers.count)
    scratch.removeAll()
    // A customer known by its id is another one than a new one of the same name, and nobody creates it.
    if !evaluator.invoice.customer.id.isEmpty {
      outcome.customer.end = outcome.customer.start
      scratch.append("id ")
      scratch.append(evaluator.invoice.customer.id)
    } else {
      evaluator.invoice.customer.displayName.appendFolded(to: &scratch)
    }
    outcome.customerHash = scratch.view.stableHash | 1
    let taxID = evaluator.invoice.customer.taxIdentifier
    outcome.taxIDHash = taxID.isEmpty ? 0 : taxID.stableHash | 1
    let number = evaluator.invoice.number
    if !number.isEmpty {
      outcome.numberHash = number.stableHash | 1
      outcome.number.start = Int32(result.numbers.count)
      result.numbers.append(number)
      outcome.number.end = Int32(result.numbers.count)
    }
  }

  // MARK: Held rows

  private func writeHeld(
    _ block: DealBlock, _ deal: Int, _ problems: [DealProblem], _ outcome: inout DealOutcome, _ result: BlockResult
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

  static let csvHeader =
    "\"deal\",\"title\",\"bucket\",\"code\",\"rule\",\"currency\",\"deal_value\",\"discount\",\"net\",\"tax\",\"total\",\"lines\",\"customer\",\"number\",\"date\",\"due\",\"template\",\"file\",\"row\",\"problem\",\"age_days\",\"owner\",\"fix\",\"decided_by\"\n"

  private func writeRow(
    _ block: DealBlock, _ deal: Int, _ problems: [DealProblem], _ outcome: inout DealOutcome, _ result: BlockResult
  ) {
    let digits = outcome.currency.minorDigits
    let isCreated = outcome.bucket == .created
    outcome.csvRow.start = Int32(result.csv.count)
    appendCSVText(block.cell(deal: deal, column: Int(rules.idColumn)).trimmed, to: &result.csv)
    result.csv.append(UInt8(ascii: ","))
    if rules.titleColumn >= 0 { appendCSVText(block.cell(deal: deal, column: Int(rules.titleColumn)), to: &result.csv) }
    result.csv.append(UInt8(ascii: ","))
    appendBucket(outcome.bucket, to: &result.csv)
    result.csv.append(UInt8(ascii: ","))
    let worst = problems.max { $0.severity < $1.severity }
    if outcome.bucket == .held, let worst { worst.code.withByteView { appendCSVText($0, to: &result.csv) } }
    result.csv.append(UInt8(ascii: ","))
    if outcome.skipRule >= 0 { appendCSVText(rules.ruleNames[Int(outcome.skipRule)], to: &result.csv) }
    if outcome.skipRule == Evaluator.skippedByAnswer { result.csv.append("\"answer\"") }
    result.csv.append(UInt8(ascii: ","))
    if outcome.hasCurrency { result.csv.append(outcome.currency.codeView) }
    result.csv.append(UInt8(ascii: ","))
    if outcome.hasValue { appendFixed(outcome.value, scale: digits, to: &result.csv) }
    result.csv.append(UInt8(ascii: ","))
    if isCreated {
      appendFixed(outcome.discount, scale: digits, to: &result.csv)
      result.csv.append(UInt8(ascii: ","))
      appendFixed(outcome.net, scale: digits, to: &result.csv)
      result.csv.append(UInt8(ascii: ","))
      appendFixed(outcome.tax, scale: digits, to: &result.csv)
      result.csv.append(UInt8(ascii: ","))
      appendFixed(outcome.total, scale: digits, to: &result.csv)
      result.csv.append(UInt8(ascii: ","))
      result.csv.append(decimal: Int(outcome.lines))
      result.csv.append(UInt8(ascii: ","))
      appendCSVText(evaluator.invoice.customer.displayName, to: &result.csv)
      result.csv.append(UInt8(ascii: ","))
      if !evaluator.invoice.number.isEmpty { appendCSVText(evaluator.invoice.number, to: &result.csv) }
      result.csv.append(UInt8(ascii: ","))
      evaluator.invoice.date?.append(to: &result.csv)
      result.csv.append(UInt8(ascii: ","))
      evaluator.invoice.dueDate?.append(to: &result.csv)
      result.csv.append(UInt8(ascii: ","))
      appendCSVText(rules.templates[Int(outcome.template)].view, to: &result.csv)
      result.csv.append(UInt8(ascii: ","))
    } else {
      result.csv.append(",,,,,,,,,,")
    }
    let record = block.deal(deal)
    appendCSVText(block.fileView, to: &result.csv)
    result.csv.append(UInt8(ascii: ","))
    result.csv.append(decimal: record.firstRow)
    result.csv.append(UInt8(ascii: ","))
    if !problems.isEmpty {
      problems.map { "\($0.code): \($0.message)" }.joined(separator: " · ").withByteView {
        appendCSVText($0, to: &result.csv)
      }
    }
    if outcome.bucket == .held {
      appendHeldCells(outcome, problems, to: &result.csv)
    } else {
      result.csv.append(",,,,")
    }
    result.csv.append(UInt8(ascii: "\n"))
    outcome.csvRow.end = Int32(result.csv.count)
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
