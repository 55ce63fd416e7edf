import Bytes
import Diagnostics
import JSONRecords
import Testing

@Suite struct JSONValueTests {
  @Test func `a tree keeps order, digits and text`() throws {
    let value = try parse("\u{FEFF} {\"b\":[1.50,1e400,true,null],\"a\":{\"\\u00e9\":\"\\n\"}} ")
    #expect(
      value
        == .object([
          JSONMember(name: "b", value: .array([.number("1.50"), .number("1e400"), .bool(true), .null])),
          JSONMember(name: "a", value: .object([JSONMember(name: "é", value: .string("\n"))])),
        ]))
    #expect(value["a"]?["é"]?.text == "\n")
    #expect(value["b"]?.elements?.map(\.text) == ["1.50", "1e400", "true", nil])
    #expect(value["none"] == nil && value["b"]?["x"] == nil && value.elements == nil && value.members?.count == 2)
  }

  @Test(arguments: [
    ("", "S041", 1, 1), ("{\n \"a\": 1,\n \"ä\": \"x\" 2}", "S040", 3, 11), ("[1,\n2", "S041", 2, 2),
    ("[\n\"é\u{1}\"]", "S040", 2, 3),
    ("{\"a\":1,\n \"a\":2}", "S045", 2, 2), ("{} {}", "S040", 1, 4), ("\u{FEFF}x", "S040", 1, 1),
    ("[\"\\ud800\"]", "S040", 1, 3),
  ])
  func `a fault is told with line and column`(text: String, code: String, line: Int, column: Int) throws {
    do throws(RefusedInput) {
      _ = try Array(text.utf8).withByteView { view throws(RefusedInput) in try JSONValue.parse(view, file: "f.json") }
      Issue.record("accepted")
    } catch {
      #expect(error.diagnostics.map(\.code) == [code])
      #expect(error.diagnostics[0].range == SourceRange(file: "f.json", line: line, column: column))
    }
  }

  @Test func `a long line is counted in characters`() {
    let text = String(repeating: "é日😀x", count: 50) + "\n" + String(repeating: "ü", count: 100)
    let place = Array(text.utf8).withByteView { JSONPosition().advanced(over: $0) }
    #expect(place == JSONPosition(offset: text.utf8.count, line: 2, column: 101))
  }
}
