import Synchronization

/// Keeps calls under the vendor's limits (reference, 12.1): so many a minute, none closer than a pace.
///
/// A call may leave when the call `perMinute` places before it was answered a minute ago (its arrival at the server can
/// only have been earlier, so no minute of the server's holds more), and a pace after the one before it. A 429 closes
/// the gate for all callers until its time is over and lowers the number by a fifth; each quiet minute gives a twentieth
/// of the full number back.
public final class RateLimiter: Sendable {
  /// What the vendor permits and what we make of it.
  public struct Limits: Sendable, Equatable {
    /// Calls in any 60 seconds; 0 is no limit.
    public var perMinute: Int
    /// Least seconds between two calls.
    public var pace: Double
    /// 500 a minute and 10 a second (reference, 12.1).
    public static let vendor = Limits(perMinute: 500, pace: 0.115)
    /// For an emulator without throttle.
    public static let none = Limits(perMinute: 0, pace: 0)
    public init(perMinute: Int, pace: Double) {
      self.perMinute = perMinute
      self.pace = pace
    }
  }

  private struct State {
    /// When each of the last calls was answered, oldest first; infinity while it is under way.
    var answered: [Double] = []
    var first = 0
    var lastSent = -Double.infinity
    var closedUntil = -Double.infinity
    var allowed: Int
    var lastChange = 0.0
    var throttles = 0
  }

  public let limits: Limits
  private let state: Mutex<State>

  public init(_ limits: Limits) {
    self.limits = limits
    state = Mutex(State(allowed: limits.perMinute))
  }

  /// How many answers of 429 there were.
  public var throttles: Int { state.withLock { $0.throttles } }

  /// Waits until a call may leave; its ticket goes to ``finished(_:clock:)``.
  ///
  /// - Throws: When the task is cancelled while it waits.
  public func admit(_ clock: any WallClock) async throws -> Int {
    while true {
      let now = clock.monotonic
      let (ticket, wait) = state.withLock { admit(&$0, now) }
      if let ticket { return ticket }
      try await clock.sleep(seconds: wait)
    }
  }

  private func admit(_ state: inout State, _ now: Double) -> (ticket: Int?, wait: Double) {
    if now < state.closedUntil { return (nil, state.closedUntil - now) }
    if limits.perMinute > 0 {
      if state.allowed < limits.perMinute, now - state.lastChange >= 60 {
        state.allowed = min(limits.perMinute, state.allowed + max(1, limits.perMinute / 20))
        state.lastChange = now
      }
      let index = state.answered.count - state.allowed
      if index >= 0 {
        let free = state.answered[index] + 60
        if now < free { return (nil, free.isFinite ? free - now : 0.05) }
      }
      let paced = state.lastSent + limits.pace
      if now < paced { return (nil, paced - now) }
    }
    state.lastSent = now
    state.answered.append(.infinity)
    if state.answered.count > 4 * max(1000, limits.perMinute) {
      let dropped = state.answered.count - 2 * max(1000, limits.perMinute)
      state.answered.removeFirst(dropped)
      state.first += dropped
    }
    return (state.first + state.answered.count - 1, 0)
  }

  /// The call with that ticket was answered, or is given up.
  public func finished(_ ticket: Int, clock: any WallClock) {
    let now = clock.monotonic
    state.withLock { state in
      let index = ticket - state.first
      if index >= 0 { state.answered[index] = now }
    }
  }

  /// The service said that the limit is reached: nobody calls for `seconds`.
  public func throttled(for seconds: Double, clock: any WallClock) {
    let now = clock.monotonic
    state.withLock { state in
      state.throttles += 1
      let wasOpen = now >= state.closedUntil
      state.closedUntil = max(state.closedUntil, now + seconds)
      guard wasOpen, limits.perMinute > 0 else { return }
      state.allowed = max(1, state.allowed * 4 / 5)
      state.lastChange = now
    }
  }
}
