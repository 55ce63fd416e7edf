public import Calendars
public import Ledger

/// What a refresh learned.
public struct RefreshResult: Sendable {
  /// One invoice of which something new was seen.
  public struct Change: Sendable, Equatable {
    public var entry: LedgerEntry
    /// Nil when it was never looked at.
    public var before: InvoiceObservation?
    public var after: InvoiceObservation
  }

  /// The day in the company's zone.
  public var today: CivilDate
  public var zone: String
  /// How many invoices of the ledger were looked after.
  public var invoices: Int
  public var changes: [Change] = []
  /// Whether QuickBooks' list of changes was enough.
  public var usesChanges = false
  /// Calls that read, as the vendor's partner program counts them (reference, 12.3).
  public var reads = 0

  init(today: CivilDate, zone: String, invoices: Int) {
    self.today = today
    self.zone = zone
    self.invoices = invoices
  }
}
