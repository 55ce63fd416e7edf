import Bytes
import Money
import Testing

private let seeds = UInt64(1)...10_000

@Test func `shares add up, none is off by a unit, and order does not matter, for every seed`() {
  for seed in seeds {
    var random = SeededGenerator(seed: seed)
    let total = Int64.random(in: -1_000_000...1_000_000, using: &random)
    let weights = (0..<Int.random(in: 1...40, using: &random)).map { _ in
      Int.random(in: 0..<5, using: &random) == 0 ? 0 : Int64.random(in: 1...100_000, using: &random)
    }
    let sum = weights.reduce(Int128(0)) { $0 + Int128($1) }
    guard sum > 0 else { continue }
    var parts: [Int64] = []
    allocate(total, by: weights, into: &parts)
    if parts.reduce(0, +) != total { Issue.record("seed \(seed): the shares are not the total") }
    for (part, weight) in zip(parts, weights) {
      // |part − total × weight ÷ sum| < 1
      let off = Int128(part) * sum - Int128(total) * Int128(weight)
      if off.magnitude >= sum.magnitude { Issue.record("seed \(seed): \(part) for \(weight)") }
      if weight == 0, part != 0 { Issue.record("seed \(seed): something for nothing") }
    }
    // Two lines of different weights may have the same remainder; then the earlier one gets the unit.
    let remainders = Set(weights).map { Int128(total.magnitude) * Int128($0) % sum }
    guard Set(remainders).count == remainders.count else { continue }
    var shuffled = Array(weights.indices)
    shuffled.shuffle(using: &random)
    var moved: [Int64] = []
    allocate(total, by: shuffled.map { weights[$0] }, into: &moved)
    // Equal weights may swap the unit left over between them, nothing else changes.
    let before = zip(weights, parts).map { "\($0) \($1)" }.sorted()
    let after = zip(shuffled.map { weights[$0] }, moved).map { "\($0) \($1)" }.sorted()
    if before != after { Issue.record("seed \(seed): the order of the weights matters") }
  }
}

@Test func `an amount is read as it was written, for every currency and seed`() {
  for seed in seeds {
    var random = SeededGenerator(seed: seed)
    let currency = Currency.all[Int(seed) % Currency.count]
    let units = Int64.random(in: -999_999_999_999_999...999_999_999_999_999, using: &random)
    var text = ByteBuffer()
    appendFixed(units, scale: currency.minorDigits, to: &text)
    guard case .success(let read) = ExactDecimal.parse(text.view, .plain),
      read.minorUnits(currency.minorDigits) == units
    else {
      Issue.record("seed \(seed): \(text.view.string) \(currency.code) is not \(units) again")
      continue
    }
    var again = ByteBuffer()
    appendFixed(read.minorUnits(currency.minorDigits) ?? 0, scale: currency.minorDigits, to: &again)
    if again.view != text.view { Issue.record("seed \(seed): \(text.view.string) became \(again.view.string)") }
    // And every style in which people write amounts.
    for (style, written) in spellings(text.view.string, currency.minorDigits) {
      guard case .success(let value) = written.withByteView({ ExactDecimal.parse($0, style) }),
        value.minorUnits(currency.minorDigits) == units
      else {
        Issue.record("seed \(seed): \(written) is not \(units)")
        continue
      }
    }
  }
}

/// The same amount with commas, dots, blanks and apostrophes between groups of three.
private func spellings(_ plain: String, _ digits: Int) -> [(NumberStyle, String)] {
  let isNegative = plain.hasPrefix("-")
  let parts = plain.drop { $0 == "-" }.split(separator: ".")
  var grouped: [String] = []
  var rest = parts[0][...]
  while !rest.isEmpty {
    grouped.insert(String(rest.suffix(3)), at: 0)
    rest = rest.dropLast(3)
  }
  func made(_ group: String, _ sign: String) -> String {
    (isNegative ? "-" : "") + grouped.joined(separator: group) + (digits > 0 ? sign + parts[1] : "")
  }
  return [
    (NumberStyle(grouping: .comma), made(",", ".")),
    (NumberStyle(decimalSign: UInt8(ascii: ","), grouping: .dot), made(".", ",")),
    (NumberStyle(decimalSign: UInt8(ascii: ","), grouping: .space), made("\u{202F}", ",")),
    (NumberStyle(grouping: .apostrophe), made("\u{2019}", ".")),
  ]
}

@Test func `half up and half even agree but on ties, for every seed`() {
  for seed in seeds {
    var random = SeededGenerator(seed: seed)
    let numerator = Int128(Int64.random(in: -1_000_000...1_000_000, using: &random))
    var denominator = Int128(Int64.random(in: -5_000...5_000, using: &random))
    if denominator == 0 { denominator = 2 }
    let up = divide(numerator, by: denominator, rounding: .halfUp)
    let even = divide(numerator, by: denominator, rounding: .halfEven)
    let isTie = (2 * (numerator - up * denominator)).magnitude == denominator.magnitude
    if up != even, !isTie { Issue.record("seed \(seed): \(numerator) ÷ \(denominator)") }
    if isTie, even % 2 != 0 { Issue.record("seed \(seed): \(even) is odd") }
    for value in [up, even] where (2 * (numerator - value * denominator)).magnitude > denominator.magnitude {
      Issue.record("seed \(seed): \(value) is not the nearest")
    }
  }
}
