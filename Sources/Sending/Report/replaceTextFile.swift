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

/// Writes a file beside its place, syncs it and moves it there.
///
/// - Parameter isForAll: Whether everybody may read it, as who collects metrics must; else its owner only.
/// - Throws: ``SentFileError``.
public func replaceTextFile(_ path: String, with text: String, isForAll: Bool = false) throws(SentFileError) {
  let temporary = "\(path).part-\(getpid())"
  unsafe unlink(temporary)
  do throws(SentFileError) { try writeWhole(text, to: temporary, isForAll ? 0o644 : 0o600) } catch {
    unsafe unlink(temporary)
    throw error
  }
  guard unsafe rename(temporary, path) == 0 else {
    let error = failure("cannot be moved into place", path)
    unsafe unlink(temporary)
    throw error
  }
}

private func writeWhole(_ text: String, to path: String, _ mode: mode_t) throws(SentFileError) {
  let file = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
  guard file >= 0 else { throw failure("cannot be made", path) }
  defer { close(file) }
  let bytes = Array(text.utf8)
  var written = 0
  while written < bytes.count {
    let count = unsafe bytes[written...].withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { throw failure("cannot be written", path) }
    written += count
  }
  guard fsync(file) == 0 else { throw failure("cannot be synced", path) }
}

private func failure(_ what: String, _ path: String) -> SentFileError {
  SentFileError(description: "\(path): \(what): \(unsafe String(cString: strerror(errno)))")
}
