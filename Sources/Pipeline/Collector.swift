import Diagnostics
import Bytes
import Calendars
import Deals
import Invoices
import Money
import Reconciliation
import RuleEvaluation
import RuleLanguage

/// Takes the results of blocks in order: finds what only the whole run can know (numbers used twice, customers in two
/// currencies), writes the files and counts everything for the report.
final class Collector {
  let rules: CompiledRules
  private let fault: FaultPlan?
  private let processor: DealProcessor
  private var spare = BlockResult()

  private(set) var totals = RunTotals()
  /// The deals that the report shows one by one.
  private(set) var gallery = Gallery()
  /// Deals that came in, for planted faults: also those that one takes away.
  private var taken = 0
  private var numbers = HashSet64()
  private var customers = CustomerRegister()
  /// The lowest and highest number of the block at hand.
  private var lowest = ByteRange()
  private var highest = ByteRange()
  private let files: OutputFiles?

  /// Told of each deal as it is counted.
  var sink: ((DealOutcome, BlockResult) -> Void)?
  private let listsDeals: Bool
  /// A line for each deal, when asked for.
  private(set) var lines: [String] = []

  init(
    _ rules: CompiledRules, processor: DealProcessor, files: OutputFiles?, fault: FaultPlan?, listsDeals: Bool = false
  ) {
    self.listsDeals = listsDeals
    self.rules = rules
    self.processor = processor
    self.files = files
    self.fault = fault
    totals.templates = [Int](repeating: 0, count: rules.templates.count)
  }

  /// Adds one block's result; blocks must come in the order in which they were read.
  func take(_ result: BlockResult) throws(OutputError) {
    totals.evaluated += result.seen
    // Where nothing is taken out, a block's bytes are written in one piece.
    var isWhole = fault == nil
    for index in result.outcomes.indices {
      if index + 8 < result.outcomes.count {
        numbers.prefetch(result.outcomes[index + 8].numberHash)
        customers.prefetch(result.outcomes[index + 8].customerHash)
      }
      let ordinal = taken
      taken += 1
      for _ in 0..<(fault?.times(.collect, ordinal) ?? 1) {
        let outcome = result.outcomes[index]
        if outcome.bucket == .created, let conflict = conflict(outcome) {
          if isWhole { try writePieces(result, upTo: index) }
          isWhole = false
          try hold(result, outcome, conflict)
          continue
        }
        count(outcome, result)
        if outcome.bucket == .created {
          totals.invoices += 1
          if !isWhole || fault != nil { try writeInvoice(result, outcome) }
        } else if !isWhole {
          try files?.held.write(result.held.view(Int(outcome.held.start), Int(outcome.held.end)))
        }
        if !isWhole { try files?.rows.write(result.csv.view(Int(outcome.csvRow.start), Int(outcome.csvRow.end))) }
        if outcome.bucket == .created { try noteCustomer(result, outcome) }
      }
    }
    noteNumbers(result)
    gallery.finishBlock(result, processor)
    if isWhole {
      // JSON holds no newline but the one behind each invoice.
      try files?.invoices.write(result.payloads.view, lines: result.payloadCount)
      try files?.rows.write(result.csv.view)
      try files?.held.write(result.held.view)
    }
  }

  private func writeInvoice(_ result: BlockResult, _ outcome: DealOutcome) throws(OutputError) {
    for _ in 0..<(fault?.times(.write, totals.invoices - 1) ?? 1) {
      try files?.invoices.write(result.payloads.view(Int(outcome.payload.start), Int(outcome.payload.end)))
    }
  }

  /// The pieces of the outcomes before `index`, once it is known that the block cannot go out whole.
  private func writePieces(_ result: BlockResult, upTo index: Int) throws(OutputError) {
    for outcome in result.outcomes[..<index] {
      if outcome.bucket == .created {
        try files?.invoices.write(result.payloads.view(Int(outcome.payload.start), Int(outcome.payload.end)))
      }
      try files?.held.write(result.held.view(Int(outcome.held.start), Int(outcome.held.end)))
      try files?.rows.write(result.csv.view(Int(outcome.csvRow.start), Int(outcome.csvRow.end)))
    }
  }

  // MARK: Conflicts between deals

  private var foundCustomer = CustomerRegister.Finding.known

