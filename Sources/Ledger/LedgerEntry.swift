/// One document of the ledger: what was meant, what was sent, what QuickBooks keeps.
public struct LedgerEntry: Sendable, Equatable {
  public var key: BillingKey
  public var state: EntryState
  /// SHA-256 of the canonical content, in hex.
  public var contentHash = ""
  /// The same with dates that follow the run's date written as distances from it, so that the next night's run of an
  /// unchanged deal is recognised.
  public var dealHash = ""
  /// Rises only after a definite rejection, and when a person has the deal billed anew.
  public var generation = 0
  public var requestID = ""
  /// Calls made with this request id.
  public var attempts = 0
  /// Whether an outcome was ever unknown under this request id; then it, and the bytes, never change.
  public var wasUnknown = false
  /// The body, byte for byte as sent.
  public var payload = ""
  /// The customer's name, as the payload has it.
  public var customer = ""
  /// Our own number; empty when QuickBooks gives one.
  public var number = ""
  /// Code of the currency; empty for customers.
  public var currency = ""
  /// The forecast in minor units.
  public var net: Int64 = 0
  public var tax: Int64 = 0
  public var total: Int64 = 0
  /// QuickBooks' id; empty while unknown.
  public var id = ""
  public var syncToken = ""
  /// What QuickBooks keeps, as it wrote it; empty while unknown.
  public var storedTotal = ""
  public var storedTax = ""
  public var storedNumber = ""
  /// Milliseconds since 1970 of the first call under this request id.
  public var intendedAt: Int64 = 0
  public var changedAt: Int64 = 0
  /// Why it stands as it does: the fault, the differences.
  public var reason = ""

  /// Whether `void`, `delete` or `undo` of dealbill ended it, and nobody else.
  public var isTakenBack: Bool { state.isTerminal && reason.hasSuffix(Self.takenBack) }
  /// The end of the reason of such an entry.
  public static let takenBack = " by dealbill"

  /// The fact that holds which action on an invoice of this id was never answered.
  public static func openAction(_ id: String) -> String { "open-action \(id)" }
  /// The fact that holds the fingerprint of the run folder that made a key's invoice; empty when a person did.
  public static func folder(of key: BillingKey) -> String { "folder of \(key)" }

  public init(key: BillingKey, state: EntryState) {
    self.key = key
    self.state = state
  }
}

/// Which customer of QuickBooks a party of the CRM is.
public struct CustomerLink: Sendable, Equatable {
  /// The folded name, which is how payloads name their customer.
  public var party: String
  public var customerID: String
  /// The name as QuickBooks has it.
  public var displayName: String
  /// `linked` by a person, `tax-id`, `name`, `created`.
  public var how: String
  public init(party: String, customerID: String, displayName: String, how: String) {
    self.party = party
    self.customerID = customerID
    self.displayName = displayName
    self.how = how
  }
}
