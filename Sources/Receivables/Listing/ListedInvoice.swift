public import Calendars
public import Ledger
import Bytes
import JSONRecords
import Money

/// One document of the ledger with what is known of it now.
public struct ListedInvoice: Sendable {
  public var entry: LedgerEntry
  /// What was last seen; for one that was never looked at since, what QuickBooks answered when it was made.
  public var seen: InvoiceObservation?

  /// Whether it may be in QuickBooks or not: the next sending looks.
  public var isOfUnknownOutcome: Bool { seen == nil && entry.state.isOpen }
  /// `Open`, `Overdue`, … ; for what is not in QuickBooks the ledger's own state: `rejected`, `unsent`.
  public var label: String {
    seen?.label ?? (isOfUnknownOutcome ? "Outcome unknown" : entry.state.rawValue)
  }
  /// The status in machine's words: `open`, `partially-paid`, `overdue`, …
  public var status: String {
    guard let seen else { return isOfUnknownOutcome ? "unknown" : entry.state.rawValue }
    return seen.isOverdue && seen.status == .open ? "overdue" : seen.status.rawValue
  }

  /// The code of its currency. An invoice that was found in QuickBooks, not made, has it from there alone.
  public var currency: String { entry.currency.isEmpty ? seen?.currency ?? "" : entry.currency }

  public init(_ entry: LedgerEntry, seen: InvoiceObservation?) {
    self.entry = entry
    // What sending found gone is gone, even when nobody has looked at its status since.
    let isOutdated =
      entry.state == .deleted && seen?.status != .deleted
      || entry.state == .voided && seen?.status != .voided && seen?.status != .deleted
    self.seen = isOutdated ? Self.answered(entry) : seen ?? Self.answered(entry)
  }

  private static func answered(_ entry: LedgerEntry) -> InvoiceObservation? {
    guard !entry.id.isEmpty else { return nil }
    let status: InvoiceStatus
    switch entry.state {
    case .voided: status = .voided
    case .deleted: status = .deleted
    case .confirmed, .adopted: status = (amount(entry.storedTotal)?.isZero ?? false) ? .paid : .open
    default: return nil
    }
    var seen = InvoiceObservation(id: entry.id, key: entry.key, status: status, source: .query)
    seen.seenAt = entry.changedAt
    seen.total = entry.storedTotal
    seen.balance = status == .open ? entry.storedTotal : "0"
    seen.currency = entry.currency
    seen.number = entry.storedNumber
    seen.customer = entry.customer
    seen.syncToken = entry.syncToken
    if let sent = payloadTree(entry) {
      seen.customer = sent["CustomerRef"]?["name"]?.text ?? entry.customer
      seen.date = sent["TxnDate"]?.text ?? ""
      seen.dueDate = sent["DueDate"]?.text ?? ""
    }
    return seen
  }
}

/// Which invoices are meant: every condition that is given must hold.
public struct InvoiceFilter: Sendable {
  /// In the words of ``ListedInvoice/status``; `overdue` also finds the partly paid ones.
  public var statuses: [String] = []
  /// A part of the customer's name, letters' case aside.
  public var customer: String?
  public var deals: [String] = []
  /// QuickBooks' ids.
  public var ids: [String] = []
  public var currency: String?
  /// Invoices dated at least so many days before today.
  public var olderThanDays: Int?
  /// Billing keys of a run; nil is every run.
  public var keys: Set<BillingKey>?
  public init() {}

  public func holds(_ invoice: ListedInvoice, today: CivilDate) -> Bool {
    if !statuses.isEmpty {
      let isMeant =
        statuses.contains(invoice.status) || (statuses.contains("overdue") && invoice.seen?.isOverdue == true)
      if !isMeant { return false }
    }
    if let customer, !(invoice.seen?.customer ?? invoice.entry.customer).lowercased().contains(customer.lowercased()) {
      return false
    }
    if !deals.isEmpty, !deals.contains(invoice.entry.key.deal) { return false }
    if !ids.isEmpty, !ids.contains(invoice.entry.id) { return false }
    if let currency, (invoice.seen?.currency ?? invoice.entry.currency) != currency { return false }
    if let olderThanDays {
      guard let date = invoice.seen?.date.withByteView({ CivilDate.parseISO($0) }) else { return false }
      if date > today.adding(days: -olderThanDays) { return false }
    }
    if let keys, !keys.contains(invoice.entry.key) { return false }
    return true
  }
}

/// The ledger's invoices, in the order of their deals: numbers as numbers, then the rest.
public func listInvoices(_ ledger: some HistoryStorage) throws(LedgerError) -> [ListedInvoice] {
  let seen = try ledger.observations()
  return try ledger.entries(in: EntryState.allCases).filter { $0.key.kind == "invoice" }
    .map { ListedInvoice($0, seen: seen[$0.id]) }
    .sorted { a, b in
      let (x, y) = (a.entry.key, b.entry.key)
      if x.source != y.source { return x.source < y.source }
      switch (Int(x.deal), Int(y.deal)) {
      case (let m?, let n?) where m != n: return m < n
      case (.some, nil): return true
      case (nil, .some): return false
      default: break
      }
      return x.deal != y.deal ? x.deal < y.deal : x.part < y.part
    }
}
