import Bytes
import JSONRecords
import Ledger
import Money
import QuickBooksClient
import Sending

/// What QuickBooks holds other than what was sent and stored then; empty when somebody changed nothing.
func drift(of stored: StoredEntity, from entry: LedgerEntry) -> String {
  guard !entry.payload.isEmpty, let sent = payloadTree(entry),
    case .current(let currency) = entry.currency.withByteView({ Currency.find($0) })
  else { return "" }
  // Where QuickBooks found the tax itself, what it stored at first is what counts.
  let differences = compareStored(
    stored, sent: sent, currency: currency, net: entry.net, tax: entry.tax >= 0 ? entry.tax : nil, total: entry.total)
  let words = differences.sentence("QuickBooks has")
  return words == entry.reason ? "" : words
}

/// The body as it was sent.
func payloadTree(_ entry: LedgerEntry) -> JSONValue? {
  Array(entry.payload.utf8).withByteView { try? JSONValue.parse($0, file: "ledger") }
}
