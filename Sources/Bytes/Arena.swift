/// Memory for texts that live as long as one deal (or one block): handed out piece by piece, reset at once.
///
/// Unlike a ``ByteBuffer`` it never moves what it handed out, so views into it stay valid until ``reset()``.
@safe
public struct Arena: ~Copyable {
  private var pages: [Page] = []
  private var page = 0
  private var used = 0
  private let pageSize: Int

  // Each page is 32 bytes longer than it says: short texts are stored in one piece of that size.
  @safe private struct Page {
    @unsafe let start: UnsafeMutablePointer<UInt8>
    let size: Int
  }

  /// An arena that asks the system for `pageSize` bytes at a time (more for a longer text).
  public init(pageSize: Int = 64 << 10) { self.pageSize = pageSize }

  deinit { for page in pages { unsafe page.start.deallocate() } }

  /// Takes back everything that was handed out.
  public mutating func reset() {
    page = 0
    used = 0
  }

  /// A copy of what stands in `buffer` from `start` on, which is then cut off the buffer.
  public mutating func take(from buffer: inout ByteBuffer, startingAt start: Int) -> ByteView {
    let view = copy(buffer.view(start, buffer.count))
    buffer.truncate(to: start)
    return view
  }

  /// A copy of `bytes`, valid until the next ``reset()``.
  public mutating func copy(_ bytes: ByteView) -> ByteView {
    if bytes.isEmpty { return .empty }
    let place = unsafe allocate(bytes.count)
    unsafe copyBytes(place, bytes.start, bytes.count)
    return unsafe ByteView(start: UnsafePointer(place), count: bytes.count)
  }

  /// Lets `body` fill at most `size` bytes; it returns how many it wrote, and the rest is taken back.
  @unsafe
  public mutating func fill(
    atMost size: Int, _ body: (UnsafeMutableBufferPointer<UInt8>) -> Int
  ) -> ByteView {
    let place = unsafe allocate(size)
    let written = unsafe body(UnsafeMutableBufferPointer(start: place, count: size))
    assert(written >= 0 && written <= size)
    used -= size - written
    return unsafe ByteView(start: UnsafePointer(place), count: written)
  }

  @unsafe private mutating func allocate(_ size: Int) -> UnsafeMutablePointer<UInt8> {
    while page < pages.count {
      if used + size <= pages[page].size {
        let place = unsafe pages[page].start + used
        used += size
        return unsafe place
      }
      page += 1
      used = 0
    }
    let fresh = unsafe Page(start: .allocate(capacity: max(pageSize, size) + 32), size: max(pageSize, size))
    pages.append(fresh)
    used = size
    return unsafe fresh.start
  }
}
