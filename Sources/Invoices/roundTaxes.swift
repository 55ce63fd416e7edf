import Money

/// Brings the taxes of an invoice, worked out line by line, to the level at which the rules round, and notes beside
/// each what the other level gives.
func roundTaxes(_ invoice: inout Invoice, _ codes: [TaxCode], _ rounding: TaxRounding, parts: [Int64]) {
  let isInclusive = invoice.taxMode == .inclusive
  let shared =
    isInclusive
    ? taxesOfSharedRatesInPrices(invoice, codes, rounding.ties) : taxesOfSharedRates(invoice, codes, rounding.ties)
  for index in invoice.taxes.indices {
    let sum = invoice.taxes[index]
    let code = Int(sum.code)
    if let shared {
      invoice.taxes[index].taxOtherRounding = shared[index]
      continue
    }
    let gross = sum.base + sum.tax
    invoice.taxes[index].taxOtherRounding =
      isInclusive
      ? gross - codes[code].net(ofGross: gross, rounding.ties) : codes[code].tax(onNet: sum.base, rounding.ties)
  }
  switch rounding.level {
  case .line: return
  case .rate:
    for index in invoice.taxes.indices { set(tax: invoice.taxes[index].taxOtherRounding, index, &invoice) }
  case .document:
    for (index, tax) in taxesOfDocument(invoice, codes, rounding.ties).enumerated() { set(tax: tax, index, &invoice) }
  }
  guard isInclusive else { return }
  for sum in invoice.taxes { spreadNet(&invoice, code: sum.code, net: sum.base, parts: parts) }
}

/// The tax of each code when the bases of one rate are added over all codes that contain it and rounded once; nil when no
/// two codes share a rate. What rounding leaves over goes to the code with the largest base.
private func taxesOfSharedRates(_ invoice: borrowing Invoice, _ codes: [TaxCode], _ ties: Rounding) -> [Int64]? {
  guard invoice.taxes.count > 1 else { return nil }
  var rates: [(rate: TaxCode.Rate, base: Int64, parts: [Int64], largest: Int)] = []
  var isShared = false
  var taxes = [Int64](repeating: 0, count: invoice.taxes.count)
  for (index, sum) in invoice.taxes.enumerated() {
    let code = codes[Int(sum.code)]
    var before: Int64 = 0
    for (place, rate) in code.rates.enumerated() {
      let part = code.component(place, onNet: sum.base, taxBefore: before, ties)
      let base = rate.isOnTax ? sum.base &+ before : sum.base
      before &+= part
      taxes[index] &+= part
      let known = rates.firstIndex { $0.rate.isSame(as: rate) }
      guard let known else {
        rates.append((rate, base, [part], index))
        continue
      }
      isShared = true
      if sum.base.magnitude > invoice.taxes[rates[known].largest].base.magnitude { rates[known].largest = index }
      rates[known].base &+= base
      rates[known].parts.append(part)
    }
  }
  guard isShared else { return nil }
  for rate in rates {
    guard let once = percentage(rate.rate.percent, of: rate.base, ties) else { continue }
    taxes[rate.largest] &+= once &- rate.parts.reduce(0, &+)
  }
  return taxes
}

/// The same under inclusive prices, for codes of exactly the same rates: their prices are added, and the net is worked out
/// once. Codes that share but a part of their rates have no common price to work it out of.
private func taxesOfSharedRatesInPrices(
  _ invoice: borrowing Invoice, _ codes: [TaxCode], _ ties: Rounding
) -> [Int64]? {
  guard invoice.taxes.count > 1 else { return nil }
  var groups: [(code: TaxCode, members: [Int])] = []
  for (index, sum) in invoice.taxes.enumerated() {
    let code = codes[Int(sum.code)]
    if let known = groups.firstIndex(where: { $0.code.hasSameRates(as: code) }) {
      groups[known].members.append(index)
    } else {
      groups.append((code, [index]))
    }
  }
  guard groups.count < invoice.taxes.count else { return nil }
  var taxes = [Int64](repeating: 0, count: invoice.taxes.count)
  for group in groups {
    var gross: Int64 = 0
    var parts: Int64 = 0
    for index in group.members {
      let price = invoice.taxes[index].base &+ invoice.taxes[index].tax
      taxes[index] = price &- group.code.net(ofGross: price, ties)
      gross &+= price
      parts &+= taxes[index]
    }
    let largest = group.members.reduce(group.members[0]) {
      invoice.taxes[$1].base.magnitude > invoice.taxes[$0].base.magnitude ? $1 : $0
    }
    taxes[largest] &+= gross &- group.code.net(ofGross: gross, ties) &- parts
  }
  return taxes
}

