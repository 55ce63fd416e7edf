import Bytes
import Invoices
import Ledger
import Money
import Reconciliation

extension Bucket {
  /// Its deals have an invoice in QuickBooks.
  var isBilled: Bool { self == .created || self == .updated || self == .unchanged }
}

/// The deals that the run would have billed and QuickBooks has no invoice of after sending, with `Problem` and `How to fix` as in the run's `held.csv`.
///
/// What the run held itself stands in its own `held.csv`. The run folder does not keep the export, so a row says who and how much instead of repeating the original cells; the
/// deal's id leads to them.
public func heldRows(_ folder: RunFolderContent, _ deals: [DealResult]) -> String {
  var out = ByteBuffer(capacity: 1 << 12)
  func append(_ cells: [String]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      cell.withByteView { appendCSVText($0, to: &out) }
    }
    out.append(UInt8(ascii: "\n"))
  }
  append(["Deal", "Title", "Billing key", "Customer", "Currency", "Total", "Problem", "How to fix"])
  for (plan, deal) in zip(folder.invoices, deals) where !deal.bucket.isBilled {
    append([
      plan.marker.deal, plan.title, BillingKey(plan.marker).description, plan.customer, plan.currency.code,
      amountText(plan.total, plan.currency), "\(deal.code): \(deal.problem)", deal.fix,
    ])
  }
  return out.view.string
}
