import Dispatch
import Files
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What SIGINT and SIGTERM do; watched once for the whole process, since a second watcher of a signal may hear nothing.
final class Signals: @unchecked Sendable {
  // Unchecked: the sources are kept from the start and never touched.
  private static let shared = Signals()
  private let act = Mutex<(@Sendable (Int32, String) -> Void)?>(nil)
  private var sources: [any DispatchSourceSignal] = []

  private init() {
    for (number, name) in [(SIGINT, "SIGINT"), (SIGTERM, "SIGTERM")] {
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { [self] in
        if let act = act.withLock({ $0 }) { act(number, name) } else { _exit(128 + number) }
      }
      source.resume()
      sources.append(source)
    }
  }

  /// Calls `act` with number and name of each signal from now on; nil ends the process, as signals do by themselves.
  static func handle(_ act: (@Sendable (Int32, String) -> Void)?) { shared.act.withLock { $0 = act } }
}

/// Runs `body`; a signal ends the process without what it has begun to write, and without the copies of piped inputs.
func leavingNothingBehind<T>(_ body: () async throws -> T) async rethrows -> T {
  Signals.handle { number, _ in
    Leftovers.remove()
    _exit(128 + number)
  }
  defer { Signals.handle(nil) }
  return try await body()
}
