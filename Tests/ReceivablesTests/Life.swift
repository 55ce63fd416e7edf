import Bytes
import Calendars
import Foundation
import JSONRecords
import Ledger
import QuickBooksClient
import QuickBooksEmulator
import Receivables
import Synchronization
import TestSupport
import Testing

/// A company in an emulator of this process with invoices that the ledger knows, and time that is moved by hand.
final class Life {
  let clock = ManualClock()
  let emulator: Emulator
  let ledger: any HistoryStorage
  let memory = MemoryLedger()
  var ids: [String: String] = [:]

  /// - Parameter wrap: Puts something in front of the ledger.
  init(_ company: SeedCompany = .eu, wrap: (MemoryLedger) -> any HistoryStorage = { $0 }) {
    let clock = clock
    emulator = Emulator(company: company, clock: { clock.now })
    ledger = wrap(memory)
  }

  var api: QuickBooksAPI {
    // Tokens last an hour of the emulator's time; stories last for months.
    emulator.renewTokens()
    var policy = RetryPolicy()
    policy.attempts = 1
    return QuickBooksAPI(
      baseURL: EmulatorTransport.endpoint, realm: emulator.credentials.realmID,
      transport: EmulatorTransport(emulator: emulator), tokens: FixedToken(Secret(emulator.credentials.accessToken)),
      clock: clock, limits: .none, policy: policy)
  }

  /// Makes an invoice of a deal, as sending would leave it: in QuickBooks and confirmed in the ledger.
  func invoice(_ deal: Int, net: String = "100.00", date: String = "2026-04-01", due: String = "2026-05-01")
    async throws
  {
    let body = """
      {"CustomerRef":{"value":"2","name":"Müller & Söhne GmbH"},"TxnDate":"\(date)","DueDate":"\(due)",\
      "CurrencyRef":{"value":"EUR"},"GlobalTaxCalculation":"TaxExcluded",\
      "BillEmail":{"Address":"rechnung@mueller-soehne.example"},"PrivateNote":"dealbill:1:pipedrive:\(deal):1",\
      "Line":[{"LineNum":1,"Amount":\(net),"DetailType":"SalesItemLineDetail","SalesItemLineDetail":\
      {"ItemRef":{"value":"1"},"UnitPrice":\(net),"Qty":1,"TaxCodeRef":{"value":"5"}}}]}
      """
    let outcome = await api.write("Invoice", body: Array(body.utf8), requestID: "life-\(deal)")
    guard case .confirmed(let stored) = outcome else {
      Issue.record("deal \(deal): \(outcome)")
      return
    }
    ids[String(deal)] = stored.id
    var entry = LedgerEntry(key: key(deal), state: .intended)
    entry.payload = body
    entry.customer = "müller & söhne gmbh"
    entry.currency = "EUR"
    let units = (Int64(net.filter(\.isNumber)) ?? 0)
    entry.net = units
    entry.total = units
    try memory.record([.entry(entry)], at: Int64(clock.now * 1000))
    entry.state = .confirmed
    entry.id = stored.id
    entry.syncToken = stored.syncToken
    entry.storedTotal = stored["TotalAmt"] ?? ""
    entry.storedTax = "0"
    entry.storedNumber = stored["DocNumber"] ?? ""
    try memory.record([.entry(entry)], at: Int64(clock.now * 1000))
  }

  func key(_ deal: Int) -> BillingKey { BillingKey(source: "pipedrive", deal: String(deal), part: "1") }
  func id(_ deal: Int) throws -> String { try #require(ids[String(deal)]) }

  @discardableResult func refresh() async throws -> RefreshResult {
    try await RefreshEngine(api: api, ledger: ledger).run()
  }

  var invoices: [ListedInvoice] { get throws { try listInvoices(memory) } }
  func labels() throws -> [String: String] {
    Dictionary(try invoices.map { ($0.entry.key.deal, $0.label) }) { first, _ in first }
  }

  /// The ends of requests that wrote something, as `POST invoice?operation=void`.
  func writes(since first: Int) -> [EmulatorLogEntry] {
    emulator.log.dropFirst(first).filter { $0.method == "POST" }
  }
}

/// A ledger that stops taking anything after so many writes, as a kill would.
final class MortalLedger: HistoryStorage {
  private let inner: MemoryLedger
  private let left: Mutex<Int>
  init(_ inner: MemoryLedger, writes: Int) {
    self.inner = inner
    left = Mutex(writes)
  }
  func entry(_ key: BillingKey) throws(LedgerError) -> LedgerEntry? { inner.entry(key) }
  func entries(in states: [EntryState]) throws(LedgerError) -> [LedgerEntry] { inner.entries(in: states) }
  func entry(kind: String, id: String) throws(LedgerError) -> LedgerEntry? { inner.entry(kind: kind, id: id) }
  func sources() throws(LedgerError) -> [String] { inner.sources() }
  func link(_ party: String) throws(LedgerError) -> CustomerLink? { inner.link(party) }
  func links() throws(LedgerError) -> [CustomerLink] { inner.links() }
  func observations() throws(LedgerError) -> [String: InvoiceObservation] { inner.observations() }
  func history(of key: BillingKey) throws(LedgerError) -> [InvoiceObservation] { inner.history(of: key) }
  func fact(_ name: String) throws(LedgerError) -> String? { inner.fact(name) }
  var lastTime: Int64? { get throws(LedgerError) { inner.lastTime } }
  func record(_ changes: [LedgerChange], at time: Int64) throws(LedgerError) {
    let mayWrite = left.withLock { left in
      left -= 1
      return left >= 0
    }
    guard mayWrite else { throw .notWritten("killed") }
    try inner.record(changes, at: time)
  }
}
