import Bytes

/// A place in a JSON text and the steps from there: white space, strings, numbers, words, members, elements.
///
/// The allocation-free core under ``JSONScanner`` (which adds the pull interface) and under the picking of paths.
/// It is copied to look ahead. Every step checks what it passes; none reads beyond the view.
struct JSONCursor {
  let bytes: ByteView
  /// Bytes passed.
  var offset = 0
  /// Objects and arrays that are open.
  var depth = 0

  @inline(__always)
  init(_ bytes: ByteView) { self.bytes = bytes }

  /// The byte here, or 0 at the end (a NUL has no place in JSON outside strings, so the two need no telling apart).
  @inline(__always)
  var byte: UInt8 { offset < bytes.count ? bytes[offset] : 0 }

  /// The offset of the quote before `string`, which was read from this text.
  @inline(never)
  func start(of string: JSONString) -> Int { unsafe string.raw.start - bytes.start - 1 }

  /// Passes white space and returns the byte after it.
  @inline(__always)
  mutating func skipSpace() -> UInt8 {
    var byte = self.byte
    if byte > 0x20 { return byte }
    while byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
      offset += 1
      byte = self.byte
    }
    return byte
  }

  /// The error for this place: the given one, or that the input ends here.
  @inline(never)
  func failure(_ problem: JSONError.Problem) -> JSONError {
    JSONError(offset < bytes.count ? problem : .inputEnds, at: offset)
  }

  // MARK: Objects and arrays

  /// Passes the opening brace or bracket here.
  @inline(__always)
  mutating func open() throws(JSONError) {
    if depth == JSONLimits.depth { throw JSONError(.tooDeep, at: offset) }
    depth += 1
    offset += 1
  }

  /// Passes the closing brace or bracket here.
  @inline(__always)
  mutating func close() {
    depth -= 1
    offset += 1
  }

  /// After an opening brace: the first name, its colon passed; or nil, the closing brace passed.
  @inline(__always)
  mutating func firstKey() throws(JSONError) -> JSONString? {
    if skipSpace() == UInt8(ascii: "}") {
      close()
      return nil
    }
    return try key()
  }

  /// After a member's value: the next name, its colon passed; or nil, the closing brace passed.
  @inline(__always)
  mutating func nextKey() throws(JSONError) -> JSONString? {
    switch skipSpace() {
    case UInt8(ascii: ","):
      offset += 1
      _ = skipSpace()
      return try key()
    case UInt8(ascii: "}"):
      close()
      return nil
    default: throw failure(.commaOrBraceExpected)
    }
  }

  /// A name and its colon.
  @inline(__always)
  mutating func key() throws(JSONError) -> JSONString {
    guard byte == UInt8(ascii: "\"") else { throw failure(.keyExpected) }
    let name = try string()
    guard skipSpace() == UInt8(ascii: ":") else { throw failure(.colonExpected) }
    offset += 1
    return name
  }

  /// After an opening bracket: whether an element follows; if not, the closing bracket is passed.
  @inline(__always)
  mutating func firstElement() -> Bool {
    if skipSpace() != UInt8(ascii: "]") { return true }
    close()
    return false
  }

  /// After an element: whether another follows, its comma passed; if not, the closing bracket is passed.
  @inline(__always)
  mutating func nextElement() throws(JSONError) -> Bool {
    switch skipSpace() {
    case UInt8(ascii: ","):
      offset += 1
      return true
    case UInt8(ascii: "]"):
      close()
      return false
    default: throw failure(.commaOrBracketExpected)
    }
  }

  /// Passes white space after the whole value; anything else is refused.
  mutating func finish() throws(JSONError) {
    _ = skipSpace()
    if offset < bytes.count { throw JSONError(.textAfterValue, at: offset) }
  }

  // MARK: Strings

  /// Passes the string whose opening quote is here. Looks at eight bytes at a time for a quote, a backslash or a
  /// control character: in `(x - 0x01…) & ~x & 0x80…` the lowest bit set marks the first zero byte exactly.
  @inline(__always)
  mutating func string() throws(JSONError) -> JSONString {
    let opening = offset
    var i = opening + 1
    var seen: UInt64 = 0
    var escapes = false
    scan: while true {
      if i + 8 <= bytes.count {
        let word = UInt64(littleEndian: unsafe UnsafeRawPointer(bytes.start + i).loadUnaligned(as: UInt64.self))
        let stops =
          zeroBytes(word ^ 0x2222_2222_2222_2222) | zeroBytes(word ^ 0x5C5C_5C5C_5C5C_5C5C)
          | (word &- 0x2020_2020_2020_2020) & ~word & 0x8080_8080_8080_8080
        if stops == 0 {
          seen |= word
          i += 8
          continue
        }
        let bits = stops.trailingZeroBitCount & ~7
        seen |= word & ((1 << UInt64(bits)) &- 1)
        i += bits >> 3
      } else if i >= bytes.count {
        throw JSONError(.stringOpen, at: opening)
      }
      let byte = bytes[i]
      switch byte {
      case UInt8(ascii: "\""): break scan
      case UInt8(ascii: "\\"):
        escapes = true
        i = try afterEscape(at: i, opening)
      case 0..<0x20: throw JSONError(.controlCharacter, at: i)
      default:
        seen |= UInt64(byte)
        i += 1
      }
    }
    let raw = bytes.slice(opening + 1, i)
    offset = i + 1
    if seen & 0x8080_8080_8080_8080 != 0 || raw.count > JSONLimits.stringBytes { try check(raw, opening) }
    return JSONString(raw: raw, hasEscapes: escapes)
  }

  @inline(never)
  private func check(_ raw: ByteView, _ opening: Int) throws(JSONError) {
    if raw.count > JSONLimits.stringBytes { throw JSONError(.stringTooLong, at: opening) }
    if let fault = invalidUTF8(in: raw) { throw JSONError(.notUTF8, at: opening + 1 + fault) }
  }

  /// Where the escape that starts at `at` (in the string opened at `opening`) ends.
  @inline(never)
  private func afterEscape(at: Int, _ opening: Int) throws(JSONError) -> Int {
    guard at + 1 < bytes.count else { throw JSONError(.stringOpen, at: opening) }
    switch bytes[at + 1] {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"),
      UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
      return at + 2
    case UInt8(ascii: "u"): break
    default: throw JSONError(.unknownEscape, at: at)
    }
    let unit = try codeUnit(at: at, opening)
    if unit & 0xF800 != 0xD800 { return at + 6 }
    if unit & 0xFC00 == 0xDC00 { throw JSONError(.loneSurrogate, at: at) }
    for (place, wanted) in [(at + 6, UInt8(ascii: "\\")), (at + 7, UInt8(ascii: "u"))] {
      guard place < bytes.count else { throw JSONError(.stringOpen, at: opening) }
      guard bytes[place] == wanted else { throw JSONError(.loneSurrogate, at: at) }
    }
    guard try codeUnit(at: at + 6, opening) & 0xFC00 == 0xDC00 else { throw JSONError(.loneSurrogate, at: at) }
    return at + 12
  }

  private func codeUnit(at: Int, _ opening: Int) throws(JSONError) -> UInt32 {
    var unit: UInt32 = 0
    for place in at + 2..<at + 6 {
      guard place < bytes.count else { throw JSONError(.stringOpen, at: opening) }
      guard let digit = hexValue(bytes[place]) else { throw JSONError(.hexDigitExpected, at: place) }
      unit = unit << 4 | UInt32(digit)
    }
    return unit
  }

  // MARK: Numbers and words

  /// Passes the number that starts here and returns its characters as written.
  @inline(__always)
  mutating func number() throws(JSONError) -> ByteView {
    let start = offset
    if byte == UInt8(ascii: "-") { offset += 1 }
    let first = byte
    try digits()
    if first == UInt8(ascii: "0"), offset - start > (bytes[start] == UInt8(ascii: "-") ? 2 : 1) {
      throw JSONError(.leadingZero, at: start)
    }
    if byte == UInt8(ascii: ".") {
      offset += 1
      try digits()
    }
    if byte | 0x20 == UInt8(ascii: "e") {
      offset += 1
      if byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-") { offset += 1 }
      try digits()
    }
    if offset - start > JSONLimits.numberCharacters { throw JSONError(.numberTooLong, at: start) }
    return bytes.slice(start, offset)
  }

  @inline(__always)
  private mutating func digits() throws(JSONError) {
    let start = offset
    while byte &- 0x30 < 10 { offset += 1 }
    if offset == start { throw failure(.digitExpected) }
  }

  /// Passes `word`, whose first letter is here.
  @inline(__always)
  mutating func literal(_ word: StaticString) throws(JSONError) {
    let word = ByteView(word)
    if bytes.count - offset >= word.count, bytes.slice(offset, offset + word.count) == word {
      offset += word.count
    } else {
      throw misspelt(word)
    }
  }

  @inline(never)
  private func misspelt(_ word: ByteView) -> JSONError {
    JSONError(word.hasPrefix(bytes.dropFirst(offset)) ? .inputEnds : .misspeltLiteral, at: offset)
  }

  /// Passes any value, checking all of it.
  mutating func skipValue() throws(JSONError) {
    let floor = depth
    var objects: UInt64 = 0  // bit n: whether the n-th open level above `floor` is an object; depth ≤ 64
    while true {
      // Here a value must start.
      switch skipSpace() {
      case UInt8(ascii: "\""): _ = try string()
      case UInt8(ascii: "{"):
        try open()
        if try firstKey() != nil {
          objects = objects << 1 | 1
          continue
        }
      case UInt8(ascii: "["):
        try open()
        if firstElement() {
          objects <<= 1
          continue
        }
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): _ = try number()
      case UInt8(ascii: "t"): try literal("true")
      case UInt8(ascii: "f"): try literal("false")
      case UInt8(ascii: "n"): try literal("null")
      default: throw failure(.valueExpected)
      }
      // A value has ended: go on in the innermost open level, or leave.
      while depth > floor {
        if objects & 1 == 1 ? try nextKey() != nil : try nextElement() { break }
        objects >>= 1
      }
      if depth == floor { return }
    }
  }
}

/// The top bit of each byte that is zero, exact for the lowest one.
@inline(__always)
private func zeroBytes(_ x: UInt64) -> UInt64 {
  (x &- 0x0101_0101_0101_0101) & ~x & 0x8080_8080_8080_8080
}
