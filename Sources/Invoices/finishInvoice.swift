import Bytes
public import Money

/// What keeps an invoice from being finished.
public enum InvoiceProblem: UInt8, Error, Sendable {
  /// An amount needs more than 15 digits, the most that QuickBooks takes.
  case amountTooLarge
  /// The document discount is larger than what it is taken off, or there is nothing to take it off.
  case discountTooLarge
  /// Credits among the lines bring the discount's own line to zero or below, which QuickBooks does not take.
  case discountOfCredits
}

/// The most that QuickBooks takes in an amount: 15 digits (reference 3.4).
public let largestAmount: Int64 = 999_999_999_999_999

/// What a line costs before and after its own discount, in minor units; nil when that needs too many digits.
///
/// Quantity times price times (100 − percent), less a discount in money, is computed exactly and rounded once.
public func lineAmount(
  quantity: ExactDecimal, unitPrice: ExactDecimal, discountPercent: ExactDecimal?, discountAmount: ExactDecimal?,
  minorDigits: Int, rounding: Rounding
) -> (before: Int64, after: Int64)? {
  let scale = Int(quantity.scale) + Int(unitPrice.scale)
  let (short, isLong) = quantity.mantissa.multipliedReportingOverflow(by: unitPrice.mantissa)
  if !isLong, discountPercent?.isZero ?? true, discountAmount?.isZero ?? true,
    let units = minorUnits(short, scale: scale, minorDigits, rounding), units.magnitude <= largestAmount.magnitude
  {
    return (units, units)
  }
  let exact = Int128(quantity.mantissa) * Int128(unitPrice.mantissa)
  guard let before = minorUnits(exact, scale: scale, minorDigits, rounding) else { return nil }
  var value = exact
  var valueScale = scale
  if let percent = discountPercent, !percent.isZero {
    let hundred = 100 * powerOfTen(Int(percent.scale))
    guard let reduced = product(value, hundred - Int128(percent.mantissa)) else { return nil }
    value = reduced
    valueScale += 2 + Int(percent.scale)
  }
  if let amount = discountAmount, !amount.isZero {
    let common = max(valueScale, Int(amount.scale))
    guard common - Int(amount.scale) <= 38, let left = product(value, powerOfTen(common - valueScale)),
      let right = product(Int128(amount.mantissa), powerOfTen(common - Int(amount.scale)))
    else { return nil }
    let (reduced, overflow) = left.subtractingReportingOverflow(right)
    if overflow { return nil }
    value = reduced
    valueScale = common
  }
  guard let after = minorUnits(value, scale: valueScale, minorDigits, rounding) else { return nil }
  guard before.magnitude <= largestAmount.magnitude, after.magnitude <= largestAmount.magnitude else { return nil }
  return (before, after)
}

/// `value × 10^-scale` in minor units, rounded; nil when that needs more than 64 bits on the way.
@inline(__always)
func minorUnits(_ value: Int64, scale: Int, _ minorDigits: Int, _ rounding: Rounding) -> Int64? {
  let drop = scale - minorDigits
  if drop <= 0 {
    let (scaled, overflow) = value.multipliedReportingOverflow(by: smallPowerOfTen(-drop))
    return overflow || drop < -18 ? nil : scaled
  }
  if drop == 2 { return divide(value, by: 100, rounding: rounding) }
  return drop > 18 ? nil : divide(value, by: smallPowerOfTen(drop), rounding: rounding)
}

/// The exact product, or nil when it does not fit.
private func product(_ a: Int128, _ b: Int128) -> Int128? {
  let (product, overflow) = a.multipliedReportingOverflow(by: b)
  return overflow ? nil : product
}

/// `value × 10^-scale` in minor units, rounded; nil when it does not fit.
func minorUnits(_ value: Int128, scale: Int, _ minorDigits: Int, _ rounding: Rounding) -> Int64? {
  if scale <= minorDigits {
    let (scaled, overflow) = value.multipliedReportingOverflow(by: powerOfTen(minorDigits - scale))
    return overflow ? nil : Int64(exactly: scaled)
  }
  let drop = scale - minorDigits
  guard drop <= 38 else { return nil }
  return Int64(exactly: divide(value, by: powerOfTen(drop), rounding: rounding))
}

