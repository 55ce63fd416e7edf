import Bytes
public import Calendars
public import Deals
import Diagnostics
import Files
public import Reconciliation
public import RuleEvaluation
public import RuleLanguage

/// What a batch runs on.
public struct BatchOptions: Sendable {
  public var rules: CompiledRules
  public var inputs: DealInputs
  /// The run folder; nil previews without writing anything.
  public var output: String?
  /// Replaces a run folder that is there already.
  public var overwrites = false
  public var runDate: CivilDate
  public var toolVersion: String
  /// How many blocks are mapped at once, at least 1.
  public var threads: Int
  /// Called with the number of deals done, block by block.
  public var progress: (@Sendable (Int) -> Void)?
  /// Answers of people to exceptions of earlier runs.
  public var overrides: DealOverrides?
  /// The files that they were read from, for the manifest.
  public var answerFiles: [(path: String, bytes: [UInt8])] = []
  /// Differences from the rules' shape that this run lets pass, for the report.
  public var acceptedDifferences: [String] = []
  /// Whether the run folder gets a workbook.
  public var workbook = WorkbookPolicy.automatic
  /// How the tests of the rules ended; nil when there are none.
  public var tests: TestsOfRules?
  /// Where names become ids; nil leaves them names.
  public var catalogue: RunCatalogue?
  package var fault: FaultPlan?
  /// Whether a line is made for each deal, for `preview --list`.
  var listsDeals = false

  public init(
    rules: CompiledRules, inputs: DealInputs, output: String?, runDate: CivilDate,
    toolVersion: String, threads: Int
  ) {
    self.rules = rules
    self.inputs = inputs
    self.output = output
    self.runDate = runDate
    self.toolVersion = toolVersion
    self.threads = threads
  }
}

/// Whether a run writes `reconciliation.xlsx`. It takes far longer than the run itself, some 15,000 deals a second.
public enum WorkbookPolicy: String, Sendable, CaseIterable {
  /// Up to ``limit`` deals; above, `dealbill report FOLDER` writes it when somebody wants it.
  case automatic = "auto"
  case always, never

  /// Deals up to which a run writes its workbook by itself.
  public static let limit = 10_000

  func writes(deals: Int) -> Bool { self == .always || (self == .automatic && deals <= Self.limit) }
}

/// Rules said that the run must not go on: checks of severity `error`, or `on_missing: fail`. Every deal is looked at first, so
/// that all of them are told at once.
public struct StoppedByRule: Error {
  /// One thing that one deal has against the run.
  public struct Cause: Sendable {
    public let deal: String
    /// `file row N`.
    public let place: String
    /// The deal's own value, minor units, with the code of its currency; nil when one of them is not known.
    public let value: Int64?
    public let currency: String?
    public let problem: DealProblem
  }
  /// In the order of the file; at least one, at most ``limit``: a rule that stops at every deal of a million must not fill the memory.
  public let causes: [Cause]
  public static let limit = 1000

  init(_ causes: [Cause]) { self.causes = Array(causes.prefix(Self.limit)) }
}

/// One batch from files to report: read, map, collect, in order; the result is the same for any number of threads.
///
/// - Throws: ``RefusedInput`` when an input cannot be used as a whole, ``OutputError``, ``StoppedByRule``.
public func runBatch(_ options: BatchOptions) async throws -> ReconciliationReport {
  try await runToTheEnd(options).report
}

/// One line for each deal, in file order, then the report: `preview --list`.
///
/// - Parameter show: Receives each line with its newline.
public func listDeals(_ options: BatchOptions, _ show: (String) -> Void) async throws -> ReconciliationReport {
  var options = options
  options.listsDeals = true
  let (report, lines) = try await runToTheEnd(options)
  lines.forEach(show)
  return report
}

