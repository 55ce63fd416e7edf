import Catalogue
import JSONRecords
import Ledger
import QuickBooksClient
import QuickBooksEmulator
import Synchronization
import Testing

@testable import Sending

/// A company of the emulator and its ledger over simulated time: as many sendings as a test wants.
final class Night {
  let clock = SimulatedClock()
  let emulator: Emulator
  let ledger = MemoryLedger()
  /// How the last sending was called.
  private(set) var api: QuickBooksAPI?

  init(_ options: EmulatorOptions = EmulatorOptions(), latency: Double = 0.2) {
    let clock = clock
    emulator = Emulator(company: .uk, options: options, clock: { clock.now }, seed: 1)
    self.latency = latency
  }
  private let latency: Double
  /// Seconds by which our clock is ahead of QuickBooks'.
  var ahead = 0.0

  static func deals(_ count: Int, customer: String = "Brook & Vale Ltd") -> [SimulatedFolder.Deal] {
    (1...count).map {
      SimulatedFolder.Deal(
        id: 400 + $0, customer: customer, amount: 1_000 * $0, hasNumber: false, taxCode: "20.0% S", taxPercent: 20)
    }
  }

  func send(
    _ folder: SimulatedFolder, storage: (any LedgerStorage)? = nil, signal: StopSignal = StopSignal(),
    _ change: (inout SendOptions) -> Void = { _ in }
  ) async throws -> SendResult {
    var options = SendOptions()
    options.concurrency = 1
    change(&options)
    let api = newAPI()
    self.api = api
    let engine = SendEngine(
      api: api, ledger: storage ?? ledger, options: options, signal: signal)
    let result = await engine.run(try folder.content())
    clock.advance(86_400)
    emulator.renewTokens()
    return result
  }

  private func newAPI() -> QuickBooksAPI {
    let credentials = emulator.credentials
    return QuickBooksAPI(
      baseURL: "https://quickbooks.api.intuit.com", realm: credentials.realmID,
      transport: EmulatorTransport(emulator: emulator, clock: clock, kill: KillSwitch(at: nil), latency: latency),
      tokens: RenewingToken(token: Secret(credentials.accessToken)), clock: WrongClock(right: clock, ahead: ahead))
  }

  /// The company's lists as they are now, as `catalogue pull` writes them.
  func catalogue() async throws -> CompanyCatalogue {
    try await pullCatalogue(newAPI(), environment: "test").catalogue
  }

  /// The id of the object that has this name.
  func id(_ entity: String, named name: String) throws -> String {
    let rows = emulator.objects(entity).compactMap { tree($0) }
    let row = try #require(rows.first { [$0["Name"]?.text, $0["DisplayName"]?.text].contains(name) })
    return try #require(row["Id"]?.text)
  }

  /// The first invoice that was sent once more under another request id: what a person does who copies it with its
  /// memo, and what a service would do that forgot ours.
  func copyFirstInvoice() throws {
    let create = try #require(emulator.log.first { $0.call == "create invoice" })
    _ = emulator.handle(
      EmulatorRequest(
        method: "POST", target: create.target.replacing("requestid=", with: "requestid=x"),
        headers: [
          EmulatorHeader("Authorization", "Bearer \(emulator.credentials.accessToken)"),
          EmulatorHeader("Content-Type", "application/json"), EmulatorHeader("Accept", "application/json"),
        ], body: create.body))
  }

  /// The ids of all invoices, voided ones too.
  func invoices() throws -> [String] { try emulator.objects("Invoice").map { try #require(tree($0)?["Id"]?.text) } }

  var writes: [EmulatorLogEntry] { emulator.log.filter { $0.method == "POST" } }
}

/// A clock that somebody set wrong.
struct WrongClock: WallClock {
  let right: SimulatedClock
  let ahead: Double
  var now: Double { right.now + ahead }
  var monotonic: Double { right.monotonic }
  func sleep(seconds: Double) async throws { try await right.sleep(seconds: seconds) }
}

/// A ledger whose n-th change cannot be written.
final class FailingLedger: LedgerStorage {
  private let inner: MemoryLedger
  private let left: Mutex<Int>
  init(_ inner: MemoryLedger, failsAt step: Int) {
    self.inner = inner
    left = Mutex(step)
  }
  func entry(_ key: BillingKey) -> LedgerEntry? { inner.entry(key) }
  func entries(in states: [EntryState]) -> [LedgerEntry] { inner.entries(in: states) }
  func entry(kind: String, id: String) -> LedgerEntry? { inner.entry(kind: kind, id: id) }
  func sources() -> [String] { inner.sources() }
  func link(_ party: String) -> CustomerLink? { inner.link(party) }
  func fact(_ name: String) -> String? { inner.fact(name) }
  var lastTime: Int64? { inner.lastTime }
  func record(_ changes: [LedgerChange], at time: Int64) throws(LedgerError) {
    let fails = left.withLock { left in
      left -= 1
      return left <= 0
    }
    if fails { throw .notWritten("disk full") }
    try inner.record(changes, at: time)
  }
}
