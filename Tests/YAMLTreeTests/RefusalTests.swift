import Diagnostics
import TestSupport
import Testing
import YAMLTree

/// A text whose marks show where the diagnostics of these codes must point.
struct Refusal: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var yaml: String
  var codes: [String]

  init(_ what: String, _ yaml: String, _ codes: String...) {
    testDescription = what
    self.yaml = yaml
    self.codes = codes
  }
}

private let refusals = [
  Refusal("a line without a colon", "a: 1\n▸bcd\ne: 2\n", "R001"),
  Refusal("an indentation too much", "a:\n    b: 1\n  ▸c: 2\n", "R001"),
  Refusal("two colons in a line", "a: b▸: c\n", "R001"),
  Refusal("a list beside a mapping", "- a\n▸b: c\n", "R001"),
  Refusal("an open list", "a: [1, 2\nb▸: 3\n", "R001"),
  Refusal("an open mapping", "a: {b: 1\n▸", "R001"),
  Refusal("an open list at the very end", "a: [1, é▸", "R001"),
  Refusal("an open quote", "é: ▸\"abc\nd: 1\n", "R001"),
  Refusal("an open quote before a document", "a: ▸'b\n---\n", "R001"),
  Refusal("an unknown escape", "a: \"x▸\\d\"\n", "R001"),
  Refusal("a tab as indentation", "a:\n▸\tb: 1\n", "R001"),
  Refusal("a tab after spaces", "a:\n  b: 1\n  ▸\tc: 1\n", "R001"),
  Refusal("a reserved character", "a: ▸@b\n", "R001"),
  Refusal("a list on the key's line", "a: ▸- b\n", "R001"),
  Refusal("a header of a literal text with words", "a: |▸x\n  b\n", "R001"),
  Refusal("two commas", "a: [1, ▸, 2]\n", "R001"),
  Refusal("a text after the root", "- a\n▸b\n", "R001"),
  Refusal("a comment that touches a quote", "a: 'b'▸#c\n", "R001"),
  Refusal("a comment that touches a bracket", "[a]▸#c\n", "R001"),
  Refusal("a comment that touches a comma", "[a,▸#c\n b]\n", "R001"),
  Refusal("a comment that touches a header", "a: >▸#c\n  b\n", "R001"),
  Refusal("a lone dash in brackets", "[a, ▸-]\n", "R001"),
  Refusal("a question mark in brackets", "{▸?a: b}\n", "R001"),
  Refusal("a flow line without indentation", "a: [b,\n▸c]\n", "R001"),
  Refusal("a flow line indented by a tab", "a: [b,\n▸\tc]\n", "R001"),
  Refusal("a quoted line without indentation", "- a: 'b\n  ▸c'\n", "R001"),
  Refusal("a wide empty line before a text", "a: |\n ▸  \n # b\n", "R001"),
  Refusal("a control character", "a: 1\né: x▸\u{1}y\n", "R002"),
  Refusal("a zero byte", "a: 1\nbc: ▸\0\n", "R002"),
  Refusal("an anchor", "a: ▸&b 1\nc: 2\n", "R003"),
  Refusal("an anchor of a mapping", "a: ▸&b\n  c: 2\n", "R003"),
  Refusal("an anchor of a list", "é: ▸&b [1]\n", "R003"),
  Refusal("an anchor of a key", "▸&b a: 1\n", "R003"),
  Refusal("an anchor without a name", "a: &▸, b\n", "R003"),
  Refusal("an alias", "a: ▸*b\n", "R004"),
  Refusal("an alias as key", "▸*b : a\n", "R004"),
  Refusal("an alias without a name", "a: *▸ b\n", "R004"),
  Refusal("a tag", "a: ▸!!str 1\n", "R005"),
  Refusal("the tag that says nothing", "a: ▸! 1\n", "R005"),
  Refusal("a tag of one's own", "a: ▸!mine [1]\n", "R005"),
  Refusal("a tag with a handle never declared", "a: ▸!e!mine 1\n", "R005"),
  Refusal("a tag that is none", "a: ▸!<x 1\n", "R005"),
  Refusal("a tag and an anchor", "a: ▸!!str   ▸&b 1\n", "R005", "R003"),
  Refusal("an anchor and a tag", "a: ▸&b ▸!!str 1\n", "R003", "R005"),
  Refusal("a merge key", "a:\n  ▸<<: {b: 1}\n", "R006"),
  Refusal("a merge key with its alias", "a:\n  ▸<<: ▸*b\n", "R006", "R004"),
  Refusal("a name twice", "a: 1\nb: 2\n▸a: 3\n", "R007"),
  Refusal("a name twice, quoted once", "{é: 1, ▸\"é\": 2, ▸'é': 3}", "R007", "R007"),
  Refusal("a second document", "a: 1\n▸---\nb: 2\n", "R008"),
  Refusal("a second, empty document", "a: 1\n▸---\n", "R008"),
  Refusal("a second document behind an end mark", "a: 1\n...\n▸--- b\n", "R008"),
  Refusal("more text behind an end mark", "a: 1\n...\n▸b: 2\n", "R001"),
  Refusal("a version directive", "▸%YAML 1.2\n---\na: 1\n", "R008"),
  Refusal("a tag directive", "# c\n▸%TAG ! tag:x,2000:\n---\na: 1\n", "R008"),
  Refusal("an unknown version", "▸%YAML 3.0\n---\na: 1\n", "R008"),
  Refusal("a broken directive", "▸%YAML x\n---\na: 1\n", "R008"),
  Refusal("a list as key", "? [▸a, b]\n: 1\n", "R009"),
  Refusal("a mapping as key", "{{▸a: 1}: 2}\n", "R009"),
  Refusal("an empty key", "a: 1\n▸: 2\n", "R009"),
  Refusal("an empty key in brackets", "{a: 1, ▸: 2}\n", "R009"),
  Refusal("an empty quoted key", "a: 1\n▸'': 2\n", "R009"),
  Refusal("nothing", "▸", "R012"),
  Refusal("comments only", "▸# a\n\n# b\n", "R012"),
  Refusal("a document without content", "▸---\n# a\n", "R012"),
  Refusal(
    "ten mistakes",
    """
    a: ▸&x 1
    b: ▸*x
    c: ▸!!str d
    ▸a: 2
    e:
      ▸<<: {f: 1}
      g: [▸-, ▸*y]
    ▸'': 3
    ? [▸a]
    : ▸&z b

    """, "R003", "R004", "R005", "R007", "R006", "R001", "R004", "R009", "R009", "R003"),
]

