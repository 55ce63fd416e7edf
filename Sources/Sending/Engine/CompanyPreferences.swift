import Bytes
import Calendars
import Invoices
import JSONRecords
import Ledger

/// What the company's settings say of sending (reference, 5).
struct CompanyPreferences: Sendable {
  /// Our own numbers are taken.
  var takesNumbers = true
  /// Invoices dated on or before it are refused.
  var booksClosedThrough: CivilDate?

  init() {}

  init(_ preferences: JSONValue) {
    takesNumbers = preferences["SalesFormsPrefs"]?["CustomTxnNumbers"]?.text == "true"
    booksClosedThrough = preferences["AccountingInfoPrefs"]?["BookCloseDate"]?.text?.withByteView {
      CivilDate.parseISO($0)
    }
  }
}

extension BillingKey {
  init(_ marker: BillingMarker) { self.init(source: marker.source, deal: marker.deal, part: marker.part) }
}
