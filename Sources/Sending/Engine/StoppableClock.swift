import Foundation
public import QuickBooksClient

/// The machine's clock, whose waits end when a person or the system wants the sending to end: a wait after 429 is a
/// minute, and no new call may begin behind it.
public struct StoppableClock: WallClock {
  private let base = SystemClock()
  private let signal: StopSignal

  public init(_ signal: StopSignal) { self.signal = signal }

  public var now: Double { base.now }
  public var monotonic: Double { base.monotonic }

  /// Waits; throws within a fifth of a second when the signal comes.
  public func sleep(seconds: Double) async throws {
    let end = monotonic + seconds
    while monotonic < end {
      if signal.words != nil { throw CancellationError() }
      try await base.sleep(seconds: min(0.2, end - monotonic))
    }
  }
}
