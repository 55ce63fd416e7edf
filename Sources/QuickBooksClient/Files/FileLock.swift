#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// An advisory lock on a file; the kernel drops it when its holder ends, however that happens.
package struct FileLock: ~Copyable {
  private let descriptor: Int32

  private init(descriptor: Int32) { self.descriptor = descriptor }

  deinit { close(descriptor) }

  /// Takes the lock on a file, waiting at most `seconds`.
  ///
  /// - Throws: A011 when another holds it for longer, A007 when the file cannot be made.
  package static func take(
    _ path: String, waiting seconds: Int, _ clock: any WallClock
  ) async throws(ConnectionError) -> FileLock {
    let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .file(path, "cannot be opened", errno) }
    let lock = FileLock(descriptor: descriptor)
    let end = clock.monotonic + Double(seconds)
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else { throw .file(path, "cannot be locked", errno) }
      guard clock.monotonic < end, (try? await clock.sleep(seconds: 0.05)) != nil else {
        throw ConnectionError(
          .busy, "another process is working with this company's connection and does not finish",
          help: "wait for it, or end it; then run this again")
      }
    }
    return lock
  }
}
