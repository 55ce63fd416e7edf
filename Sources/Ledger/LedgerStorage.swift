/// What the engine keeps; on return of a recording call its facts survive a loss of power.
///
/// The real one is ``SQLiteLedger``; simulations bring their own and cut it off at any point.
public protocol LedgerStorage: Sendable {
  func entry(_ key: BillingKey) throws(LedgerError) -> LedgerEntry?
  /// In the order of their keys.
  func entries(in states: [EntryState]) throws(LedgerError) -> [LedgerEntry]
  func entry(kind: String, id: String) throws(LedgerError) -> LedgerEntry?
  /// The sources of all invoices, in order.
  func sources() throws(LedgerError) -> [String]
  func link(_ party: String) throws(LedgerError) -> CustomerLink?
  func fact(_ name: String) throws(LedgerError) -> String?
  /// The time of the last event, milliseconds since 1970; nil in an empty ledger.
  var lastTime: Int64? { get throws(LedgerError) }
  /// All of it together, or none.
  func record(_ changes: [LedgerChange], at time: Int64) throws(LedgerError)
}

/// What becomes of invoices after sending, beside what sending keeps.
public protocol HistoryStorage: LedgerStorage {
  /// In the order of the parties.
  func links() throws(LedgerError) -> [CustomerLink]
  /// The last observation of every invoice that was ever seen, by id.
  func observations() throws(LedgerError) -> [String: InvoiceObservation]
  /// All observations of a key's invoices, oldest first.
  func history(of key: BillingKey) throws(LedgerError) -> [InvoiceObservation]
}

/// One thing to be written down.
public enum LedgerChange: Sendable {
  /// The entry as it is from now on; its state must be one that may follow the present one.
  case entry(LedgerEntry)
  case link(CustomerLink)
  /// The party is no customer of QuickBooks any more, as far as we are concerned.
  case unlink(party: String)
  /// What was seen of an invoice; it becomes the present one of its id.
  case observed(InvoiceObservation)
  case fact(name: String, value: String)
  /// Something worth remembering that changes nothing.
  case note(kind: String, key: String, detail: String)
}

/// Why the ledger cannot be used.
public enum LedgerError: Error, Sendable, Equatable {
  /// Another run holds it: who, in words.
  case busy(holder: String)
  /// It belongs to another company.
  case wrongRealm(ledger: String, given: String)
  /// Its content is not what was written.
  case damaged(String)
  case unreadable(String)
  /// A fact could not be put on the disk: nothing further may be sent.
  case notWritten(String)
  /// Others can read it.
  case exposed(String)
  /// A step that the states do not allow: our fault.
  case notAllowed(String)

  /// One sentence with the remedy.
  public var sentence: String {
    switch self {
    case .busy(let holder): "another run holds the ledger (\(holder)); wait for it to end"
    case .wrongRealm(let ledger, let given):
      "the ledger belongs to company \(ledger), and the connection is to company \(given); use the ledger of that company"
    case .damaged(let what): "the ledger is damaged: \(what); restore it from a copy, nothing was sent"
    case .unreadable(let what): "the ledger cannot be read: \(what)"
    case .notWritten(let what): "the ledger cannot be written: \(what); nothing more is sent, run again when it can"
    case .exposed(let path): "\(path) can be read by others; make it private with chmod go= \(path)"
    case .notAllowed(let what): "the ledger refuses a step: \(what)"
    }
  }
}
