public import Bytes

extension ByteBuffer {
  /// Appends a JSON string: quotes, backslashes and control characters escaped, all else as it is (UTF-8).
  public mutating func append(jsonString text: ByteView) {
    if append(plainJSON: text) { return }
    append(UInt8(ascii: "\""))
    append(jsonEscaped: text)
    append(UInt8(ascii: "\""))
  }

  /// Appends the inside of a JSON string.
  public mutating func append(jsonEscaped text: ByteView) {
    var at = append(plainJSONOf: text, from: 0)
    while at < text.count {
      append(jsonEscape: text[at])
      at = append(plainJSONOf: text, from: at + 1)
    }
  }

  private mutating func append(jsonEscape byte: UInt8) {
    append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): append(byte)
    case 0x0A: append(UInt8(ascii: "n"))
    case 0x0D: append(UInt8(ascii: "r"))
    case 0x09: append(UInt8(ascii: "t"))
    default:
      append("u00")
      append(hexDigit(byte >> 4))
      append(hexDigit(byte & 15))
    }
  }
}

private func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? value + 0x30 : value + 0x57 }
