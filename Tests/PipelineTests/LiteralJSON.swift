/// A value of JSON with numbers as they are written and texts as bytes; a slow second opinion for what the tool writes.
indirect enum LiteralJSON: Equatable {
  case object([(String, LiteralJSON)])
  case array([LiteralJSON])
  case text([UInt8])
  case number(String)
  case word(String)

  static func == (a: LiteralJSON, b: LiteralJSON) -> Bool {
    switch (a, b) {
    case (.object(let a), .object(let b)):
      a.count == b.count && zip(a, b).allSatisfy { $0.0 == $1.0 && $0.1 == $1.1 }
    case (.array(let a), .array(let b)): a == b
    case (.text(let a), .text(let b)): a == b
    case (.number(let a), .number(let b)): a == b
    case (.word(let a), .word(let b)): a == b
    default: false
    }
  }

  subscript(key: String) -> LiteralJSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.0 == key }?.1
  }

  var elements: [LiteralJSON] {
    guard case .array(let elements) = self else { return [] }
    return elements
  }

  var members: [(String, LiteralJSON)] {
    guard case .object(let members) = self else { return [] }
    return members
  }

  /// The private note of an invoice without the marker below it.
  var noteBeforeMarker: String {
    let lines = (self["PrivateNote"]?.string ?? "").split(separator: "\n", omittingEmptySubsequences: false)
    return lines.dropLast().joined(separator: "\n")
  }

  /// A text's bytes, or a number as written.
  var bytes: [UInt8]? {
    switch self {
    case .text(let bytes): bytes
    case .number(let text): Array(text.utf8)
    default: nil
    }
  }

  var string: String? { bytes.map { String(decoding: $0, as: UTF8.self) } }
  var int: Int? { string.flatMap { Int($0) } }

  /// Reads one value; nil when the bytes are anything else.
  static func parse(_ bytes: some Collection<UInt8>) -> LiteralJSON? {
    var parser = LiteralJSONParser(bytes: Array(bytes))
    guard let value = parser.value() else { return nil }
    parser.skipBlanks()
    return parser.at == parser.bytes.count ? value : nil
  }
}

private struct LiteralJSONParser {
  let bytes: [UInt8]
  var at = 0

  private var byte: UInt8? { at < bytes.count ? bytes[at] : nil }

  mutating func skipBlanks() { while let byte, [0x20, 0x0A, 0x0D, 0x09].contains(byte) { at += 1 } }

  private mutating func take(_ expected: UInt8) -> Bool {
    skipBlanks()
    guard byte == expected else { return false }
    at += 1
    return true
  }

  mutating func value() -> LiteralJSON? {
    skipBlanks()
    switch byte {
    case UInt8(ascii: "{"): return object()
    case UInt8(ascii: "["): return array()
    case UInt8(ascii: "\""): return text().map { .text($0) }
    default: return word()
    }
  }

  private mutating func object() -> LiteralJSON? {
    guard take(UInt8(ascii: "{")) else { return nil }
    var members: [(String, LiteralJSON)] = []
    if take(UInt8(ascii: "}")) { return .object([]) }
    while true {
      skipBlanks()
      guard let key = text(), take(UInt8(ascii: ":")), let value = value() else { return nil }
      members.append((String(decoding: key, as: UTF8.self), value))
      if take(UInt8(ascii: "}")) { return .object(members) }
      guard take(UInt8(ascii: ",")) else { return nil }
    }
  }

  private mutating func array() -> LiteralJSON? {
    guard take(UInt8(ascii: "[")) else { return nil }
    var elements: [LiteralJSON] = []
    if take(UInt8(ascii: "]")) { return .array([]) }
    while true {
      guard let value = value() else { return nil }
      elements.append(value)
      if take(UInt8(ascii: "]")) { return .array(elements) }
      guard take(UInt8(ascii: ",")) else { return nil }
    }
  }

  private mutating func text() -> [UInt8]? {
    guard byte == UInt8(ascii: "\"") else { return nil }
    at += 1
    var text: [UInt8] = []
    while let byte {
      at += 1
      if byte == UInt8(ascii: "\"") { return text }
      // RFC 8259 forbids control characters as they are.
      if byte < 0x20 { return nil }
      if byte != UInt8(ascii: "\\") {
        text.append(byte)
        continue
      }
      guard let escape = self.byte else { return nil }
      at += 1
      switch escape {
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "r"): text.append(0x0D)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "b"): text.append(0x08)
      case UInt8(ascii: "f"): text.append(0x0C)
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(escape)
      case UInt8(ascii: "u"):
        guard var code = hex() else { return nil }
        if (0xD800..<0xDC00).contains(code) {
          guard at + 1 < bytes.count, bytes[at] == UInt8(ascii: "\\"), bytes[at + 1] == UInt8(ascii: "u") else {
            return nil
          }
          at += 2
          guard let low = hex(), (0xDC00..<0xE000).contains(low) else { return nil }
          code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
        }
        guard let scalar = Unicode.Scalar(code) else { return nil }
        text += Array(String(Character(scalar)).utf8)
      default: return nil
      }
    }
    return nil
  }

  private mutating func hex() -> UInt32? {
    guard at + 4 <= bytes.count else { return nil }
    defer { at += 4 }
    return UInt32(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16)
  }

  private mutating func word() -> LiteralJSON? {
    let start = at
    while let byte, !",]} \n\r\t".utf8.contains(byte) { at += 1 }
    let word = String(decoding: bytes[start..<at], as: UTF8.self)
    if ["true", "false", "null"].contains(word) { return .word(word) }
    guard let first = word.utf8.first, first == UInt8(ascii: "-") || (0x30...0x39).contains(first) else { return nil }
    return .number(word)
  }
}
