/// Writes random exports and notes, record by record, what a splitter must find: the independent side of the tests.
struct ExportMaker {
  enum Shape: CaseIterable {
    case array, emptyArray, pages, pageLines, pageArray, emptyPages, oneRecordPages, lines, concatenated, single
  }

  private var random: SeededGenerator
  private(set) var text = ""
  private var starts: [(record: String, scalarsBefore: Int)] = []
  private var scalars = 0

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  /// An export of the given shape and the records in it.
  static func make(_ shape: Shape, seed: UInt64) -> (text: String, records: [Cut]) {
    var maker = ExportMaker(seed: seed)
    if seed % 5 == 0 { maker.put("\u{FEFF}") }
    maker.write(shape)
    return (maker.text, maker.cuts())
  }

  /// Places found the slow way: by walking all that stands before a record.
  private func cuts() -> [Cut] {
    let all = Array(text.unicodeScalars)
    return starts.enumerated().map { index, start in
      let before = all[..<start.scalarsBefore]
      let line = before.reversed().prefix { $0 != "\n" }
      return Cut(
        text: start.record, offset: before.reduce(0) { $0 + UTF8.width($1) },
        line: 1 + before.count { $0 == "\n" }, column: 1 + line.count { $0 != "\u{FEFF}" }, index: index + 1)
    }
  }

  private mutating func write(_ shape: Shape) {
    let count = Int.random(in: 1...4, using: &random)
    space()
    switch shape {
    case .emptyArray:
      put("[")
      space()
      put("]")
    case .array: list(count) { $0.record() }
    case .pages: for _ in 0..<count { page() }
    case .pageLines:
      for _ in 0..<count {
        page()
        put("\r\n")
      }
    case .pageArray: list(count) { $0.page() }
    case .emptyPages: for _ in 0..<count { emptyPage() }
    case .oneRecordPages: for _ in 0..<count { oneRecordPage() }
    case .lines:
      for _ in 0..<count {
        record()
        put("\n")
      }
    case .concatenated: for _ in 0..<count { record() }
    case .single: record()
    }
    space()
  }

  private mutating func put(_ piece: String) {
    text += piece
    scalars += piece.unicodeScalars.count
  }

  private mutating func space() {
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      put([" ", "\n", "\t", "\r\n", "  "].randomElement(using: &random)!)
    }
  }

  private mutating func list(_ count: Int, _ element: (inout ExportMaker) -> Void) {
    put("[")
    for i in 0..<count {
      if i > 0 { put(",") }
      space()
      element(&self)
      space()
    }
    put("]")
  }

  private mutating func record() {
    let text = object(depth: 0)
    starts.append((text, scalars))
    put(text)
  }

  private mutating func page() {
    put("{")
    space()
    if Bool.random(using: &random) { put(#""success": true,"#) }
    if Bool.random(using: &random) { put(#""related_objects":\#(object(depth: 1)),"#) }
    if Bool.random(using: &random) { put(#""note":\#(value(depth: 2)),"#) }
    space()
    put(#""data""#)
    space()
    put(":")
    space()
    list(Int.random(in: 0...3, using: &random)) { $0.record() }
    space()
    if Bool.random(using: &random) { put(#", "additional_data" : {"next_cursor":"}]\"{","data":[{"no":"record"}]}"#) }
    if Bool.random(using: &random) { put(#","n" : \#(value(depth: 2)) "#) }
    put("}")
  }

  private mutating func emptyPage() {
    put(
      [
        #"{"success":true,"data":null,"additional_data":{"x":1}}"#, #"{ "data" : null }"#,
        #"{"success":true,"data":[]}"#, #"{"data":[ ] }"#,
      ]
      .randomElement(using: &random)!)
  }

  private mutating func oneRecordPage() {
    put("{")
    if Bool.random(using: &random) { put(#""success":true,"x":1,"#) }
    put(#""data": "#)
    record()
    space()
    put(#","additional_data":{"data":[]}}"#)
  }

  /// An object; at the top it has no member that would make it a page.
  private mutating func object(depth: Int) -> String {
    var members = (0..<Int.random(in: 0...4, using: &random)).map {
      "\"k\($0)\"\(gap()):\(gap())\(value(depth: depth + 1))"
    }
    if Int.random(in: 0...3, using: &random) == 0 { members.append("\"type\":\"data\"") }
    if Int.random(in: 0...5, using: &random) == 0 {
      members += [
        "\"id\":1",
        depth > 0
          ? "\"data\":[{\"a\":1}]"
          : ["\"data\" : \"x\"", "\"data\":null", "\"data\":{\"b\":2}"].randomElement(using: &random)!,
      ]
    }
    members.shuffle(using: &random)
    return "{" + gap() + members.joined(separator: ",\(gap())") + gap() + "}"
  }

  private mutating func gap() -> String { ["", "", "", " ", "\n ", "\r\n"].randomElement(using: &random)! }

  private mutating func value(depth: Int) -> String {
    switch Int.random(in: 0..<(depth < 4 ? 8 : 5), using: &random) {
    case 0: return ["0.1", "4495.16", "-0", "1e400", "12345678901234567"].randomElement(using: &random)!
    case 1: return ["true", "false", "null"].randomElement(using: &random)!
    case 2, 3, 4: return string()
    case 5: return object(depth: depth)
    default:
      return "["
        + (0..<Int.random(in: 0...3, using: &random)).map { _ in value(depth: depth + 1) }.joined(separator: ",") + "]"
    }
  }

  private mutating func string() -> String {
    let pieces = [
      "a", "deal", "}", "{", "]", "[", ",", ":", #"\""#, #"\\"#, #"\\\""#, #"\n"#, #"\u00e9"#, #"\ud83d\ude00"#, "é",
      "日本", "😀", "data",
      "a long stretch of plain text without anything", #"\"data\":["#,
    ]
    return "\""
      + (0..<Int.random(in: 0...6, using: &random)).map { _ in pieces.randomElement(using: &random)! }.joined() + "\""
  }
}