  private func conflict(_ outcome: DealOutcome) -> DealProblem? {
    // The number first: a deal held for it must not make its customer known, or nobody would create the customer.
    if outcome.numberHash != 0, numbers.contains(outcome.numberHash) {
      return problem(
        .duplicateNumber, "another deal of this run has the same invoice number",
        "make the number pattern tell deals apart, for example with {id}")
    }
    let currency = outcome.currency.codeView.stableHash
    switch customers.note(name: outcome.customerHash, taxID: outcome.taxIDHash, currency: currency) {
    case .otherCurrency:
      return problem(
        .customerCurrenciesDiffer,
        "another deal of this run bills the same customer in another currency; a customer of QuickBooks has one",
        "say 'foreign_currency_name' under 'customer', so that each currency has a customer of its own")
    case .otherTaxID:
      return problem(
        .customerTaxIDsDiffer, "another deal of this run gives the same customer another tax id",
        "correct the tax id in the CRM, or give the customers different names")
    case .new: foundCustomer = .new
    case .known: foundCustomer = .known
    }
    if outcome.numberHash != 0 { _ = numbers.insert(outcome.numberHash) }
    return nil
  }

  private func noteCustomer(_ result: BlockResult, _ outcome: DealOutcome) throws(OutputError) {
    guard foundCustomer == .new, !outcome.knowsCustomer || outcome.updatesCustomer else { return }
    if outcome.updatesCustomer {
      totals.customerUpdates += 1
    } else {
      totals.customers += 1
    }
    try files?.customers.write(result.customers.view(Int(outcome.customer.start), Int(outcome.customer.end)))
  }

  private func problem(_ code: HoldCode, _ message: String, _ fix: String) -> DealProblem {
    DealProblem(
      severity: .hold, code: code.rawValue, message: message, cause: message, fix: fix, rule: nil, ruleID: nil,
      owner: nil, cell: nil)
  }

  /// Turns a deal that would have been billed into a held one.
  private func hold(_ result: BlockResult, _ outcome: DealOutcome, _ problem: DealProblem) throws(OutputError) {
    guard let block = result.block else { return }
    spare.reset()
    _ = processor.process(block, Int(outcome.deal), into: spare, extras: [problem])
    spare.block = block
    let held = spare.outcomes[0]
    try files?.held.write(spare.held.view)
    try files?.rows.write(spare.csv.view)
    count(held, spare)
  }

  // MARK: Counting

  private func count(_ outcome: DealOutcome, _ result: BlockResult) {
    if listsDeals { lines.append(listLine(outcome, result, rules)) }
    sink?(outcome, result)
    totals.deals += 1
    totals.rows += Int(outcome.rows)
    totals.collected.add(rows: Int(outcome.rows), idHash: outcome.idHash)
    totals.buckets[Int(outcome.bucket.rawValue)] += 1
    if let id = outcome.numericID {
      totals.idTotal = (totals.idTotal + id) % 10_000_000_000
      totals.numericIDs += 1
    }
    if outcome.hasMismatch { totals.mismatches += 1 }
    if outcome.hasValue, outcome.hasCurrency {
      totals.addToBridge(outcome)
    } else {
      totals.withoutValue += 1
    }
    if outcome.bucket == .skipped { totals.skips[outcome.skipRule, default: 0] += 1 }
    if outcome.bucket == .created { countInvoice(outcome, result) }
    if outcome.bucket == .held {
      totals.heldRows += Int(outcome.heldRows)
      totals.addAge(outcome)
    }
    if outcome.answer >= 0 { totals.answers[outcome.answer] = outcome.answerState }
    for index in Int(outcome.firstProblem)..<Int(outcome.firstProblem + outcome.problemCount) {
      addException(result.problems[index], outcome, result)
    }
    if outcome.bucket == .held { countHeld(outcome, result) }
  }

  private func countInvoice(_ outcome: DealOutcome, _ result: BlockResult) {
    totals.add(invoice: outcome)
    gallery.consider(outcome, ordinal: totals.deals)
    if let date = outcome.date {
      if totals.firstDate.map({ date < $0 }) ?? true { totals.firstDate = date }
      if totals.lastDate.map({ $0 < date }) ?? true { totals.lastDate = date }
    }
    if outcome.template >= 0 { totals.templates[Int(outcome.template)] += 1 }
    if !outcome.hasForecast { totals.withoutForecast += 1 }
    for index in Int(outcome.firstTax)..<Int(outcome.firstTax + outcome.taxCount) {
      totals.add(tax: result.taxes[index], currency: outcome.currency)
    }
    if !outcome.number.isEmpty {
      totals.numbered += 1
      let number = view(outcome.number, result)
      if lowest.isEmpty || number.isBefore(number: view(lowest, result)) { lowest = outcome.number }
      if highest.isEmpty || view(highest, result).isBefore(number: number) { highest = outcome.number }
    }
  }

