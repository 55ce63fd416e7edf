import Bytes
import Diagnostics
import JSONRecords
import Testing

@Suite struct JSONRecordSplitterTests {
  @Test(arguments: ExportMaker.Shape.allCases, 1...40)
  func `the same records and places come out whatever the size of the blocks`(shape: ExportMaker.Shape, seed: Int)
    throws
  {
    let (text, expected) = ExportMaker.make(shape, seed: UInt64(seed))
    let bytes = Array(text.utf8)
    #expect(try split(bytes) == expected)
    var random = SeededGenerator(seed: UInt64(seed))
    for size in Set((0..<12).map { _ in Int.random(in: 1...200, using: &random) }) {
      #expect(try split(bytes, batchBytes: size) == expected, "batches of \(size)")
      #expect(try split(bytes, batchBytes: 1 << 20, sizes: { size }) == expected, "blocks of \(size)")
    }
    var sizes = SeededGenerator(seed: UInt64(seed))
    #expect(
      try split(bytes, batchBytes: 97, sizes: { Int.random(in: 1...200, using: &sizes) }) == expected, "random blocks")
  }

  @Test(arguments: 1...200)
  func `every block size from 1 to 200 gives the same records`(size: Int) throws {
    for shape in ExportMaker.Shape.allCases {
      let (text, expected) = ExportMaker.make(shape, seed: 1_000)
      #expect(try split(Array(text.utf8), batchBytes: size) == expected, "\(shape)")
    }
  }

  @Test(arguments: ExportMaker.Shape.allCases, 1...40)
  func `a damaged export is refused alike whatever the size of the blocks`(shape: ExportMaker.Shape, seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed) &+ 77)
    var bytes = Array(ExportMaker.make(shape, seed: UInt64(seed)).text.utf8)
    for _ in 0..<Int.random(in: 1...2, using: &random) {
      let at = Int.random(in: 0..<bytes.count, using: &random)
      switch Int.random(in: 0..<3, using: &random) {
      case 0: bytes[at] = Array("{}[]\",:\\0x \n".utf8).randomElement(using: &random) ?? 0
      case 1: bytes.remove(at: at)
      default: bytes.insert(Array("{}[]\",:\\0x \n".utf8).randomElement(using: &random) ?? 0, at: at)
      }
      if bytes.isEmpty { return }
    }
    let expected = fault(bytes)
    for size in [1, 2, 3, 7, 63, 64, 65, 128, 200] {
      #expect(
        fault(bytes, batchBytes: size) == expected, "batches of \(size): \(String(decoding: bytes, as: UTF8.self))")
    }
  }

  @Test(arguments: [ExportMaker.Shape.pages, .pageArray, .array, .oneRecordPages, .single], 1...10)
  func `an export cut off anywhere is refused`(shape: ExportMaker.Shape, seed: Int) throws {
    // One page or value only: between two of them a cut cannot be told.
    let whole =
      shape == .pages ? #"{"success":true,"data":[{"id":1,"x":"é\u00e9"}, {"id":-0.5e1}],"n":[true,12]}"# : nil
    let text = whole ?? ExportMaker.make(shape == .oneRecordPages ? .single : shape, seed: UInt64(seed)).text
    var bytes = Array(text.utf8)
    while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
    for length in 0..<bytes.count {
      for size in [1, 64, 1000] {
        #expect(fault(Array(bytes[..<length]), batchBytes: size)?.code == "S041", "first \(length) bytes of \(text)")
      }
    }
  }

  @Test(arguments: [ExportMaker.Shape.lines, .concatenated], 1...20)
  func `JSON Lines cut off between records are accepted, elsewhere refused`(shape: ExportMaker.Shape, seed: Int) throws
  {
    let (text, records) = ExportMaker.make(shape, seed: UInt64(seed))
    let bytes = Array(text.utf8)
    for length in 0..<bytes.count {
      let whole = records.filter { $0.offset + $0.text.utf8.count <= length }
      let isInside = records.contains { $0.offset < length && $0.offset + $0.text.utf8.count > length }
      let part = Array(bytes[..<length])
      if isInside || whole.isEmpty {
        #expect(fault(part)?.code == "S041", "first \(length) bytes")
      } else {
        #expect(try split(part) == whole, "first \(length) bytes")
      }
    }
  }

  static let openThings: [(String, String, Int, Int)] = [
    ("[\n {\"a\": \"text", "string", 2, 8), ("[\n {\"a\": [1,\n2", "array", 2, 8), ("[\n {\"a\":1},\n", "array", 1, 1),
    ("[{\"a\":{\"b\":1}", "object", 1, 2), ("{\"x\":1,\n\"data\" : [{}", "array 'data'", 2, 10),
    (" {\"data\":[]", "page", 1, 2), ("{\"data\":[],\n\"ab", "string", 2, 1), ("{\"data\":[],\n\"ab\"", "page", 1, 1),
    ("{\"data\":[],\"n\":\n\"ab", "string", 2, 1), ("{\"data\":[],\"n\":12", "page", 1, 1),
    ("{\"data\":[],\"n\":{\"é\":[", "array", 1, 21),
    ("{\"data\":[],", "page", 1, 1), ("{}\n{", "object", 2, 1), ("{\"data\":", "object", 1, 1),
    ("{\"data\":null", "object", 1, 1),
  ]

  @Test(arguments: openThings)
  func `a cut is told with what was open and where it began`(text: String, what: String, line: Int, column: Int) throws
  {
    for size in [1, 1000] {
      let found = try #require(fault(Array(text.utf8), batchBytes: size))
      #expect(found.code == "S041")
      #expect(found.message == "the file ends inside the \(what) that begins here")
      #expect(found.range == SourceRange(file: "test.json", line: line, column: column))
    }
  }

  static let refusals: [(String, String, Int, Int)] = [
    ("", "S041", 1, 1), (" \n ", "S041", 2, 2), ("\u{FEFF}", "S041", 1, 1),
    ("12", "S043", 1, 1), ("\"x\"", "S043", 1, 1), ("null", "S043", 1, 1), ("id,title\n1,x", "S043", 1, 1),
    ("[1]", "S043", 1, 2), ("[{},\n null]", "S043", 2, 2), ("[[{}]]", "S043", 1, 2), ("{\"data\":[1]}", "S043", 1, 10),
    ("{\"data\":[[]]}", "S043", 1, 10), ("[}", "S040", 1, 2), ("[,{}]", "S040", 1, 2), ("[{},]", "S040", 1, 5),
    ("[{}{}]", "S040", 1, 4), ("[{}] {}", "S040", 1, 6), ("[][]", "S040", 1, 3), ("{}\n[]", "S043", 2, 1),
    ("{},{}", "S043", 1, 3),
    ("{}}", "S043", 1, 3), ("{\"data\":[]}]", "S043", 1, 12), ("{\"data\":[] \"x\":1}", "S040", 1, 12),
    ("{\"data\":[],}", "S040", 1, 12),
    ("{\"data\":[],\"x\" 1}", "S040", 1, 16), ("{\"data\":[],\"x\":nul}", "S040", 1, 16),
    ("{\"data\":[],\"x\":[1,]}", "S040", 1, 19),
    ("{\"data\":[{}],\"data\":[{}]}", "S045", 1, 14), ("{\"success\":true,\"data\":null,\"data\":[{}]}", "S045", 1, 29),
    ("{\"success\":false,\"error\":\"unauthorized\"}", "S044", 1, 1),
    ("{\"success\":false,\"data\":null}", "S044", 1, 1),
    ("{\"success\": false,\"data\":[]}", "S044", 1, 13), ("{\"data\":[],\"success\":false}", "S044", 1, 22),
    ("{\"data\":[]}\n{\"id\":1}", "S043", 2, 1), ("{\"id\":1}\n{\"data\":[]}", "S043", 2, 1),
    ("[{\"id\":1},{\"success\":true,\"data\":null}]", "S043", 1, 11),
    ("{\"id\":1,,}", "S040", 1, 9), ("[{\"id\":01}]", "S040", 1, 8), ("[{\"a\":\"x\"y\"},{\"b\":1}]", "S040", 1, 10),
    ("[{\"a\":1}},{}]", "S040", 1, 9), ("[{\"a\":[1}},{}]", "S040", 1, 9), ("[{\"a\":1]", "S040", 1, 8),
    ("{\"ä\":\u{1}}", "S040", 1, 6),
  ]

  @Test(arguments: refusals)
  func `a file of another shape is refused with its place`(text: String, code: String, line: Int, column: Int) throws {
    for size in [1, 5, 1000] {
      let found = try #require(fault(Array(text.utf8), batchBytes: size))
      #expect(found.code == code, "\(found)")
      #expect(found.range == SourceRange(file: "test.json", line: line, column: column), "\(found)")
    }
  }

  @Test func `UTF-16 is named as such`() {
    #expect(fault([0xFF, 0xFE, 0x7B, 0x00, 0x7D, 0x00])?.message == "the file is UTF-16")
    #expect(fault([0x00, 0x7B, 0x00, 0x7D])?.message == "the file is UTF-16")
    #expect(fault([0x7B, 0x00, 0x7D, 0x00], batchBytes: 1)?.message == "the file is UTF-16")
  }

  @Test func `a record may have the largest size, not a byte more`() throws {
    func file(_ size: Int) -> [UInt8] {
      Array(("[" + #"{"a":""# + String(repeating: "x", count: size - 8) + #""}"# + "]").utf8)
    }
    for batch in [16, 100, 10_000] {
      #expect(try split(file(1000), batchBytes: batch, recordLimit: 1000).map(\.text.utf8.count) == [1000])
      let found = fault(file(1001), batchBytes: batch, recordLimit: 1000)
      #expect(found?.code == "S042")
      #expect(found?.range?.column == 2)
    }
  }

  @Test func `an open string that swallows the file is told by its own place, not by the limit`() {
    let text = "[{\"a\":1},\n{\"b\":\"open},\n" + String(repeating: "{\"c\":\"d\"},\n", count: 500) + "{}]"
    let found = fault(Array(text.utf8), batchBytes: 256, recordLimit: 1000)
    #expect(found?.code == "S040")
    #expect(found?.range?.line == 2)
  }

  @Test func `a member beside the records may have the largest size, not a byte more`() throws {
    func file(_ size: Int) -> [UInt8] {
      Array((#"{"data":[{}],"o":["# + String(repeating: " ", count: size - 2) + "]}").utf8)
    }
    #expect(try split(file(1000), batchBytes: 64, recordLimit: 1000).count == 1)
    #expect(fault(file(1001), batchBytes: 64, recordLimit: 1000)?.code == "S042")
  }

  @Test func `100,000 open brackets are refused in every place`() {
    let brackets = String(repeating: "[", count: 100_000)
    for (text, code) in [
      (brackets, "S043"), ("{\"a\":" + brackets, "S042"), ("{\"data\":[{\"a\":" + brackets, "S042"),
      ("{\"data\":[],\"a\":" + brackets, "S042"),
    ] {
      for size in [1000, 1 << 20] { #expect(fault(Array(text.utf8), batchBytes: size)?.code == code) }
    }
  }

  @Test func `batches that are kept do not change`() throws {
    let text = (1...2000).map { #"{"id":\#($0),"t":"deal \#($0)"}"# }.joined(separator: "\n")
    let source = BlockSource(Array(text.utf8)) { 300 }
    var splitter = JSONRecordSplitter(file: "f", batchBytes: 1000) {
      (buffer: inout ByteBuffer, most: Int) throws(RefusedInput) in source.read(&buffer, most)
    }
    var kept: [JSONBatch] = []
    while let batch = try splitter.nextBatch() {
      #expect(!batch.records.isEmpty)
      if batch.records[0].index % 3 != 0 { kept.append(batch) }
    }
    #expect(kept.count > 10)
    for record in kept.flatMap({ batch in batch.records.map { (batch, $0) } }) {
      #expect(record.0.bytes(of: record.1).string.hasPrefix("{\"id\":\(record.1.index),"))
      #expect(record.1.position.line == record.1.index)
    }
  }

  @Test func `memory stays at a batch and the largest record`() throws {
    // Members that hold no record, and white space, must not pile up while no record ends.
    let filler = String(repeating: " ", count: 5000) + "\"o\":[" + String(repeating: "1,", count: 2000) + "1],"
    let text = "{" + String(repeating: filler, count: 50) + "\"data\":[{\"id\":1}]}"
    var largest = 0
    let source = BlockSource(Array(text.utf8)) { 1 << 20 }
    var splitter = JSONRecordSplitter(file: "f", batchBytes: 1000, recordLimit: 600_000) {
      (buffer: inout ByteBuffer, most: Int) throws(RefusedInput) in
      largest = max(largest, buffer.count)
      source.read(&buffer, most)
    }
    let batch = try #require(try splitter.nextBatch())
    #expect(batch.records.map(\.index) == [1])
    #expect(largest < 600_000)
    let after = "{\"data\":[{}]," + String(repeating: filler, count: 500) + "\"x\":1}"
    largest = 0
    let second = BlockSource(Array(after.utf8)) { 1 << 20 }
    var other = JSONRecordSplitter(file: "f", batchBytes: 1000, recordLimit: 6000) {
      (buffer: inout ByteBuffer, most: Int) throws(RefusedInput) in
      largest = max(largest, buffer.count)
      second.read(&buffer, most)
    }
    while try other.nextBatch() != nil {}
    #expect(largest < 8000)
  }

  @Test func `a failing source ends the reading`() throws {
    var splitter = JSONRecordSplitter(file: "f") { (_: inout ByteBuffer, _: Int) throws(RefusedInput) in
      throw RefusedInput(.error("S001", "the disk is gone"))
    }
    do throws(RefusedInput) {
      _ = try splitter.nextBatch()
      Issue.record("nothing was thrown")
    } catch {
      #expect(error.diagnostics.map(\.code) == ["S001"])
    }
    #expect(try splitter.nextBatch() == nil)
  }
}
