import Bytes
import Invoices
import Money
import Testing

/// Amounts in cents, rates, mode and rounding; then net, tax and the tax by the other rounding.
private struct Example: CustomTestStringConvertible {
  var testDescription: String
  var amounts: [Int64]
  var rates: [String]
  var mode = TaxMode.exclusive
  var rounding = perLine
  var net: Int64
  var tax: Int64
  var other: Int64
}

private let examples: [Example] = [
  Example(
    testDescription: "31 lines of 1.59, two of them eleven times, at 12 %",
    amounts: Array(repeating: 159, count: 29) + [1749, 1749], rates: ["12"], net: 8109, tax: 971, other: 973),
  Example(
    testDescription: "the same, rounded once", amounts: Array(repeating: 159, count: 29) + [1749, 1749], rates: ["12"],
    rounding: perRate, net: 8109, tax: 973, other: 971),
  Example(
    testDescription: "three lines of 10.10 at 15 %", amounts: [1010, 1010, 1010], rates: ["15"], net: 3030, tax: 456,
    other: 455),
  Example(
    testDescription: "the same by banker's rounding", amounts: [1010, 1010, 1010], rates: ["15"],
    rounding: TaxRounding(level: .rate, ties: .halfEven), net: 3030, tax: 454, other: 456),
  Example(testDescription: "345.00 at 6.5 %", amounts: [34500], rates: ["6.5"], net: 34500, tax: 2243, other: 2243),
  Example(
    testDescription: "345.00 at 6.5 %, ties to even", amounts: [34500], rates: ["6.5"],
    rounding: TaxRounding(level: .line, ties: .halfEven), net: 34500, tax: 2242, other: 2242),
  Example(
    testDescription: "Quebec: 4,495.16 at 9.975 %", amounts: [449516], rates: ["9.975"], net: 449516, tax: 44839,
    other: 44839),
  Example(
    testDescription: "Quebec: both components rounded by themselves", amounts: [10000], rates: ["5", "9.975"],
    net: 10000, tax: 1498, other: 1498),
  Example(
    testDescription: "components do not add before they are rounded", amounts: [1010], rates: ["5", "5"], net: 1010,
    tax: 102, other: 102),
  Example(
    testDescription: "50 lines of 241.67 at 20 %", amounts: Array(repeating: 24167, count: 50), rates: ["20"],
    net: 1_208_350, tax: 241_650, other: 241_670),
  Example(
    testDescription: "a credit is its mirror", amounts: [-34500], rates: ["6.5"], net: -34500, tax: -2243, other: -2243),
  Example(
    testDescription: "no tax at all", amounts: [100, 200], rates: ["19"], mode: .none, net: 300, tax: 0, other: 0),
  Example(
    testDescription: "gross 20.00 at 20 %", amounts: [2000], rates: ["20"], mode: .inclusive, net: 1667, tax: 333,
    other: 333),
  Example(
    testDescription: "five lines of 4.00 gross at 20 %", amounts: [400, 400, 400, 400, 400], rates: ["20"],
    mode: .inclusive, net: 1665, tax: 335, other: 333),
  Example(
    testDescription: "the same, rounded once", amounts: [400, 400, 400, 400, 400], rates: ["20"], mode: .inclusive,
    rounding: perRate, net: 1667, tax: 333, other: 335),
  Example(
    testDescription: "gross 9.00 and 3.00 at 13 %", amounts: [900, 300], rates: ["13"], mode: .inclusive, net: 1061,
    tax: 139, other: 138),
  Example(
    testDescription: "gross with two components", amounts: [11498], rates: ["5", "9.975"], mode: .inclusive, net: 10000,
    tax: 1498, other: 1498),
  Example(
    testDescription: "gross with a credit, rounded once", amounts: [100, -33], rates: ["20"], mode: .inclusive,
    rounding: perRate, net: 56, tax: 11, other: 12),
  Example(
    testDescription: "gross 0.04 at 60 %: half a cent falls to the net", amounts: [4], rates: ["60"], mode: .inclusive,
    rounding: TaxRounding(level: .document), net: 3, tax: 1, other: 1),
  Example(
    testDescription: "gross at no rate", amounts: [1000], rates: ["0"], mode: .inclusive, net: 1000, tax: 0, other: 0),
]

