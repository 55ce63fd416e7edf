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
  /// Those among them of the block at hand.
  private var unfinished: Set<Int> = []
  private var exceptions: [ShownDeal] = []
  /// By currency, the total that an invoice must exceed to be among the largest; nil while there are too few.
  private var floors = [Int64?](repeating: nil, count: Currency.count)

  /// The largest invoices by currency, then the exceptions as they were met; the rule file by its name alone, as
  /// everywhere in a report.
  func shown(ruleFile: String) -> [ShownDeal] {
    let invoices = entries.sorted { a, b in
      let (codeA, codeB) = (a.currency.code, b.currency.code)
      return codeA != codeB ? codeA < codeB : Self.isLarger(a, b)
    }
    return (invoices.compactMap(\.shown) + exceptions).map { deal in
      var deal = deal
      for field in deal.fields.indices {
        for step in deal.fields[field].steps.indices {
          let text = deal.fields[field].steps[step].text
          deal.fields[field].steps[step].text = text.replacing(ruleFile, with: fileName(ruleFile))
        }
      }
      return deal
    }
  }

  /// Takes an invoice in when it is among the largest of its currency so far.
  mutating func consider(_ outcome: DealOutcome, ordinal: Int) {
    // Nearly all are not, and of two equal ones the earlier stays.
    if let floor = floors[Int(outcome.currency.index)], outcome.total <= floor { return }
    takeIn(outcome, ordinal: ordinal)
    let totals = entries.lazy.filter { $0.currency == outcome.currency }.map(\.total)
    if totals.count == Self.invoicesPerCurrency { floors[Int(outcome.currency.index)] = totals.min() }
  }

  private mutating func takeIn(_ outcome: DealOutcome, ordinal: Int) {
    var count = 0
    var smallest = -1
    for index in entries.indices where entries[index].currency == outcome.currency {
      count += 1
      if smallest < 0 || Self.isLarger(entries[smallest], entries[index]) { smallest = index }
    }
    let entry = Entry(total: outcome.total, ordinal: ordinal, currency: outcome.currency, shown: nil, outcome: outcome)
    if count < Self.invoicesPerCurrency {
      unfinished.insert(entries.count)
      entries.append(entry)
    } else if Self.isLarger(entry, entries[smallest]) {
      unfinished.insert(smallest)
      entries[smallest] = entry
    }
  }

  private static func isLarger(_ a: Entry, _ b: Entry) -> Bool {
    a.total != b.total ? a.total > b.total : a.ordinal < b.ordinal
  }

  /// Works out what the entries of this block rest on, while its cells are still there.
  mutating func finishBlock(_ result: BlockResult, _ processor: DealProcessor) {
    guard !unfinished.isEmpty, let block = result.block else { return }
    for index in unfinished { entries[index].shown = processor.show(block, entries[index].outcome, code: nil) }
    unfinished.removeAll(keepingCapacity: true)
  }

  mutating func show(_ block: DealBlock, _ outcome: DealOutcome, _ processor: DealProcessor, code: String) {
    guard exceptions.count < Self.exceptionLimit else { return }
    exceptions.append(processor.show(block, outcome, code: code))
  }
}
