public import Bytes

/// A string of a JSON text as it was written between its quotes, already checked.
public struct JSONString: Sendable {
  /// The bytes between the quotes, escapes as they are.
  public let raw: ByteView
  /// Whether `raw` holds an escape and so is not the text itself.
  public let hasEscapes: Bool

  @inline(__always)
  init(raw: ByteView, hasEscapes: Bool) {
    self.raw = raw
    self.hasEscapes = hasEscapes
  }

  /// The text in UTF-8: `raw` itself, or unescaped into `arena` (valid until that is reset).
  @inline(__always)
  public func text(in arena: inout Arena) -> ByteView { hasEscapes ? unescaped(in: &arena) : raw }

  @inline(never)
  private func unescaped(in arena: inout Arena) -> ByteView {
    // An escape is never shorter than the UTF-8 it stands for.
    unsafe arena.fill(atMost: raw.count) { out in
      var from = 0
      var to = 0
      while from < raw.count {
        let byte = raw[from]
        if byte != UInt8(ascii: "\\") {
          unsafe out[to] = byte
          from += 1
          to += 1
          continue
        }
        let letter = raw[from + 1]
        from += 2
        if letter == UInt8(ascii: "u") {
          var scalar = hexQuad(raw, from)
          from += 4
          if scalar & 0xFC00 == 0xD800 {
            scalar = 0x10000 + (scalar & 0x3FF) << 10 + (hexQuad(raw, from + 2) & 0x3FF)
            from += 6
          }
          unsafe putScalar(scalar, out, &to)
        } else {
          unsafe out[to] = control(letter)
          to += 1
        }
      }
      return to
    }
  }
}

private func control(_ letter: UInt8) -> UInt8 {
  switch letter {
  case UInt8(ascii: "b"): 0x08
  case UInt8(ascii: "f"): 0x0C
  case UInt8(ascii: "n"): 0x0A
  case UInt8(ascii: "r"): 0x0D
  case UInt8(ascii: "t"): 0x09
  default: letter  // quote, backslash, slash
  }
}

private func hexQuad(_ bytes: ByteView, _ at: Int) -> UInt32 {
  (at..<at + 4).reduce(0) { $0 << 4 | UInt32(hexValue(bytes[$1]) ?? 0) }
}

/// The value of a hexadecimal digit in either case.
func hexValue(_ byte: UInt8) -> UInt8? {
  switch byte {
  case 0x30...0x39: byte - 0x30
  case 0x41...0x46: byte - 0x37
  case 0x61...0x66: byte - 0x57
  default: nil
  }
}

@unsafe
private func putScalar(_ scalar: UInt32, _ out: UnsafeMutableBufferPointer<UInt8>, _ to: inout Int) {
  func put(_ byte: UInt32) {
    unsafe out[to] = UInt8(truncatingIfNeeded: byte)
    to += 1
  }
  switch scalar {
  case 0..<0x80: put(scalar)
  case 0x80..<0x800:
    put(0xC0 | scalar >> 6)
    put(0x80 | scalar & 0x3F)
  case 0x800..<0x10000:
    put(0xE0 | scalar >> 12)
    put(0x80 | scalar >> 6 & 0x3F)
    put(0x80 | scalar & 0x3F)
  default:
    put(0xF0 | scalar >> 18)
    put(0x80 | scalar >> 12 & 0x3F)
    put(0x80 | scalar >> 6 & 0x3F)
    put(0x80 | scalar & 0x3F)
  }
}
