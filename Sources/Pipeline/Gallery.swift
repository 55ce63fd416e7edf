import Deals
import Money
import Reconciliation

/// The deals that the report shows one by one: the largest invoices of each currency, and one deal for each cause of an
/// exception. Chosen as the blocks go by, so that nothing is read twice; the choice does not depend on the blocks.
struct Gallery {
  /// Invoices shown for each currency, and deals with exceptions in all.
  static let invoicesPerCurrency = 10
  static let exceptionLimit = 100

  private struct Entry {
    var total: Int64
    var ordinal: Int
    var currency: Currency
    /// Nil until the block is finished.
    var shown: ShownDeal?
    var outcome: DealOutcome
  }
  private var entries: [Entry] = []
  private var exceptions: [ShownDeal] = []

  /// The largest invoices by currency, then the exceptions as they were met.
  var shown: [ShownDeal] {
    let invoices = entries.sorted { a, b in
      let (codeA, codeB) = (a.currency.code, b.currency.code)
      return codeA != codeB ? codeA < codeB : Self.isLarger(a, b)
    }
    return invoices.compactMap(\.shown) + exceptions
  }

  /// Takes an invoice in when it is among the largest of its currency so far.
  mutating func consider(_ outcome: DealOutcome, ordinal: Int) {
    var count = 0
    var smallest = -1
    for index in entries.indices where entries[index].currency == outcome.currency {
      count += 1
      if smallest < 0 || Self.isLarger(entries[smallest], entries[index]) { smallest = index }
    }
    let entry = Entry(total: outcome.total, ordinal: ordinal, currency: outcome.currency, shown: nil, outcome: outcome)
    if count < Self.invoicesPerCurrency {
      entries.append(entry)
    } else if Self.isLarger(entry, entries[smallest]) {
      entries[smallest] = entry
    }
  }

  private static func isLarger(_ a: Entry, _ b: Entry) -> Bool {
    a.total != b.total ? a.total > b.total : a.ordinal < b.ordinal
  }

  /// Works out what the entries of this block rest on, while its cells are still there.
  mutating func finishBlock(_ result: BlockResult, _ processor: DealProcessor) {
    guard let block = result.block else { return }
    for index in entries.indices where entries[index].shown == nil {
      entries[index].shown = processor.show(block, entries[index].outcome, code: nil)
    }
  }

  mutating func show(_ block: DealBlock, _ outcome: DealOutcome, _ processor: DealProcessor, code: String) {
    guard exceptions.count < Self.exceptionLimit else { return }
    exceptions.append(processor.show(block, outcome, code: code))
  }
}
