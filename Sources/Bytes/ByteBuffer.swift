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
    unsafe copyBytes(base + count, bytes.start, bytes.count)
    setCount(count + bytes.count)
  }

  /// Appends eight bytes, the first from the lowest place.
  @inlinable @inline(__always)
  mutating func append(word: UInt64) {
    reserve(8)
    unsafe UnsafeMutableRawPointer(base + count).storeBytes(of: word, as: UInt64.self)
    setCount(count + 8)
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
    if value < 10 { return append(UInt8(truncatingIfNeeded: value) + 0x30) }
    reserve(20)
    var digits = 2
    var limit: UInt = 100
    while digits < 20, value >= limit {
      digits += 1
      if digits < 20 { limit *= 10 }
    }
    unsafe writeDigits(base + count, value, digits)
    setCount(count + digits)
  }

  /// Appends `value` in exactly `width` digits, zeros in front; higher digits are cut off.
  @inlinable
  public mutating func append(decimal value: Int, width: Int) {
    reserve(width)
    unsafe writeDigits(base + count, value.magnitude, width)
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

/// Writes the lowest `width` decimal digits of `value`, two at a time.
@inlinable @inline(__always) @unsafe
func writeDigits(_ place: UnsafeMutablePointer<UInt8>, _ value: UInt, _ width: Int) {
  var rest = value
  var at = width
  while at >= 2 {
    at -= 2
    let above = rest / 100
    let pair = rest &- above &* 100
    let tens = (pair &* 103) >> 10
    unsafe place[at] = UInt8(truncatingIfNeeded: tens &+ 0x30)
    unsafe place[at + 1] = UInt8(truncatingIfNeeded: pair &- tens &* 10 &+ 0x30)
    rest = above
  }
  if at == 1 { unsafe place[0] = UInt8(truncatingIfNeeded: rest % 10 &+ 0x30) }
}

/// Copies bytes; up to 32 of them without a call, by words that may overlap.
@inlinable @inline(__always) @unsafe
func copyBytes(_ place: UnsafeMutablePointer<UInt8>, _ bytes: UnsafePointer<UInt8>, _ count: Int) {
  if count > 32 {
    unsafe place.update(from: bytes, count: count)
    return
  }
  let to = UnsafeMutableRawPointer(place)
  if count >= 8 {
    let first = unsafe word(bytes, 0)
    let last = unsafe word(bytes, count - 8)
    if count > 16 {
      let second = unsafe word(bytes, 8)
      let third = unsafe word(bytes, count - 16)
      unsafe to.storeBytes(of: second, toByteOffset: 8, as: UInt64.self)
      unsafe to.storeBytes(of: third, toByteOffset: count - 16, as: UInt64.self)
    }
    unsafe to.storeBytes(of: first, as: UInt64.self)
    unsafe to.storeBytes(of: last, toByteOffset: count - 8, as: UInt64.self)
  } else if count >= 4 {
    let first = unsafe UnsafeRawPointer(bytes).loadUnaligned(as: UInt32.self)
    let last = unsafe UnsafeRawPointer(bytes).loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
    unsafe to.storeBytes(of: first, as: UInt32.self)
    unsafe to.storeBytes(of: last, toByteOffset: count - 4, as: UInt32.self)
  } else if count > 0 {
    let first = unsafe bytes[0]
    let middle = unsafe bytes[count >> 1]
    let last = unsafe bytes[count - 1]
    unsafe place[0] = first
    unsafe place[count >> 1] = middle
    unsafe place[count - 1] = last
  }
}
