/// What is known once invoices were sent and read back: filled in by whoever sends, shown by the report.
///
/// Every part may be empty; a part shows in the report when it holds something. Amounts are minor units of the currency
/// that stands beside them.
public struct SentResults: Sendable, Equatable {
  /// When QuickBooks was read, as ISO 8601 writes it, in UTC.
  public var readAt = ""
  /// The realm that was written to.
  public var realm = ""
  /// The folder's invoices that QuickBooks gave an id, in this sending or before.
  public var returned = 0
  /// Of those, read again by id.
  public var reread = 0
  /// Of those, read again and equal to what was sent in every field; voided ones are not compared.
  public var matched = 0
  /// Why not every invoice was read again; empty when nothing stood in the way.
  public var readFailure = ""
  /// Why the sending ended before its end; empty when it did not.
  public var stopped = ""
  /// Documents of the ledger whose outcome is unknown, of this folder or of another.
  public var openOutcomes = 0
  public var duplicates: [SuspectedDuplicate] = []
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

  /// Something of it is for a person to look at.
  public var needsLook: Bool {
    !differences.isEmpty || !duplicates.isEmpty || !changes.isEmpty || openOutcomes > 0 || !stopped.isEmpty
      || unread > 0 || customers.contains { $0.what == Self.notUpdated }
  }

  /// What became of a customer whose correction was refused, or is of unknown outcome.
  public static let notUpdated = "not updated"

  /// Invoices that are not known to be gone and were not read again.
  public var unread: Int {
    max(0, returned - reread - statuses.filter { $0.status == Self.deleted }.reduce(0) { $0 + $1.invoices })
  }

  /// The status of an invoice that is no longer in QuickBooks.
  public static let deleted = "deleted"

  /// More than one live invoice in QuickBooks that bills one deal.
  public struct SuspectedDuplicate: Sendable, Equatable {
    public var deal = ""
    /// QuickBooks' ids, separated by commas.
    public var invoices = ""
    public init() {}
  }

  /// Totals of one currency as QuickBooks stored them, of the invoices that are neither voided nor deleted; and what
  /// was planned.
  public struct StoredTotals: Sendable, Equatable {
    public var currency = ""
    public var invoices = 0
    /// Planned total of all invoices that QuickBooks gave an id; of those that are voided or deleted now.
    public var planned: Int64 = 0
    public var voided: Int64 = 0
    public var deleted: Int64 = 0
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
    /// Nil where it cannot be told by code: an invoice with several codes is not in force.
    public var forecast: Int64?
    public var stored: Int64 = 0
    public init() {}
  }

  /// A customer linked, created, held or updated; for an update one entry a field.
  public struct CustomerChange: Sendable, Equatable {
    public var customer = ""
    /// The id in QuickBooks.
    public var id = ""
    /// `linked`, `created`, `updated`, `held`, `not updated`.
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
    /// `open`, `partially paid`, `overdue`, `paid`, `voided`, `deleted`.
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
