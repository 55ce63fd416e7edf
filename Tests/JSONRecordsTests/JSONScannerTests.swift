import Bytes
import JSONRecords
import Testing

@Suite struct JSONScannerTests {
  /// The tokens in one line, as far as they go.
  func tokens(_ text: String) -> String {
    Array(text.utf8).withByteView { view in
      var scanner = JSONScanner(view)
      var arena = Arena()
      var out: [String] = []
      do throws(JSONError) {
        while true {
          switch try scanner.next() {
          case .objectStart: out.append("{")
          case .objectEnd: out.append("}")
          case .arrayStart: out.append("[")
          case .arrayEnd: out.append("]")
          case .key(let name): out.append(name.text(in: &arena).string + ":")
          case .string(let text): out.append("'" + text.text(in: &arena).string + "'")
          case .number(let digits): out.append(digits.string)
          case .true: out.append("true")
          case .false: out.append("false")
          case .null: out.append("null")
          case .end: return out.joined(separator: " ")
          }
        }
      } catch {
        return (out + ["\(error.problem)@\(error.offset)"]).joined(separator: " ")
      }
    }
  }

  @Test(arguments: [
    ("{}", "{ }"), ("[]", "[ ]"), (" \t\r\n1 ", "1"), ("null", "null"), (#""""#, "''"),
    (
      #"{"a":[1,-2.5e+3,"x"],"b":{"c":true},"d":[false,null]}"#,
      "{ a: [ 1 -2.5e+3 'x' ] b: { c: true } d: [ false null ] }"
    ),
    (#""a\"\\\/\b\f\n\r\t\u0041\u00e9\u20AC\ud83d\ude00z""#, "'a\"\\/\u{8}\u{c}\n\r\tAé€😀z'"),
    (#"{"k\u0065y":1,"k\u0065y":2}"#, "{ key: 1 key: 2 }"),
    ("\"Gruß, žluťoučký, 日本, 😀\"", "'Gruß, žluťoučký, 日本, 😀'"),
  ])
  func `values come out token by token`(text: String, expected: String) { #expect(tokens(text) == expected) }

  @Test(arguments: [
    "0", "-0", "0.1", "4495.16", "12345678901234567", "1e400", "-1.50E-7", "99999999999999999999.00",
    String(repeating: "9", count: 64),
  ])
  func `numbers keep their digits`(digits: String) throws {
    #expect(tokens(digits) == digits)
    #expect(try parse("[\(digits)]") == .array([.number(digits)]))
  }

  static let faults: [(String, JSONError.Problem, Int)] = [
    ("", .inputEnds, 0), (" ", .inputEnds, 1), ("{", .inputEnds, 1), ("[1", .inputEnds, 2), ("[1,", .inputEnds, 3),
    (#"{"a""#, .inputEnds, 4), (#"{"a":"#, .inputEnds, 5), ("tru", .inputEnds, 0), ("-", .inputEnds, 1),
    (#"["abc"#, .stringOpen, 1), (#"["abc\"#, .stringOpen, 1), (#"["\u12"#, .stringOpen, 1),
    (#"["\ud800\u"#, .stringOpen, 1),
    ("[1,]", .valueExpected, 3), ("[,1]", .valueExpected, 1), ("[1,,2]", .valueExpected, 3), ("]", .valueExpected, 0),
    (#"{"a":}"#, .valueExpected, 5), ("NaN", .valueExpected, 0), ("+1", .valueExpected, 0), (".5", .valueExpected, 0),
    ("\u{FEFF}1", .valueExpected, 0), ("\u{0}", .valueExpected, 0), ("\u{A0}1", .valueExpected, 0),
    (#"{"a":1,}"#, .keyExpected, 7), ("{a:1}", .keyExpected, 1), ("{'a':1}", .keyExpected, 1),
    ("{1:1}", .keyExpected, 1),
    (#"{"a" 1}"#, .colonExpected, 5), (#"{"a","b"}"#, .colonExpected, 4),
    (#"{"a":1 "b":2}"#, .commaOrBraceExpected, 7), (#"{"a":1]"#, .commaOrBraceExpected, 6),
    ("[1 2]", .commaOrBracketExpected, 3), ("[1}", .commaOrBracketExpected, 2), ("[1a]", .commaOrBracketExpected, 2),
    ("1 2", .textAfterValue, 2), ("{}x", .textAfterValue, 2), ("[]]", .textAfterValue, 2),
    ("[trueX]", .commaOrBracketExpected, 5), ("[nul]", .misspeltLiteral, 1), ("[True]", .valueExpected, 1),
    ("[1.]", .digitExpected, 3), ("[1e]", .digitExpected, 3), ("[-x]", .digitExpected, 2),
    ("[1.e1]", .digitExpected, 3),
    ("[01]", .leadingZero, 1), ("[-00]", .leadingZero, 1), ("[-01.5]", .leadingZero, 1),
    ("[\"a\tb\"]", .controlCharacter, 3), ("[\"a\nb\"]", .controlCharacter, 3), ("[\"\u{0}\"]", .controlCharacter, 2),
    ("[\"12345678\u{1F}\"]", .controlCharacter, 10),
    (#"["a\x"]"#, .unknownEscape, 3), (#"["\U0041"]"#, .unknownEscape, 2), (#"["\u00g0"]"#, .hexDigitExpected, 6),
    (#"["\ud800"]"#, .loneSurrogate, 2), (#"["\udc00"]"#, .loneSurrogate, 2), (#"["\ud800\ud800"]"#, .loneSurrogate, 2),
    (#"["\ud800\n"]"#, .loneSurrogate, 2), (#"["\ud800xxxxxx"]"#, .loneSurrogate, 2),
  ]

  @Test(arguments: faults)
  func `a fault is told with its kind and place`(text: String, problem: JSONError.Problem, offset: Int) {
    let expected = JSONError(problem, at: offset)
    #expect(scanAll(Array(text.utf8)) == expected)
    #expect(skipAll(Array(text.utf8)) == expected)
  }

  @Test(
    arguments: [
      [0x80], [0xFF], [0xC0, 0xAF], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0x80], [0xED, 0xA0, 0x80],
      [0xE2, 0x82],
      [0xF0, 0x80, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xF0, 0x9F, 0x98],
    ] as [[UInt8]])
  func `a string that is not UTF-8 is refused wherever it stands`(bad: [UInt8]) {
    for before in 0..<18 {
      let bytes = [0x22] + Array(repeating: 0x61, count: before) + bad + [0x62, 0x22]
      #expect(scanAll(bytes) == JSONError(.notUTF8, at: 1 + before))
    }
  }

  @Test(arguments: [
    "\u{7F}", "\u{80}", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{E000}", "\u{FFFF}", "\u{10000}", "\u{10FFFF}",
  ])
  func `the first and last character of each length are UTF-8`(scalar: String) {
    for before in 0..<18 {
      #expect(tokens("\"" + String(repeating: "a", count: before) + scalar + "\"").hasSuffix(scalar + "'"))
    }
  }

  @Test func `every string of 0 to 40 bytes ends at its quote`() {
    for length in 0...40 {
      let text = String(repeating: "x", count: length)
      #expect(tokens("[\"\(text)\",\"\\\"\(text)\\\\\"]") == "[ '\(text)' '\"\(text)\\' ]")
    }
  }

  @Test func `each limit holds exactly`() {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    func string(_ count: Int) -> [UInt8] { [0x22] + Array(repeating: 0x61, count: count) + [0x22] }
    for read in [scanAll, skipAll] {
      #expect(read(nested(64)) == nil)
      #expect(read(nested(65)) == JSONError(.tooDeep, at: 64))
      #expect(read(Array(repeating: UInt8(ascii: "["), count: 100_000)) == JSONError(.tooDeep, at: 64))
      #expect(read(string(1 << 20)) == nil)
      #expect(read(string(1 << 20 + 1)) == JSONError(.stringTooLong, at: 0))
      #expect(read(Array(repeating: UInt8(ascii: "1"), count: 128)) == nil)
      #expect(read(Array(repeating: UInt8(ascii: "1"), count: 129)) == JSONError(.numberTooLong, at: 0))
    }
  }

  @Test func `64 levels of objects in arrays are told apart`() {
    let open = String(repeating: #"{"a":["#, count: 32)
    let close = String(repeating: "]}", count: 32)
    #expect(skipAll(Array((open + "1" + close).utf8)) == nil)
    #expect(skipAll(Array((open + "1" + close.dropLast() + "]").utf8))?.problem == .commaOrBraceExpected)
    #expect(scanAll(Array((open + "1" + close.dropFirst() + "}").utf8))?.problem == .commaOrBracketExpected)
  }

  @Test func `a skipped value leaves the scanner behind it`() throws {
    let text = Array(#"{"a":{"x":[1,{"y":"]}"}]},"b":2}"#.utf8)
    let number = try text.withByteView { (view: ByteView) throws -> String in
      var scanner = JSONScanner(view)
      _ = try scanner.next()
      _ = try scanner.next()
      try scanner.skipValue()
      guard case .key(let name) = try scanner.next(), name.raw.equals("b") else { return "no key b" }
      guard case .number(let digits) = try scanner.next() else { return "no number" }
      guard case .objectEnd = try scanner.next(), case .end = try scanner.next() else { return "no end" }
      return digits.string
    }
    #expect(number == "2")
  }

  @Test(arguments: JSONError.Problem.allCases)
  func `every fault has a sentence and a code`(problem: JSONError.Problem) {
    let error = JSONError(problem, at: 0)
    #expect(!error.message.isEmpty && !error.message.hasSuffix("."))
    #expect(error.code.hasPrefix("S04"))
  }
}
