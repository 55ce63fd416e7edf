public import Bytes
import CSHA256

/// The digests of the files of one run, which are worked on two at a time where that is faster; for one thread at once.
public final class DigestQueue {
  /// Files with bytes that wait.
  fileprivate var waiting: [FileDigest] = []

  public init() {}
}

/// The SHA-256 of one large file, given in pieces.
///
/// The processor's own instructions for SHA-256 mostly wait for each other, and do two files in little more than the
/// time of one. So the bytes of some files wait (``updateLater(_:)``) until those of another come (``update(_:)``).
/// Without these instructions libcrypto does the work, file by file.
public final class FileDigest {
  private static let hasInstructions = sha256pair_is_available() == 1
  private static let blockSize = 64
  /// The most bytes that wait for another file.
  private static let limit = 2 << 20

  private let queue: DigestQueue?
  private var plain: SHA256
  private var state = sha256pair_state()
  private var length: UInt64 = 0
  /// Bytes that are not in the state yet, from `done` on.
  private var waiting = ByteBuffer(capacity: 64)
  private var done = 0
  private var spare = ByteBuffer(capacity: 64)
  private var isQueued = false

  /// - Parameter queue: Where the files stand that may be worked on together.
  /// - Throws: ``DigestError`` as ``SHA256/init()`` does.
  public init(_ queue: DigestQueue? = nil) throws(DigestError) {
    plain = try SHA256()
    self.queue = queue
    unsafe sha256pair_start(&state)
  }

  /// Adds bytes, together with those of another file that wait.
  public func update(_ bytes: ByteView) {
    guard Self.hasInstructions else { return plain.update(bytes) }
    length &+= UInt64(bytes.count)
    settle()
    var rest = bytes
    let begun = waiting.count - done
    if begun > 0 {
      let missing = min(Self.blockSize - begun, rest.count)
      waiting.append(rest.slice(0, missing))
      rest = rest.dropFirst(missing)
      settle()
    }
    let whole = rest.count & ~(Self.blockSize - 1)
    add(rest.slice(0, whole))
    waiting.append(rest.dropFirst(whole))
  }

  /// Adds bytes, of which a copy waits for another file; at most ``limit`` of them.
  public func updateLater(_ bytes: ByteView) {
    guard Self.hasInstructions, let queue else { return update(bytes) }
    length &+= UInt64(bytes.count)
    if done > waiting.count / 2 { dropDone() }
    waiting.append(bytes)
    if waiting.count - done > Self.limit { settle() }
    if !isQueued, waitingBlocks > 0 {
      isQueued = true
      queue.waiting.append(self)
    }
  }

  /// The digest of all bytes, 32 of them. Nothing may be added afterwards.
  public func finish() -> [UInt8] {
    guard Self.hasInstructions else { return plain.finish() }
    settle()
    queue?.waiting.removeAll { $0 === self }
    var end = waiting.view(done, waiting.count).array + [0x80]
    while end.count % Self.blockSize != Self.blockSize - 8 { end.append(0) }
    for shift in stride(from: 56, through: 0, by: -8) {
      end.append(UInt8(truncatingIfNeeded: (length &* 8) >> UInt64(shift)))
    }
    end.withByteView { add($0) }
    return unsafe [UInt8](unsafeUninitializedCapacity: SHA256.byteCount) { out, count in
      guard let place = out.baseAddress else { return }
      unsafe sha256pair_write(&state, place)
      count = SHA256.byteCount
    }
  }

  private var waitingBlocks: Int { (waiting.count - done) / Self.blockSize }

  /// Takes the whole blocks that wait into the state.
  private func settle() {
    let blocks = waitingBlocks
    guard blocks > 0 else { return }
    let start = done
    done += blocks * Self.blockSize
    add(waiting.view(start, done))
    dropDone()
  }

  private func dropDone() {
    spare.removeAll()
    spare.append(waiting.view(done, waiting.count))
    swap(&waiting, &spare)
    done = 0
  }

  /// Takes whole blocks into the state, beside those of other files that wait.
  private func add(_ bytes: ByteView) {
    var rest = bytes
    while rest.count >= Self.blockSize, let other = takePartner() {
      let blocks = min(rest.count / Self.blockSize, other.waitingBlocks)
      let length = blocks * Self.blockSize
      let theirs = other.waiting.view(other.done, other.done + length)
      unsafe sha256pair_add_both(&state, rest.start, &other.state, theirs.start, blocks)
      other.done += length
      rest = rest.dropFirst(length)
    }
    unsafe sha256pair_add(&state, rest.start, rest.count / Self.blockSize)
  }

  /// Another file with blocks that wait; those without any leave the queue.
  private func takePartner() -> FileDigest? {
    guard let queue else { return nil }
    queue.waiting.removeAll { file in
      file.isQueued = file.waitingBlocks > 0
      return !file.isQueued
    }
    return queue.waiting.last { $0 !== self }
  }
}
