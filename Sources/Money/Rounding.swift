/// How a number between two neighbours is rounded; the choice only matters on exact ties.
public enum Rounding: UInt8, Sendable {
  /// Ties away from zero: 2.5 → 3, −2.5 → −3. What QuickBooks shows in its samples (345.00 at 6.5 % gives 22.43).
  case halfUp
  /// Ties to the even neighbour: 2.5 → 2, 3.5 → 4.
  case halfEven
}

/// 10 to the power of `exponent`, 0 ≤ exponent ≤ 38.
@inlinable @inline(__always)
public func powerOfTen(_ exponent: Int) -> Int128 {
  if exponent <= 18 { return Int128(smallPowerOfTen(exponent)) }
  return Int128(smallPowerOfTen(18)) * powerOfTenAbove(exponent - 18)
}

@inlinable
func powerOfTenAbove(_ exponent: Int) -> Int128 {
  var result: Int128 = 1
  for _ in 0..<exponent { result *= 10 }
  return result
}

/// 10 to the power of `exponent`, 0 ≤ exponent ≤ 18.
@inlinable @inline(__always)
public func smallPowerOfTen(_ exponent: Int) -> Int64 {
  switch exponent {
  case 0: 1
  case 1: 10
  case 2: 100
  case 3: 1000
  case 4: 10000
  case 5: 100000
  case 6: 1_000_000
  case 7: 10_000_000
  case 8: 100_000_000
  case 9: 1_000_000_000
  case 10: 10_000_000_000
  case 11: 100_000_000_000
  case 12: 1_000_000_000_000
  case 13: 10_000_000_000_000
  case 14: 100_000_000_000_000
  case 15: 1_000_000_000_000_000
  case 16: 10_000_000_000_000_000
  case 17: 100_000_000_000_000_000
  default: 1_000_000_000_000_000_000
  }
}

/// `numerator ÷ denominator` as a whole number, rounded; the denominator must be above zero and at most 10^18.
@inlinable
public func divide(_ numerator: Int64, by denominator: Int64, rounding: Rounding) -> Int64 {
  let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
  if remainder == 0 { return quotient }
  let twice = remainder.magnitude &* 2
  let half = denominator.magnitude
  let up = twice > half || (twice == half && (rounding == .halfUp || quotient & 1 != 0))
  return up ? (numerator < 0 ? quotient - 1 : quotient + 1) : quotient
}

/// `numerator ÷ denominator` as a whole number, rounded; the denominator must not be zero.
@inlinable
public func divide(_ numerator: Int128, by denominator: Int128, rounding: Rounding) -> Int128 {
  // Most money fits 64 bits, where division is an order of magnitude cheaper.
  if let n = Int64(exactly: numerator), let d = Int64(exactly: denominator), n != .min, d != .min {
    let (quotient, remainder) = n.quotientAndRemainder(dividingBy: d)
    if remainder == 0 { return Int128(quotient) }
    let twice = remainder.magnitude.multipliedReportingOverflow(by: 2)
    let up =
      twice.overflow || twice.partialValue > d.magnitude
      || (twice.partialValue == d.magnitude && (rounding == .halfUp || quotient & 1 != 0))
    return Int128(up ? ((n < 0) == (d < 0) ? quotient + 1 : quotient - 1) : quotient)
  }
  let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
  if remainder == 0 { return quotient }
  let rest = remainder.magnitude
  let other = denominator.magnitude - rest
  let up = rest > other || (rest == other && (rounding == .halfUp || quotient & 1 != 0))
  return up ? ((numerator < 0) == (denominator < 0) ? quotient + 1 : quotient - 1) : quotient
}
