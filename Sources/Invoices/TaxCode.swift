public import Bytes
public import Money

/// A tax code of the QuickBooks company, by its name there, with the rates that the forecast uses.
public struct TaxCode: Sendable {
  public let name: ByteView
  /// One per component: 5 and 9.975 for GST and QST. Percent; empty when QuickBooks alone knows (US automated tax).
  public let rates: [Rate]
  /// False when the tax cannot be forecast.
  public let isForecast: Bool

  public struct Rate: Sendable {
    public let name: ByteView
    /// 19 means 19 %.
    public let percent: ExactDecimal
    public init(name: ByteView, percent: ExactDecimal) {
      self.name = name
      self.percent = percent
    }
  }

  public init(name: ByteView, rates: [Rate], isForecast: Bool) {
    self.name = name
    self.rates = rates
    self.isForecast = isForecast
  }

  /// The tax on a net amount: every component rounded by itself.
  func tax(onNet net: Int64, _ rounding: Rounding) -> Int64 {
    var tax: Int64 = 0
    for rate in rates { tax &+= percentage(rate.percent, of: net, rounding) ?? 0 }
    return tax
  }

  /// The net of an amount that contains all components.
  func net(ofGross gross: Int64, _ rounding: Rounding) -> Int64 {
    var sum = ExactDecimal.zero
    for rate in rates { sum = sum.adding(rate.percent) ?? sum }
    if sum.isZero { return gross }
    let hundred = Int128(100) * powerOfTen(Int(sum.scale))
    return Int64(
      truncatingIfNeeded: divide(Int128(gross) * hundred, by: hundred + Int128(sum.mantissa), rounding: rounding))
  }
}

/// How tax is rounded: the company's setting in the rules.
public struct TaxRounding: Sendable, Hashable {
  public enum Level: UInt8, Sendable {
    /// Each line by itself, as QuickBooks does as far as the evidence goes (tax-and-money reference, 4.4).
    case line
    /// The bases of one rate added, rounded once.
    case rate
  }
  public var level: Level
  public var ties: Rounding
  public init(level: Level = .line, ties: Rounding = .halfUp) {
    self.level = level
    self.ties = ties
  }
}

/// `percent` % of an amount in minor units, rounded; nil when it does not fit 64 bits.
public func percentage(_ percent: ExactDecimal, of amount: Int64, _ rounding: Rounding) -> Int64? {
  let (short, overflow) = amount.multipliedReportingOverflow(by: percent.mantissa)
  if !overflow, percent.scale <= 16 {
    if percent.scale == 0 { return divide(short, by: 100, rounding: rounding) }
    return divide(short, by: 100 * smallPowerOfTen(Int(percent.scale)), rounding: rounding)
  }
  let product = Int128(amount) * Int128(percent.mantissa)
  return Int64(exactly: divide(product, by: 100 * powerOfTen(Int(percent.scale)), rounding: rounding))
}
