public import CByteMasks

/// Bytes being written: grows as needed, keeps its memory when cleared.
///
/// One owner at a time (`~Copyable`), passed `inout`; all output of dealbill is put together in these.
@safe @frozen
public struct ByteBuffer: ~Copyable {
  @usableFromInline @unsafe var base: UnsafeMutablePointer<UInt8>
  /// Number of bytes written.
  public private(set) var count: Int
  @usableFromInline var capacity: Int

  /// Room behind the capacity: short texts are stored in one piece of 32 bytes, whatever their length.
  @usableFromInline static var slack: Int { 64 }

  /// An empty buffer with room for `capacity` bytes.
  public init(capacity: Int = 4096) {
    unsafe base = .allocate(capacity: max(capacity, 64) + Self.slack)
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
    let bigger = UnsafeMutablePointer<UInt8>.allocate(capacity: wanted + Self.slack)
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

  /// Appends the bytes of a literal, whose length is known when the program is built.
  @inlinable @inline(__always)
  public mutating func append(_ literal: StaticString) {
    reserve(literal.utf8CodeUnitCount)
    unsafe (base + count).update(from: literal.utf8Start, count: literal.utf8CodeUnitCount)
    setCount(count + literal.utf8CodeUnitCount)
  }

  /// Appends text; for places that are not hot.
  public mutating func append(text: String) {
    var text = text
    text.withUTF8 { unsafe append(ByteView($0)) }
  }

  /// Changes the case of the ASCII letters from `start` to the end; false, and nothing changed, when not all is ASCII.
  public mutating func changeASCIICase(from start: Int, toUpper isUpper: Bool) -> Bool {
    guard view(start, count).isASCII else { return false }
    for i in start..<count { unsafe base[i] = isUpper ? asciiUpper(base[i]) : asciiLower(base[i]) }
    return true
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
    // Counts, quantities and whole parts are mostly one digit.
    if value < 10 { return append(UInt8(truncatingIfNeeded: value &+ 0x30)) }
    reserve(20)
    if value < 100_000_000 {
      let (text, zeros) = eightDigits(value)
      unsafe UnsafeMutableRawPointer(base + count).storeBytes(of: text >> UInt64(zeros * 8), as: UInt64.self)
      setCount(count + 8 - zeros)
      return
    }
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

  /// Appends a point and two digits, for 0 to 99 hundredths.
  @inlinable @inline(__always)
  public mutating func append(hundredths value: UInt) {
    let tens = (value &* 103) &>> 10
    reserve(3)
    unsafe base[count] = UInt8(ascii: ".")
    unsafe base[count + 1] = UInt8(truncatingIfNeeded: tens &+ 0x30)
    unsafe base[count + 2] = UInt8(truncatingIfNeeded: value &- tens &* 10 &+ 0x30)
    setCount(count + 3)
  }

  /// Appends `YYYY-MM-DD`; the year has at most four digits, the others at most two.
  @inlinable
  public mutating func append(dateYear year: Int, month: Int, day: Int) {
    let digits = eightDigits(UInt(year * 10_000 + month * 100 + day)).text
    reserve(10)
    let place = unsafe UnsafeMutableRawPointer(base + count)
    unsafe place.storeBytes(of: UInt32(truncatingIfNeeded: digits), as: UInt32.self)
    unsafe place.storeBytes(of: 0x2D, toByteOffset: 4, as: UInt8.self)
    unsafe place.storeBytes(of: UInt16(truncatingIfNeeded: digits >> 32), toByteOffset: 5, as: UInt16.self)
    unsafe place.storeBytes(of: 0x2D, toByteOffset: 7, as: UInt8.self)
    unsafe place.storeBytes(of: UInt16(truncatingIfNeeded: digits >> 48), toByteOffset: 8, as: UInt16.self)
    setCount(count + 10)
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

/// Copies bytes; up to 32 of them by storing 32, for which there must be room.
@inlinable @inline(__always) @unsafe
func copyBytes(_ place: UnsafeMutablePointer<UInt8>, _ bytes: UnsafePointer<UInt8>, _ count: Int) {
  if count <= 32 {
    unsafe shorttexts_copy(place, bytes, count)
  } else {
    unsafe place.update(from: bytes, count: count)
  }
}

/// A number below 10^8 as eight ASCII digits, the first in the lowest place, and how many zeros lead (at most seven).
@inlinable @inline(__always)
func eightDigits(_ value: UInt) -> (text: UInt64, zeros: Int) {
  let value = UInt64(truncatingIfNeeded: value)
  let upper = value / 10_000
  // Halves, then quarters, then eighths of the digits, side by side in one word.
  let halves = upper | (value &- upper &* 10_000) &<< 32
  let hundreds = (halves &* 10_486) &>> 20 & 0x0000_007F_0000_007F
  let quarters = hundreds | (halves &- hundreds &* 100) &<< 16
  let tens = (quarters &* 103) &>> 10 & 0x000F_000F_000F_000F
  let digits = tens | (quarters &- tens &* 10) &<< 8
  return (digits | 0x3030_3030_3030_3030, min(digits.trailingZeroBitCount &>> 3, 7))
}
