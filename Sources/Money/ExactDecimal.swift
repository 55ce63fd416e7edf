/// An exact decimal number: a quantity, a price, a rate, or an amount that is not yet money of a currency.
///
/// `mantissa × 10^-scale`, with up to 18 digits and 0 ≤ scale ≤ ``maximumScale``. Arithmetic never rounds by itself: an
/// operation whose exact result does not fit returns nil, which its caller turns into a hold. No binary floating point
/// is involved anywhere.
@frozen
public struct ExactDecimal: Sendable, Hashable {
  public let mantissa: Int64
  /// Digits after the decimal sign.
  public let scale: Int8

  /// The largest number of digits after the decimal sign.
  public static let maximumScale: Int8 = 17

  /// The largest magnitude of a result's mantissa: 18 digits, so that its sign can always be turned.
  @usableFromInline static let largestMantissa: Int64 = 999_999_999_999_999_999

  @inlinable
  public init(mantissa: Int64, scale: Int8 = 0) {
    self.mantissa = mantissa
    self.scale = scale
  }

  public static let zero = ExactDecimal(mantissa: 0)
  public static let one = ExactDecimal(mantissa: 1)

  @inlinable public var isZero: Bool { mantissa == 0 }
  @inlinable public var isNegative: Bool { mantissa < 0 }

  /// Without zeros at the end of its fraction: 1.500 becomes 1.5, 2.00 becomes 2.
  @inlinable
  public var trimmed: ExactDecimal {
    guard scale > 0, mantissa % 10 == 0 else { return self }
    var m = mantissa
    var s = scale
    while s > 0, m % 10 == 0 {
      m /= 10
      s -= 1
    }
    return ExactDecimal(mantissa: m, scale: s)
  }

  /// The same value in the shortest form that fits 18 digits, or nil when it does not.
  @inlinable
  static func fitting(_ mantissa: Int128, scale: Int) -> ExactDecimal? {
    var m = mantissa
    var s = scale
    while true {
      if m.magnitude <= UInt128(largestMantissa), s <= Int(maximumScale) {
        return ExactDecimal(mantissa: Int64(truncatingIfNeeded: m), scale: Int8(s))
      }
      guard s > 0, m % 10 == 0 else { return nil }
      m /= 10
      s -= 1
    }
  }

  @inlinable public var negated: ExactDecimal { ExactDecimal(mantissa: 0 &- mantissa, scale: scale) }
  @inlinable public var magnitude: ExactDecimal { isNegative ? negated : self }

  /// The exact sum, or nil when it needs more than 18 digits.
  public func adding(_ other: ExactDecimal) -> ExactDecimal? {
    let (a, b, s) = aligned(other)
    let (sum, overflow) = a.addingReportingOverflow(b)
    return overflow ? nil : .fitting(sum, scale: s)
  }

  /// The exact difference, or nil when it needs more than 18 digits.
  public func subtracting(_ other: ExactDecimal) -> ExactDecimal? { adding(other.negated) }

  /// The exact product, or nil when it needs more than 18 digits.
  public func multiplied(by other: ExactDecimal) -> ExactDecimal? {
    .fitting(Int128(mantissa) * Int128(other.mantissa), scale: Int(scale) + Int(other.scale))
  }

  /// The quotient rounded half up to `digits` digits after the decimal sign, or nil for a zero divisor or a result of
  /// more than 18 digits.
  public func divided(by divisor: ExactDecimal, digits: Int, rounding: Rounding = .halfUp) -> ExactDecimal? {
    guard divisor.mantissa != 0, digits >= 0, digits <= Int(Self.maximumScale) else { return nil }
    let shift = digits + Int(divisor.scale) - Int(scale)
    var numerator = Int128(mantissa)
    var denominator = Int128(divisor.mantissa)
    if shift >= 0 {
      guard shift <= 36 else { return nil }
      let (scaled, overflow) = numerator.multipliedReportingOverflow(by: powerOfTen(shift))
      if overflow { return nil }
      numerator = scaled
    } else {
      denominator *= powerOfTen(-shift)
    }
    return .fitting(divide(numerator, by: denominator, rounding: rounding), scale: digits)
  }

  /// Rounded to `digits` digits after the decimal sign; unchanged when it has no more than that.
  public func rounded(to digits: Int, _ rounding: Rounding) -> ExactDecimal {
    guard digits < Int(scale) else { return self }
    let cut = powerOfTen(Int(scale) - digits)
    let value = divide(Int128(mantissa), by: cut, rounding: rounding)
    return ExactDecimal(mantissa: Int64(truncatingIfNeeded: value), scale: Int8(digits))
  }

  func aligned(_ other: ExactDecimal) -> (Int128, Int128, Int) {
    if scale == other.scale { return (Int128(mantissa), Int128(other.mantissa), Int(scale)) }
    if scale < other.scale {
      return (Int128(mantissa) * powerOfTen(Int(other.scale - scale)), Int128(other.mantissa), Int(other.scale))
    }
    return (Int128(mantissa), Int128(other.mantissa) * powerOfTen(Int(scale - other.scale)), Int(scale))
  }

  /// Whether both are the same number, however written: 1.5 and 1.50 are.
  public func isEqual(to other: ExactDecimal) -> Bool {
    let (a, b, _) = aligned(other)
    return a == b
  }

  /// This number in minor units of a currency with `minorDigits` decimals, or nil when it has more decimals than that
  /// or more than 18 digits.
  @inlinable
  public func minorUnits(_ minorDigits: Int) -> Int64? {
    if scale == minorDigits { return mantissa }
    if scale < minorDigits {
      return Int64(exactly: Int128(mantissa) * powerOfTen(minorDigits - Int(scale)))
    }
    let cut = powerOfTen(Int(scale) - minorDigits)
    let (quotient, remainder) = Int128(mantissa).quotientAndRemainder(dividingBy: cut)
    return remainder == 0 ? Int64(quotient) : nil
  }
}

extension ExactDecimal: Comparable {
  public static func < (a: ExactDecimal, b: ExactDecimal) -> Bool {
    let (x, y, _) = a.aligned(b)
    return x < y
  }
}
