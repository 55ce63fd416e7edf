import Money

/// Base and forecast tax of one rate on one invoice, in minor units: a line of `TxnTaxDetail`.
public struct RateSum: Sendable {
  public let rate: TaxCode.Rate
  /// What the rate is taken of: for a tax on tax with the taxes before it.
  public var base: Int64
  public var tax: Int64
}

/// The tax of each rate of the codes used, each rate once (QuickBooks reference, 3.5), rounded as the rules round; together they
/// are the invoice's tax.
func taxesByRate(_ invoice: borrowing Invoice, _ codes: [TaxCode], _ rounding: TaxRounding) -> [RateSum] {
  var rates: [RateSum] = []
  var isShared = false
  for sum in invoice.taxes {
    let code = codes[Int(sum.code)]
    let parts = parts(of: sum, code, invoice, rounding)
    var before: Int64 = 0
    for (index, rate) in code.rates.enumerated() {
      let base = rate.isOnTax ? sum.base &+ before : sum.base
      before &+= parts[index]
      guard let known = rates.firstIndex(where: { $0.rate.isSame(as: rate) }) else {
        rates.append(RateSum(rate: rate, base: base, tax: parts[index]))
        continue
      }
      isShared = true
      rates[known].base &+= base
      rates[known].tax &+= parts[index]
    }
  }
  guard isShared, rounding.level == .rate else { return rates }
  // A rate of several codes is the tax on all of its base, where all of them then add up.
  let whole = rates.map { percentage($0.rate.percent, of: $0.base, rounding.ties) ?? $0.tax }
  if whole.reduce(0, &+) == invoice.totals.tax { for index in rates.indices { rates[index].tax = whole[index] } }
  return rates
}

/// The tax of a code by its rates, each rounded as the rules say; where these are not the code's tax (prices with tax, one
/// rounding for the document), the units left over go where rounding took the most.
private func parts(
  of sum: TaxSum, _ code: TaxCode, _ invoice: borrowing Invoice, _ rounding: TaxRounding
) -> [Int64] {
  var parts = [Int64](repeating: 0, count: code.rates.count)
  func add(_ net: Int64) {
    var before: Int64 = 0
    for index in parts.indices {
      let part = code.component(index, onNet: net, taxBefore: before, rounding.ties)
      before &+= part
      parts[index] &+= part
    }
  }
  if rounding.level == .line {
    for index in invoice.lines.indices
    where invoice.lines[index].kind == .item && invoice.lines[index].taxCode == sum.code {
      add(invoice.lines[index].net)
    }
  } else {
    add(sum.base)
  }
  var left = sum.tax &- parts.reduce(0, &+)
  guard left != 0, !parts.isEmpty else { return parts }
  // What rounding took of each rate, in millionths of a unit.
  let million: Int128 = 1_000_000
  var before: Int128 = 0
  var taken = parts.indices.map { index -> Int128 in
    let rate = code.rates[index]
    let base = Int128(sum.base) * million + (rate.isOnTax ? before : 0)
    let exact = divide(
      base * Int128(rate.percent.mantissa), by: 100 * powerOfTen(Int(rate.percent.scale)), rounding: .halfUp)
    before += exact
    return exact - Int128(parts[index]) * million
  }
  let candidates = parts.indices.filter { !code.rates[$0].percent.isZero }
  guard !candidates.isEmpty else { return parts }
  while left != 0 {
    let unit: Int64 = left > 0 ? 1 : -1
    var chosen = candidates[0]
    for index in candidates where Int128(unit) * taken[index] > Int128(unit) * taken[chosen] { chosen = index }
    parts[chosen] &+= unit
    taken[chosen] -= Int128(unit) * million
    left &-= unit
  }
  return parts
}
