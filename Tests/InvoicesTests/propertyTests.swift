import Bytes
import Invoices
import Money
import Testing

/// The laws of an invoice's money, each at ten thousand seeds; a seed in a message is the whole bug report.
private let seeds = UInt64(1)...10_000

private let codes = [
  taxCode("20"), taxCode("5", "9.975"), taxCode("0"), taxCode("7.7"), taxCode("13"),
  TaxCode(
    name: ByteView("on tax"),
    rates: [
      TaxCode.Rate(name: ByteView("a"), percent: decimal("5")),
      TaxCode.Rate(name: ByteView("b"), percent: decimal("9.5"), isOnTax: true),
    ], isForecast: true),
  TaxCode(name: ByteView("us"), rates: [], isForecast: false),
]

private let levels: [TaxRounding.Level] = [.line, .rate, .document]

/// Lines with and without credits, in one of the three ways of rounding, sometimes with a discount.
private func draw(_ mode: TaxMode, _ random: inout SeededGenerator, hasDiscount: Bool) throws -> (Invoice, TaxRounding)
{
  let hasCredits = Int.random(in: 0..<4, using: &random) == 0
  let lines = (0..<Int.random(in: 1...30, using: &random)).map { _ in
    (
      amount: Int64.random(in: (hasCredits ? -50_000 : 0)...2_000_000, using: &random),
      code: Int32.random(in: -1...6, using: &random)
    )
  }
  var made = try invoice(lines, mode)
  let whole = lines.reduce(Int64(0)) { $0 + $1.amount }
  if hasDiscount, whole > 0, Bool.random(using: &random) {
    made.discount.amount = .random(in: 1...whole, using: &random)
    made.discount.isOwnLine = Bool.random(using: &random)
  }
  let level = levels[Int.random(in: 0..<3, using: &random)]
  return (made, TaxRounding(level: level, ties: Bool.random(using: &random) ? .halfUp : .halfEven))
}

@Test func `lines and tax make the total, for every seed`() throws {
  for seed in seeds {
    var random = SeededGenerator(seed: seed)
    let mode = [TaxMode.exclusive, .inclusive, .none][Int(seed % 3)]
    var (made, rounding) = try draw(mode, &random, hasDiscount: true)
    made.sendsTaxDetail = true
    let before = made.lines.reduce(Int64(0)) { $0 + $1.amount } - made.discount.amount
    try finishInvoice(&made, codes: codes, rounding: rounding)
    let totals = made.totals
    let net = made.lines.reduce(Int64(0)) { $0 + $1.net }
    let tax = made.taxes.reduce(Int64(0)) { $0 + $1.tax }
    let closes =
      net == totals.net && tax == totals.tax && (!made.sendsTaxDetail || made.rates.reduce(0) { $0 + $1.tax } == tax)
      && net + tax == totals.total
      && (mode == .exclusive ? totals.net : totals.total) == before
    if !closes { Issue.record("seed \(seed): \(totals), lines \(net), taxes \(tax), \(rounding)") }
  }
}

@Test func `the net and tax of a price with tax in it are the price, for every seed`() throws {
  for seed in seeds {
    var random = SeededGenerator(seed: seed)
    var (made, rounding) = try draw(.inclusive, &random, hasDiscount: false)
    let gross = made.lines.map(\.amount)
    try finishInvoice(&made, codes: codes, rounding: rounding)
    let isWhole = zip(made.lines, gross).allSatisfy { line, gross in
      line.taxCode < 0 ? line.net == gross : line.net + line.tax == gross
    }
    let parts = made.taxes.reduce(Int64(0)) { $0 + $1.base + $1.tax }
    let coded = zip(made.lines, gross).reduce(Int64(0)) { $0 + ($1.0.taxCode < 0 ? 0 : $1.1) }
    if !isWhole || parts != coded { Issue.record("seed \(seed): \(made.lines.map(\.net)) of \(gross), \(rounding)") }
  }
}

