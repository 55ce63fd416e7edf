import Bytes
import CSVRecords
import Diagnostics
import Testing

/// A file that must be refused, and how.
struct Malformed: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var bytes: [UInt8]
  var code: String
  var line: Int?
  var column: Int?

  init(_ name: String, _ text: String, _ code: String, _ line: Int? = nil, _ column: Int? = nil) {
    self.init(name, bytes: Array(text.utf8), code, line, column)
  }

  init(_ name: String, bytes: [UInt8], _ code: String, _ line: Int? = nil, _ column: Int? = nil) {
    testDescription = name
    self.bytes = bytes
    self.code = code
    self.line = line
    self.column = column
  }
}

@Suite struct MalformedTests {
  static let structure = [
    Malformed("open quote at the end", "a,b\n1,2\n3,\"4\n5,6\n", "S012", 3, 3),
    Malformed("open quote after quoted line ends", "a,b\n\"1\n\n\",2\n\"é\",\"4\n5,6\n", "S012", 5, 5),
    Malformed("quote in a bare field", "a,b\n1,2\nab\"c,3\n", "S010", 3, 3),
    Malformed("inches", "a,b\n12\" pipe,3\n", "S010", 2, 3),
    Malformed("text after a quote", "a,b\n\"1\"x,2\n", "S011", 2, 4),
    Malformed("text after a quote, over a line", "a,b\n\"1\n2\" ,2\n", "S011", 3, 3),
    Malformed("space before a quote", "a,b\n1, \"2\"\n", "S010", 2, 4),
    Malformed("ragged short", "a,b,c\n1,2,3\n4,5\n", "S013", 3, 1),
    Malformed("ragged long", "a,b,c\n1,2,3\n4,5,6,7\n", "S013", 3, 1),
    Malformed("trailing delimiter", "a,b\n1,2,\n", "S013", 2, 1),
    Malformed("comment line", "a,b\n# nothing\n1,2\n", "S013", 2, 1),
    Malformed("totals line", "a,b,c\n1,2,3\nTotal\n", "S013", 3, 1),
    Malformed("cut last line", "a,b,c\n1,2,3\n4,5", "S013", 3, 1),
    Malformed("cut behind a delimiter in an all-quoted file", "\"a\",\"b\"\n\"1\",", "S018", 2, 1),
    Malformed("cut header", "\"a\",", "S018", 1, 1),
    Malformed("open quote in the header", "a,\"b\n1,2\n", "S012", 1, 3),
    Malformed("stray quote in the header", "a,b\"c\n1,2\n", "S010", 1, 4),
    Malformed("empty", "", "S002"),
    Malformed("only line ends", "\n\r\n\n", "S002"),
    Malformed("two delimiters as often", "a,b;c\n1,2;3\n", "S017", 1, 1),
    Malformed(
      "1,001 columns", (0...1000).map { "c\($0)" }.joined(separator: ",") + "\n", "S016", 1, 1),
    Malformed(
      "70 KB field", "a,b\n1,\"" + String(repeating: "x", count: 70_000) + "\"\n", "S014", 2, 3),
    Malformed(
      "field one byte too long", "a,b\n1," + String(repeating: "x", count: 65_537) + "\n", "S014", 2, 3),
    Malformed(
      "open quote before much text", "a,b\n1,\"" + String(repeating: "x\n", count: 2_000_000), "S014", 2, 3),
    Malformed(
      "record one byte too long",
      (0..<20).map { "c\($0)" }.joined(separator: ",") + "\n"
        + (0..<20).map { String(repeating: "x", count: $0 < 19 ? 52_000 : (1 << 20) + 1 - 19 * 52_001) }
        .joined(separator: ","), "S015", 2, 1),
    Malformed("gzip", bytes: [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3], "S003"),
    Malformed("zip", bytes: [0x50, 0x4B, 3, 4, 20, 0, 6, 0, 8, 0], "S003"),
    Malformed("xz", bytes: [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0, 0, 4], "S003"),
    Malformed("old Excel", bytes: [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "S003"),
  ]

  static let encoding = [
    Malformed("UTF-8 cut in a character", bytes: Array("a,b\n1,".utf8) + [0xE2, 0x82], "S005", 2, 3),
    Malformed("overlong", bytes: Array("a,b\n1,".utf8) + [0xC0, 0xAF, 10], "S005", 2, 3),
    Malformed("overlong of three", bytes: Array("a,b\n1,".utf8) + [0xE0, 0x80, 0xAF, 10], "S005", 2, 3),
    Malformed("surrogate", bytes: Array("a,b\n1,".utf8) + [0xED, 0xA0, 0x80, 10], "S005", 2, 3),
    Malformed("above U+10FFFF", bytes: Array("a,b\n1,".utf8) + [0xF4, 0x90, 0x80, 0x80, 10], "S005", 2, 3),
    Malformed("windows-1250", bytes: Array("a,b\n\n1,P".utf8) + [0xF8, 0x65, 10], "S005", 3, 4),
    Malformed("windows-1252", bytes: Array("a,b\nCaf".utf8) + [0xE9, 0x2C, 0x31, 10], "S005", 2, 4),
    Malformed("Latin-2", bytes: Array("a,b\n1,".utf8) + [0xB1, 10], "S005", 2, 3),
    Malformed("lone 0x85", bytes: Array("a,b\n1,".utf8) + [0x85, 10], "S005", 2, 3),
    Malformed("mixed", bytes: Array("a,b\né,".utf8) + [0xE9, 10], "S005", 2, 3),
    Malformed("EBCDIC", bytes: [0xC1, 0x6B, 0xC2, 0x25, 0xF1, 0x6B, 0xF2, 0x25], "S005", 1, 1),
    Malformed("NUL", bytes: Array("a,b\n1,".utf8) + [0, 10], "S004", 2, 3),
    Malformed("UTF-16LE without a mark", bytes: utf16("a,b\n1,2\n", bigEndian: false), "S004", 1, 2),
    Malformed("UTF-16BE without a mark", bytes: utf16("a,b\n1,2\n", bigEndian: true), "S004", 1, 1),
    Malformed("UTF-16 cut", bytes: [0xFF, 0xFE] + utf16("a,b\n1,2", bigEndian: false).dropLast(), "S005", 2, 3),
    Malformed("UTF-16 half a pair", bytes: [0xFE, 0xFF, 0, 0x61, 0xD8, 0x3D, 0, 0x62], "S005", 1, 2),
    Malformed("UTF-32LE", bytes: [0xFF, 0xFE, 0, 0, 0x61, 0, 0, 0], "S004"),
    Malformed("UTF-32BE", bytes: [0, 0, 0xFE, 0xFF, 0, 0, 0, 0x61], "S004"),
    Malformed("U+FFFD", "a,b\n1,\u{FFFD}\n", "S006", 2, 3),
  ]

  @Test(arguments: structure + encoding)
  func `a damaged file is refused at the right place`(_ row: Malformed) throws {
    for size in [512 << 10, 64, 7, 1] where row.bytes.count < 1000 || size > 1000 {
      let refused = #expect(throws: RefusedInput.self) { try fastRows(row.bytes, blockSize: size) }
      let found = try #require(refused?.diagnostics.first)
      #expect(found.code == row.code)
      #expect(found.range?.line == row.line)
      #expect(found.range?.column == row.column)
    }
  }

  static let accepted: [(String, [UInt8], [[String]])] = [
    ("header only", Array("a,b\n".utf8), [["a", "b"]]),
    ("blank lines", Array("a,b\n\n1,2\n,\n\n".utf8), [["a", "b"], ["1", "2"]]),
    ("CR only", Array("a,b\r1,2\r".utf8), [["a", "b"], ["1", "2"]]),
    ("mixed line ends", Array("a,b\r\n1,2\n3,4\r5,6".utf8), [["a", "b"], ["1", "2"], ["3", "4"], ["5", "6"]]),
    ("sep line", Array("sep=;\r\na;b\r\n1;2,5\r\n".utf8), [["a", "b"], ["1", "2,5"]]),
    ("quoted sep line", Array("\"sep=\t\"\na\tb\n1\t2\n".utf8), [["a", "b"], ["1", "2"]]),
    ("semicolon", Array("a;b;c,d\n1;2,5;3\n".utf8), [["a", "b", "c,d"], ["1", "2,5", "3"]]),
    ("tab", Array("a\tb\n1\t2\n".utf8), [["a", "b"], ["1", "2"]]),
    ("bar", Array("a|b\n1|2\n".utf8), [["a", "b"], ["1", "2"]]),
    ("delimiters in the quoted header", Array("\"a;;;\",b\n1,2\n".utf8), [["a;;;", "b"], ["1", "2"]]),
    ("leading spaces", Array("a, b\n 1,  2\n".utf8), [["a", " b"], [" 1", "  2"]]),
    ("doubled quotes", Array("a,b\n\"\"\"\",\"x\"\"y\"\n".utf8), [["a", "b"], ["\"", "x\"y"]]),
    ("newline in quotes", Array("a,b\n\"1\r\n2\",3\n".utf8), [["a", "b"], ["1\r\n2", "3"]]),
    ("trailing delimiter in all", Array("a,b,\n1,2,\n".utf8), [["a", "b", ""], ["1", "2", ""]]),
    ("form feed", Array("a,b\n\u{0C}1,2\n".utf8), [["a", "b"], ["\u{0C}1", "2"]]),
    ("UTF-7 is but ASCII", Array("a,b\n+AD0-cmd,2\n".utf8), [["a", "b"], ["+AD0-cmd", "2"]]),
    ("byte order mark", [0xEF, 0xBB, 0xBF] + Array("\"a\",b\n1,2".utf8), [["a", "b"], ["1", "2"]]),
    ("two marks", [0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF] + Array("\"a\",b\n1,2".utf8), [["a", "b"], ["1", "2"]]),
    ("mark inside", Array("a,b\n\u{FEFF}1,2".utf8), [["a", "b"], ["\u{FEFF}1", "2"]]),
    ("UTF-16LE", [0xFF, 0xFE] + utf16("a,b\né€,😀\n", bigEndian: false), [["a", "b"], ["é€", "😀"]]),
    ("UTF-16BE", [0xFE, 0xFF] + utf16("a,b\né€,😀", bigEndian: true), [["a", "b"], ["é€", "😀"]]),
    (
      "field at the limit", Array("a,b\n1,\"".utf8) + [UInt8](repeating: 120, count: 65_536) + Array("\"\n".utf8),
      [["a", "b"], ["1", String(repeating: "x", count: 65_536)]]
    ),
  ]

  @Test(arguments: accepted.map(\.0))
  func `what real programs write is read`(_ name: String) throws {
    let row = try #require(Self.accepted.first { $0.0 == name })
    for size in [512 << 10, 64, 5, 1] where row.1.count < 1000 || size > 1000 {
      #expect(try fastRows(row.1, blockSize: size).map(\.cells) == row.2)
    }
  }

  static let declared: [(SourceEncoding, [UInt8], String)] = [
    (.windows1250, [0xF8, 0xED, 0x9E, 0x80], "říž€"), (.windows1252, [0xE4, 0xF6, 0xFC, 0xDF, 0x80], "äöüß€"),
    (.iso88591, [0xE9, 0xF8], "éø"), (.utf16LE, [0x59, 0x01], "ř"), (.utf16BE, [0x20, 0xAC], "€"),
  ]

  @Test(arguments: declared)
  func `a declared encoding is read at every block size`(_ row: (SourceEncoding, [UInt8], String)) throws {
    let wide = row.0 == .utf16LE || row.0 == .utf16BE
    let head = wide ? utf16("a,b\n1,", bigEndian: row.0 == .utf16BE) : Array("a,b\n1,".utf8)
    for size in 1...40 {
      let rows = try fastRows(head + row.1, blockSize: size, options: CSVOptions(encoding: row.0))
      #expect(rows.map(\.cells) == [["a", "b"], ["1", row.2]])
    }
  }

  @Test func `a byte that the declared encoding lacks is refused`() throws {
    let cases: [(SourceEncoding, UInt8)] = [(.windows1252, 0x81), (.windows1250, 0x83), (.iso88591, 0x85)]
    for (encoding, byte) in cases {
      let refused = #expect(throws: RefusedInput.self) {
        try fastRows(Array("a,b\n1,".utf8) + [byte], options: CSVOptions(encoding: encoding))
      }
      let found = try #require(refused?.diagnostics.first)
      #expect(found.code == "S007")
      #expect(found.range == SourceRange(file: "t.csv", line: 2, column: 3))
    }
  }

