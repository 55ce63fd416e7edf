public import Calendars

/// An answer of a person to one held deal, as it came back in the workbook.
public struct Answer: Sendable, Equatable {
  public var deal: String
  /// Id of a customer in QuickBooks, all digits; or a name.
  public var customer = ""
  public var taxCode = ""
  public var skipUntil: CivilDate?
  /// The codes of the deal's holds, when they are accepted; the worst first.
  public var accepts: [String] = []
  /// The deal's value when it was answered: `EUR 1200.00`.
  public var value = ""
  public var reason = ""
  public var author = ""
  public var expires: CivilDate

  public init(deal: String, expires: CivilDate) {
    self.deal = deal
    self.expires = expires
  }
}
