/// What is known once invoices were sent and read back: filled in by whoever sends, shown by the report.
///
/// Every part may be empty; a part shows in the report when it holds something. Amounts are minor units of the currency
/// that stands beside them.
public struct SentResults: Sendable, Equatable {
  /// When QuickBooks was read, as ISO 8601 writes it, in UTC.
  public var readAt = ""
  /// The realm that was written to.
  public var realm = ""
  /// Invoices compared with what QuickBooks stored, and found equal in every field.
  public var matched = 0
  public var differences: [MatchDifference] = []
  public var stored: [StoredTotals] = []
  public var taxes: [StoredTax] = []
  public var customers: [CustomerChange] = []
  public var gaps: [NumberGap] = []
  public var statuses: [StatusTotal] = []
  /// Open balances by days past due.
  public var ageing: [AgedMoney] = []
  public var receivables: [ReceivablesTie] = []
  public var changes: [ChangeAfterPosting] = []
  /// The last ten digits of the plain sum of the invoices' ids in QuickBooks.
  public var invoiceIDHashTotal = 0
  public init() {}

  /// Totals of one currency as QuickBooks stored them.
  public struct StoredTotals: Sendable, Equatable {
    public var currency = ""
    public var invoices = 0
    public var tax: Int64 = 0
    public var total: Int64 = 0
    public var paid: Int64 = 0
    public var open: Int64 = 0
    /// In the home currency, at the rates stored on the invoices; nil where the company has one currency only.
    public var home: Int64?
    public init() {}
  }

  /// One field of one invoice that is not as it was planned.
  public struct MatchDifference: Sendable, Equatable {
    public var deal = ""
    public var invoice = ""
    public var number = ""
    public var field = ""
    public var planned = ""
    public var stored = ""
    public var reason = ""
    public var currency = ""
    /// Money at stake.
    public var money: Int64 = 0
    public init() {}
  }

  public struct StoredTax: Sendable, Equatable {
    public var code = ""
    public var currency = ""
    public var invoices = 0
    public var forecast: Int64 = 0
    public var stored: Int64 = 0
    public init() {}
  }

  /// A customer linked, created or updated; for an update one entry a field.
  public struct CustomerChange: Sendable, Equatable {
    public var customer = ""
    /// The id in QuickBooks.
    public var id = ""
    /// `linked`, `created`, `updated`, `near match`.
    public var what = ""
    public var field = ""
    public var before = ""
    public var after = ""
    public var decidedBy = ""
    public init() {}
  }

  /// Numbers of a series that no invoice has, and why.
  public struct NumberGap: Sendable, Equatable {
    public var first = ""
    public var last = ""
    public var count = 0
    public var cause = ""
    public init() {}
  }

  public struct StatusTotal: Sendable, Equatable {
    /// `open`, `part paid`, `overdue`, `paid`, `void`, `deleted`.
    public var status = ""
    public var currency = ""
    public var invoices = 0
    public var total: Int64 = 0
    public var open: Int64 = 0
    public init() {}
  }

  /// Our open balances against the receivables report; an item with an empty name is the total.
  public struct ReceivablesTie: Sendable, Equatable {
    /// `our invoices`, `receivables report`, or the name of a reconciling item.
    public var item = ""
    public var currency = ""
    public var money: Int64 = 0
    public init() {}
  }

  /// Something that changed on either side after the invoice was posted.
  public struct ChangeAfterPosting: Sendable, Equatable {
    public var deal = ""
    public var invoice = ""
    public var number = ""
    /// `QuickBooks` or `CRM`.
    public var side = ""
    public var field = ""
    public var before = ""
    public var after = ""
    public var seen = ""
    public init() {}
  }
}
