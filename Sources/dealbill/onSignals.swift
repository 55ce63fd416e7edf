import Dispatch
import Pipeline

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Calls `act` with number and name of each SIGINT and SIGTERM, until the sources are cancelled.
func onSignals(_ act: @escaping @Sendable (Int32, String) -> Void) -> [any DispatchSourceSignal] {
  [(SIGINT, "SIGINT"), (SIGTERM, "SIGTERM")].map { number, name in
    signal(number, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
    source.setEventHandler { act(number, name) }
    source.resume()
    return source
  }
}

/// Runs `body`; a signal ends the process without what the run has begun to write.
func leavingNothingBehind<T>(_ body: () async throws -> T) async rethrows -> T {
  let sources = onSignals { number, _ in
    Leftovers.remove()
    _exit(128 + number)
  }
  defer {
    sources.forEach { $0.cancel() }
    signal(SIGINT, SIG_DFL)
    signal(SIGTERM, SIG_DFL)
  }
  return try await body()
}
