import Invoices
import Money

/// Base and tax of each rate of the codes used, each rate once (reference 3.5); the taxes add up to `tax`, which is that
/// of the codes.
func taxesByRate(_ taxes: [TaxSum], tax: Int64, _ codes: [TaxCode]) -> [(rate: TaxCode.Rate, base: Int64, tax: Int64)] {
  var rates: [(rate: TaxCode.Rate, base: Int64, tax: Int64)] = []
  var isShared = false
  var shares: [Int64] = []
  for sum in taxes {
    let code = codes[Int(sum.code)]
    var before: Int64 = 0
    var weights = code.rates.indices.map { index in
      let tax = code.component(index, onNet: sum.base, taxBefore: before, .halfUp)
      before &+= tax
      return Int64(clamping: tax.magnitude)
    }
    // A tax of a few cents may be nothing by each of its rates.
    if weights.allSatisfy({ $0 == 0 }) {
      weights = code.rates.map { Int64(clamping: (percentage($0.percent, of: 1_000_000_000, .halfUp) ?? 0).magnitude) }
    }
    allocate(sum.tax, by: weights, into: &shares)
    before = 0
    for (index, rate) in code.rates.enumerated() {
      let base = rate.isOnTax ? sum.base &+ before : sum.base
      before &+= shares[index]
      let known = rates.firstIndex { $0.rate.isSame(as: rate) }
      guard let known else {
        rates.append((rate, base, shares[index]))
        continue
      }
      isShared = true
      rates[known].base &+= base
      rates[known].tax &+= shares[index]
    }
  }
  guard isShared else { return rates }
  // A rate of several codes is the tax on all of its base, where all of them then add up.
  let whole = rates.map { percentage($0.rate.percent, of: $0.base, .halfUp) ?? $0.tax }
  if whole.reduce(0, &+) == tax { for index in rates.indices { rates[index].tax = whole[index] } }
  return rates
}
