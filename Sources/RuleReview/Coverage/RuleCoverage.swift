import Deals
public import Pipeline
public import RuleEvaluation
import RuleLanguage

/// How often each branch of the rules decided, over an export.
public struct RuleCoverage: Sendable {
  /// One branch with its count.
  public struct Entry: Sendable {
    public let branch: Branch
    /// In how many deals it decided, each deal counted once.
    public internal(set) var deals = 0
    /// The earlier branch that took most of the deals for which this one would hold too, and how many those were.
    public internal(set) var shadow: (by: Branch, deals: Int)?
  }
  public internal(set) var deals = 0
  public internal(set) var entries: [Entry]

  /// Branches that decided nothing.
  public var neverFired: [Entry] { entries.filter { $0.deals == 0 } }
}

/// Counts what decided each deal of the batch.
///
/// - Throws: ``RefusedInput`` when an input cannot be used as a whole.
public func ruleCoverage(_ options: BatchOptions) throws -> RuleCoverage {
  var counter = CoverageCounter(options)
  try eachDeal(options) { block, deal in counter.count(block, deal) }
  return counter.coverage
}

/// Counts over the deals, with the probes for branches that have not fired.
private struct CoverageCounter: ~Copyable {
  private var watched: WatchedEvaluator
  private let branches: [Branch]
  private let index: [Firing: Int]
  private var counts: [Int]
  /// Of branches that have not fired so far and stand behind others: how often each of those took the deal.
  private var shadows: [Int: [Int: Int]] = [:]
  private var deals = 0

  init(_ options: BatchOptions) {
    watched = WatchedEvaluator(Evaluator(options.rules, runDate: options.runDate))
    branches = options.rules.branches
    index = Dictionary(branches.enumerated().map { ($1.firing, $0) }) { first, _ in first }
    counts = Array(repeating: 0, count: branches.count)
    for (at, branch) in branches.enumerated() where !branch.earlier.isEmpty && branch.condition >= 0 {
      shadows[at] = [:]
    }
  }

  mutating func count(_ block: DealBlock, _ deal: Int) {
    deals += 1
    _ = watched.evaluate(block, deal)
    let fired = watched.fired
    for firing in fired {
      guard let at = index[firing] else { continue }
      counts[at] += 1
      shadows[at] = nil
    }
    for (at, taken) in shadows {
      let branch = branches[at]
      // Only where this very list was asked: one of the earlier rows decided.
      guard branch.earlier.contains(where: { fired.contains($0.branch) }) else { continue }
      guard let holder = watched.holder(of: branch.earlier.map(\.condition), before: branch.condition),
        let by = index[branch.earlier[holder].branch]
      else { continue }
      var taken = taken
      taken[by, default: 0] += 1
      shadows[at] = taken
    }
  }

  var coverage: RuleCoverage {
    var coverage = RuleCoverage(entries: branches.map { RuleCoverage.Entry(branch: $0) })
    coverage.deals = deals
    for at in branches.indices {
      coverage.entries[at].deals = counts[at]
      let most = shadows[at]?.max { ($0.value, -$0.key) < ($1.value, -$1.key) }
      if counts[at] == 0, let most { coverage.entries[at].shadow = (branches[most.key], most.value) }
    }
    return coverage
  }
}