@Test(arguments: examples) private func `totals are those of the worked examples`(_ row: Example) throws {
  var invoice = try invoice(row.amounts.map { ($0, 0) }, row.mode)
  let codes = [
    TaxCode(
      name: ByteView("c"), rates: row.rates.map { .init(name: ByteView("r"), percent: decimal($0)) }, isForecast: true)
  ]
  try finishInvoice(&invoice, codes: codes, rounding: row.rounding)
  #expect(invoice.totals.net == row.net)
  #expect(invoice.totals.tax == row.tax)
  #expect(invoice.totals.total == row.net + row.tax)
  #expect(invoice.totals.taxOtherRounding == row.other)
}

@Test func `prices of 1.96 and 0.04 gross at two rates keep their total`() throws {
  for rounding in [perLine, perRate] {
    var invoice = try invoice([(196, 0), (196, 0), (4, 1), (4, 1)], .inclusive)
    try finishInvoice(&invoice, codes: [taxCode("13"), taxCode("24")], rounding: rounding)
    #expect(invoice.totals.total == 400)
    #expect(invoice.taxes.map(\.code) == [0, 1])
    #expect(invoice.taxes.map { $0.base + $0.tax } == [392, 8])
  }
}

@Test func `a document discount is spread so that each tax base is right`() throws {
  var invoice = try invoice([(10000, 0), (5000, 1), (5000, 1)])
  invoice.discount.amount = 1001
  try finishInvoice(&invoice, codes: [taxCode("20"), taxCode("0")], rounding: perLine)
  #expect(invoice.lines.map(\.amount) == [9499, 4750, 4750])
  #expect(invoice.totals.net == 18999)
  #expect(invoice.totals.tax == 1900)
  #expect(invoice.totals.discount == 1001)
}

@Test func `a discount on a line of its own leaves the lines' amounts and still reduces the bases`() throws {
  var invoice = try invoice([(10000, 0), (5000, 1), (5000, 1)])
  invoice.discount.amount = 1001
  invoice.discount.isOwnLine = true
  try finishInvoice(&invoice, codes: [taxCode("20"), taxCode("0")], rounding: perLine)
  #expect(invoice.lines.map(\.amount) == [10000, 5000, 5000])
  #expect(invoice.lines.map(\.net) == [9499, 4750, 4750])
  #expect(invoice.totals.net == 18999)
  #expect(invoice.totals.tax == 1900)
  #expect(invoice.totals.discount == 1001)
}

@Test func `a document discount is spread over positive lines only`() throws {
  var invoice = try invoice([(10000, -1), (-2000, -1)])
  invoice.discount.amount = 1000
  try finishInvoice(&invoice, codes: [], rounding: perLine)
  #expect(invoice.lines.map(\.amount) == [9000, -2000])
}

@Test(arguments: [(101, [100]), (1, [-100]), (-1, [100]), (1, []), (1, [0])] as [(Int64, [Int64])])
func `a discount larger than what it is taken off is refused`(_ row: (discount: Int64, amounts: [Int64])) throws {
  for isOwnLine in [false, true] {
    var invoice = try invoice(row.amounts.map { ($0, -1) })
    invoice.discount.amount = row.discount
    invoice.discount.isOwnLine = isOwnLine
    #expect(throws: InvoiceProblem.discountTooLarge) { try finishInvoice(&invoice, codes: [], rounding: perLine) }
  }
}

@Test func `a line of words is no money`() throws {
  var invoice = try invoice([(10000, 0)])
  var words = InvoiceLine()
  words.kind = .text
  invoice.lines.insert(words, at: 0)
  invoice.discount.amount = 100
  try finishInvoice(&invoice, codes: [taxCode("10")], rounding: perRate)
  #expect(invoice.totals.total == 9900 + 990)
  #expect(invoice.lines[0].amount == 0)
}

