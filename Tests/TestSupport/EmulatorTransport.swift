public import QuickBooksClient
public import QuickBooksEmulator
import Synchronization

/// Calls that an emulator in this process answers.
public struct EmulatorTransport: Transport {
  public static let endpoint = "http://127.0.0.1:9"
  public let emulator: Emulator

  public init(emulator: Emulator) { self.emulator = emulator }

  public func perform(_ request: QuickBooksClient.HTTPRequest) async -> HTTPOutcome {
    guard request.url.hasPrefix(Self.endpoint) else { return .notSent(reason: "another host: \(request.url)") }
    let reply = emulator.handle(
      EmulatorRequest(
        method: request.method.rawValue, target: String(request.url.dropFirst(Self.endpoint.count)),
        headers: request.headers.map { EmulatorHeader($0.name, $0.value) }, body: request.body))
    switch reply {
    case .answer(let status, let headers, let body), .drip(let status, let headers, let body, _):
      return .answer(HTTPAnswer(status: status, headers: headers.map { ($0.name, $0.value) }, body: body))
    case .refuseConnection: return .notSent(reason: "refused")
    case .reset, .timeOut, .truncated: return .unknown(reason: "lost")
    }
  }
}

/// Time that stands still until it is moved or slept through.
public final class ManualClock: WallClock {
  private let time = Mutex(1_775_000_000.0)
  public init() {}
  public var now: Double { time.withLock { $0 } }
  public var monotonic: Double { now }
  public func advance(_ seconds: Double) { time.withLock { $0 += seconds } }
  public func sleep(seconds: Double) async throws {
    advance(seconds)
    // Other processes and tasks live in real time.
    try await Task.sleep(for: .milliseconds(2))
  }
}