/// Spreads the document discount, computes nets, taxes and totals, and asserts that lines + tax = total.
public func finishInvoice(_ invoice: inout Invoice, codes: [TaxCode], rounding: TaxRounding) throws(InvoiceProblem) {
  let discountParts = try spreadDiscount(&invoice)
  var net: Int64 = 0
  var discount: Int64 = 0
  for index in invoice.lines.indices where invoice.lines[index].kind == .item {
    discount += invoice.lines[index].beforeDiscount - invoice.lines[index].amount
    let base = invoice.lines[index].amount - (discountParts.isEmpty ? 0 : discountParts[index])
    taxLine(&invoice, index, base: base, codes, rounding)
    net += invoice.lines[index].net
  }
  if invoice.discount.isOwnLine { discount += invoice.discount.amount }
  // Before the taxes are rounded, which multiplies prices far up.
  for sum in invoice.taxes where (sum.base + sum.tax).magnitude > largestAmount.magnitude { throw .amountTooLarge }
  roundTaxes(&invoice, codes, rounding, parts: discountParts)
  var chosen: Int64 = 0
  var other: Int64 = 0
  for sum in invoice.taxes {
    chosen += sum.tax
    other += sum.taxOtherRounding
  }
  if invoice.taxMode == .inclusive, rounding.level != .line {
    net = invoice.lines.reduce(0) { $0 + ($1.kind == .item ? $1.net : 0) }
  }
  guard net.magnitude <= largestAmount.magnitude, chosen.magnitude <= largestAmount.magnitude,
    (net + chosen).magnitude <= largestAmount.magnitude
  else { throw .amountTooLarge }
  if invoice.taxMode == .inclusive { listNets(&invoice, codes, rounding.ties) }
  invoice.totals.net = net
  invoice.totals.tax = chosen
  invoice.totals.taxOtherRounding = other
  invoice.totals.total = net + chosen
  invoice.totals.discount = discount
  // A tax that only QuickBooks knows is not told as zero.
  if invoice.taxes.contains(where: { !codes[Int($0.code)].isForecast }) { invoice.sendsTaxDetail = false }
  if invoice.sendsTaxDetail { addRates(&invoice, codes, rounding) }
  assertTotals(invoice)
}

/// In the US `TAX` and `NON` are pseudo codes, no tax rates: what is untaxed has no detail, and without a rate's own name
/// QuickBooks finds the rate itself (reference, 3.5).
private func addRates(_ invoice: inout Invoice, _ codes: [TaxCode], _ rounding: TaxRounding) {
  var rates = taxesByRate(invoice, codes, rounding)
  if invoice.isUnitedStates {
    rates.removeAll { $0.rate.name.equals("NON") }
    if rates.isEmpty || rates.contains(where: { $0.rate.name.equals("TAX") }) {
      invoice.sendsTaxDetail = false
      return
    }
  }
  invoice.rates = rates
}

/// Under inclusive prices QuickBooks is told nets; those before a discount on a line of its own, less the discount's net,
/// make the invoice's net.
private func listNets(_ invoice: inout Invoice, _ codes: [TaxCode], _ ties: Rounding) {
  var taken: Int64 = 0
  for index in invoice.lines.indices where invoice.lines[index].kind == .item {
    let line = invoice.lines[index]
    let isReduced = invoice.discount.isOwnLine && invoice.discount.amount != 0
    let listed =
      !isReduced ? line.net : line.taxCode < 0 ? line.amount : codes[Int(line.taxCode)].net(ofGross: line.amount, ties)
    invoice.lines[index].listedNet = listed
    taken += listed - line.net
  }
  invoice.discount.net = taken
}

