import Bytes
import Deals
import Invoices
import RuleEvaluation

/// Everything that one block of deals turned into, ready to be written in order.
final class BlockResult: @unchecked Sendable {
  // Unchecked: made by one worker, then handed whole to the collector; never shared.
  var sequence = 0
  var block: DealBlock?
  var outcomes: [DealOutcome] = []
  var problems: [DealProblem] = []
  var taxes: [TaxSum] = []
  /// Number of invoices in `payloads`.
  var payloadCount = 0
  var payloads = ByteBuffer(capacity: 1 << 20)
  var customers = ByteBuffer(capacity: 1 << 16)
  var numbers = ByteBuffer(capacity: 1 << 12)
  var csv = ByteBuffer(capacity: 1 << 18)
  var held = ByteBuffer(capacity: 1 << 12)
  /// Control totals as the worker saw them.
  var seen = StageTotals()

  func reset() {
    block = nil
    outcomes.removeAll(keepingCapacity: true)
    problems.removeAll(keepingCapacity: true)
    taxes.removeAll(keepingCapacity: true)
    payloadCount = 0
    payloads.removeAll()
    customers.removeAll()
    numbers.removeAll()
    csv.removeAll()
    held.removeAll()
    seen = StageTotals()
  }
}

/// What a stage counts by itself, so that the next can be held against it: a deal that is dropped or doubled shows.
struct StageTotals: Equatable {
  var rows = 0
  var deals = 0
  /// Sum of the deals' id hashes, wrapping: differs when any deal is missing, doubled or swapped for another.
  var idSum: UInt64 = 0

  mutating func add(rows: Int, idHash: UInt64) {
    self.rows += rows
    deals += 1
    idSum &+= idHash
  }

  static func += (a: inout StageTotals, b: StageTotals) {
    a.rows += b.rows
    a.deals += b.deals
    a.idSum &+= b.idSum
  }
}
