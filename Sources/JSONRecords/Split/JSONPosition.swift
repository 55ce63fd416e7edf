public import Bytes
import CByteMasks

/// A place in a stream of bytes.
public struct JSONPosition: Sendable, Equatable {
  /// Bytes before it, a byte order mark included.
  public var offset: Int
  /// Counted from 1; lines end with LF (and so with CR LF).
  public var line: Int
  /// Counted from 1 in Unicode scalars; a byte order mark counts nothing.
  public var column: Int

  /// A place; the start of the stream unless told otherwise.
  public init(offset: Int = 0, line: Int = 1, column: Int = 1) {
    self.offset = offset
    self.line = line
    self.column = column
  }

  /// The place `bytes.count` bytes further on, when `bytes` stand here.
  public func advanced(over bytes: ByteView) -> JSONPosition {
    var place = self
    place.advance(over: bytes)
    return place
  }

  mutating func advance(over bytes: ByteView) {
    offset += bytes.count
    var i = 0
    while i + 64 <= bytes.count {
      let here = unsafe UnsafeRawPointer(bytes.start + i)
      let newlines = unsafe bytemasks_equal(here, 0x0A)
      if newlines == 0 {
        unsafe column += 64 - continuationBytes(here)
        i += 64
      } else {
        // What stands before the last newline of the 64 does not count any more.
        line += newlines.nonzeroBitCount
        column = 1
        i += 64 - newlines.leadingZeroBitCount
      }
    }
    while i < bytes.count {
      let byte = bytes[i]
      if byte == 0x0A {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
      i += 1
    }
  }
}

/// How many of the 64 bytes at `p` continue a UTF-8 sequence.
@inline(__always)
private func continuationBytes(_ p: UnsafeRawPointer) -> Int {
  var all: UInt64 = 0
  var i = 0
  while i < 64 {
    unsafe all |= p.loadUnaligned(fromByteOffset: i, as: UInt64.self)
    i += 8
  }
  if all & 0x8080_8080_8080_8080 == 0 { return 0 }
  var count = 0
  i = 0
  while i < 64 {
    let word = unsafe p.loadUnaligned(fromByteOffset: i, as: UInt64.self)
    count += ((word >> 7) & ~(word >> 6) & 0x0101_0101_0101_0101).nonzeroBitCount
    i += 8
  }
  return count
}
