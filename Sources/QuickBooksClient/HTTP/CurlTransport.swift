import Dispatch
import Foundation
import Synchronization

/// Carries calls by libcurl: one handle, and so one kept-alive connection, per thread; threads of its own.
///
/// TLS 1.2 or later against the system's trust; redirects are answers, never followed; a POST is sent once, also when a
/// kept-alive connection turns out to be dead. URLs outside the list of hosts never leave.
public final class CurlTransport: Transport {
  private let hosts: AllowedHosts
  private let queue: CallQueue

  /// Bounds of one call that do not come with the request.
  package struct Limits: Sendable {
    /// Largest body of an answer.
    package var answerBytes = 16 << 20
    /// All header lines of an answer together.
    package var headerBytes = 256 << 10
    /// Name look-up, TCP and TLS together.
    package var connectSeconds = 15
    /// Slower than this for as long as ``slowSeconds`` ends a call, so that no server can hold one by dripping.
    package var slowBytesPerSecond = 32
    /// Nil: three quarters of the request's own time-out, since QuickBooks may think for long before it answers.
    package var slowSeconds: Int?
    package init() {}
  }

  /// - Parameters:
  ///   - hosts: Where calls may go.
  ///   - connections: How many calls run at once at most; threads start as they are needed.
  public convenience init(hosts: AllowedHosts, connections: Int) {
    self.init(hosts: hosts, connections: connections, limits: Limits(), trustedAuthority: nil)
  }

  /// - Parameter trustedAuthority: A PEM file to trust instead of the system's authorities; tests alone have one.
  package init(hosts: AllowedHosts, connections: Int, limits: Limits, trustedAuthority: String?) {
    self.hosts = hosts
    let setup = CurlSetup(
      limits: limits, trustedAuthority: trustedAuthority, ignoresProxies: hosts.testEndpoint != nil)
    queue = CallQueue(threads: max(1, connections), setup)
  }

  deinit { queue.close() }

  /// Performs the call once, on a thread of its own; a cancelled task still gets the outcome, since the call is out.
  public func perform(_ request: HTTPRequest) async -> HTTPOutcome {
    if let refusal = hosts.refusal(of: request.url) { return .notSent(reason: refusal) }
    return await withCheckedContinuation { continuation in
      queue.add(CallQueue.Call(request: request, finish: { continuation.resume(returning: $0) }))
    }
  }
}

/// Calls that wait for a thread. Blocking calls must stay off Swift's own threads, of which there are few.
final class CallQueue: Sendable {
  struct Call: Sendable {
    var request: HTTPRequest
    var finish: @Sendable (HTTPOutcome) -> Void
  }

  private struct State {
    var calls: [Call] = []
    var next = 0
    var threads = 0
    var idle = 0
    var isClosed = false
  }

  private let state = Mutex(State())
  private let available = DispatchSemaphore(value: 0)
  private let limit: Int
  private let setup: CurlSetup

  init(threads: Int, _ setup: CurlSetup) {
    limit = threads
    self.setup = setup
  }

  func add(_ call: Call) {
    let startsThread = state.withLock { state in
      state.calls.append(call)
      guard state.calls.count - state.next > state.idle, state.threads < limit else { return false }
      state.threads += 1
      return true
    }
    if startsThread { Thread.detachNewThread { [self] in work() } }
    available.signal()
  }

  /// Lets the threads end once they are done.
  func close() {
    let threads = state.withLock { state in
      state.isClosed = true
      return state.threads
    }
    for _ in 0..<threads { available.signal() }
  }

  private func work() {
    let handle = CurlHandle(setup)
    while true {
      state.withLock { $0.idle += 1 }
      available.wait()
      let call: Call? = state.withLock { state in
        state.idle -= 1
        guard state.next < state.calls.count else { return nil }
        let call = state.calls[state.next]
        state.next += 1
        if state.next == state.calls.count || state.next > 1024 {
          state.calls.removeFirst(state.next)
          state.next = 0
        }
        return call
      }
      guard let call else {
        if state.withLock({ $0.isClosed }) { return }
        continue
      }
      call.finish(handle.perform(call.request))
    }
  }
}
