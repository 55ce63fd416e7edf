public import Calendars
public import Ledger
public import Money
public import QuickBooksClient

/// Where one invoice of a folder stands in QuickBooks, as it was last seen; amounts in minor units.
public struct InvoiceStanding: Sendable {
  /// QuickBooks' id.
  public var id: String
  public var number = ""
  public var customer = ""
  public var currency: Currency
  /// The total that was sent, in minor units as all amounts here.
  public var planned: Int64 = 0
  /// As it is stored now; 0 when it is voided or gone.
  public var total: Int64 = 0
  public var tax: Int64 = 0
  public var balance: Int64 = 0
  /// In the home currency, at the rate stored on the invoice; nil where the company has one currency.
  public var home: Int64?
  /// Tax by the name of its code, as far as it can be told.
  public var taxes: [(code: String, tax: Int64)] = []
  public var status = InvoiceStatus.open
  public var isOverdue = false
  public var dueDate: CivilDate?
  /// Read again by its id, not only answered.
  public var isReread = false
  /// What is stored other than it was sent; fields are known only when it was read again.
  public var differences: [FieldDifference] = []
  /// The same as a sentence, for one that was not read again.
  public var differenceWords = ""
  /// The difference was there when it was made, and not made by a person since.
  public var differedAtOnce = false
  /// Voided, deleted or changed by an action of ours.
  public var isOurChange = false
  /// When its present state was seen, as ISO 8601 writes it, in UTC.
  public var seenAt = ""

  public init(id: String, currency: Currency) {
    self.id = id
    self.currency = currency
  }

  /// In QuickBooks and worth something.
  public var isLive: Bool { status != .voided && status != .deleted }

  /// One word or two, for lists: `open`, `overdue`, `partially paid`, `paid`, `voided`, `deleted`.
  public var word: String { isOverdue && status == .open ? "overdue" : status.label.lowercased() }
}
