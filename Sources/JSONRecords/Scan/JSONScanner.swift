public import Bytes

/// One step through a JSON text.
public enum JSONToken: Sendable {
  case objectStart, objectEnd, arrayStart, arrayEnd
  /// The name of a member; its value follows.
  case key(JSONString)
  case string(JSONString)
  /// A number's characters as written: no digit is lost, nothing was rounded.
  case number(ByteView)
  case `true`, `false`, null
  /// The whole value was read, and only white space follows it.
  case end
}

/// Reads one JSON value token by token, checking all of RFC 8259 and the ``JSONLimits``; allocates nothing.
///
/// Strings must be UTF-8, `\u` escapes whole surrogate pairs; the same name may stand twice in one object.
/// After an error the scanner stays where it is.
public struct JSONScanner {
  private var cursor: JSONCursor
  private var expected: Expectation = .value
  /// Bit n: whether the n-th open level from inside is an object.
  private var objects: UInt64 = 0
  /// Where the token last returned starts.
  public private(set) var tokenOffset = 0

  private enum Expectation { case value, firstKey, firstElement, afterValue }

  /// A scanner for a view that holds one whole value; white space may stand around it, a byte order mark may not.
  public init(_ value: ByteView) { cursor = JSONCursor(value) }

  /// Bytes read.
  public var offset: Int { cursor.offset }
  /// Objects and arrays that are open.
  public var depth: Int { cursor.depth }

  /// The next token; ``JSONToken/end`` again and again at the end.
  public mutating func next() throws(JSONError) -> JSONToken {
    let byte = cursor.skipSpace()
    tokenOffset = cursor.offset
    switch expected {
    case .value: return try value()
    case .firstKey:
      if byte == UInt8(ascii: "}") { return close(.objectEnd) }
      return try key()
    case .firstElement:
      if byte == UInt8(ascii: "]") { return close(.arrayEnd) }
      return try value()
    case .afterValue:
      if cursor.depth == 0 {
        try cursor.finish()
        return .end
      }
      let inObject = objects & 1 == 1
      if byte == UInt8(ascii: ",") {
        cursor.offset += 1
        _ = cursor.skipSpace()
        tokenOffset = cursor.offset
        return inObject ? try key() : try value()
      }
      if byte == (inObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) { return close(inObject ? .objectEnd : .arrayEnd) }
      throw cursor.failure(inObject ? .commaOrBraceExpected : .commaOrBracketExpected)
    }
  }

  /// Passes the value that starts next (after a key, or as an element), checking all of it.
  ///
  /// - Precondition: A value comes next; at the closing bracket of an array the error is that a value is missing.
  public mutating func skipValue() throws(JSONError) {
    precondition(expected == .value || expected == .firstElement, "no value comes next")
    try cursor.skipValue()
    expected = .afterValue
  }

  private mutating func key() throws(JSONError) -> JSONToken {
    let name = try cursor.key()
    expected = .value
    return .key(name)
  }

  private mutating func close(_ token: JSONToken) -> JSONToken {
    cursor.close()
    objects >>= 1
    expected = .afterValue
    return token
  }

  private mutating func value() throws(JSONError) -> JSONToken {
    switch cursor.byte {
    case UInt8(ascii: "\""):
      let text = try cursor.string()
      expected = .afterValue
      return .string(text)
    case UInt8(ascii: "{"):
      try cursor.open()
      objects = objects << 1 | 1
      expected = .firstKey
      return .objectStart
    case UInt8(ascii: "["):
      try cursor.open()
      objects <<= 1
      expected = .firstElement
      return .arrayStart
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      let number = try cursor.number()
      expected = .afterValue
      return .number(number)
    case UInt8(ascii: "t"):
      try cursor.literal("true")
      expected = .afterValue
      return .true
    case UInt8(ascii: "f"):
      try cursor.literal("false")
      expected = .afterValue
      return .false
    case UInt8(ascii: "n"):
      try cursor.literal("null")
      expected = .afterValue
      return .null
    default: throw cursor.failure(.valueExpected)
    }
  }
}

/// Checks that `bytes` are exactly one JSON value within the limits.
public func checkJSON(_ bytes: ByteView) throws(JSONError) {
  var cursor = JSONCursor(bytes)
  try cursor.skipValue()
  try cursor.finish()
}
