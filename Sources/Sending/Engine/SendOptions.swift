import Synchronization

/// How a run folder is sent.
public struct SendOptions: Sendable {
  /// Most invoices to create in this run; nil is all.
  public var limit: Int?
  /// Calls under way at once, 1 to 10 (reference, 12.1).
  public var concurrency = 4
  /// Looks and counts, writes nothing anywhere.
  public var isDryRun = false
  /// What happens to a customer that QuickBooks does not have.
  public var newCustomers = NewCustomers.create
  /// Put behind the name of a new customer when a vendor or an employee has it; nil holds the deal.
  public var nameSuffix: String?
  /// Treats documents that wait for a person as free to be sent again, after they were looked for twice; what the
  /// folder does not bill, or bills otherwise, is given up.
  public var resendsUnknown = false
  /// The clock was ahead on an earlier night, so what the ledger calls the future is no reason to wait; what was made is
  /// then looked for as far back as for an empty ledger.
  public var clockIsRight = false
  /// Deals to be billed anew, by id, although their invoice was voided or deleted.
  public var billAgain: Set<String> = []
  /// The same for all whose invoice dealbill's own `void`, `delete` or `undo` took back.
  public var billsTakenBackAgain = false
  /// Least seconds between two looks that find nothing (reliability reference, 2.4).
  public var settleSeconds = 30.0
  /// Calls with one request id before a person has to look.
  public var mostAttempts = 8

  public enum NewCustomers: String, Sendable, CaseIterable { case create, hold }
  public init() {}
}

/// Told from outside that no further write may begin: a signal, mostly.
public final class StopSignal: Sendable {
  private let reason = Mutex<String?>(nil)
  public init() {}
  /// The first reason counts.
  public func stop(_ words: String) { reason.withLock { if $0 == nil { $0 = words } } }
  public var words: String? { reason.withLock { $0 } }
}
