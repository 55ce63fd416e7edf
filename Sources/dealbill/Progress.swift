import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A line that counts on a terminal; silence in a pipe.
final class Progress: Sendable {
  private let isShown: Bool
  private let started: Double
  private let last: Mutex<Double>

  init(isShown: Bool) {
    self.isShown = isShown && isatty(2) == 1
    started = Self.now
    last = Mutex(started)
  }

  private static var now: Double { ProcessInfo.processInfo.systemUptime }

  /// Shows the number of deals done, at most four times a second and not in the first second.
  func show(_ deals: Int) {
    guard isShown else { return }
    let now = Self.now
    let isDue = last.withLock { last in
      guard now - last > 0.25, now - started > 1 else { return false }
      last = now
      return true
    }
    guard isDue else { return }
    let rate = Int(Double(deals) / (now - started))
    complain("\r\u{1B}[K\(deals) deals, \(rate) a second")
  }

  func end() { if isShown { complain("\r\u{1B}[K") } }
}
