import Bytes
import Deals
import Diagnostics
import Invoices
import Money
public import Pipeline
import RuleEvaluation
import RuleLanguage

/// The smallest anonymous export that takes the same path through the rules as a deal.
public struct ScrubbedExport: Sendable {
  public var deals: String
  /// Product lines, where they stand in a file of their own.
  public var lines: String?
  /// What the example keeps, in words: `held by T403`.
  public var verdict: String
}

/// Makes an anonymous example of one deal; nil when there is no deal of that id.
///
/// Everything is left out that changes nothing; names, addresses and e-mail addresses become other words, tax numbers
/// others of the same scheme and state. Kept are numbers, dates, countries, currencies and words that stand in the rules
/// themselves. Each cell is changed only as far as the same branches decide and the taxes stay the same.
///
/// - Throws: R086 when the deal cannot be told apart from its names; ``RefusedInput`` of the inputs.
public func scrub(_ id: String, _ options: BatchOptions) throws -> ScrubbedExport? {
  let rules = options.rules
  var found: (cells: [String], lines: [[String]], isJSON: Bool)?
  try eachDeal(options) { block, deal in
    guard found == nil, block.cell(deal: deal, column: Int(rules.idColumn)).trimmed.string == id else { return }
    let record = block.deal(deal)
    let lines = (record.firstLine..<(record.firstLine + record.lineCount)).map { line in
      rules.lineColumns.indices.map { block.lineCell(line: line, column: $0).trimmed.string }
    }
    found = (rules.dealColumns.indices.map { block.cell(deal: deal, column: $0).trimmed.string }, lines, block.isJSON)
  }
  guard let found else { return nil }
  var scrubber = Scrubber(options, found.cells, found.lines, isJSON: found.isJSON)
  return try scrubber.scrubbed()
}

/// What must stay the same: the bucket with its reasons, all that decided, and the taxes.
struct DealPath: Equatable {
  var verdict: String
  var reasons: Set<String>
  var fired: Set<Firing>
  var money: [String]

  init(_ watched: inout WatchedEvaluator, _ block: DealBlock, _ rules: CompiledRules) {
    let result = watched.evaluate(block, 0)
    fired = watched.fired
    reasons = Set(watched.evaluator.problems.map(\.code))
    money = []
    switch result {
    case .invoice:
      verdict = "an invoice"
      let invoice = watched.evaluator.invoice
      money = invoice.taxes.map { "\($0.code) \($0.base) \($0.tax)" }
      money.append("\(invoice.currency.codeView) \(invoice.totals.net) \(invoice.totals.tax) \(invoice.totals.total)")
    case .held: verdict = "held by \(reasons.sorted().joined(separator: ", "))"
    case .skipped(let rule): verdict = "skipped by \(rules.rules[Int(rule)].id)"
    case .stop: verdict = "stopped by \(reasons.sorted().joined(separator: ", "))"
    }
  }
}

/// Tries smaller and more anonymous cells one after another and keeps each that leaves the path as it is.
private struct Scrubber: ~Copyable {
  private let options: BatchOptions
  private let rules: CompiledRules
  private let isJSON: Bool
  private var watched: WatchedEvaluator
  private var deal: [String]
  private var lines: [[String]]
  private let original: (deal: [String], lines: [[String]])
  private let words: CellWords
  private var wanted: DealPath

  init(_ options: BatchOptions, _ deal: [String], _ lines: [[String]], isJSON: Bool) {
    self.options = options
    rules = options.rules
    self.isJSON = isJSON
    self.deal = deal
    self.lines = lines
    original = (deal, lines)
    words = CellWords(options.rules, deal: deal)
    watched = WatchedEvaluator(Evaluator(options.rules, runDate: options.runDate))
    let block = Self.block(options.rules, deal, lines, isJSON)
    wanted = DealPath(&watched, block, options.rules)
  }

  private static func block(_ rules: CompiledRules, _ deal: [String], _ lines: [[String]], _ isJSON: Bool) -> DealBlock
  {
    DealBlock.made(
      file: "example", deal: deal, lines: lines, dealNames: rules.dealColumns.map(\.name),
      lineNames: rules.lineColumns.map(\.name), isJSON: isJSON)
  }

  private mutating func holds() -> Bool {
    DealPath(&watched, Self.block(rules, deal, lines, isJSON), rules) == wanted
  }

  mutating func scrubbed() throws -> ScrubbedExport {
    for index in stride(from: lines.count - 1, through: 0, by: -1) {
      let line = lines.remove(at: index)
      if !holds() { lines.insert(line, at: index) }
    }
    var stuck: [String] = []
    for index in deal.indices {
      let column = rules.dealColumns[index]
      if !improveDeal(index, column) { stuck.append(column.name) }
    }
    for line in lines.indices {
      for index in lines[line].indices where !improveLine(line, index) { stuck.append(rules.lineColumns[index].name) }
    }
    let (deals, extra) = exampleExport(
      deal: deal, lines: lines, columns: (rules.dealColumns + rules.lineColumns).map(\.request), profile: rules.profile,
      settings: rules.settings, isJSON: isJSON)
    try refuse(stuck + leaks(rows(of: deals) + rows(of: extra ?? "")))
    return ScrubbedExport(deals: deals, lines: extra, verdict: wanted.verdict)
  }

  /// Without the headers, which are the rules' words.
  private func rows(of export: String) -> Substring {
    export.drop { !$0.isNewline }
  }

  private func refuse(_ stuck: [String]) throws {
    let columns = stuck.enumerated().filter { stuck.firstIndex(of: $0.element) == $0.offset }.map(\.element)
    guard !columns.isEmpty else { return }
    throw RefusedInput(
      .error(
        "R086", "no anonymous example can be made: what stands in \(listed(columns)) decides by itself",
        help: "write an example by hand, or a test in the rule file"))
  }

  // MARK: Cells

  private mutating func improveDeal(_ index: Int, _ column: Column) -> Bool {
    let before = deal[index]
    let isID = index == Int(rules.idColumn)
    for candidate in isID
      ? ["1", words.masked(before)] : words.candidates(before, column, index, isTaxID: words.taxColumns.contains(index))
    {
      deal[index] = candidate
      if holds() { return true }
    }
    deal[index] = before
    return words.mayStay(before, column, index)
  }

  private mutating func improveLine(_ line: Int, _ index: Int) -> Bool {
    let before = lines[line][index]
    let column = rules.lineColumns[index]
    for candidate in words.candidates(before, column, nil, isTaxID: false) {
      lines[line][index] = candidate
      if holds() { return true }
    }
    lines[line][index] = before
    return words.mayStay(before, column, nil)
  }

  /// Columns whose original text still stands in the output, although the rules do not know it.
  private func leaks(_ text: Substring) -> [String] {
    let haystack = text.lowercased()
    func leaks(_ cells: [String], _ columns: [Column]) -> [String] {
      zip(cells, columns).compactMap { cell, column in
        guard column.kind == .text || column.kind == .email, cell.count >= 4, !words.knows(cell) else { return nil }
        return haystack.contains(cell.lowercased()) ? column.name : nil
      }
    }
    return leaks(original.deal, rules.dealColumns) + original.lines.flatMap { leaks($0, rules.lineColumns) }
  }
}