  private func view(_ number: ByteRange, _ result: BlockResult) -> ByteView {
    result.numbers.view(Int(number.start), Int(number.end))
  }

  private func noteNumbers(_ result: BlockResult) {
    guard !lowest.isEmpty else { return }
    let (first, last) = (view(lowest, result), view(highest, result))
    let isFirst = totals.firstNumber.isEmpty
    if isFirst || totals.firstNumber.withByteView({ first.isBefore(number: $0) }) { totals.firstNumber = first.array }
    if isFirst || totals.lastNumber.withByteView({ $0.isBefore(number: last) }) { totals.lastNumber = last.array }
    lowest = ByteRange()
    highest = ByteRange()
  }

  /// A held deal counts once, under its first and worst code, so that the codes add up to the held.
  private func countHeld(_ outcome: DealOutcome, _ result: BlockResult) {
    var worst: DealProblem?
    for index in Int(outcome.firstProblem)..<Int(outcome.firstProblem + outcome.problemCount) {
      let problem = result.problems[index]
      if problem.severity >= .hold, worst == nil { worst = problem }
    }
    if let worst { totals.heldByCode[worst.code, default: 0] += 1 }
  }

  private func addException(_ problem: DealProblem, _ outcome: DealOutcome, _ result: BlockResult) {
    let severity =
      switch problem.severity {
      case .note: "note"
      case .warn: "warn"
      case .hold: "hold"
      case .error: "error"
      }
    if let id = problem.ruleID, id == problem.code { totals.checks[id, default: 0] += 1 }
    let key = "\(problem.code)\u{1F}\(problem.cause)\u{1F}\(problem.ruleID ?? "")"
    var group =
      totals.exceptions[key]
      ?? ExceptionGroup(
        severity: severity, code: problem.code, cause: problem.cause, fix: problem.fix, owner: problem.owner,
        rule: problem.rule.map { "\($0.file):\($0.line)" })
    group.deals += 1
    if outcome.hasValue, outcome.hasCurrency {
      let overflow = sum(outcome.value, into: &group.money[outcome.currency.codeView.string, default: 0])
      if overflow { totals.hasOverflow = true }
    }
    if outcome.ageDays >= 0 { group.oldestDays = max(group.oldestDays ?? 0, Int(outcome.ageDays)) }
    if group.deals == 1, problem.severity >= .warn, let block = result.block {
      gallery.show(block, outcome, processor, code: problem.code)
    }
    if let block = result.block {
      let deal = Int(outcome.deal)
      let isKnown = outcome.hasValue && outcome.hasCurrency
      func example() -> ExceptionGroup.Example {
        let title = rules.titleColumn >= 0 ? block.cell(deal: deal, column: Int(rules.titleColumn)).string : ""
        var example = ExceptionGroup.Example(
          deal: block.cell(deal: deal, column: Int(rules.idColumn)).string, title: title, message: problem.message,
          cell: problem.cell ?? "\(block.fileView) row \(block.deal(deal).firstRow)")
        example.customer = reportText(
          "customer", ofRow: result.csv.view(Int(outcome.csvRow.start), Int(outcome.csvRow.end)).array)
        if isKnown { (example.value, example.currency) = (outcome.value, outcome.currency.code) }
        example.age = outcome.ageDays < 0 ? nil : Int(outcome.ageDays)
        return example
      }
      let size = isKnown ? nominalSize(outcome.value, minorDigits: outcome.currency.minorDigits) : 0
      group.takeIn(size: size, example())
    }
    totals.exceptions[key] = group
  }
}

/// The files that grow with the run.
struct OutputFiles {
  var invoices: OutputFile
  var customers: OutputFile
  var held: OutputFile
  var rows: OutputFile
}

extension ByteView {
  /// Whether this invoice number comes before another in the order of people: shorter ones first.
  fileprivate func isBefore(number other: ByteView) -> Bool {
    if count != other.count { return count < other.count }
    for i in 0..<count where self[i] != other[i] { return self[i] < other[i] }
    return false
  }
}
