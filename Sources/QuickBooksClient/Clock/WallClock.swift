/// Time as sending sees it; simulations bring their own, which jumps.
public protocol WallClock: Sendable {
  /// Seconds and fractions since 1970-01-01T00:00:00Z; may be set by people.
  var now: Double { get }
  /// Seconds that only go forward, from an arbitrary start: for time-outs and rates.
  var monotonic: Double { get }
  /// Waits; returns early, throwing, when the task is cancelled.
  func sleep(seconds: Double) async throws
}
