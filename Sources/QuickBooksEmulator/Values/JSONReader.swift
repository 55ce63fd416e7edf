/// Why bytes are not JSON.
enum JSONFault: Error {
  case notUTF8, malformed
}

/// Reads one JSON text; at most 40 levels deep, duplicate members refused.
func readJSON(_ bytes: [UInt8]) throws(JSONFault) -> JSON {
  guard String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8 }
  var reader = JSONReader(bytes: bytes)
  let value = try reader.value(depth: 0)
  reader.skipBlanks()
  guard reader.index == bytes.count else { throw .malformed }
  return value
}

private struct JSONReader {
  let bytes: [UInt8]
  var index = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func skipBlanks() {
    while index < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[index]) { index += 1 }
  }

  private mutating func take(_ byte: Character) -> Bool {
    guard index < bytes.count, bytes[index] == byte.asciiValue else { return false }
    index += 1
    return true
  }

  private mutating func take(word: String) -> Bool {
    guard bytes[index...].starts(with: word.utf8) else { return false }
    index += word.utf8.count
    return true
  }

  mutating func value(depth: Int) throws(JSONFault) -> JSON {
    skipBlanks()
    guard index < bytes.count, depth < 40 else { throw .malformed }
    switch bytes[index] {
    case UInt8(ascii: "{"): return .object(try object(depth: depth + 1))
    case UInt8(ascii: "["): return .array(try array(depth: depth + 1))
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t") where take(word: "true"): return .bool(true)
    case UInt8(ascii: "f") where take(word: "false"): return .bool(false)
    case UInt8(ascii: "n") where take(word: "null"): return .null
    default: return .number(try number())
    }
  }

  private mutating func object(depth: Int) throws(JSONFault) -> JSONObject {
    index += 1
    var members: [JSONObject.Member] = []
    skipBlanks()
    if take("}") { return JSONObject() }
    while true {
      skipBlanks()
      guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { throw .malformed }
      let key = try string()
      skipBlanks()
      guard take(":"), !members.contains(where: { $0.key == key }) else { throw .malformed }
      members.append(.init(key: key, value: try value(depth: depth)))
      skipBlanks()
      if take("}") { return JSONObject(members) }
      guard take(",") else { throw .malformed }
    }
  }

  private mutating func array(depth: Int) throws(JSONFault) -> [JSON] {
    index += 1
    var elements: [JSON] = []
    skipBlanks()
    if take("]") { return elements }
    while true {
      elements.append(try value(depth: depth))
      skipBlanks()
      if take("]") { return elements }
      guard take(",") else { throw .malformed }
    }
  }

  private mutating func number() throws(JSONFault) -> Number {
    let start = index
    while index < bytes.count, Self.numberBytes.contains(bytes[index]) { index += 1 }
    let digits = bytes[start..<index]
    // A leading zero or plus sign is not JSON; more digits than an amount may have is no number to this service.
    let unsigned = digits.first == UInt8(ascii: "-") ? digits.dropFirst() : digits
    if unsigned.count > 1, unsigned.first == UInt8(ascii: "0"), !".eE".utf8.contains(unsigned.dropFirst().first ?? 0) {
      throw .malformed
    }
    guard let number = Number(String(decoding: digits, as: UTF8.self)) else { throw .malformed }
    return number
  }

  private static let numberBytes = Set("0123456789+-.eE".utf8)

  private mutating func string() throws(JSONFault) -> String {
    index += 1
    guard
      let end = bytes[index...].firstIndex(where: { $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") || $0 < 0x20 })
    else { throw .malformed }
    if bytes[end] == UInt8(ascii: "\"") {  // nothing to unescape, as usual
      defer { index = end + 1 }
      return String(decoding: bytes[index..<end], as: UTF8.self)
    }
    var text = Array(bytes[index..<end])
    index = end
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): try unescape(into: &text)
      case 0..<0x20: throw .malformed
      default: text.append(byte)
      }
    }
    throw .malformed
  }

  private mutating func unescape(into text: inout [UInt8]) throws(JSONFault) {
    guard index < bytes.count else { throw .malformed }
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(8)
    case UInt8(ascii: "f"): text.append(12)
    case UInt8(ascii: "n"): text.append(10)
    case UInt8(ascii: "r"): text.append(13)
    case UInt8(ascii: "t"): text.append(9)
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      if (0xD800..<0xDC00).contains(code), take("\\"), take("u") {
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low) else { throw .malformed }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw .malformed }
      text.append(contentsOf: String(Character(scalar)).utf8)
    default: throw .malformed
    }
  }

  private mutating func hexadecimal() throws(JSONFault) -> UInt32 {
    guard index + 4 <= bytes.count,
      let code = UInt32(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16)
    else { throw .malformed }
    index += 4
    return code
  }
}