@Test func `more digits than QuickBooks takes are refused, in the total too`() throws {
  for (amounts, rate) in [([largestAmount, 1], "0"), ([largestAmount], "1"), ([largestAmount - 10], "100")] {
    var invoice = try invoice(amounts.map { ($0, 0) })
    #expect(throws: InvoiceProblem.amountTooLarge) {
      try finishInvoice(&invoice, codes: [taxCode(rate)], rounding: perLine)
    }
  }
  var most = try invoice([(largestAmount, 0)])
  try finishInvoice(&most, codes: [taxCode("0")], rounding: perLine)
  #expect(most.totals.total == largestAmount)
}

/// Nearest whole number of n ÷ d, ties away from zero, by another route than the code under test.
private func nearest(_ n: Int128, _ d: Int128) -> Int64 {
  let half = (n.magnitude * 2 + d.magnitude) / (d.magnitude * 2)
  return n < 0 ? -Int64(half) : Int64(half)
}

@Test(arguments: UInt64(1)...1500) func `every invoice closes`(seed: UInt64) throws {
  var random = SeededGenerator(seed: seed)
  let codes = [
    taxCode("20"), taxCode("5", "9.975"), taxCode("0"), taxCode("7.7"),
    TaxCode(name: ByteView("us"), rates: [], isForecast: false),
  ]
  let mode = try #require([TaxMode.exclusive, .inclusive, .none].randomElement(using: &random))
  let rounding = TaxRounding(level: seed % 2 == 0 ? .line : .rate, ties: seed % 3 == 0 ? .halfEven : .halfUp)
  let hasCredits = seed % 5 == 0
  let lines = (0..<Int.random(in: 1...40, using: &random)).map { _ in
    (
      amount: Int64.random(in: (hasCredits ? -5000 : 0)...2_000_000, using: &random),
      code: Int32.random(in: -1...4, using: &random)
    )
  }
  var invoice = try invoice(lines, mode)
  let positive = lines.reduce(Int64(0)) { $0 + max(0, $1.amount) }
  invoice.discount.amount = seed % 4 == 0 && positive > 0 ? .random(in: 1...positive, using: &random) : 0
  invoice.discount.isOwnLine = seed % 8 == 0
  try finishInvoice(&invoice, codes: codes, rounding: rounding)

  let sum = lines.reduce(Int64(0)) { $0 + $1.amount }
  let totals = invoice.totals
  #expect(totals.net + totals.tax == totals.total)
  #expect(invoice.lines.reduce(0) { $0 + $1.net } == totals.net)
  #expect(invoice.taxes.reduce(0) { $0 + $1.tax } == totals.tax)
  #expect(totals.discount == invoice.discount.amount)
  #expect(Set(invoice.taxes.map(\.code)).count == invoice.taxes.count)
  if invoice.discount.amount == 0 || invoice.discount.isOwnLine {
    #expect(invoice.lines.map(\.amount) == lines.map(\.amount))
  } else {
    #expect(invoice.lines.reduce(0) { $0 + $1.amount } == sum - invoice.discount.amount)
  }
  switch mode {
  case .inclusive: #expect(totals.total == sum - invoice.discount.amount, "prices contained the tax")
  case .exclusive: #expect(totals.net == sum - invoice.discount.amount, "tax comes on top")
  case .none:
    #expect(totals.tax == 0)
    #expect(totals.total == sum - invoice.discount.amount)
  }
  for tax in invoice.taxes where mode == .exclusive && rounding == perRate {
    let expected = codes[Int(tax.code)].rates.reduce(Int64(0)) {
      $0 + nearest(Int128(tax.base) * Int128($1.percent.mantissa), 100 * powerOfTen(Int($1.percent.scale)))
    }
    #expect(tax.tax == expected)
  }
  if mode == .exclusive, rounding.level == .line {
    #expect(invoice.lines.reduce(0) { $0 + $1.tax } == totals.tax)
    // Each line and component is off by at most half a cent against rounding once.
    #expect((totals.tax - totals.taxOtherRounding).magnitude <= UInt64(lines.count + 2))
  }
}
