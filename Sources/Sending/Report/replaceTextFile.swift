import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file of a sending could not be written: exit code 73.
public struct SentFileError: Error, Sendable, CustomStringConvertible {
  public let description: String
}

/// Writes a file beside its place, syncs it and moves it there, for its owner only: for metrics.
///
/// - Throws: ``SentFileError``.
public func replaceTextFile(_ path: String, with text: String) throws(SentFileError) {
  let temporary = "\(path).part-\(getpid())"
  unsafe unlink(temporary)
  try write(text, to: temporary)
  guard unsafe rename(temporary, path) == 0 else { throw failure("cannot be moved into place", path) }
}

private func write(_ text: String, to path: String) throws(SentFileError) {
  let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
  guard file >= 0 else { throw failure("cannot be made", path) }
  defer { close(file) }
  let bytes = Array(text.utf8)
  var written = 0
  while written < bytes.count {
    let count = unsafe bytes[written...].withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { throw failure("cannot be written", path) }
    written += count
  }
  guard fsync(file) == 0 else { throw failure("cannot be synced", path) }
}

private func failure(_ what: String, _ path: String) -> SentFileError {
  SentFileError(description: "\(path): \(what): \(unsafe String(cString: strerror(errno)))")
}