  static let suggestions: [([UInt8], String, String)] = [
    (Array("P".utf8) + [0xF8, 0xED, 0x6B, 0x61, 0x7A], "windows-1250", "Příkaz"),
    ([0x63, 0x72, 0xE8, 0x6D, 0x65, 0x20, 0xE0, 0x20, 0xEA], "windows-1252", "crème"),
    ([0x4D, 0xFC, 0x6C, 0x6C, 0x65, 0x72], "windows-1252", "Müller"),
  ]

  @Test(arguments: suggestions)
  func `the likely encoding is proposed with the word as it would read`(_ row: ([UInt8], String, String)) throws {
    let refused = #expect(throws: RefusedInput.self) { try fastRows(Array("a,b\n1,".utf8) + row.0 + [10]) }
    let help = try #require(refused?.diagnostics.first?.help)
    #expect(help.hasPrefix("it looks like \(row.1): as \(row.1) it reads '\(row.2)'"))
    #expect(help.hasSuffix("declare source: encoding: \(row.1)"))
  }

  @Test func `UTF-16 without a mark is called by its name`() throws {
    let refused = #expect(throws: RefusedInput.self) {
      try fastRows(utf16("ID,Title,Value\n1,abc,5\n", bigEndian: false))
    }
    #expect(refused?.diagnostics.first?.help?.contains("utf-16le") == true)
  }
}

func utf16(_ text: String, bigEndian: Bool) -> [UInt8] {
  text.utf16.flatMap { unit in
    let pair = [UInt8(truncatingIfNeeded: unit >> 8), UInt8(truncatingIfNeeded: unit)]
    return bigEndian ? pair : pair.reversed()
  }
}
