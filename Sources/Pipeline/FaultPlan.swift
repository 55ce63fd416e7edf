/// A fault that tests plant: one deal dropped or doubled at one stage, which the tie-out must notice and name.
package struct FaultPlan: Sendable {
  package enum Stage: String, Sendable, CaseIterable { case read, evaluate, collect, write }
  package enum Action: String, Sendable, CaseIterable { case drop, double }
  package var stage: Stage
  package var action: Action
  /// Counted from 0 over the deals (for `write`: over the invoices) of the run.
  package var ordinal: Int

  package init(stage: Stage, action: Action, ordinal: Int) {
    self.stage = stage
    self.action = action
    self.ordinal = ordinal
  }

  /// How often deal `ordinal` is to be worked on at `stage`: 1, or 0 or 2 when the fault strikes.
  func times(_ stage: Stage, _ ordinal: Int) -> Int {
    guard stage == self.stage, ordinal == self.ordinal else { return 1 }
    return action == .drop ? 0 : 2
  }
}
