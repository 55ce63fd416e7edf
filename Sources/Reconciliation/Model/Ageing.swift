/// How old something is, in the bands that receivables are aged in.
public enum AgeBand: String, Sendable, CaseIterable {
  case current
  case upTo30 = "1-30"
  case upTo60 = "31-60"
  case upTo90 = "61-90"
  case over90 = "over-90"
  case unknown

  /// The band of an age in days; 0 and less are current, nil is unknown.
  public init(days: Int?) {
    guard let days else {
      self = .unknown
      return
    }
    self =
      switch days {
      case ...0: .current
      case ...30: .upTo30
      case ...60: .upTo60
      case ...90: .upTo90
      default: .over90
      }
  }

  /// The band in words.
  public var words: String {
    switch self {
    case .current: "today or later"
    case .upTo30: "1 to 30 days"
    case .upTo60: "31 to 60 days"
    case .upTo90: "61 to 90 days"
    case .over90: "over 90 days"
    case .unknown: "age unknown"
    }
  }
}

/// Money of one age and currency, minor units.
public struct AgedMoney: Sendable, Equatable {
  public var band: AgeBand
  /// ISO code; empty for deals without value or currency.
  public var currency: String
  public var count: Int
  public var money: Int64
  public init(band: AgeBand, currency: String, count: Int, money: Int64) {
    self.band = band
    self.currency = currency
    self.count = count
    self.money = money
  }
}
