import Synchronization

/// The Accounting API of one company: builds requests, waits for its turn, renews the token, reads answers.
///
/// Calls that were certainly not carried out (no connection, 401, 429) are repeated here with the same bytes and the
/// same `requestid`; an unknown outcome of a write goes to the caller, who looks it up before anything else.
public struct QuickBooksAPI: Sendable {
  /// Sent with every request (reference, 1.4).
  public static let minorVersion = "75"

  /// Scheme and host without a slash at the end: `https://quickbooks.api.intuit.com`.
  public let baseURL: String
  /// The company's id as OAuth gave it.
  public let realm: String
  public let clock: any WallClock
  public let limiter: RateLimiter
  /// Calls that got as far as the transport.
  public let meter = CallMeter()
  public var policy: RetryPolicy
  public var userAgent = "dealbill"
  let transport: any Transport
  let tokens: any TokenSource

  /// - Parameter baseURL: Checked by whoever made it; only there is the list of hosts that may be called.
  public init(
    baseURL: String, realm: String, transport: any Transport, tokens: any TokenSource, clock: any WallClock,
    limits: RateLimiter.Limits = .vendor, policy: RetryPolicy = RetryPolicy()
  ) {
    self.baseURL = baseURL
    self.realm = realm
    self.transport = transport
    self.tokens = tokens
    self.clock = clock
    self.policy = policy
    limiter = RateLimiter(limits)
  }

  /// What is left after waits and renewals.
  enum CallResult {
    case answer(HTTPAnswer)
    case notSent(reason: String)
    case throttled
    case unauthorised(reason: String)
    case unknown(reason: String)
  }

  /// Performs a call; repeats it only when it was certainly not carried out, or when it only reads.
  func perform(_ call: APICall) async -> CallResult {
    var failures = 0
    var throttles = 0
    var rejected: Secret?
    while true {
      let token: Secret
      do throws(NotAuthorised) {
        token =
          if let rejected { try await tokens.accessToken(after: rejected) } else { try await tokens.accessToken() }
      } catch {
        return error.isTemporary ? .notSent(reason: error.reason) : .unauthorised(reason: error.reason)
      }
      guard let ticket = try? await limiter.admit(clock) else { return .notSent(reason: "stopped before sending") }
      meter.count(isWrite: call.isWrite)
      let outcome = await transport.perform(call.request(self, token))
      limiter.finished(ticket, clock: clock)
      var trouble: CallResult
      switch outcome {
      case .answer(let answer):
        switch verdict(answer) {
        case .throttled:
          throttles += 1
          if throttles > policy.throttleWaits { return .throttled }
          limiter.throttled(for: policy.wait(afterThrottle: throttles, answer), clock: clock)
          continue
        case .unauthorised(let reason):
          if rejected != nil { return .unauthorised(reason: reason) }
          rejected = token
          continue
        case .answer where !call.isWrite && answer.status >= 500: trouble = .answer(answer)
        case .answer where !call.isWrite && call.accept == "application/json" && parse(answer.body) == nil:
          trouble = .unknown(reason: "status \(answer.status) with an answer that is not whole JSON")
        default: return .answer(answer)
        }
      case .notSent(let reason): trouble = .notSent(reason: reason)
      case .unknown(let reason):
        if call.isWrite { return .unknown(reason: reason) }
        trouble = .unknown(reason: reason)
      }
      failures += 1
      if failures >= policy.attempts { return trouble }
      guard (try? await clock.sleep(seconds: policy.wait(afterFailure: failures))) != nil else { return trouble }
    }
  }

  /// Whether an answer means that nothing was carried out.
  private func verdict(_ answer: HTTPAnswer) -> CallResult {
    if answer.status == 429 { return .throttled }
    if answer.status == 401 { return .unauthorised(reason: "QuickBooks refuses the access token") }
    guard answer.status == 403 || answer.status < 300, answer.body.count < 1 << 14,
      let fault = parse(answer.body).flatMap({ Fault(in: $0, status: answer.status, trace: "") })
    else { return .answer(answer) }
    if fault.isThrottle { return .throttled }
    return fault.isAuthentication ? .unauthorised(reason: fault.sentence) : .answer(answer)
  }
}

/// Counts calls, for the budget and the metrics.
public final class CallMeter: Sendable {
  private let counts = Mutex((reads: 0, writes: 0))
  public init() {}
  public var reads: Int { counts.withLock { $0.reads } }
  public var writes: Int { counts.withLock { $0.writes } }
  func count(isWrite: Bool) {
    counts.withLock { counts in
      if isWrite { counts.writes += 1 } else { counts.reads += 1 }
    }
  }
}
