import Ledger
import QuickBooksClient
import QuickBooksEmulator
import Synchronization

/// SplitMix64: the whole of a story comes from one number.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
  mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
}

/// Time that stands still until somebody waits.
final class SimulatedClock: WallClock {
  private let time: Mutex<Double>
  init(_ start: Double = 1_775_085_600) { time = Mutex(start) }
  var now: Double { time.withLock { $0 } }
  var monotonic: Double { now }
  func sleep(seconds: Double) async throws { advance(seconds) }
  func advance(_ seconds: Double) { time.withLock { $0 += max(0, seconds) } }
}

/// Ends the process at its n-th step: from then on nothing it does has an effect.
final class KillSwitch: Sendable {
  private let left: Mutex<Int>
  private let steps = Mutex(0)
  /// - Parameter step: From 1; nil never.
  init(at step: Int?) { left = Mutex(step ?? .max) }
  /// A step that may be the last; false once dead.
  func step() -> Bool {
    steps.withLock { $0 += 1 }
    return left.withLock { left in
      if left > 0, left != .max { left -= 1 }
      return left > 0
    }
  }
  var isDead: Bool { left.withLock { $0 == 0 } }
  var count: Int { steps.withLock { $0 } }
}

/// A ledger whose process may die before or after any change.
struct KillableLedger: LedgerStorage {
  let inner: any LedgerStorage
  let kill: KillSwitch

  func entry(_ key: BillingKey) throws(LedgerError) -> LedgerEntry? { try inner.entry(key) }
  func entries(in states: [EntryState]) throws(LedgerError) -> [LedgerEntry] { try inner.entries(in: states) }
  func entry(kind: String, id: String) throws(LedgerError) -> LedgerEntry? { try inner.entry(kind: kind, id: id) }
  func sources() throws(LedgerError) -> [String] { try inner.sources() }
  func link(_ party: String) throws(LedgerError) -> CustomerLink? { try inner.link(party) }
  func fact(_ name: String) throws(LedgerError) -> String? { try inner.fact(name) }
  var lastTime: Int64? { get throws(LedgerError) { try inner.lastTime } }
  func record(_ changes: [LedgerChange], at time: Int64) throws(LedgerError) {
    guard kill.step() else { throw .notWritten("killed") }
    try inner.record(changes, at: time)
    guard kill.step() else { throw .notWritten("killed") }
  }
}

/// Carries calls to an emulator in this process; what the network does to them takes simulated time.
struct EmulatorTransport: Transport {
  let emulator: Emulator
  let clock: SimulatedClock
  let kill: KillSwitch
  /// Seconds that an undisturbed call takes.
  var latency = 0.2

  func perform(_ request: HTTPRequest) async -> HTTPOutcome {
    guard kill.step() else { return .notSent(reason: "killed") }
    let start = request.url.firstRange(of: "/v3/")?.lowerBound ?? request.url.startIndex
    let reply = emulator.handle(
      EmulatorRequest(
        method: request.method.rawValue, target: String(request.url[start...]),
        headers: request.headers.map { EmulatorHeader($0.name, $0.value) }, body: request.body))
    let outcome = outcome(reply, request)
    // The process may die after the server has done its part.
    guard kill.step() else { return .unknown(reason: "killed") }
    return outcome
  }

  private func outcome(_ reply: EmulatorReply, _ request: HTTPRequest) -> HTTPOutcome {
    switch reply {
    case .answer(let status, let headers, let body):
      clock.advance(latency)
      return .answer(answer(status, headers, body))
    case .refuseConnection:
      clock.advance(0.01)
      return .notSent(reason: "connection refused")
    case .reset:
      clock.advance(latency)
      return .unknown(reason: "connection reset")
    case .timeOut:
      clock.advance(Double(request.timeoutSeconds))
      return .unknown(reason: "no answer in \(request.timeoutSeconds) seconds")
    case .truncated:
      clock.advance(latency)
      return .unknown(reason: "the connection broke within the answer")
    case .drip(let status, let headers, let body, let perSecond):
      let seconds = body.count / max(1, perSecond)
      clock.advance(Double(min(seconds, request.timeoutSeconds)))
      if seconds >= request.timeoutSeconds {
        return .unknown(reason: "no whole answer in \(request.timeoutSeconds) seconds")
      }
      return .answer(answer(status, headers, body))
    }
  }

  private func answer(_ status: Int, _ headers: [EmulatorHeader], _ body: [UInt8]) -> HTTPAnswer {
    HTTPAnswer(status: status, headers: headers.map { ($0.name, $0.value) }, body: body)
  }
}

/// A token that QuickBooks takes again after it refused it once, as after a refresh.
struct RenewingToken: TokenSource {
  let token: Secret
  func accessToken() async throws(NotAuthorised) -> Secret { token }
  func accessToken(after rejected: Secret) async throws(NotAuthorised) -> Secret { token }
}
