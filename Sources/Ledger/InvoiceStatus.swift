/// Where an invoice stands in QuickBooks; it has no status field, so this is derived (reference, 7).
public enum InvoiceStatus: String, Sendable, CaseIterable {
  case open
  case partiallyPaid = "partially-paid"
  case paid
  case voided
  case deleted

  /// Nothing becomes of it any more.
  public var isFinal: Bool { self == .voided || self == .deleted }

  /// As Pipedrive's own integration labels it.
  public var label: String {
    switch self {
    case .open: "Open"
    case .partiallyPaid: "Partially paid"
    case .paid: "Paid"
    case .voided: "Voided"
    case .deleted: "Deleted"
    }
  }
}

/// What was seen of one invoice in QuickBooks, and when: the last one is its present, all of them are its history.
public struct InvoiceObservation: Sendable, Equatable {
  /// How it was learned.
  public enum Source: String, Sendable, CaseIterable {
    /// Among the changes that QuickBooks lists.
    case changes
    /// By a query or a read.
    case query
    /// Asked for by its id and not there.
    case absence
    /// Nothing changed but the day: the due date has passed.
    case date
    /// In the answer to an action of ours.
    case action
  }

  /// QuickBooks' id of the invoice.
  public var id: String
  public var key: BillingKey
  public var status: InvoiceStatus
  /// Its due date has passed in the company's zone and something is still owed; may be true beside `partiallyPaid`.
  public var isOverdue = false
  public var source: Source
  /// Milliseconds since 1970.
  public var seenAt: Int64 = 0
  /// As QuickBooks writes them; empty when they are not known any more.
  public var total = ""
  public var balance = ""
  public var currency = ""
  public var number = ""
  /// `YYYY-MM-DD`.
  public var date = ""
  public var dueDate = ""
  public var customerID = ""
  public var customer = ""
  public var syncToken = ""
  /// Whether QuickBooks has e-mailed it, and when by its own words.
  public var isEmailed = false
  public var emailedAt = ""
  /// QuickBooks' time of the last change.
  public var updatedAt = ""
  /// What QuickBooks holds other than we sent, a sentence; empty when it is as sent.
  public var drift = ""
  /// Who changed it last: `us` when an action of ours did.
  public var isOurChange = false

  public init(id: String, key: BillingKey, status: InvoiceStatus, source: Source) {
    self.id = id
    self.key = key
    self.status = status
    self.source = source
  }

  /// The label, with the second flag where both are true: `Partially paid, overdue`.
  public var label: String {
    guard isOverdue else { return status.label }
    return status == .open ? "Overdue" : "\(status.label), overdue"
  }

  /// Whether `other` tells a reader something new; when and how it was seen aside.
  public func saysTheSame(as other: InvoiceObservation) -> Bool {
    var a = self
    a.seenAt = other.seenAt
    a.source = other.source
    a.isOurChange = other.isOurChange
    return a == other
  }

  /// The facts by name, for the history and for keeping.
  public var fields: [(name: String, value: String)] {
    [
      ("status", status.rawValue), ("overdue", isOverdue ? "yes" : ""), ("by", source.rawValue), ("total", total),
      ("balance", balance), ("currency", currency), ("number", number), ("date", date), ("due", dueDate),
      ("customer-id", customerID), ("customer", customer), ("sync-token", syncToken),
      ("emailed", isEmailed ? "yes" : ""), ("emailed-at", emailedAt), ("updated-at", updatedAt), ("drift", drift),
      ("ours", isOurChange ? "yes" : ""),
    ]
  }

  /// An observation as ``fields`` has it; nil when it is not whole.
  public init?(id: String, key: BillingKey, seenAt: Int64, fields: [String: String]) {
    guard let status = fields["status"].flatMap(InvoiceStatus.init(rawValue:)),
      let source = fields["by"].flatMap(Source.init(rawValue:))
    else { return nil }
    self.init(id: id, key: key, status: status, source: source)
    self.seenAt = seenAt
    func text(_ name: String) -> String { fields[name] ?? "" }
    isOverdue = text("overdue") == "yes"
    total = text("total")
    balance = text("balance")
    currency = text("currency")
    number = text("number")
    date = text("date")
    dueDate = text("due")
    customerID = text("customer-id")
    customer = text("customer")
    syncToken = text("sync-token")
    isEmailed = text("emailed") == "yes"
    emailedAt = text("emailed-at")
    updatedAt = text("updated-at")
    drift = text("drift")
    isOurChange = text("ours") == "yes"
  }
}