private func runToTheEnd(_ options: BatchOptions) async throws -> (report: ReconciliationReport, lines: [String]) {
  let (inputs, temporary) = try options.inputs.spooled()
  defer { Leftovers.remove(temporary) }
  try refuseDrift(options.rules, inputs)
  var gather: Set<String> = []
  while true {
    let reader = try DealReader(
      inputs: inputs, profile: options.rules.profile, settings: options.rules.settings,
      columns: (options.rules.dealColumns + options.rules.lineColumns).map(\.request),
      idColumn: Int(options.rules.idColumn), gather: gather)
    let pass = try Pass(options, reader)
    try await pass.run()
    // Ids that came back later in the file: once more, with the rows of those deals brought together.
    if gather.isEmpty, !reader.repeatedLater.isEmpty {
      gather = reader.repeatedLater
      continue
    }
    let report = try makeReport(options, reader, pass)
    try pass.folder?.finish(report, options, pass.files, reader)
    return (report, pass.collector.lines)
  }
}

/// One way through the inputs.
final class Pass {
  let options: BatchOptions
  let reader: DealReader
  let folder: RunFolder?
  let files: OutputFiles?
  let collector: Collector
  /// What was handed to the workers, counted where it was read.
  private(set) var dispatched = StageTotals()
  private(set) var defaultsUsed: [Int]
  private var idleProcessors: [DealProcessor] = []
  private var processors: [DealProcessor] = []
  private var idleResults: [BlockResult] = []

  init(_ options: BatchOptions, _ reader: DealReader) throws(OutputError) {
    self.options = options
    self.reader = reader
    defaultsUsed = []
    if let output = options.output {
      let folder = try RunFolder(output, overwrite: options.overwrites)
      self.folder = folder
      files = OutputFiles(
        invoices: try folder.file("invoices.ndjson"), customers: try folder.file("customers.ndjson"),
        held: try folder.file("held.csv"), rows: try folder.file("reconciliation.csv"))
    } else {
      folder = nil
      files = nil
    }
    collector = Collector(
      options.rules, processor: DealProcessor(options), files: files,
      fault: options.fault, listsDeals: options.listsDeals)
  }

  func run() async throws {
    try files?.held.write(reader.heldHeader + "\n")
    try files?.rows.write(DealProcessor.csvHeader)
    try await withThrowingTaskGroup(of: Mapped.self) { group in
      var waiting: [Int: Mapped] = [:]
      var next = 0
      var sequence = 0
      var inFlight = 0
      var stops: [StoppedByRule.Cause] = []
      while true {
        if stops.count < StoppedByRule.limit, inFlight < options.threads + 1, let block = try reader.next() {
          add(block, sequence, to: &group)
          sequence += 1
          inFlight += 1
          continue
        }
        guard let mapped = try await group.next() else { break }
        inFlight -= 1
        idleProcessors.append(mapped.processor)
        waiting[mapped.result.sequence] = mapped
        while let mapped = waiting.removeValue(forKey: next) {
          let result = mapped.result
          stops += mapped.stops
          // A run that stops is only looked through.
          if stops.isEmpty {
            try collector.take(result)
            options.progress?(collector.totals.deals)
          }
          if let block = result.block { reader.recycle(block) }
          result.reset()
          idleResults.append(result)
          next += 1
        }
      }
      if !stops.isEmpty { throw StoppedByRule(stops) }
    }
    defaultsUsed = [Int](repeating: 0, count: options.rules.rules.count)
    for processor in processors {
      for (index, count) in processor.defaultsUsed.enumerated() { defaultsUsed[index] += count }
    }
  }

  private struct Mapped: Sendable {
    var result: BlockResult
    var processor: DealProcessor
    var stops: [StoppedByRule.Cause]
  }

  private func add(_ block: DealBlock, _ sequence: Int, to group: inout ThrowingTaskGroup<Mapped, any Error>) {
    let first = dispatched.deals
    for deal in 0..<block.dealCount {
      let record = block.deal(deal)
      for _ in 0..<(options.fault?.times(.read, first + deal) ?? 1) {
        dispatched.add(rows: record.rowCount, idHash: record.idHash)
      }
    }
    let result = idleResults.popLast() ?? BlockResult()
    result.sequence = sequence
    let processor: DealProcessor
    if let idle = idleProcessors.popLast() {
      processor = idle
    } else {
      processor = DealProcessor(options)
      processors.append(processor)
    }
    let fault = options.fault
    group.addTask {
      let stops = processor.process(block, into: result, first: first, fault: fault)
      return Mapped(result: result, processor: processor, stops: stops)
    }
  }
}
