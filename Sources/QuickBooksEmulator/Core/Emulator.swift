import Synchronization

/// A QuickBooks Online company in memory: a deterministic state machine that takes requests and gives replies.
///
/// It knows no socket, no file and no clock of its own: the same requests at the same times with the same seed give the
/// same bytes. Calls are answered one after the other; any thread may ask. It follows appendix A of the QuickBooks
/// reference and section 5.3 of the test plan, and shares no payload type with the client.
///
/// Besides the vendor's endpoints it answers `/emulator/…`, the controls (see `controlHelp`), which need no token, are
/// not logged and meet no fault. The same controls are methods here.
public final class Emulator: Sendable {
  private let core: Mutex<EmulatorCore>
  private let clock: @Sendable () -> Double

  /// - Parameters:
  ///   - company: Whose books to start with.
  ///   - clock: Seconds since 1970; must not run backwards.
  ///   - seed: For tokens, transaction marks and the order of batches.
  public init(
    company: SeedCompany, options: EmulatorOptions = EmulatorOptions(), clock: @escaping @Sendable () -> Double,
    seed: UInt64 = 1
  ) {
    self.clock = clock
    core = Mutex(EmulatorCore(company: company, options: options, now: clock(), seed: seed))
  }

  /// Continues from what ``savedState()`` gave.
  ///
  /// - Throws: ``EmulatorStateError`` when the bytes are not a saved state.
  public init(
    savedState: [UInt8], options: EmulatorOptions = EmulatorOptions(), clock: @escaping @Sendable () -> Double,
    seed: UInt64 = 1
  ) throws(EmulatorStateError) {
    self.clock = clock
    core = Mutex(try EmulatorCore(savedState: savedState, options: options, now: clock(), seed: seed))
  }

  /// Answers one request.
  public func handle(_ request: EmulatorRequest) -> EmulatorReply {
    core.withLock { $0.handle(request, clock: clock()) }
  }

  // MARK: - Reading

  /// What a client needs to begin: printed by `dealbill emulator`, or given to a client under test.
  public var credentials: EmulatorCredentials { core.withLock { $0.credentials } }

  /// Every request so far, but for the controls.
  public var log: [EmulatorLogEntry] { core.withLock { $0.log } }

  /// The log's entries from number `first` on (numbers begin with 1).
  public func log(from first: Int) -> [EmulatorLogEntry] { core.withLock { Array($0.log.dropFirst(first - 1)) } }

  /// Every mail that was sent, oldest first.
  public var mails: [SentMail] { core.withLock { $0.books.mails } }

  /// The live objects of a kind (`Invoice`), in the order of their creation, as JSON objects with tax identifiers
  /// unmasked: for checkers, not for clients.
  public func objects(_ entity: String) -> [[UInt8]] {
    core.withLock { core in
      guard let kind = EntityKind(named: entity) else { return [] }
      return core.books[kind].ids.compactMap { core.books[kind][$0].map { JSON.object($0.json).bytes } }
    }
  }

  /// The whole company with tokens, to be continued later by ``init(savedState:options:clock:seed:)``.
  public func savedState() -> [UInt8] { core.withLock { $0.savedState() } }

  /// The emulator's time: the clock's, and what its control moved it ahead by.
  public var now: Double { core.withLock { clock() + $0.clockOffset } }

  // MARK: - Controls

  public var options: EmulatorOptions {
    get { core.withLock { $0.options } }
    set { core.withLock { $0.apply(newValue, at: clock() + $0.clockOffset) } }
  }

  /// Plants a fault; several wait side by side, and the first whose call has come strikes.
  public func plant(_ fault: PlantedFault) { core.withLock { $0.plant(fault) } }

  /// Takes away the faults that have not struck yet, and sets the modes back that F17, F18 and F19 changed.
  public func clearFaults() { core.withLock { $0.clearFaults() } }

  /// How many planted faults have not struck.
  public var waitingFaults: Int { core.withLock { $0.plans.count } }

  /// Makes the changes that F16 holds back, whatever the time.
  public func settle() { core.withLock { $0.commitLate(at: clock() + $0.clockOffset, all: true) } }

  /// A customer pays an invoice, wholly or in part (`amount` as `120.00`): a Payment is made, the invoice's `SyncToken`
  /// rises, its `Balance` falls.
  ///
  /// - Returns: The id of the payment.
  /// - Throws: ``EmulatorControlError``.
  @discardableResult
  public func pay(invoice id: String, amount: String? = nil) throws(EmulatorControlError) -> String {
    try control { core, now throws(EmulatorControlError) in try core.pay(id, amount, at: now) }
  }

  /// Somebody edits an object by hand: `changes` is a JSON object of members to set.
  public func edit(_ entity: String, id: String, changes: [UInt8]) throws(EmulatorControlError) {
    try control { core, now throws(EmulatorControlError) in try core.edit(entity, id, changes, at: now) }
  }

  /// Somebody voids an invoice or payment by hand.
  public func void(_ entity: String = "Invoice", id: String) throws(EmulatorControlError) {
    try control { core, now throws(EmulatorControlError) in try core.voidByHand(entity, id, at: now) }
  }

  /// Somebody deletes an object by hand.
  public func delete(_ entity: String = "Invoice", id: String) throws(EmulatorControlError) {
    try control { core, now throws(EmulatorControlError) in try core.deleteByHand(entity, id, at: now) }
  }

  /// Closes the books through a day (`2026-03-31`), or opens them with nil.
  public func closeBooks(through date: String?) throws(EmulatorControlError) {
    try control { core, now throws(EmulatorControlError) in try core.closeBooks(date, at: now) }
  }

  /// Ends the access token, or with `connection` the whole connection, as a user does in QuickBooks.
  public func endTokens(connection: Bool = false) { core.withLock { $0.tokens.end(connection: connection) } }

  /// Gives a fresh access token, and a fresh connection if it was ended: for a company that is continued after a while.
  public func renewTokens() { core.withLock { $0.renewTokens(at: clock() + $0.clockOffset) } }

  private func control<T: Sendable>(
    _ act: (inout EmulatorCore, Double) throws(EmulatorControlError) -> T
  ) throws(EmulatorControlError) -> T {
    let result = core.withLock { core -> Result<T, EmulatorControlError> in
      let now = clock() + core.clockOffset
      do throws(EmulatorControlError) { return .success(try act(&core, now)) } catch { return .failure(error) }
    }
    return try result.get()
  }
}

/// What a client needs to begin.
public struct EmulatorCredentials: Sendable, Equatable {
  public let realmID: String
  public let clientID: String
  public let clientSecret: String
  public let accessToken: String
  public let refreshToken: String
}

/// Why a control could not be done.
public struct EmulatorControlError: Error, Sendable, Equatable {
  /// A sentence for the person who asked.
  public let message: String
}

/// Why a state could not be continued.
public struct EmulatorStateError: Error, Sendable, Equatable {
  public let message: String
}
