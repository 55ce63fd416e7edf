import Digests
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

/// Writes `sent/` inside the run folder, whole or not at all; what an earlier sending wrote stays as `sent.1/`, `sent.2/`
/// and so on, oldest first.
///
/// It stands beside the files of the manifest, which stay as they are: a folder that was sent is still verified by it
/// and can be sent again. `sent/manifest.json` names the digests of the files here and of the folder's manifest.
///
/// - Throws: ``SentFileError``.
public func writeSent(_ report: SentReport, folder: RunFolderContent) throws(SentFileError) {
  let files = [
    ("held.csv", report.held), ("reconciliation.csv", report.rows), ("reconciliation.json", report.reconciliation),
    ("sent.json", report.sent),
  ]
  let digests = files.map { "    \"\($0.0)\": \"\(hex(Array($0.1.utf8)))\"" }.joined(separator: ",\n")
  let manifest = """
    {
      "schema": "dealbill.sent-manifest/1",
      "runManifestSha256": "\(folder.fingerprint)",
      "files": {
    \(digests)
      }
    }

    """
  let place = "\(folder.path)/sent"
  let temporary = "\(folder.path)/sent.part-\(getpid())"
  try? FileManager.default.removeItem(atPath: temporary)
  guard unsafe mkdir(temporary, 0o700) == 0 else { throw failure("cannot be made", temporary) }
  for (name, text) in files + [("manifest.json", manifest)] { try write(text, to: "\(temporary)/\(name)") }
  if unsafe access(place, F_OK) == 0 {
    var number = 1
    while unsafe access("\(place).\(number)", F_OK) == 0 { number += 1 }
    guard unsafe rename(place, "\(place).\(number)") == 0 else { throw failure("cannot be moved away", place) }
  }
  guard unsafe rename(temporary, place) == 0 else { throw failure("cannot be moved into place", place) }
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
