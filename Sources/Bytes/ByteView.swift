public import CByteMasks

/// Some bytes that lie elsewhere: a cell of a file, a constant of a rule, a text put together for one deal.
///
/// A view is two words and copies nothing. Whoever makes one promises that the bytes outlive it; in dealbill
/// they belong to a block of input (valid while the block is), to an ``Arena`` (until it is reset), to an
/// immortal constant (``ByteView/immortal(_:)``) or to a ``StaticString``. Text is UTF-8 unless said otherwise.
@safe @frozen
public struct ByteView: @unchecked Sendable {
  // Unchecked: views are passed between threads together with the block that owns their bytes, never written through.
  @unsafe public let start: UnsafePointer<UInt8>
  /// Number of bytes, ≥ 0.
  public let count: Int

  /// A view of `count` bytes at `start`.
  @inlinable @inline(__always)
  public init(start: UnsafePointer<UInt8>, count: Int) {
    unsafe self.start = start
    self.count = count
  }

  /// A view of a buffer's bytes; an empty view when the buffer has no address.
  @inlinable
  public init(_ buffer: UnsafeBufferPointer<UInt8>) {
    unsafe self.init(start: buffer.baseAddress ?? ByteView.empty.start, count: buffer.count)
  }

  /// The bytes of a literal.
  @inlinable @inline(__always)
  public init(_ literal: StaticString) {
    unsafe self.init(start: literal.utf8Start, count: literal.utf8CodeUnitCount)
  }

  /// No bytes.
  @inlinable @inline(__always)
  public static var empty: ByteView { ByteView("") }

  /// A copy of `text` that is never freed: for constants of compiled rules and profiles.
  public static func immortal(_ text: String) -> ByteView { immortal(Array(text.utf8)) }

  /// A copy of `bytes` that is never freed.
  public static func immortal(_ bytes: [UInt8]) -> ByteView {
    guard !bytes.isEmpty else { return empty }
    let copy = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count)
    unsafe copy.initialize(from: bytes, count: bytes.count)
    return unsafe ByteView(start: UnsafePointer(copy), count: bytes.count)
  }

  @inlinable @inline(__always) public var isEmpty: Bool { count == 0 }

  /// The byte at `index`, 0 ≤ index < count (checked in debug builds).
  @inlinable @inline(__always)
  public subscript(index: Int) -> UInt8 {
    assert(index >= 0 && index < count)
    return unsafe start[index]
  }

  /// The bytes from `lower` up to but not including `upper`.
  @inlinable @inline(__always)
  public func slice(_ lower: Int, _ upper: Int) -> ByteView {
    assert(lower >= 0 && lower <= upper && upper <= count)
    return unsafe ByteView(start: start + lower, count: upper - lower)
  }

  /// How far into these bytes `part`, which is one of their slices, ends; nil when it lies elsewhere.
  @inlinable
  public func offset(ofEnd part: ByteView) -> Int? {
    let distance = unsafe UInt(bitPattern: part.start) &+ UInt(bitPattern: part.count) &- UInt(bitPattern: start)
    return distance <= UInt(bitPattern: count) && distance >= UInt(bitPattern: part.count) ? Int(distance) : nil
  }

  /// Whether both are the very same place, which says nothing about equal bytes elsewhere.
  @inlinable @inline(__always)
  public func isSame(as other: ByteView) -> Bool { unsafe start == other.start && count == other.count }

  /// The bytes from `lower` to the end.
  @inlinable @inline(__always)
  public func dropFirst(_ lower: Int) -> ByteView { slice(lower, count) }

  /// The text; bytes that are not UTF-8 become U+FFFD. For messages, not for the hot path.
  public var string: String { unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self) }

  /// A copy of the bytes.
  public var array: [UInt8] { unsafe Array(UnsafeBufferPointer(start: start, count: count)) }

  /// The bytes as a buffer, for calls that want one.
  @inlinable @unsafe
  public var buffer: UnsafeBufferPointer<UInt8> { unsafe UnsafeBufferPointer(start: start, count: count) }
}

extension ByteView: Equatable {
  /// Equal bytes, wherever they lie.
  @inlinable
  public static func == (a: ByteView, b: ByteView) -> Bool {
    guard a.count == b.count else { return false }
    return unsafe equalBytes(a.start, b.start, a.count)
  }

  /// Whether these are the bytes of `literal`.
  @inlinable
  public func equals(_ literal: StaticString) -> Bool { self == ByteView(literal) }
}

/// Compares up to 32 bytes at once, more eight at a time; short texts dominate, so no call into libc.
@inlinable @inline(__always) @unsafe
func equalBytes(_ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ count: Int) -> Bool {
  count <= 32 ? unsafe shorttexts_equal(a, b, count) != 0 : unsafe equalLongBytes(a, b, count)
}

@usableFromInline @unsafe
func equalLongBytes(_ a: UnsafePointer<UInt8>, _ b: UnsafePointer<UInt8>, _ count: Int) -> Bool {
  var i = 0
  while i + 8 < count {
    if unsafe word(a, i) != word(b, i) { return false }
    i += 8
  }
  // The last eight, some of them for the second time.
  return unsafe word(a, count - 8) == word(b, count - 8)
}

extension ByteView {
  /// The eight bytes from `index` on, which must be there, as one number: the first in the lowest place.
  @inlinable @inline(__always)
  public func word(at index: Int) -> UInt64 {
    assert(index >= 0 && index + 8 <= count)
    return unsafe Bytes.word(start, index)
  }

  /// The bytes from `index` to the end, fewer than eight, as one number with zeros above.
  @inlinable @inline(__always)
  public func shortWord(at index: Int) -> UInt64 {
    assert(index >= 0 && index <= count && count - index < 8)
    return unsafe Bytes.shortWord(start + index, count - index)
  }
}

/// The eight bytes at `offset`, the first in the lowest place (on the little-endian machines that this runs on).
@inlinable @inline(__always) @unsafe
func word(_ bytes: UnsafePointer<UInt8>, _ offset: Int) -> UInt64 {
  unsafe UnsafeRawPointer(bytes).loadUnaligned(fromByteOffset: offset, as: UInt64.self)
}

/// Fewer than eight bytes as one number, the first in the lowest place, zeros above.
@inlinable @inline(__always) @unsafe
func shortWord(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
  if count >= 4 {
    // Two halves that may overlap.
    let low = unsafe UnsafeRawPointer(bytes).loadUnaligned(as: UInt32.self)
    let high = unsafe UnsafeRawPointer(bytes).loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
    return UInt64(low) | UInt64(high) << UInt64((count - 4) * 8)
  }
  if count == 0 { return 0 }
  let middle = count >> 1
  return unsafe UInt64(bytes[0]) | UInt64(bytes[middle]) << UInt64(middle * 8)
    | UInt64(bytes[count - 1]) << UInt64((count - 1) * 8)
}

extension ByteView: CustomStringConvertible {
  public var description: String { string }
}
