import Bytes
public import Deals
import Diagnostics
import Files
public import Money
public import Reconciliation
public import RuleEvaluation
import RuleLanguage

/// What became of one deal of a stream.
public struct DealResult {
  /// The deal's id; empty when it has none.
  public var id: String
  public var title: String
  public var bucket: Bucket
  /// Codes and check ids that hold it, or the id of the rule that skips it; empty for an invoice.
  public var reasons: [String]
  /// Everything that is told of it, holds and warnings and notes: `code: message`.
  public var remarks: [String]
  /// The currency, when it is known.
  public var currency: Currency?
  /// Minor units of the currency; zero unless an invoice is created.
  public var net: Int64
  public var tax: Int64
  public var total: Int64
  /// The row of `reconciliation.csv`, the invoice's body and its customer's, as a run writes them.
  public var row: [UInt8]
  public var payload: [UInt8]
  public var customer: [UInt8]
  /// All that is told of each problem, whatever its order.
  let problems: Set<[String]>
  /// Where the deal stands, for ``DealStream/look(_:_:)``.
  let block: DealBlock
  let deal: Int

  /// Whether a run would write the same for both. The line of the rule file that decided a hold is not looked at, nor
  /// which of several problems comes first.
  public func writesTheSame(as other: DealResult) -> Bool {
    payload == other.payload && customer == other.customer
      && (row == other.row
        || (bucket != .skipped || reasons == other.reasons) && problems == other.problems
          && cellsOfDeal == other.cellsOfDeal)
  }

  /// The row without the cells that tell its first problem, or why it is skipped.
  private var cellsOfDeal: [ArraySlice<UInt8>] {
    let ofProblem: Set = ["code", "rule", "problem", "owner", "fix", "decided_by"]
    return zip(DealProcessor.csvColumns, reportCells(row)).filter { !ofProblem.contains($0.0) }.map(\.1)
  }
}

/// The deals of a batch one after another, each with what a run would make of it: conflicts between deals included.
///
/// Deals are taken one at a time, so two streams over the same files can be held against each other in flat memory. One
/// pass ahead looks for deals that come back later in the file.
public final class DealStream {
  private let options: BatchOptions
  private let temporary: [String]
  private let reader: DealReader
  private let collector: Collector
  private let processor: DealProcessor
  private let evaluator: Evaluator
  private let result = BlockResult()
  private var queue: [DealResult] = []
  private var at = 0
  /// The deals of the blocks taken so far.
  private var ordinal = 0

  /// - Throws: ``RefusedInput`` when an input cannot be used as a whole.
  public init(_ options: BatchOptions) throws {
    let (inputs, temporary) = try options.inputs.spooled()
    self.options = options
    self.temporary = temporary
    do {
      reader = try gatheringReader(inputs, options)
    } catch {
      // What throws here is never deinitialised.
      Leftovers.remove(temporary)
      throw error
    }
    processor = DealProcessor(options)
    collector = Collector(
      options.rules, processor: DealProcessor(options), files: nil, fault: nil)
    evaluator = Evaluator(options.rules, runDate: options.runDate)
  }

  deinit { Leftovers.remove(temporary) }

  /// The next deal; nil after the last.
  ///
  /// - Throws: ``RefusedInput``, ``StoppedByRule``.
  public func next() throws -> DealResult? {
    while at == queue.count {
      queue.removeAll(keepingCapacity: true)
      at = 0
      guard let block = try reader.next() else { return nil }
      result.reset()
      let stops = processor.process(block, into: result, first: ordinal, fault: nil)
      if !stops.isEmpty { throw StoppedByRule(stops) }
      ordinal += block.dealCount
      collector.sink = { [self] outcome, result in queue.append(deal(outcome, result, block)) }
      // The collector is ours: what it keeps of us would keep us, and the open file, for ever.
      defer { collector.sink = nil }
      try collector.take(result)
    }
    at += 1
    return queue[at - 1]
  }

  /// Evaluates a deal of this stream once more and hands the evaluator to `body` while its invoice is there.
  public func look<T>(_ result: DealResult, _ body: (Evaluator) -> T) -> T {
    _ = evaluator.evaluate(result.block, result.deal)
    return body(evaluator)
  }

  private func deal(_ outcome: DealOutcome, _ result: BlockResult, _ block: DealBlock) -> DealResult {
    let rules = options.rules
    let index = Int(outcome.deal)
    let problems = result.problems[Int(outcome.firstProblem)..<Int(outcome.firstProblem + outcome.problemCount)]
    var reasons: [String] = []
    if outcome.bucket == .held {
      for problem in problems where problem.severity >= .hold && !reasons.contains(problem.code) {
        reasons.append(problem.code)
      }
    } else if outcome.skipRule >= 0 {
      reasons = [rules.rules[Int(outcome.skipRule)].id]
    }
    func bytes(_ range: ByteRange, _ buffer: borrowing ByteBuffer) -> [UInt8] {
      range.isEmpty ? [] : buffer.view(Int(range.start), Int(range.end)).array
    }
    return DealResult(
      id: block.cell(deal: index, column: Int(rules.idColumn)).trimmed.string,
      title: rules.titleColumn >= 0 ? block.cell(deal: index, column: Int(rules.titleColumn)).string : "",
      bucket: outcome.bucket, reasons: reasons,
      remarks: problems.map { "\($0.code): \($0.message)" }, currency: outcome.hasCurrency ? outcome.currency : nil,
      net: outcome.net, tax: outcome.tax, total: outcome.total, row: bytes(outcome.csvRow, result.csv),
      payload: bytes(outcome.payload, result.payloads), customer: bytes(outcome.customer, result.customers),
      problems: Set(
        problems.map { ["\($0.severity)", $0.code, $0.message, $0.owner ?? "", $0.fix] }),
      block: block, deal: index)
  }
}

/// Opens the inputs of a batch.
func openReader(
  _ inputs: DealInputs, _ options: BatchOptions, gather: Set<String>
) throws(RefusedInput) -> DealReader {
  try DealReader(
    inputs: inputs, profile: options.rules.profile, settings: options.rules.settings,
    columns: (options.rules.dealColumns + options.rules.lineColumns).map(\.request),
    idColumn: Int(options.rules.idColumn), gather: gather)
}

/// Reads the inputs of a batch once, and opens them again so that rows of deals that come back later are brought together.
private func gatheringReader(_ inputs: DealInputs, _ options: BatchOptions) throws(RefusedInput) -> DealReader {
  let first = try openReader(inputs, options, gather: [])
  while let block = try first.next() { first.recycle(block) }
  return try openReader(inputs, options, gather: first.repeatedLater)
}

/// Calls `body` for every deal of a batch in order, for whoever only looks; rows of deals that come back later are
/// brought together first.
public func eachDeal(_ options: BatchOptions, _ body: (DealBlock, Int) throws -> Void) throws {
  let (inputs, temporary) = try options.inputs.spooled()
  defer { Leftovers.remove(temporary) }
  let reader = try gatheringReader(inputs, options)
  while let block = try reader.next() {
    for deal in 0..<block.dealCount { try body(block, deal) }
    reader.recycle(block)
  }
}
