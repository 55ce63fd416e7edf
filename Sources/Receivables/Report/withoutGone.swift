import Invoices
public import Ledger
import Reconciliation
public import Sending

/// The result without what the reading at the end found voided or deleted: an answer may repeat what was made, and
/// taken back, long before, when a ledger was lost.
///
/// - Parameter ledger: After ``RefreshEngine/reread(_:zone:)``.
public func withoutGone(
  _ result: SendResult, _ folder: RunFolderContent, _ ledger: some LedgerStorage
) throws(LedgerError) -> SendResult {
  var result = result
  for (index, plan) in folder.invoices.enumerated() {
    let deal = result.deals[index]
    guard deal.bucket == .created || deal.bucket == .unchanged,
      let entry = try ledger.entry(
        BillingKey(source: plan.marker.source, deal: plan.marker.deal, part: plan.marker.part)),
      entry.id == deal.id, let gone = DealResult(gone: entry)
    else { continue }
    result.deals[index] = gone
    guard !entry.isTakenBack else { continue }
    result.changedInQuickBooks.append(
      RecoveredDocument(key: entry.key.description, id: entry.id, outcome: entry.state.rawValue))
  }
  return result
}
