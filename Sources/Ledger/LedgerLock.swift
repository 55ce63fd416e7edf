import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One writer at a time: a lock of the kernel on a file beside the ledger, which dies with its holder.
final class LedgerLock: Sendable {
  private let descriptor: Int32

  /// - Throws: ``LedgerError/busy(holder:)`` with what the holder wrote into the file.
  init(_ path: String, startedAt: Int64) throws(LedgerError) {
    let file = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw SQLiteLedger.notOpened(path) }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      let holder = Self.text(file)
      close(file)
      throw .busy(holder: holder.isEmpty ? "it does not say who" : holder)
    }
    descriptor = file
    // For the message only: the kernel's lock decides.
    let words = Array("pid \(getpid()), started \(isoTime(startedAt))\n".utf8)
    ftruncate(file, 0)
    _ = unsafe words.withUnsafeBytes { unsafe pwrite(file, $0.baseAddress, $0.count, 0) }
  }

  deinit { close(descriptor) }

  private static func text(_ file: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 200)
    let count = unsafe bytes.withUnsafeMutableBytes { unsafe pread(file, $0.baseAddress, $0.count, 0) }
    return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
  }
}

/// What the last failed call of the system says.
var lastError: String { unsafe String(cString: strerror(errno)) }