@Test func `the ways of rounding differ by no more than half a unit a line and component, for every seed`() throws {
  for seed in seeds {
    var random = SeededGenerator(seed: seed)
    var (made, _) = try draw(seed % 2 == 0 ? .exclusive : .inclusive, &random, hasDiscount: false)
    let untouched = made
    let ties: Rounding = seed % 4 < 2 ? .halfUp : .halfEven
    var taxes: [Int64] = []
    for level in levels {
      made = untouched
      try finishInvoice(&made, codes: codes, rounding: TaxRounding(level: level, ties: ties))
      taxes.append(made.totals.tax)
      let other = level == .line ? TaxRounding.Level.rate : .line
      var again = untouched
      try finishInvoice(&again, codes: codes, rounding: TaxRounding(level: other, ties: ties))
      if made.totals.taxOtherRounding != again.totals.tax { Issue.record("seed \(seed): the other figure, \(level)") }
    }
    // A line is off by half a unit for each component that is rounded, and so is a rate; a tax on tax rounds its base too.
    func halves(_ code: Int32) -> Int64 {
      guard code >= 0 else { return 0 }
      let rates = codes[Int(code)].rates
      return Int64(rates.count + (rates.contains { $0.isOnTax } ? 1 : 0))
    }
    let perLine = untouched.lines.reduce(Int64(0)) { $0 + halves($1.taxCode) }
    let perRate = made.taxes.reduce(Int64(0)) { $0 + halves($1.code) }
    if 2 * (taxes[0] - taxes[1]).magnitude > UInt64(perLine + perRate + 1) {
      Issue.record("seed \(seed): per line \(taxes[0]), per rate \(taxes[1])")
    }
    if 2 * (taxes[1] - taxes[2]).magnitude > UInt64(perRate + 2) {
      Issue.record("seed \(seed): per rate \(taxes[1]), per document \(taxes[2])")
    }
  }
}

@Test func `rounding once per document is the exact tax, rounded, for every seed`() throws {
  for seed in seeds {
    var random = SeededGenerator(seed: seed)
    var (made, _) = try draw(.exclusive, &random, hasDiscount: false)
    let lines = made.lines
    try finishInvoice(&made, codes: codes, rounding: TaxRounding(level: .document, ties: .halfUp))
    // In millionths of a minor unit, by the sum of the rates; the tax on tax is 5 + 9.5 × 1.05 %.
    let rates: [Int128] = [200_000, 149_750, 0, 77_000, 130_000, 149_750, 0]
    let exact = lines.reduce(Int128(0)) {
      $0 + ($1.taxCode < 0 ? 0 : Int128($1.amount) * rates[Int($1.taxCode)])
    }
    let half = (exact.magnitude * 2 + 1_000_000) / 2_000_000
    let expected = exact < 0 ? -Int64(half) : Int64(half)
    if made.totals.tax != expected { Issue.record("seed \(seed): \(made.totals.tax), exactly \(exact)") }
    for sum in made.taxes {
      let share = Int128(sum.base) * rates[Int(sum.code)] - Int128(sum.tax) * 1_000_000
      if share.magnitude >= 1_000_000 { Issue.record("seed \(seed): a code is off by a unit") }
    }
  }
}

@Test func `a line is the exact product less its discounts, rounded once, for every seed`() throws {
  for seed in seeds {
    var random = SeededGenerator(seed: seed)
    func number(_ most: Int64, _ digits: ClosedRange<Int8>) -> ExactDecimal {
      ExactDecimal(mantissa: .random(in: 0...most, using: &random), scale: .random(in: digits, using: &random))
    }
    let (quantity, price) = (number(99_999, 0...3), number(99_999_999, 0...8))
    let percent = ExactDecimal(mantissa: .random(in: 0...10_000, using: &random), scale: 2)
    let off = number(9_999, 0...5)
    guard
      let found = lineAmount(
        quantity: quantity, unitPrice: price, discountPercent: percent, discountAmount: off, minorDigits: 2,
        rounding: .halfUp)
    else {
      Issue.record("seed \(seed): no amount")
      continue
    }
    // Over the common denominator 10^15.
    let product =
      Int128(quantity.mantissa) * Int128(price.mantissa) * powerOfTen(11 - Int(quantity.scale) - Int(price.scale))
      * (10_000 - Int128(percent.mantissa))
    let exact = product - Int128(off.mantissa) * powerOfTen(15 - Int(off.scale))
    let half = (exact.magnitude * 2 + 10_000_000_000_000) / 20_000_000_000_000
    if found.after != (exact < 0 ? -Int64(half) : Int64(half)) {
      Issue.record("seed \(seed): \(found.after) of \(exact)")
    }
  }
}
