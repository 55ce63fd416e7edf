import Ledger

/// What a deal of the CRM is told of its invoice.
public struct CRMUpdate: Sendable, Equatable {
  public var deal: String
  public var number: String
  public var id: String
  /// One of the six labels of Pipedrive's own integration: Open, Paid, Voided, Overdue, Deleted, Partially paid.
  public var status: String
  public var date: String
  public var dueDate: String
  /// Plain digits with a point, with the currency's decimals.
  public var total: String
  public var currency: String
  public var balance: String
  public var link: String

  /// - Returns: nil for what is not in QuickBooks.
  public init?(_ invoice: ListedInvoice, link: DeepLink) {
    guard let seen = invoice.seen, !invoice.entry.id.isEmpty else { return nil }
    deal = invoice.entry.key.deal
    number = seen.number
    id = invoice.entry.id
    status = seen.isOverdue ? "Overdue" : seen.status.label
    date = seen.date
    dueDate = seen.dueDate
    currency = seen.currency
    total = moneyText(seen.total, seen.currency)
    balance = moneyText(seen.balance, seen.currency)
    self.link = link.url(invoice: invoice.entry.id)
  }

  /// Its values in the order of ``names``.
  var values: [String] { [deal, number, id, status, date, dueDate, total, currency, balance, link] }
  /// What a field is called in a file of keys.
  static let names = ["deal", "number", "id", "status", "date", "due_date", "total", "currency", "balance", "link"]
}