@Test(arguments: refusals)
func `a refused text is told with code and place`(_ refusal: Refusal) {
  let marked = MarkedText(refusal.yaml)
  let (_, diagnostics) = parseYAML(marked.bytes, file: "r.yaml")
  #expect(placed(diagnostics) == zip(refusal.codes, marked.places).map { "\($0) \($1)" })
  for diagnostic in diagnostics {
    #expect(diagnostic.severity == .error)
    #expect(diagnostic.range?.file == "r.yaml")
    #expect(diagnostic.help?.isEmpty == false)
  }
}

@Test(arguments: refusals)
func `the same mistake is found behind a byte order mark and with other line ends`(_ refusal: Refusal) {
  let marked = MarkedText(refusal.yaml)
  let expected = zip(refusal.codes, marked.places).map { "\($0) \($1)" }
  #expect(placed(parseYAML([0xEF, 0xBB, 0xBF] + marked.bytes, file: "r.yaml").diagnostics) == expected)
  let windows = marked.bytes.flatMap { $0 == 0x0A ? [0x0D, 0x0A] : [$0] }
  #expect(placed(parseYAML(windows, file: "r.yaml").diagnostics) == expected)
}

@Test(
  arguments: [
    ("UTF-16, little end first", [0xFF, 0xFE, 0x61, 0, 0x3A, 0], "1:1"),
    ("UTF-16, big end first", [0xFE, 0xFF, 0, 0x61, 0, 0x3A], "1:1"),
    ("UTF-16 without a mark", [0x61, 0, 0x3A, 0, 0x20, 0], "1:1"),
    ("UTF-32, big end first", [0, 0, 0xFE, 0xFF, 0, 0, 0, 0x61], "1:1"),
    ("Windows-1252", Array("a: 1\nb: caf".utf8) + [0xE9, 0x0A], "2:7"),
    ("a sequence broken in its second byte", Array("é: 1\né: x".utf8) + [0xE2, 0x41, 0x0A], "2:5"),
    ("a sequence broken in its third byte", Array("é: ".utf8) + [0xE2, 0x82, 0x41], "1:4"),
    ("a sequence cut off by the end", Array("é: ".utf8) + [0xE2, 0x82], "1:4"),
    ("a byte that starts no sequence", Array("a:\n ".utf8) + [0x80], "2:2"),
    ("an overlong form", Array("a: ".utf8) + [0xC0, 0xAF], "1:4"),
    ("a surrogate", Array("a: ".utf8) + [0xED, 0xA0, 0x80], "1:4"),
  ] as [(String, [UInt8], String)])
func `bytes that are not UTF-8 are refused at their place`(_ what: String, _ bytes: [UInt8], _ place: String) {
  let (root, diagnostics) = parseYAML(bytes, file: "r.yaml")
  #expect(root == nil)
  #expect(placed(diagnostics) == ["R002 \(place)"], "\(what)")
}

@Test func `a repeated name tells the line of the first`() throws {
  let (root, diagnostics) = parseYAML(Array("x:\n  vat: 1\n  name: 2\n  vat: 3\n".utf8), file: "r.yaml")
  #expect(diagnostics.first?.message == "'vat' is in this mapping already, in line 2")
  #expect(root?["x"]?.entries?.map(\.key.text) == ["vat", "name"])
  #expect(root?["x"]?["vat"]?.text == "1")
}

@Test func `the marker covers what is refused`() {
  let yaml = "a: &base 1\nb: *base\nc: !!str d\nlong name: 1\nlong name: 2\n"
  #expect(parseYAML(Array(yaml.utf8), file: "r.yaml").diagnostics.map(\.range?.length) == [5, 5, 5, 9])
}

@Test func `texts that only look like the refused are read`() {
  let yaml = """
    ---
    "<<": '&a'
    b: "*x"
    c: a & b *c* !d
    d: a#b
    e: [-1, a?b, "?a", 'x#']
    f: |
      # text
      ---x
    g: [
      1, # one
      2
    ]
    "%h": 100%
    ...

    """
  #expect(parseYAML(Array(yaml.utf8), file: "r.yaml").diagnostics.isEmpty)
}
