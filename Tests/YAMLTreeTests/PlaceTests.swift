import Diagnostics
import TestSupport
import Testing
import YAMLTree

/// All keys and scalar values in the order of the text.
private func scalars(_ node: YAMLNode) -> [(YAMLScalar, SourceRange)] {
  switch node.content {
  case .scalar(let scalar): [(scalar, node.range)]
  case .sequence(let items): items.flatMap(scalars)
  case .mapping(let entries): entries.flatMap { [($0.key, $0.keyRange)] + scalars($0.value) }
  }
}

@Test(arguments: [
  "▸a: ▸1\n▸b: ▸two words\n",
  "▸a:\n  ▸b:\n    - ▸c\n    - ▸d: ▸e\n      ▸f: ▸g\n",
  "▸list:\n- ▸a\n-   ▸b\n",
  "{▸a: ▸b, ▸\"c\": [▸d, ▸'e' ], ▸f: {▸g: ▸h}}",
  "[▸a: ▸b, ▸c]",
  "▸größe: ▸'ü'\n▸😀: [▸é, ▸日本, {▸ñ: ▸x}]\n",
  "# c\n\n▸'it''s': ▸\"a\\tb\" # d\n▸e: ▸f\n",
  "▸a: ▸|\n  text\n   more\n▸b: ▸>-\n  folded\n\n▸c: ▸d\n",
  "▸a: ▸plain\n  goes on\n▸b: ▸\"quoted\n  goes on\"\n▸c: ▸d\n",
  "? ▸a\n: ▸b\n? ▸c\n: ▸d\n",
  "▸empty:▸\n▸next: ▸~\n",
  "- ▸a\n- - ▸b\n  - ▸c\n",
  "---\n▸a: ▸b\n...\n",
])
func `every key and value knows its place`(_ yaml: String) throws {
  let marked = MarkedText(yaml)
  let (root, diagnostics) = parseYAML(marked.bytes, file: "p.yaml")
  #expect(diagnostics.isEmpty)
  #expect(scalars(try #require(root)).map(\.1.mark) == marked.places)
}

@Test func `a length covers the scalar with its quotes on its first line`() throws {
  let yaml = "größe: 'ü b'\nb: \"a\\tb\"\nc: |-\n  text\nd: two\n  lines\ne: 'two  \n  lines'\nf:\ng: ''\n"
  let root = try #require(parseYAML(Array(yaml.utf8), file: "p.yaml").root)
  let entries = try #require(root.entries)
  #expect(entries.map(\.keyRange.length) == [5, 1, 1, 1, 1, 1, 1])
  #expect(entries.map(\.value.range.length) == [5, 6, 2, 3, 4, 1, 2])
}

@Test func `a sequence or mapping stands where its first item or key stands`() throws {
  let yaml = "a:\n  bcd: 1\nb:\n  -   xy\nc: [ 'z', 1]\nd: {  }\ne: []\nf: [[[deep]]]\n"
  let root = try #require(parseYAML(Array(yaml.utf8), file: "p.yaml").root)
  #expect(root.range.mark == "1:1")
  let values = try #require(root.entries).map(\.value.range)
  #expect(values.map(\.mark) == ["2:3", "4:7", "5:6", "6:4", "7:4", "8:7"])
  #expect(values.map(\.length) == [3, 2, 3, 1, 1, 4])
}

@Test(arguments: [
  ("é: abc+def\n", 4, 3, "1:8", 3),
  ("é: 'abc+def'\n", 4, 3, "1:9", 3),
  ("é: \"äbc+def\"\n", 4, 3, "1:9", 3),
  ("é: \"a\\u0062c+def\"\n", 4, 3, "1:4", 14),
  ("é: 'it''s+def'\n", 4, 3, "1:4", 11),
  ("é: |\n  abc+def\n", 4, 3, "1:4", 1),
  ("é: abc+\n  def\n", 4, 3, "1:4", 4),
])
func `a part of a text is placed exactly when the text stands as it is`(
  _ yaml: String, _ offset: Int, _ length: Int, _ place: String, _ covered: Int
) throws {
  let node = try #require(parseYAML(Array(yaml.utf8), file: "p.yaml").root?["é"])
  let range = node.range(ofText: offset, length: length)
  #expect(range.mark == place)
  #expect(range.length == covered)
}

@Test(arguments: [
  ("a: b", "b", YAMLScalar.Style.plain, 4, true),
  ("a: 'b'", "b", .singleQuoted, 5, true),
  ("a: \"b\"", "b", .doubleQuoted, 5, true),
  ("a: |\n  b", "b", .literal, 4, false),
  ("a: >-\n  b\n  c\n", "b c", .folded, 4, false),
  ("a: b\n  c", "b c", .plain, 4, false),
  ("a: 'b\n\n  c'", "b\nc", .singleQuoted, 5, false),
])
func `a scalar tells its style, where its text starts and whether it is one line`(
  _ yaml: String, _ text: String, _ style: YAMLScalar.Style, _ column: Int, _ isOneLine: Bool
) throws {
  let scalar = try #require(parseYAML(Array(yaml.utf8), file: "p.yaml").root?["a"]?.scalar)
  #expect(scalar.text == text)
  #expect(scalar.style == style)
  #expect(scalar.contentColumn == column)
  #expect(scalar.isOneLine == isOneLine)
}

@Test func `nothing is resolved`() throws {
  let yaml = "[NO, off, 012, 1e3, 1:30, 2026-01-31, .inf, 0x1F, 1_000, true, \"a\\0b\"]"
  let items = try #require(parseYAML(Array(yaml.utf8), file: "p.yaml").root?.items)
  let expected = ["NO", "off", "012", "1e3", "1:30", "2026-01-31", ".inf", "0x1F", "1_000", "true", "a\0b"]
  #expect(items.map(\.text) == expected)
}

@Test func `only an unquoted null is null`() throws {
  let yaml = "[~, null, Null, NULL, nUll, '', '~', \"null\", 0, []]"
  let items = try #require(parseYAML(Array(yaml.utf8), file: "p.yaml").root?.items)
  #expect(items.map(\.isPlainNull) == [true, true, true, true, false, false, false, false, false, false])
  #expect(parseYAML(Array("a:\n".utf8), file: "p.yaml").root?["a"]?.isPlainNull == true)
  #expect(items.map(\.kind).suffix(2) == ["a text", "a list"])
}
