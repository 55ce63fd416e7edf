/// Bytes being written: grows as needed, keeps its memory when cleared.
///
/// One owner at a time (`~Copyable`), passed `inout`; all output of dealbill is put together in these.
@safe @frozen
public struct ByteBuffer: ~Copyable {
  @usableFromInline @unsafe var base: UnsafeMutablePointer<UInt8>
  /// Number of bytes written.
  public private(set) var count: Int
  @usableFromInline var capacity: Int

  /// An empty buffer with room for `capacity` bytes.
  public init(capacity: Int = 4096) {
    unsafe base = .allocate(capacity: max(capacity, 64))
    count = 0
    self.capacity = max(capacity, 64)
  }

  deinit { unsafe base.deallocate() }

  /// Forgets the bytes from `count` on; the memory stays.
  @inlinable
  public mutating func truncate(to count: Int) {
    assert(count <= self.count)
    setCount(count)
  }

  /// Forgets everything; the memory stays.
  @inlinable
  public mutating func removeAll() { setCount(0) }

  /// What was written; valid until the buffer is next changed.
  @inlinable
  public var view: ByteView { unsafe ByteView(start: UnsafePointer(base), count: count) }

  /// What was written from `lower` up to `upper`; valid until the buffer is next changed.
  @inlinable
  public func view(_ lower: Int, _ upper: Int) -> ByteView {
    assert(lower >= 0 && lower <= upper && upper <= count)
    return unsafe ByteView(start: UnsafePointer(base + lower), count: upper - lower)
  }

  /// Makes room for `extra` more bytes.
  @inlinable @inline(__always)
  public mutating func reserve(_ extra: Int) {
    if capacity - count < extra { grow(extra) }
  }

  @usableFromInline @inline(never)
  mutating func grow(_ extra: Int) {
    let wanted = max(capacity * 2, count + extra)
    let bigger = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted)
    unsafe bigger.update(from: base, count: count)
    unsafe base.deallocate()
    unsafe base = bigger
    capacity = wanted
  }

  @inlinable @inline(__always)
  public mutating func append(_ byte: UInt8) {
    reserve(1)
    unsafe base[count] = byte
    setCount(count + 1)
  }

  @inlinable @inline(__always)
  public mutating func append(_ bytes: ByteView) {
    reserve(bytes.count)
    unsafe (base + count).update(from: bytes.start, count: bytes.count)
    setCount(count + bytes.count)
  }

  /// Appends the bytes of a literal.
  @inlinable @inline(__always)
  public mutating func append(_ literal: StaticString) { append(ByteView(literal)) }

  /// Appends text; for places that are not hot.
  public mutating func append(text: String) {
    var text = text
    text.withUTF8 { unsafe append(ByteView($0)) }
  }

  /// Appends a whole number in decimal digits.
  @inlinable
  public mutating func append(decimal value: Int) {
    if value < 0 { append(UInt8(ascii: "-")) }
    append(decimal: value.magnitude)
  }

  /// Appends a whole number in decimal digits.
  @inlinable
  public mutating func append(decimal value: UInt) {
    reserve(20)
    var digits = 1
    var limit: UInt = 10
    while digits < 20, value >= limit {
      digits += 1
      let (next, overflow) = limit.multipliedReportingOverflow(by: 10)
      if overflow { break }
      limit = next
    }
    var rest = value
    var at = count + digits - 1
    while at >= count {
      unsafe base[at] = UInt8(truncatingIfNeeded: rest % 10) + 0x30
      rest /= 10
      at -= 1
    }
    setCount(count + digits)
  }

  /// Appends `value` in exactly `width` digits, zeros in front; higher digits are cut off.
  @inlinable
  public mutating func append(decimal value: Int, width: Int) {
    reserve(width)
    var rest = value
    var at = count + width - 1
    while at >= count {
      unsafe base[at] = UInt8(truncatingIfNeeded: rest % 10) + 0x30
      rest /= 10
      at -= 1
    }
    setCount(count + width)
  }

  @usableFromInline @inline(__always)
  mutating func setCount(_ new: Int) { count = new }

  /// Lets `body` fill up to `size` bytes at the end; it returns how many it wrote.
  @inlinable @unsafe
  public mutating func fill<E: Error>(
    _ size: Int, _ body: (UnsafeMutableBufferPointer<UInt8>) throws(E) -> Int
  ) throws(E) -> Int {
    reserve(size)
    let written = unsafe try body(UnsafeMutableBufferPointer(start: base + count, count: size))
    setCount(count + written)
    return written
  }
}
