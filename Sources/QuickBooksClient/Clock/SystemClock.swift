import Foundation

/// The machine's clock.
public struct SystemClock: WallClock {
  public init() {}
  public var now: Double { Date().timeIntervalSince1970 }
  public var monotonic: Double { ProcessInfo.processInfo.systemUptime }
  public func sleep(seconds: Double) async throws {
    guard seconds > 0 else { return }
    try await Task.sleep(nanoseconds: UInt64(seconds * 1_000_000_000))
  }
}
