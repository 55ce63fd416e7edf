import Invoices
import Money
import Testing

private let examples: [(String, String, Int64, QuantityAndPrice)] = [
  // The pair as it stands gives the amount.
  ("128.350", "14.50", 186_108, .pair(quantity: decimal("128.350"), unitPrice: decimal("14.50"))),
  ("3", "33.333333", 10000, .pair(quantity: decimal("3"), unitPrice: decimal("33.333333"))),
  // Three for 100.00: 33.33 would give 99.99.
  ("3", "33.33", 10000, .pair(quantity: decimal("3"), unitPrice: decimal("33.333333"))),
  // Eight decimals are more than QuickBooks keeps.
  ("6", "266.66666667", 160_000, .pair(quantity: decimal("6"), unitPrice: decimal("266.666667"))),
  ("2", "100", 18000, .pair(quantity: decimal("2"), unitPrice: decimal("90"))),
  ("-2", "100", -18000, .pair(quantity: decimal("-2"), unitPrice: decimal("90"))),
  ("15", "0.60", 796, .pair(quantity: decimal("15"), unitPrice: decimal("0.530667"))),
  ("1", "100", 0, .pair(quantity: decimal("1"), unitPrice: decimal("0"))),
  ("0", "5", 0, .pair(quantity: decimal("0"), unitPrice: decimal("5"))),
  // No price of seven decimals, times a million, is one cent more or less.
  ("1000000", "0", 1, .single), ("0", "5", 500, .single), ("3000001", "1", 100_000_001, .single),
]

@Test(arguments: examples)
func `quantity and price give the amount, or a single piece is sent`(
  _ row: (quantity: String, price: String, amount: Int64, found: QuantityAndPrice)
) {
  #expect(
    quantityAndPrice(
      quantity: decimal(row.quantity), unitPrice: decimal(row.price), amount: row.amount, minorDigits: 2) == row.found)
}

@Test(arguments: UInt64(1)...1000) func `a pair always reproduces the amount`(seed: UInt64) {
  var random = SeededGenerator(seed: seed)
  let digits = [0, 2, 2, 3][Int(seed % 4)]
  let quantity = ExactDecimal(
    mantissa: .random(in: 1...99_999, using: &random), scale: .random(in: 0...3, using: &random))
  let price = ExactDecimal(
    mantissa: .random(in: 0...9_999_999, using: &random), scale: .random(in: 0...9, using: &random))
  let amount = Int64.random(in: -1_000_000...1_000_000, using: &random)
  guard
    case .pair(let q, let p) = quantityAndPrice(
      quantity: quantity, unitPrice: price, amount: amount, minorDigits: digits)
  else { return }
  #expect(q == quantity)
  #expect(p.scale <= 7)
  // What QuickBooks does: the exact product, half up to the minor unit.
  let product = Int128(q.mantissa) * Int128(p.mantissa) * powerOfTen(digits)
  let unit = powerOfTen(Int(q.scale) + Int(p.scale))
  let rounded = (product.magnitude * 2 + unit.magnitude) / (unit.magnitude * 2)
  #expect(rounded == Int128(amount).magnitude)
  #expect(amount == 0 || (product < 0) == (amount < 0))
}
