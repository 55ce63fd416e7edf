import Bytes

/// Where `bytes` first stop being UTF-8 (RFC 3629: no overlong forms, no surrogates, at most U+10FFFF), or nil.
func invalidUTF8(in bytes: ByteView) -> Int? {
  var i = 0
  while i < bytes.count {
    let lead = bytes[i]
    if lead < 0x80 {
      i += 1
      continue
    }
    let length: Int
    // The second byte bears the bounds that rule out overlong forms, surrogates and what lies above U+10FFFF.
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return i
    }
    guard i + length <= bytes.count, second.contains(bytes[i + 1]) else { return i }
    var k = 2
    while k < length {
      if bytes[i + k] & 0xC0 != 0x80 { return i }
      k += 1
    }
    i += length
  }
  return nil
}