/// Takes the document discount off the lines, or tells each line's share when it stands on a line of its own.
private func spreadDiscount(_ invoice: inout Invoice) throws(InvoiceProblem) -> [Int64] {
  let percent = invoice.discount.percent
  guard invoice.discount.amount != 0 || percent != nil else { return [] }
  if let percent, invoice.lines.contains(where: { $0.kind == .item && $0.amount < 0 }) {
    let parts = shares(of: percent, &invoice)
    if invoice.discount.isOwnLine, invoice.discount.amount <= 0, parts.contains(where: { $0 != 0 }) {
      throw .discountOfCredits
    }
    return invoice.discount.isOwnLine ? parts : takeOff(parts, &invoice)
  }
  guard invoice.discount.amount != 0 else { return [] }
  var weights = [Int64](repeating: 0, count: invoice.lines.count)
  var sum: Int64 = 0
  for (index, line) in invoice.lines.enumerated() where line.kind == .item {
    if line.amount > 0 { weights[index] = line.amount }
    sum += line.amount
  }
  guard invoice.discount.amount > 0, invoice.discount.amount <= sum else { throw .discountTooLarge }
  var parts: [Int64] = []
  allocate(invoice.discount.amount, by: weights, into: &parts)
  return invoice.discount.isOwnLine ? parts : takeOff(parts, &invoice)
}

private func takeOff(_ parts: [Int64], _ invoice: inout Invoice) -> [Int64] {
  for index in parts.indices { invoice.lines[index].amount -= parts[index] }
  return []
}

/// Each line's share of a percentage when there are credits among the lines: it is taken off those too, so that each tax
/// base is reduced by it, and the shares add up to the percentage of the sum (largest remainder, ties to the earlier line).
private func shares(of percent: ExactDecimal, _ invoice: inout Invoice) -> [Int64] {
  let unit = 100 * powerOfTen(Int(percent.scale))
  var exact: Int128 = 0
  var parts = [Int64](repeating: 0, count: invoice.lines.count)
  var fractions: [(fraction: Int128, index: Int)] = []
  for (index, line) in invoice.lines.enumerated() where line.kind == .item {
    let share = Int128(line.amount) * Int128(percent.mantissa)
    exact += share
    var (whole, fraction) = share.quotientAndRemainder(dividingBy: unit)
    if fraction < 0 {
      whole -= 1
      fraction += unit
    }
    parts[index] = Int64(truncatingIfNeeded: whole)
    if fraction > 0 { fractions.append((fraction, index)) }
  }
  invoice.discount.amount = Int64(truncatingIfNeeded: divide(exact, by: unit, rounding: .halfUp))
  // Rounding every share down leaves at most one unit for each fraction.
  fractions.sort { $0.fraction != $1.fraction ? $0.fraction > $1.fraction : $0.index < $1.index }
  for (_, index) in fractions.prefix(Int(invoice.discount.amount - parts.reduce(0, +))) { parts[index] += 1 }
  return parts
}

private func taxLine(_ invoice: inout Invoice, _ index: Int, base: Int64, _ codes: [TaxCode], _ rounding: TaxRounding) {
  let code = Int(invoice.lines[index].taxCode)
  guard code >= 0, invoice.taxMode != .none else {
    invoice.lines[index].net = base
    invoice.lines[index].tax = 0
    return
  }
  switch invoice.taxMode {
  case .inclusive:
    let net = codes[code].net(ofGross: base, rounding.ties)
    invoice.lines[index].net = net
    invoice.lines[index].tax = base - net
  default:
    invoice.lines[index].net = base
    invoice.lines[index].tax = codes[code].tax(onNet: base, rounding.ties)
  }
  let (net, tax) = (invoice.lines[index].net, invoice.lines[index].tax)
  if let at = invoice.taxes.firstIndex(where: { Int($0.code) == code }) {
    invoice.taxes[at].base += net
    invoice.taxes[at].tax += tax
  } else {
    invoice.taxes.append(TaxSum(code: Int32(code), base: net, tax: tax))
  }
}

/// Our own sums must close before a byte is written; if not, that is our fault and not the deal's.
private func assertTotals(_ invoice: Invoice) {
  var net: Int64 = 0
  for line in invoice.lines where line.kind == .item { net += line.net }
  precondition(net == invoice.totals.net, "lines do not add up to the net")
  precondition(
    invoice.totals.net + invoice.totals.tax == invoice.totals.total, "net and tax do not add up to the total")
  var tax: Int64 = 0
  for sum in invoice.taxes { tax += sum.tax }
  precondition(tax == invoice.totals.tax, "taxes per code do not add up to the tax")
}
