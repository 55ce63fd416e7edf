public import Deals
import Invoices
public import RuleLanguage

/// One thing of the rules that can decide: what tests reach, coverage counts and a scrubbed example keeps.
public enum Firing: Hashable, Sendable {
  /// A row of a `when`, its `otherwise`, a value with an id, a skip, a check, an outcome of the tax id, a line rule.
  case rule(Int)
  /// The default of a rule.
  case fallback(Int)
  /// A row of a table; the row after the last is `otherwise`.
  case row(table: Int, row: Int)
  case template(Int)
}

/// Everything that decided the deal at hand, each thing once.
final class Firings {
  private let ruleIndex: [String: Int]
  private let tableIndex: [String: Int]
  private(set) var fired: Set<Firing> = []

  init(_ rules: CompiledRules) {
    ruleIndex = Dictionary(rules.rules.enumerated().map { ($1.id, $0) }) { first, _ in first }
    tableIndex = Dictionary(rules.tables.enumerated().map { ($1.name, $0) }) { first, _ in first }
  }

  func entered(_ rule: Rule) { if let index = ruleIndex[rule.id] { fired.insert(.rule(index)) } }
  func entered(_ id: String) { if let index = ruleIndex[id] { fired.insert(.rule(index)) } }
  func usedDefault(_ rule: Rule) { if let index = ruleIndex[rule.id] { fired.insert(.fallback(index)) } }
  func lookedUp(_ table: RuleTable, _ row: Int) {
    if let index = tableIndex[table.name] { fired.insert(.row(table: index, row: row)) }
  }
  func insert(_ firing: Firing) { fired.insert(firing) }
  func begin() { fired.removeAll(keepingCapacity: true) }
}

/// An evaluator that knows after each deal what decided it: the one that runs use, watched.
///
/// Watching switches the evaluator's caches off, so this is for tests, coverage and explanations, not for batches.
public struct WatchedEvaluator: ~Copyable {
  public let evaluator: Evaluator
  private let firings: Firings

  public init(_ evaluator: Evaluator) {
    firings = Firings(evaluator.rules)
    self.evaluator = evaluator
  }

  /// What decided the deal evaluated last.
  public var fired: Set<Firing> { firings.fired }

  public mutating func evaluate(_ block: DealBlock, _ deal: Int) -> Evaluator.Verdict {
    firings.begin()
    evaluator.trace = Trace(firings)
    let verdict = evaluator.evaluate(block, deal)
    evaluator.trace = nil
    if case .skipped(let rule) = verdict { firings.insert(.rule(Int(rule))) }
    for problem in evaluator.problems { if let id = problem.ruleID, id == problem.code { firings.entered(id) } }
    // The invoice and its lines are the deal's own only once its template is chosen.
    if evaluator.template >= 0 {
      firings.insert(.template(evaluator.template))
      for line in evaluator.invoice.lines where line.rule >= 0 { firings.insert(.rule(Int(line.rule))) }
    }
    return verdict
  }

  /// The first of `conditions` that holds for the deal evaluated last, and whether condition `last` holds too: asked of
  /// the deal and then of each product, until both are so.
  public mutating func holder(of conditions: [NodeID], before last: NodeID) -> Int? {
    for line in -1..<evaluator.productCount {
      guard evaluator.holds(last, line: line) else { continue }
      for (index, condition) in conditions.enumerated() where evaluator.holds(condition, line: line) { return index }
    }
    return nil
  }
}

extension Evaluator {
  /// Whether a condition holds for a product of the deal evaluated last, or with −1 for the deal itself.
  fileprivate func holds(_ condition: NodeID, line: Int) -> Bool {
    turn(toLine: line < 0 ? -1 : firstLine + line)
    defer { turn(toLine: -1) }
    return holds(condition)
  }
}
