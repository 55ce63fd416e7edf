import Bytes
import Calendars
import Invoices
import Money
import Reconciliation
import RuleEvaluation

/// Everything that the collector counts.
struct RunTotals {
  var rows = 0
  var deals = 0
  /// As the workers counted, and as the collector did.
  var evaluated = StageTotals()
  var collected = StageTotals()
  var buckets = [Int](repeating: 0, count: Bucket.allCases.count)
  var invoices = 0
  var customers = 0
  /// Lines of `customers.ndjson` that keep a known customer up to date.
  var customerUpdates = 0
  var heldRows = 0
  var mismatches = 0
  var withoutValue = 0
  var withoutForecast = 0
  var idTotal: UInt64 = 0
  var numericIDs = 0
  var numbered = 0
  var firstNumber: [UInt8] = []
  var lastNumber: [UInt8] = []
  var skips: [Int32: Int] = [:]
  /// Invoices by template.
  var templates: [Int] = []
  var heldByCode: [String: Int] = [:]
  var exceptions: [String: ExceptionGroup] = [:]
  /// Deals that each check of the rules met, by its id.
  var checks: [String: Int] = [:]
  /// What became of the answers of people, by their place in the list.
  var answers: [Int32: Evaluator.OverrideState] = [:]
  var firstDate: CivilDate?
  var lastDate: CivilDate?
  /// Won deals that are not billed, by age and currency.
  private(set) var ages = AgeTotals()
  /// A run has few currencies: found by looking, not by hashing.
  private(set) var currencies: [CurrencyTotals] = []
  private(set) var bridge: [(currency: Currency, sums: [Int64])] = []
  private(set) var taxes: [TaxSums] = []
  /// True once a sum no longer fits; the control of the money then fails.
  var hasOverflow = false

  mutating func add(invoice outcome: DealOutcome) {
    var at = 0
    while at < currencies.count, currencies[at].currency != outcome.currency { at += 1 }
    if at == currencies.count { currencies.append(CurrencyTotals(currency: outcome.currency)) }
    if currencies[at].add(outcome) { hasOverflow = true }
  }

  mutating func addToBridge(_ outcome: DealOutcome) {
    var at = 0
    while at < bridge.count, bridge[at].currency != outcome.currency { at += 1 }
    if at == bridge.count {
      bridge.append((outcome.currency, [Int64](repeating: 0, count: Bucket.allCases.count)))
    }
    if sum(outcome.value, into: &bridge[at].sums[Int(outcome.bucket.rawValue)]) { hasOverflow = true }
  }

  /// A deal that waits, by its age.
  mutating func addAge(_ outcome: DealOutcome) {
    let hasMoney = outcome.hasValue && outcome.hasCurrency
    let overflow = ages.add(
      days: outcome.ageDays < 0 ? nil : Int(outcome.ageDays),
      currency: hasMoney ? outcome.currency.code : "", money: hasMoney ? outcome.value : 0)
    if overflow { hasOverflow = true }
  }

  mutating func add(tax part: TaxSum, currency: Currency) {
    var at = 0
    while at < taxes.count, taxes[at].code != part.code || taxes[at].currency != currency { at += 1 }
    if at == taxes.count { taxes.append(TaxSums(code: part.code, currency: currency)) }
    if taxes[at].add(part) { hasOverflow = true }
  }
}

/// Counts and money by age band and currency.
struct AgeTotals {
  private var entries: [AgedMoney] = []

  /// True when the sum no longer fits.
  mutating func add(days: Int?, currency: String, money: Int64) -> Bool {
    let band = AgeBand(days: days)
    let at = entries.firstIndex { $0.band == band && $0.currency == currency } ?? entries.count
    if at == entries.count { entries.append(AgedMoney(band: band, currency: currency, count: 0, money: 0)) }
    entries[at].count += 1
    return sum(money, into: &entries[at].money)
  }

  /// By currency, then from young to old.
  func sorted() -> [AgedMoney] {
    let order = AgeBand.allCases
    return entries.sorted {
      ($0.currency, order.firstIndex(of: $0.band) ?? 0) < ($1.currency, order.firstIndex(of: $1.band) ?? 0)
    }
  }
}

/// Base and tax of one code in one currency, over all invoices.
struct TaxSums {
  var code: Int32
  var currency: Currency
  var base: Int64 = 0
  var tax: Int64 = 0
  /// The tax by the other rounding, and how many invoices it would differ on.
  var other: Int64 = 0
  var differing = 0
  var invoices = 0

  /// True when a sum no longer fits.
  fileprivate mutating func add(_ part: TaxSum) -> Bool {
    invoices += 1
    if part.tax != part.taxOtherRounding { differing += 1 }
    var overflow = sum(part.base, into: &base)
    overflow = sum(part.tax, into: &tax) || overflow
    return sum(part.taxOtherRounding, into: &other) || overflow
  }
}

extension CurrencyTotals {
  /// True when a sum no longer fits.
  fileprivate mutating func add(_ outcome: DealOutcome) -> Bool {
    invoices += 1
    lines += Int(outcome.lines)
    var overflow = sum(outcome.value, into: &dealValue)
    overflow = sum(outcome.discount, into: &discount) || overflow
    if !outcome.hasValue { overflow = sum(outcome.net &+ outcome.discount, into: &withoutValue) || overflow }
    overflow = sum(outcome.net, into: &net) || overflow
    overflow = sum(outcome.tax, into: &tax) || overflow
    return sum(outcome.total, into: &total) || overflow
  }
}

/// Adds to a sum, wrapping; true when it no longer fits.
func sum(_ amount: Int64, into sum: inout Int64) -> Bool {
  let (result, overflow) = sum.addingReportingOverflow(amount)
  sum = result
  return overflow
}
