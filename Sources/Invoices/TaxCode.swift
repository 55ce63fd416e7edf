public import Bytes
public import Money

/// A tax code of the QuickBooks company, by its name there, with the rates that the forecast uses.
public struct TaxCode: Sendable {
  public let name: ByteView
  /// One per component: 5 and 9.975 for GST and QST. Percent; empty when QuickBooks alone knows (US automated tax).
  public let rates: [Rate]
  /// The percentage of the one rate, when there is one.
  let onlyPercent: ExactDecimal?
  /// False when the tax cannot be forecast.
  public let isForecast: Bool

  /// What a net is multiplied with to contain all components: 1.19 for 19 %.
  let grossFactor: ExactDecimal

  public struct Rate: Sendable {
    public let name: ByteView
    /// 19 means 19 %.
    public let percent: ExactDecimal
    /// Whether the components before it belong to its base: tax on tax.
    public let isOnTax: Bool
    public init(name: ByteView, percent: ExactDecimal, isOnTax: Bool = false) {
      self.name = name
      self.percent = percent
      self.isOnTax = isOnTax
    }

    /// Whether both are one rate, in whatever codes they stand: their ids are not known here.
    public func isSame(as other: Rate) -> Bool { name == other.name && percent.isEqual(to: other.percent) }
  }

  /// The rates' ``factor(_:)`` must exist; without it the code is taken as one without tax.
  public init(name: ByteView, rates: [Rate], isForecast: Bool) {
    self.name = name
    self.rates = rates
    onlyPercent = rates.count == 1 ? rates[0].percent : nil
    self.isForecast = isForecast
    grossFactor = Self.factor(rates) ?? .one
  }

  /// The same code in memory of its own.
  public func separate() -> TaxCode { TaxCode(name: name, rates: rates.map { $0 }, isForecast: isForecast) }

  /// What these rates together multiply a net with, exactly; nil when that takes more than 18 digits.
  public static func factor(_ rates: [Rate]) -> ExactDecimal? {
    var factor = ExactDecimal.one
    for rate in rates {
      let share = ExactDecimal(mantissa: rate.percent.mantissa, scale: rate.percent.scale + 2)
      guard let part = rate.isOnTax ? share.multiplied(by: factor) : share, let sum = factor.adding(part) else {
        return nil
      }
      factor = sum
    }
    return factor.trimmed
  }

  /// Whether both consist of the same rates in the same order; codes without a rate share none.
  func hasSameRates(as other: TaxCode) -> Bool {
    !rates.isEmpty && rates.count == other.rates.count
      && zip(rates, other.rates).allSatisfy { $0.isSame(as: $1) && $0.isOnTax == $1.isOnTax }
  }

  /// Whether any component is above zero.
  public var isTaxed: Bool { !grossFactor.isEqual(to: .one) }

  /// The tax on a net amount: every component rounded by itself.
  @inline(__always)
  func tax(onNet net: Int64, _ rounding: Rounding) -> Int64 {
    if let onlyPercent { return onlyPercent.isZero ? 0 : percentage(onlyPercent, of: net, rounding) ?? 0 }
    return taxOfComponents(onNet: net, rounding)
  }

  private func taxOfComponents(onNet net: Int64, _ rounding: Rounding) -> Int64 {
    var tax: Int64 = 0
    for index in rates.indices { tax &+= component(index, onNet: net, taxBefore: tax, rounding) }
    return tax
  }

  /// The tax of one component, rounded; `taxBefore` is that of the components before it.
  public func component(_ index: Int, onNet net: Int64, taxBefore: Int64, _ rounding: Rounding) -> Int64 {
    let base = rates[index].isOnTax ? net &+ taxBefore : net
    return percentage(rates[index].percent, of: base, rounding) ?? 0
  }

  /// The net of an amount that contains all components.
  func net(ofGross gross: Int64, _ rounding: Rounding) -> Int64 {
    let scaled = Int128(gross) * powerOfTen(Int(grossFactor.scale))
    return Int64(truncatingIfNeeded: divide(scaled, by: Int128(grossFactor.mantissa), rounding: rounding))
  }
}

/// How tax is rounded: the company's setting in the rules.
public struct TaxRounding: Sendable, Hashable {
  public enum Level: UInt8, Sendable {
    /// Each line by itself, as QuickBooks does as far as the evidence goes (tax-and-money reference, 4.4).
    case line
    /// The bases of one rate added, rounded once.
    case rate
    /// The exact taxes of all rates added, rounded once, and shared out among the codes.
    case document
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
