import Diagnostics
import TestSupport
import Testing
import YAMLTree

private let small = YAMLLimits(fileBytes: 1000, nodes: 10, scalarBytes: 20, depth: 3, diagnostics: 4)

@Test(arguments: [
  ("[1, 2, 3, 4, 5, 6, 7, 8, 9]", []),
  ("[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]", ["R010 1:29"]),
  ("a: {b: {c: 1}}", []),
  ("a: {b: {c: {}}}", ["R011 1:12"]),
  ("a:\n  b:\n    c:\n      - d\n", ["R011 4:7"]),
  ("a: 12345678901234567890", []),
  ("a: 12345678901234567890é\nb: !x 2\n", ["R010 1:4", "R005 2:4"]),
  ("[!x 1, !x 2, !x 3]", ["R005 1:2", "R005 1:8", "R005 1:14"]),
  ("[!x 1, !x 2, !x 3, !x 4, !x 5]", ["R005 1:2", "R005 1:8", "R005 1:14", "R005 1:20", "R010 1:20"]),
])
func `what is larger than the limits is refused, what just fits is not`(_ yaml: String, _ expected: [String]) {
  #expect(placed(parseYAML(Array(yaml.utf8), file: "l.yaml", limits: small).diagnostics) == expected)
}

@Test func `a file larger than the limit is refused unread`() {
  let fitting = [UInt8](repeating: 0x20, count: 999) + [0x61]
  #expect(parseYAML(fitting, file: "l.yaml", limits: small).diagnostics.isEmpty)
  let unread = [UInt8](repeating: 0xFF, count: 1001)
  #expect(placed(parseYAML(unread, file: "l.yaml", limits: small).diagnostics) == ["R010 1:1"])
}

@Test func `an alias bomb of nine levels is refused in under 50 ms`() {
  var yaml = "a: &a [x, x, x, x, x, x, x, x, x]\n"
  for (name, before) in zip("bcdefghi", "abcdefgh") {
    yaml += "\(name): &\(name) [\(Array(repeating: "*\(before)", count: 9).joined(separator: ", "))]\n"
  }
  let clock = ContinuousClock()
  var diagnostics: [Diagnostic] = []
  let time = clock.measure { diagnostics = parseYAML(Array(yaml.utf8), file: "bomb.yaml").diagnostics }
  #expect(diagnostics.count { $0.code == "R003" } == 9)
  #expect(diagnostics.count { $0.code == "R004" } == 72)
  #expect(time < .milliseconds(50))
}

@Test(arguments: ["[", "{a: ", "- ", "? ", "{", "[{a: "], [1_000, 200_000])
func `nesting without end is refused at once`(_ level: String, _ levels: Int) {
  let yaml = Array(String(repeating: level, count: levels).utf8.prefix(1 << 20))
  let clock = ContinuousClock()
  var diagnostics: [Diagnostic] = []
  let time = clock.measure { diagnostics = parseYAML(yaml, file: "deep.yaml").diagnostics }
  #expect(["R001", "R009", "R011"].contains(diagnostics.last?.code))
  #expect(time < .seconds(5))
}

@Test func `a thousand nested lists that are closed again are refused at level 33`() {
  let yaml = String(repeating: "[", count: 1000) + String(repeating: "]", count: 1000)
  let (root, diagnostics) = parseYAML(Array(yaml.utf8), file: "deep.yaml")
  #expect(root == nil)
  #expect(placed(diagnostics) == ["R011 1:33"])
}

/// Texts of the largest size allowed that would be costly if a place were sought from the start each time.
@Test(arguments: [
  ("", 0, "a: "), ("[", 0, "a, "), ("[", 0, "?a,"), ("'", 0, "x "), ("[", 700_000, "!a x,"), ("[", 700_000, "?a,"),
  ("", 0, "- 'a\n  b'\n"), ("", 0, "- |\n \n"), ("- |\n ", 0, "  \n"), ("", 0, ":"), ("", 0, "é"), ("", 0, "# c\n"),
])
func `a file of the largest size is answered within seconds`(_ opening: String, _ blanks: Int, _ unit: String) {
  var text = opening + String(repeating: " ", count: blanks)
  text += String(repeating: unit, count: ((1 << 20) - text.utf8.count) / unit.utf8.count)
  let clock = ContinuousClock()
  let time = clock.measure { _ = parseYAML(Array(text.utf8), file: "big.yaml") }
  #expect(time < .seconds(10))
}
