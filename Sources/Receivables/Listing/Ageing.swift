import Bytes
import Ledger
public import Calendars
public import Money

/// What is owed by how long it is overdue, in minor units of one currency.
public struct Ageing: Sendable, Equatable {
  public static let names = ["current", "1–30", "31–60", "61–90", "over 90"]
  public var code: String
  public var currency: Currency
  /// In the order of ``names``.
  public var buckets = [Int64](repeating: 0, count: 5)
  public var invoices = [Int](repeating: 0, count: 5)
  /// The same sum without regard to age, taken by itself: it must be that of the buckets.
  public var openBalance: Int64 = 0
  public var ties: Bool { buckets.reduce(0, &+) == openBalance }
}

/// Open balances by due date; an invoice without one is current.
public func ageing(_ invoices: [ListedInvoice], today: CivilDate) -> [Ageing] {
  var found: [String: Ageing] = [:]
  for invoice in invoices {
    guard let seen = invoice.seen, seen.status == .open || seen.status == .partiallyPaid,
      case .current(let currency) = seen.currency.withByteView({ Currency.find($0) }),
      let units = amount(seen.balance)?.minorUnits(currency.minorDigits)
    else { continue }
    var sums = found[seen.currency] ?? Ageing(code: seen.currency, currency: currency)
    let due = seen.dueDate.withByteView { CivilDate.parseISO($0) } ?? today
    let days = Int(today.dayNumber) - Int(due.dayNumber)
    let bucket = days <= 0 ? 0 : days <= 30 ? 1 : days <= 60 ? 2 : days <= 90 ? 3 : 4
    sums.buckets[bucket] &+= units
    sums.invoices[bucket] += 1
    found[seen.currency] = sums
  }
  for open in openBalances(invoices) { found[open.code]?.openBalance = open.units }
  return found.values.sorted { $0.code < $1.code }
}
