import Bytes
import Digests

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One file of the run folder: written once from start to end, digested and its lines counted on the way.
///
/// A large file goes past the system's cache of files (`O_DIRECT`): copying a gigabyte into it takes as long as making
/// the gigabyte, and drives out what other programs keep there. The first 16 MiB stay in it for whoever reads a usual
/// night's file next. Where the file system refuses, all goes through the cache.
final class OutputFile {
  let name: String
  private let path: String
  private let descriptor: Int32
  private var digest: SHA256
  private(set) var bytes = 0
  private(set) var lines = 0
  private var stage = AlignedStage()
  private var written = 0
  private var passesCache = false
  /// From how many bytes on the cache is passed by; none when the file system refused.
  private var directFrom: Int?

  init(_ path: String, name: String, directFrom: Int? = 16 << 20) throws(OutputError) {
    self.path = path
    self.name = name
    self.directFrom = directFrom
    do {
      digest = try SHA256()
    } catch {
      throw OutputError("\(path): no SHA-256 on this machine: \(error)")
    }
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw OutputError("cannot be created", path, errno) }
  }

  deinit { close(descriptor) }

  func write(_ view: ByteView) throws(OutputError) { try write(view, lines: view.lineCount) }

  /// Writes bytes of which the caller knows how many newlines they hold.
  func write(_ view: ByteView, lines count: Int) throws(OutputError) {
    lines += count
    bytes += view.count
    var rest = view
    while !rest.isEmpty {
      rest = rest.dropFirst(stage.take(rest))
      if stage.isFull { try writeStage() }
    }
  }

  func write(_ text: String) throws(OutputError) {
    try Array(text.utf8).withByteView { view throws(OutputError) in try write(view) }
  }

  /// Puts the file on the disk; gives its digest in hex.
  func finish() throws(OutputError) -> String {
    // What is left is no whole number of the disk's blocks.
    passCache(false)
    try writeStage()
    guard fsync(descriptor) == 0 else { throw OutputError("cannot be synced", path, errno) }
    return SHA256.hex(digest.finish())
  }

  private func writeStage() throws(OutputError) {
    digest.update(stage.view)
    var rest = stage.view
    while !rest.isEmpty {
      let count = unsafe Glibc.write(descriptor, rest.buffer.baseAddress, rest.count)
      if count < 0 {
        if errno == EINTR { continue }
        guard errno == EINVAL, passesCache else { throw OutputError("cannot be written", path, errno) }
      } else {
        rest = rest.dropFirst(count)
        written += count
      }
      // Refused, or written in part up to within a block: the rest goes the usual way.
      if !rest.isEmpty, passesCache {
        passCache(false)
        directFrom = nil
      }
    }
    stage.removeAll()
    if let directFrom, !passesCache, written >= directFrom { passCache(true) }
  }

  private func passCache(_ isWanted: Bool) {
    guard isWanted != passesCache, let flag = directFlag else { return }
    let isDone = fcntl(descriptor, F_SETFL, isWanted ? O_WRONLY | flag : O_WRONLY) == 0
    passesCache = isWanted && isDone
    if !isDone { directFrom = nil }
  }
}

/// Linux' `O_DIRECT`, which `<fcntl.h>` shows to C alone.
private var directFlag: Int32? {
  #if os(Linux) && arch(x86_64)
    0o40000
  #elseif os(Linux) && arch(arm64)
    0o200000
  #else
    nil
  #endif
}

/// Room for bytes that are written together, at an address and of a size that `O_DIRECT` takes on any disk.
@safe
private struct AlignedStage: ~Copyable {
  private static let size = 512 << 10
  @unsafe private let area = UnsafeMutableRawPointer.allocate(byteCount: Self.size, alignment: 4096)
  private var count = 0

  deinit { unsafe area.deallocate() }

  var isFull: Bool { count == Self.size }
  var view: ByteView { unsafe ByteView(start: area.assumingMemoryBound(to: UInt8.self), count: count) }

  /// Takes as much of `view` as there is room for; says how much.
  mutating func take(_ view: ByteView) -> Int {
    let taken = min(view.count, Self.size - count)
    unsafe (area + count).copyMemory(from: view.start, byteCount: taken)
    count += taken
    return taken
  }

  mutating func removeAll() { count = 0 }
}

extension ByteView {
  /// Number of newline bytes.
  var lineCount: Int {
    var lines = 0
    var rest = self
    while let at = unsafe rest.newline {
      lines += 1
      rest = rest.dropFirst(at + 1)
    }
    return lines
  }

  @unsafe private var newline: Int? {
    guard count > 0, let base = unsafe buffer.baseAddress, let found = unsafe memchr(base, 0x0A, count) else {
      return nil
    }
    return unsafe UnsafeRawPointer(found) - UnsafeRawPointer(base)
  }
}
