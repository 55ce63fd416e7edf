import Money
import Testing

@Test(arguments: [
  (25, 10, 3, 2), (-25, 10, -3, -2), (35, 10, 4, 4), (-35, 10, -4, -4), (24, 10, 2, 2), (26, 10, 3, 3), (5, 10, 1, 0),
  (-5, 10, -1, 0), (4, 10, 0, 0), (15, -10, -2, -2), (0, 7, 0, 0), (7, 7, 1, 1), (1, 3, 0, 0), (2, 3, 1, 1),
])
func `only exact halves differ between the two roundings`(_ row: (n: Int, d: Int, up: Int, even: Int)) {
  #expect(divide(Int128(row.n), by: Int128(row.d), rounding: .halfUp) == Int128(row.up))
  #expect(divide(Int128(row.n), by: Int128(row.d), rounding: .halfEven) == Int128(row.even))
  // The same beyond 64 bits.
  let big: Int128 = 1_000_000_000_000_000_000_000
  #expect(divide(Int128(row.n) * big, by: Int128(row.d) * big, rounding: .halfUp) == Int128(row.up))
  #expect(divide(Int128(row.n) * big, by: Int128(row.d) * big, rounding: .halfEven) == Int128(row.even))
}

@Test(arguments: UInt64(1)...1000) func `a quotient is the nearest whole number`(seed: UInt64) {
  var random = SeededGenerator(seed: seed)
  let n = Int128(Int64.random(in: .min ... .max, using: &random)) * (seed % 2 == 0 ? 1 : 1_000_000_007)
  var d = Int128(Int64.random(in: -1_000_000...1_000_000, using: &random))
  if d == 0 { d = 1 }
  for rounding in [Rounding.halfUp, .halfEven] {
    let quotient = divide(n, by: d, rounding: rounding)
    let off = (n - quotient * d).magnitude
    #expect(off * 2 <= d.magnitude)
    if off * 2 == d.magnitude {
      if rounding == .halfUp { #expect((quotient * d).magnitude > n.magnitude) } else { #expect(quotient % 2 == 0) }
    }
  }
}

@Test func `powers of ten are what they say`() {
  var power: Int128 = 1
  for exponent in 0...38 {
    #expect(powerOfTen(exponent) == power)
    if exponent <= 18 { #expect(Int128(smallPowerOfTen(exponent)) == power) }
    if exponent < 38 { power *= 10 }
  }
}
