#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A step of replacing a file, in order; tests stop at each.
package enum ReplaceStep: CaseIterable, Sendable { case created, written, synced, renamed, folderSynced }

/// Puts `bytes` in place of a file, readable by its owner alone, so that after a crash at any moment either the old or
/// the whole new file is there and stays there (reliability reference, 2.6).
///
/// - Parameters:
///   - path: The file; its folder exists.
///   - afterStep: Called after each step; what it throws ends the replacement there, as a crash would.
/// - Throws: A007 with the system's words.
package func replaceFile(
  _ path: String, with bytes: [UInt8], afterStep: (ReplaceStep) throws(ConnectionError) -> Void = { _ in }
) throws(ConnectionError) {
  let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  let temporary = "\(path).\(String(UInt64.random(in: 0 ... .max), radix: 16)).tmp"
  let file = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
  guard file >= 0 else { throw .file(temporary, "cannot be created", errno) }
  var isOpen = true
  var isInPlace = false
  defer {
    if isOpen { close(file) }
    if !isInPlace { unsafe unlink(temporary) }
  }
  try afterStep(.created)
  var written = 0
  while written < bytes.count {
    let count = unsafe bytes.withUnsafeBytes { unsafe write(file, $0.baseAddress! + written, $0.count - written) }
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { throw .file(temporary, "cannot be written", errno) }
    written += count
  }
  try afterStep(.written)
  guard fsync(file) == 0 else { throw .file(temporary, "cannot be synced", errno) }
  isOpen = false
  guard close(file) == 0 else { throw .file(temporary, "cannot be closed", errno) }
  try afterStep(.synced)
  guard unsafe rename(temporary, path) == 0 else { throw .file(path, "cannot be replaced", errno) }
  isInPlace = true
  try afterStep(.renamed)
  let directory = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard directory >= 0 else { throw .file(folder, "cannot be opened", errno) }
  defer { close(directory) }
  guard fsync(directory) == 0 else { throw .file(folder, "cannot be synced", errno) }
  try afterStep(.folderSynced)
}

extension ConnectionError {
  /// A007: what failed, on which path, in the system's words.
  static func file(_ path: String, _ what: String, _ number: Int32) -> ConnectionError {
    let words = unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
    return ConnectionError(
      .fileAccess, "\(path) \(what): \(words)",
      help: "check that the folder is yours, is writable, and that the disk has room")
  }

  /// A017: the same of a file that is only read.
  static func unread(_ path: String, _ what: String, _ number: Int32) -> ConnectionError {
    let words = unsafe strerror(number).map { unsafe String(cString: $0) } ?? "error \(number)"
    return ConnectionError(
      .secretUnreadable, "\(path) \(what): \(words)", help: "name a file that is there and that you may read")
  }
}

/// Removes a file, so that it is gone after a crash too; one that is not there is no error.
package func removeFile(_ path: String) throws(ConnectionError) {
  guard unsafe unlink(path) == 0 || errno == ENOENT else { throw .file(path, "cannot be removed", errno) }
  let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
  let directory = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
  guard directory >= 0 else { return }
  _ = fsync(directory)
  close(directory)
}