/// Replaces the tax of a code; that by line becomes the other. Under inclusive prices the base moves along.
private func set(tax: Int64, _ index: Int, _ invoice: inout Invoice) {
  let perLine = invoice.taxes[index].tax
  if invoice.taxMode == .inclusive { invoice.taxes[index].base += perLine - tax }
  invoice.taxes[index].tax = tax
  invoice.taxes[index].taxOtherRounding = perLine
}

/// The tax of each code when only their sum is rounded: each exact tax rounded down, the units left over to the
/// largest fractions, ties to the earlier code.
///
/// Under inclusive prices a net is a quotient; it is taken to 12 further decimals before the nets are added, fewer only
/// for codes whose rates need more than ten decimals together.
private func taxesOfDocument(_ invoice: borrowing Invoice, _ codes: [TaxCode], _ ties: Rounding) -> [Int64] {
  var scale = 0
  for sum in invoice.taxes { scale = max(scale, Int(codes[Int(sum.code)].grossFactor.scale)) }
  let isInclusive = invoice.taxMode == .inclusive
  let extra = isInclusive ? min(12, 22 - scale) : scale
  let unit = powerOfTen(extra)
  var sum: Int128 = 0
  var gross: Int128 = 0
  var parts: [(whole: Int64, fraction: Int128)] = []
  for tax in invoice.taxes {
    let factor = codes[Int(tax.code)].grossFactor
    let exact: Int128
    if isInclusive {
      let whole = Int128(tax.base + tax.tax)
      gross += whole
      let net = divide(
        whole * powerOfTen(Int(factor.scale) + extra), by: Int128(factor.mantissa), rounding: ties)
      exact = whole * unit - net
    } else {
      let rate = Int128(factor.mantissa) - powerOfTen(Int(factor.scale))
      exact = Int128(tax.base) * rate * powerOfTen(extra - Int(factor.scale))
    }
    sum += exact
    var (whole, fraction) = exact.quotientAndRemainder(dividingBy: unit)
    if fraction < 0 {
      whole -= 1
      fraction += unit
    }
    parts.append((Int64(truncatingIfNeeded: whole), fraction))
  }
  // Of prices with tax the net is rounded, as it is by line and by rate; half a cent then falls to the net.
  let total =
    isInclusive ? gross - divide(gross * unit - sum, by: unit, rounding: ties) : divide(sum, by: unit, rounding: ties)
  var left = Int64(truncatingIfNeeded: total) - parts.reduce(0) { $0 + $1.whole }
  let order = parts.indices.sorted {
    parts[$0].fraction != parts[$1].fraction ? parts[$0].fraction > parts[$1].fraction : $0 < $1
  }
  for index in order where left > 0 {
    parts[index].whole += 1
    left -= 1
  }
  return parts.map(\.whole)
}

/// Under inclusive prices rounded above the line, the lines' nets are made to add up to the code's net.
private func spreadNet(_ invoice: inout Invoice, code: Int32, net: Int64, parts: [Int64]) {
  let indices = invoice.lines.indices.filter { invoice.lines[$0].kind == .item && invoice.lines[$0].taxCode == code }
  let gross = indices.map { invoice.lines[$0].amount - (parts.isEmpty ? 0 : parts[$0]) }
  // Credits among the lines have no share of a sum: there only the cents that rounding moved are handed out.
  let keepsNets = gross.contains { $0 < 0 }
  let known = keepsNets ? indices.map { invoice.lines[$0].net } : indices.map { _ in 0 }
  var shares: [Int64] = []
  let weights = keepsNets ? gross.map { Int64(clamping: $0.magnitude) } : gross
  guard allocate(net - known.reduce(0, +), by: weights, into: &shares) else { return }
  for (position, index) in indices.enumerated() {
    shares[position] += known[position]
    invoice.lines[index].net = shares[position]
    invoice.lines[index].tax = gross[position] - shares[position]
  }
}
