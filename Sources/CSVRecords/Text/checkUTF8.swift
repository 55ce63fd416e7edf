import Bytes
import CByteMasks

/// What a stretch of bytes is, taken as UTF-8 without NUL and without U+FFFD.
enum UTF8Check: Equatable {
  /// All right; the last `incomplete` bytes (0 to 3) begin a character that the bytes to come may complete.
  case valid(incomplete: Int)
  /// The byte at `at` cannot stand there.
  case malformed(at: Int)
  /// A NUL byte.
  case nul(at: Int)
  /// U+FFFD: some program before us has already lost a character here.
  case replacement(at: Int)
}

/// Checks strictly: no overlong form, no surrogate, nothing above U+10FFFF (Unicode 16, table 3-7).
func checkUTF8(_ bytes: ByteView) -> UTF8Check {
  let count = bytes.count
  var i = 0
  while i < count {
    if i + 64 <= count {
      let special = unsafe bytemasks_not_plain(bytes.start + i)
      if special == 0 {
        i += 64
        continue
      }
      i += special.trailingZeroBitCount
    } else if bytes[i] &- 1 < 0x7F {
      i += 1
      continue
    }
    let lead = bytes[i]
    if lead == 0 { return .nul(at: i) }
    let length: Int
    var lower: UInt8 = 0x80
    var upper: UInt8 = 0xBF
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, lower) = (3, 0xA0)
    case 0xED: (length, upper) = (3, 0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, lower) = (4, 0x90)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, upper) = (4, 0x8F)
    default: return .malformed(at: i)
    }
    for k in 1..<length {
      if i + k == count { return .valid(incomplete: k) }
      let byte = bytes[i + k]
      if byte < lower || byte > upper { return .malformed(at: i) }
      lower = 0x80
      upper = 0xBF
    }
    if lead == 0xEF, bytes[i + 1] == 0xBF, bytes[i + 2] == 0xBD { return .replacement(at: i) }
    i += length
  }
  return .valid(incomplete: 0)
}
