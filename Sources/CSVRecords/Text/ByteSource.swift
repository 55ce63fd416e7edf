public import Bytes
public import Diagnostics

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where the bytes of an input come from: a file, standard input, or memory. Read once, from start to end.
///
/// Not for sharing between threads. Nothing is buffered here: the reader's own block is filled directly.
public final class ByteSource {
  /// The source as the user named it, for messages; `-` for standard input.
  public let name: String
  /// Sees every raw block, in order, before it is decoded: for a digest, a copy, or a progress line.
  public var onBytes: ((ByteView) -> Void)?
  /// Bytes read so far.
  public private(set) var byteCount = 0

  /// `S001`, an input that cannot be opened or read; the command line gives it an exit code of its own.
  public static let unreadableCode = "S001"

  private var descriptor: Int32 = -1
  private let closesDescriptor: Bool
  private var memory: [UInt8] = []
  private let largestPiece: Int
  /// Bytes that were looked at but not read.
  private var ahead: [UInt8] = []

  /// The file at `path`, or standard input when `path` is `-`; messages call it `name` when it stands in for another.
  ///
  /// - Throws: ``RefusedInput`` with code ``unreadableCode`` and the system's reason when it cannot be opened.
  public init(path: String, named name: String? = nil) throws(RefusedInput) {
    self.name = name ?? path
    largestPiece = .max
    if path == "-" {
      descriptor = STDIN_FILENO
      closesDescriptor = false
    } else {
      closesDescriptor = true
      repeat { descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC) } while descriptor < 0 && errno == EINTR
      if descriptor < 0 { throw Self.failed("open", path, errno) }
    }
  }

  /// An open file, from where it stands; it stays open.
  public init(descriptor: Int32, name: String) {
    self.name = name
    self.descriptor = descriptor
    closesDescriptor = false
    largestPiece = .max
  }

  /// Bytes in memory, handed out at most `largestPiece` at a time.
  public init(bytes: [UInt8], name: String, largestPiece: Int = .max) {
    self.name = name
    memory = bytes
    closesDescriptor = false
    self.largestPiece = max(largestPiece, 1)
  }

  deinit { if closesDescriptor, descriptor >= 0 { close(descriptor) } }

  /// The next bytes without reading them: `size` of them, fewer only where the source ends.
  ///
  /// - Throws: ``RefusedInput`` as ``read(into:atMost:)`` does.
  public func peek(_ size: Int) throws(RefusedInput) -> [UInt8] {
    while ahead.count < size {
      var piece = [UInt8](repeating: 0, count: size - ahead.count)
      let count = unsafe try piece.withUnsafeMutableBufferPointer { buffer throws(RefusedInput) in
        guard let start = buffer.baseAddress else { return 0 }
        return unsafe try readAnew(start, buffer.count)
      }
      if count == 0 { break }
      ahead += piece[..<count]
    }
    return Array(ahead.prefix(size))
  }

  /// Reads up to `size` bytes to `place`; fewer may come at any time, none only at the end.
  ///
  /// - Throws: ``RefusedInput`` with code ``unreadableCode`` when the system cannot read; an interrupted call is
  ///   repeated.
  @unsafe
  public func read(into place: UnsafeMutablePointer<UInt8>, atMost size: Int) throws(RefusedInput) -> Int {
    let known = min(size, ahead.count, largestPiece)
    for i in 0..<known { unsafe place[i] = ahead[i] }
    // Read on from where `ahead` ends before it is cut, since that is where memory is read from.
    let more = known < min(size, largestPiece) ? unsafe try readAnew(place + known, size - known) : 0
    if known > 0 { ahead.removeFirst(known) }
    let count = known + more
    byteCount += count
    if count > 0, let onBytes { unsafe onBytes(ByteView(start: place, count: count)) }
    return count
  }

  @unsafe
  private func readAnew(_ place: UnsafeMutablePointer<UInt8>, _ size: Int) throws(RefusedInput) -> Int {
    if descriptor >= 0 { return unsafe try readDescriptor(place, size) }
    let start = byteCount + ahead.count
    let count = min(size, memory.count - start, largestPiece)
    for i in 0..<count { unsafe place[i] = memory[start + i] }
    return count
  }

  @unsafe
  private func readDescriptor(_ place: UnsafeMutablePointer<UInt8>, _ size: Int) throws(RefusedInput) -> Int {
    while true {
      #if canImport(Glibc)
        let count = unsafe Glibc.read(descriptor, place, size)
      #else
        let count = unsafe Darwin.read(descriptor, place, size)
      #endif
      if count >= 0 { return count }
      if errno != EINTR { throw Self.failed("read", name, errno) }
    }
  }

  private static func failed(_ act: String, _ path: String, _ number: Int32) -> RefusedInput {
    let reason = unsafe String(cString: strerror(number))
    let shown = path == "-" ? "standard input" : "'\(path)'"
    return RefusedInput(.error(unreadableCode, "cannot \(act) \(shown): \(reason)"))
  }
}

extension ByteSource {
  /// Appends up to `limit` more bytes to `buffer`; 0 at the end.
  public func read(into buffer: inout ByteBuffer, limit: Int) throws(RefusedInput) -> Int {
    var failure: RefusedInput?
    let count = unsafe buffer.fill(limit) { space in
      guard let place = space.baseAddress else { return 0 }
      do throws(RefusedInput) {
        return unsafe try read(into: place, atMost: space.count)
      } catch {
        failure = error
        return 0
      }
    }
    if let failure { throw failure }
    return count
  }

  /// All that is left, at most `limit` bytes.
  public func readAll(limit: Int) throws(RefusedInput) -> [UInt8] {
    var buffer = ByteBuffer(capacity: 1 << 16)
    while try read(into: &buffer, limit: 1 << 16) > 0 {
      if buffer.count > limit {
        throw RefusedInput(
          .error("S019", "\(name) is larger than \(limit) bytes, the most that this kind of file may have"))
      }
    }
    return buffer.view.array
  }
}
