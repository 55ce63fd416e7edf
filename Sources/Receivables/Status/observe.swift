import Bytes
import Calendars
import Invoices
import JSONRecords
import Ledger
import Money
import QuickBooksClient

/// What an invoice as QuickBooks holds it says of its status (reference, 7).
///
/// - Parameters:
///   - stored: The whole invoice of an answer.
///   - entry: What we sent; its total tells an invoice over nothing from a voided one.
///   - today: In the company's zone.
func observe(
  _ stored: StoredEntity, of entry: LedgerEntry, by source: InvoiceObservation.Source, today: CivilDate
) -> InvoiceObservation {
  var seen = InvoiceObservation(id: stored.id, key: entry.key, status: .open, source: source)
  seen.total = stored["TotalAmt"] ?? "0"
  seen.balance = stored["Balance"] ?? "0"
  seen.currency = stored["CurrencyRef", "value"] ?? entry.currency
  seen.number = stored["DocNumber"] ?? ""
  seen.date = String((stored["TxnDate"] ?? "").prefix(10))
  seen.dueDate = String((stored["DueDate"] ?? "").prefix(10))
  seen.customerID = stored["CustomerRef", "value"] ?? ""
  seen.customer = stored["CustomerRef", "name"] ?? ""
  seen.syncToken = stored.syncToken
  seen.emailedAt = stored["DeliveryInfo", "DeliveryTime"] ?? ""
  seen.isEmailed = stored["EmailStatus"] == "EmailSent" || !seen.emailedAt.isEmpty
  seen.updatedAt = stored["MetaData", "LastUpdatedTime"] ?? ""
  seen.status = status(stored, entry, total: seen.total, balance: seen.balance)
  seen.isOverdue = isOverdue(seen, today)
  return seen
}

private func status(_ stored: StoredEntity, _ entry: LedgerEntry, total: String, balance: String) -> InvoiceStatus {
  // What cannot be read is never taken for nothing.
  guard let total = amount(total), let balance = amount(balance) else { return .open }
  if total.isZero, balance.isZero {
    let note = stored["PrivateNote"] ?? ""
    let amounts = (stored.value["Line"]?.elements ?? []).compactMap { $0["Amount"]?.text }
    // An honest invoice over nothing exists; what we sent decides. Without it the note alone does.
    let isEmptied = entry.total != 0 && amounts.allSatisfy { amount($0)?.isZero ?? false }
    return note.hasPrefix("Voided") || isEmptied ? .voided : .paid
  }
  if balance.isZero { return .paid }
  return balance < total ? .partiallyPaid : .open
}

/// Whether something is still owed after its due date.
func isOverdue(_ seen: InvoiceObservation, _ today: CivilDate) -> Bool {
  guard seen.status == .open || seen.status == .partiallyPaid, let owed = amount(seen.balance), owed > .zero,
    let due = seen.dueDate.withByteView({ CivilDate.parseISO($0) })
  else { return false }
  return due < today
}

/// A number as QuickBooks writes it; nil when it cannot be read.
func amount(_ text: String) -> ExactDecimal? {
  if case .success(let value) = text.withByteView({ ExactDecimal.parse($0, .plain) }) { return value }
  return nil
}

extension InvoiceObservation {
  /// The invoice is not there any more.
  func gone(by source: Source) -> InvoiceObservation {
    var seen = self
    seen.status = .deleted
    seen.isOverdue = false
    seen.source = source
    seen.balance = "0"
    seen.isOurChange = false
    return seen
  }
}
