import Bytes
import Invoices
import Money
import Testing

private func code(_ rates: (String, String, Bool)...) -> TaxCode {
  TaxCode(
    name: ByteView("c"),
    rates: rates.map { .init(name: .immortal($0.0), percent: decimal($0.1), isOnTax: $0.2) }, isForecast: true)
}
private let quebec = code(("GST", "5", false), ("QST", "9.975", false))

/// Amounts of the lines, then base and tax of each rate.
private struct Case: CustomTestStringConvertible {
  var testDescription: String
  var amounts: [Int64]
  var code = quebec
  var mode = TaxMode.exclusive
  var rounding: TaxRounding
  var rates: [String]
}

private let cases: [Case] = [
  Case(
    testDescription: "line by line each rate has the sum of its own roundings", amounts: [110, 110, 110],
    rounding: TaxRounding(level: .line), rates: ["GST 330 18", "QST 330 33"]),
  Case(
    testDescription: "fifty lines move no cent from one authority to the other",
    amounts: Array(repeating: 475, count: 50),
    rounding: TaxRounding(level: .line), rates: ["GST 23750 1200", "QST 23750 2350"]),
  Case(
    testDescription: "ties to even hold for each rate", amounts: [110, 110, 110],
    rounding: TaxRounding(level: .rate, ties: .halfEven), rates: ["GST 330 16", "QST 330 33"]),
  Case(
    testDescription: "the document's one rounding is shared by the largest remainder", amounts: [450],
    rounding: TaxRounding(level: .document), rates: ["GST 450 22", "QST 450 45"]),
  Case(
    testDescription: "prices with tax leave their cent to the rate that lost most",
    amounts: [127], code: code(("a", "2.9", false), ("b", "4.225", false), ("c", "0.333", false)), mode: .inclusive,
    rounding: TaxRounding(level: .line), rates: ["a 118 4", "b 118 5", "c 118 0"]),
  Case(
    testDescription: "a tax on tax has the taxes before it in its base", amounts: [52, 735],
    code: code(("GST", "5", false), ("PST", "9.975", true)), rounding: TaxRounding(level: .line),
    rates: ["GST 787 40", "PST 827 82"]),
]

@Test(arguments: cases) private func `each rate's tax is rounded as the rules round`(_ row: Case) throws {
  var invoice = try invoice(row.amounts.map { ($0, 0) }, row.mode)
  invoice.sendsTaxDetail = true
  try finishInvoice(&invoice, codes: [row.code], rounding: row.rounding)
  #expect(invoice.rates.map { "\($0.rate.name) \($0.base) \($0.tax)" } == row.rates)
  #expect(invoice.rates.reduce(0) { $0 + $1.tax } == invoice.totals.tax)
}

@Test func `a percentage is taken off credits too, also where lines cancel out`() throws {
  for (amounts, expected) in [([5000, -5000], [4500, -4500]), ([-10000], [-9000]), ([-10000, 5000], [-9000, 4500])] {
    var invoice = try invoice(amounts.map { (Int64($0), 0) })
    invoice.discount.percent = decimal("10")
    invoice.discount.amount = Int64(amounts.reduce(0, +)) / 10
    try finishInvoice(&invoice, codes: [quebec], rounding: TaxRounding())
    #expect(invoice.lines.map(\.amount) == expected.map(Int64.init))
  }
}

@Test func `a percentage with credits among the lines is that of their sum`() throws {
  for isOwnLine in [false, true] {
    var invoice = try invoice((0..<40).map { _ in (1005, 0) } + [(-1, 0)])
    invoice.discount.percent = decimal("10")
    invoice.discount.isOwnLine = isOwnLine
    try finishInvoice(&invoice, codes: [quebec], rounding: TaxRounding())
    #expect(invoice.discount.amount == 4020)
    #expect(invoice.totals.net == 40199 - 4020)
    // 100.5 each, and −0.1, which is nearest to the unit above: then the first twenty.
    #expect(invoice.lines.map(\.net) == Array(repeating: 904, count: 20) + Array(repeating: 905, count: 20) + [-1])
  }
}

@Test func `a discount in money is no larger than what credits leave`() throws {
  var invoice = try invoice([(-10000, 0), (5000, 0)])
  invoice.discount.amount = 1000
  #expect(throws: InvoiceProblem.discountTooLarge) {
    try finishInvoice(&invoice, codes: [quebec], rounding: TaxRounding())
  }
}
