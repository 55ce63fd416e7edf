import Invoices
import Money
import Testing

private struct Row: CustomTestStringConvertible {
  var quantity: String
  var price: String
  var percent: String?
  var off: String?
  var digits = 2
  var rounding = Rounding.halfUp
  var before: Int64
  var after: Int64
  var testDescription: String { "\(quantity) × \(price) − \(percent ?? "0") % − \(off ?? "0")" }
}

private let rows: [Row] = [
  Row(quantity: "1", price: "100", before: 10000, after: 10000),
  Row(quantity: "128.350", price: "14.50", before: 186_108, after: 186_108),
  Row(quantity: "128.350", price: "14.50", rounding: .halfEven, before: 186_108, after: 186_108),
  Row(quantity: "6", price: "266.66666667", before: 160_000, after: 160_000),
  Row(quantity: "3", price: "33.333333", before: 10000, after: 10000),
  Row(quantity: "3", price: "33.33", before: 9999, after: 9999),
  Row(quantity: "1", price: "0.005", before: 1, after: 1),
  Row(quantity: "1", price: "0.005", rounding: .halfEven, before: 0, after: 0),
  Row(quantity: "-1", price: "0.005", before: -1, after: -1),
  Row(quantity: "2", price: "100", percent: "10", before: 20000, after: 18000),
  // Rounded once, from the exact product: 0.99 × 0.905 is 0.89595.
  Row(quantity: "1", price: "0.99", percent: "9.5", before: 99, after: 90),
  Row(quantity: "1", price: "10.05", percent: "50", before: 1005, after: 503),
  Row(quantity: "1", price: "100", percent: "100", before: 10000, after: 0),
  // A discount in money is taken off before rounding, too: 87.655, and 99.995 less 0.004 is 99.991.
  Row(quantity: "1", price: "100", off: "12.345", before: 10000, after: 8766),
  Row(quantity: "7", price: "14.285", before: 10000, after: 10000),
  Row(quantity: "7", price: "14.285", off: "0.004", before: 10000, after: 9999),
  Row(quantity: "3", price: "0.335", percent: "50", off: "0.0024", before: 101, after: 50),
  Row(quantity: "2", price: "50", percent: "10", off: "5", before: 10000, after: 8500),
  Row(quantity: "1", price: "5", off: "7", before: 500, after: -200),
  Row(quantity: "1", price: "1500", digits: 0, before: 1500, after: 1500),
  Row(quantity: "1", price: "1.5", digits: 0, before: 2, after: 2),
  Row(quantity: "1", price: "1.2345", digits: 3, before: 1235, after: 1235),
  Row(quantity: "0", price: "99", percent: "3", before: 0, after: 0),
  Row(quantity: "1", price: "9999999999999.99", before: 999_999_999_999_999, after: 999_999_999_999_999),
]

@Test(arguments: rows) private func `quantity times price, less the discounts, is rounded once`(_ row: Row) throws {
  let found = try #require(
    lineAmount(
      quantity: decimal(row.quantity), unitPrice: decimal(row.price), discountPercent: row.percent.map(decimal),
      discountAmount: row.off.map(decimal), minorDigits: row.digits, rounding: row.rounding))
  #expect(found.before == row.before)
  #expect(found.after == row.after)
}

@Test func `at the limits there is no amount, and never a trap`() {
  let limits = [Int64.min, .min + 1, -92_233_720_368_547_758, -1, 0, 1, 92_233_720_368_547_758, .max]
  for quantity in limits {
    for price in limits {
      for other in limits {
        for (scale, digits) in [(0, 2), (0, 0), (17, 2), (2, 4)] as [(Int8, Int)] {
          let found = lineAmount(
            quantity: ExactDecimal(mantissa: quantity), unitPrice: ExactDecimal(mantissa: price, scale: scale),
            discountPercent: ExactDecimal(mantissa: other, scale: scale), discountAmount: ExactDecimal(mantissa: other),
            minorDigits: digits, rounding: .halfUp)
          if let found {
            #expect(found.before.magnitude <= largestAmount.magnitude)
            #expect(found.after.magnitude <= largestAmount.magnitude)
          }
          _ = quantityAndPrice(
            quantity: ExactDecimal(mantissa: quantity, scale: scale), unitPrice: ExactDecimal(mantissa: price),
            amount: other, minorDigits: digits)
          _ = percentage(ExactDecimal(mantissa: other, scale: scale), of: price, .halfEven)
        }
      }
    }
  }
  #expect(
    lineAmount(
      quantity: .one, unitPrice: decimal("10000000000000.00"), discountPercent: nil, discountAmount: nil,
      minorDigits: 2, rounding: .halfUp) == nil)
}
