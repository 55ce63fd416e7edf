import Bytes

/// The characters that a country's numbers are commonly written with and that mean nothing.
struct Separators: OptionSet {
  let rawValue: UInt8
  static let space = Separators(rawValue: 1)
  static let dash = Separators(rawValue: 2)
  static let dot = Separators(rawValue: 4)
  static let slash = Separators(rawValue: 8)
  static let comma = Separators(rawValue: 16)
  static let colon = Separators(rawValue: 32)
  static let underscore = Separators(rawValue: 64)
  static let all = Separators(rawValue: 127)

  /// Which separator an ASCII byte is; empty for all others.
  init(byte: UInt8) {
    switch byte {
    case UInt8(ascii: " "): self = .space
    case UInt8(ascii: "-"): self = .dash
    case UInt8(ascii: "."): self = .dot
    case UInt8(ascii: "/"): self = .slash
    case UInt8(ascii: ","): self = .comma
    case UInt8(ascii: ":"): self = .colon
    case UInt8(ascii: "_"): self = .underscore
    default: self = []
    }
  }

  init(rawValue: UInt8) { self.rawValue = rawValue }
}

/// What came of cleaning a cell.
enum Cleaning {
  /// Nothing but blanks and invisible characters.
  case blank
  /// The number fits the buffer.
  case fits
  /// More characters than any number has.
  case tooLong
}

/// The first four steps of reading a number: trims, drops invisible characters, maps typographic look-alikes to
/// ASCII, drops `separators`, makes ASCII letters capitals.
///
/// No locale has a say in the capitals (Turkish would break them). Characters without a look-alike stay as they
/// are, in UTF-8: the recipe refuses them, or knows them (Egyptian digits, the Mexican Ñ).
func cleanIdentifier(_ raw: ByteView, dropping separators: Separators, into number: inout CompactIdentifier) -> Cleaning
{
  var blanks = 0  // Seen since the last visible character: they matter only when another one follows.
  var visible = false
  var at = 0
  while at < raw.count {
    var byte = raw[at]
    // Letters and digits, which are most of any number.
    if byte &- 0x30 <= 9 || (byte | 0x20) &- 0x61 <= 25 {
      visible = true
      while blanks > 0 {
        guard number.append(0x20) else { return .tooLong }
        blanks -= 1
      }
      guard number.append(asciiUpper(byte)) else { return .tooLong }
      at += 1
      continue
    }
    var length = 1
    var isForeign = false
    if byte >= 0x80 {
      let scalar = decodeScalar(raw, at)
      length = scalar.length
      switch lookAlike(scalar.value) {
      case .ascii(let twin): byte = twin
      case .invisible:
        at += length
        continue
      case .none: isForeign = true
      }
    }
    defer { at += length }
    if byte == 0x20 || (byte >= 0x09 && byte <= 0x0D) {
      if byte == 0x20, separators.contains(.space) { continue }
      if visible { blanks += 1 }
      continue
    }
    visible = true
    if !isForeign, !separators.isDisjoint(with: Separators(byte: byte)) { continue }
    while blanks > 0 {
      guard number.append(0x20) else { return .tooLong }
      blanks -= 1
    }
    for i in 0..<length {
      guard number.append(isForeign ? raw[at + i] : asciiUpper(byte)) else { return .tooLong }
      if !isForeign { break }
    }
  }
  return visible ? .fits : .blank
}

private enum LookAlike {
  case ascii(UInt8)
  case invisible
  case none
}

/// The ASCII character that a character outside ASCII is taken for.
private func lookAlike(_ scalar: UInt32) -> LookAlike {
  switch scalar {
  case 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: .ascii(UInt8(ascii: " "))
  case 0x2010...0x2015, 0x2212, 0xFE63: .ascii(UInt8(ascii: "-"))
  // Soft hyphen, zero width and direction marks, byte order mark.
  case 0xAD, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0x2066...0x2069, 0xFEFF: .invisible
  // The full-width forms repeat ASCII from ! to ~.
  case 0xFF01...0xFF5E: .ascii(UInt8(truncatingIfNeeded: scalar - 0xFEE0))
  // Mathematical digits: five styles of ten.
  case 0x1D7CE...0x1D7FF: .ascii(0x30 + UInt8(truncatingIfNeeded: (scalar - 0x1D7CE) % 10))
  case 0x391...0x3BF: greekTwin(scalar).map { .ascii($0) } ?? .none
  case 0x405...0x458: cyrillicTwin(scalar).map { .ascii($0) } ?? .none
  default: .none
  }
}

/// The Latin capital that a Greek letter cannot be told from on paper; small letters but omicron look different.
private func greekTwin(_ scalar: UInt32) -> UInt8? {
  switch scalar {
  case 0x391: UInt8(ascii: "A")
  case 0x392: UInt8(ascii: "B")
  case 0x395: UInt8(ascii: "E")
  case 0x396: UInt8(ascii: "Z")
  case 0x397: UInt8(ascii: "H")
  case 0x399: UInt8(ascii: "I")
  case 0x39A: UInt8(ascii: "K")
  case 0x39C: UInt8(ascii: "M")
  case 0x39D: UInt8(ascii: "N")
  case 0x39F, 0x3BF: UInt8(ascii: "O")
  case 0x3A1: UInt8(ascii: "P")
  case 0x3A4: UInt8(ascii: "T")
  case 0x3A5: UInt8(ascii: "Y")
  case 0x3A7: UInt8(ascii: "X")
  default: nil
  }
}

/// The Latin capital that a Cyrillic letter, capital or small, cannot be told from on paper.
private func cyrillicTwin(_ scalar: UInt32) -> UInt8? {
  switch scalar {
  case 0x410, 0x430: UInt8(ascii: "A")
  case 0x412, 0x432: UInt8(ascii: "B")
  case 0x415, 0x435: UInt8(ascii: "E")
  case 0x41A, 0x43A: UInt8(ascii: "K")
  case 0x41C, 0x43C: UInt8(ascii: "M")
  case 0x41D, 0x43D: UInt8(ascii: "H")
  case 0x41E, 0x43E: UInt8(ascii: "O")
  case 0x420, 0x440: UInt8(ascii: "P")
  case 0x421, 0x441: UInt8(ascii: "C")
  case 0x422, 0x442: UInt8(ascii: "T")
  case 0x423, 0x443: UInt8(ascii: "Y")
  case 0x425, 0x445: UInt8(ascii: "X")
  case 0x405, 0x455: UInt8(ascii: "S")
  case 0x406, 0x456: UInt8(ascii: "I")
  case 0x408, 0x458: UInt8(ascii: "J")
  default: nil
  }
}

/// The character at `at` and its length in bytes; bytes that are not UTF-8 stand for themselves, one at a time.
private func decodeScalar(_ raw: ByteView, _ at: Int) -> (value: UInt32, length: Int) {
  let first = raw[at]
  let length =
    switch first {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 1
    }
  guard length > 1, at + length <= raw.count else { return (0, 1) }
  var value = UInt32(first) & (0x7F >> UInt32(length))
  for i in 1..<length {
    let next = raw[at + i]
    guard next & 0xC0 == 0x80 else { return (0, 1) }
    value = value << 6 | UInt32(next & 0x3F)
  }
  return (value, length)
}
