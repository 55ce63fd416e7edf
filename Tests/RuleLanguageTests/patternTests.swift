import Bytes
import RuleLanguage
import Testing

private func matches(_ pattern: String, _ text: String) throws -> Bool {
  let compiled = try Pattern(pattern)
  return text.withByteView { compiled.matches($0) }
}

private let rows: [(String, [String], [String])] = [
  ("abc", ["abc"], ["", "ab", "abcd", "ABC", "xabc"]),
  ("", [""], ["a"]),
  ("a.c", ["abc", "a.c", "aüc", "a日c", "a🧾c"], ["ac", "abbc"]),
  ("a?", ["", "a"], ["aa"]), ("a*", ["", "a", "aaaa"], ["b", "ab"]), ("a+", ["a", "aaa"], ["", "b"]),
  ("a{3}", ["aaa"], ["aa", "aaaa"]), ("a{2,3}", ["aa", "aaa"], ["a", "aaaa"]), ("a{2,}", ["aa", "aaaaaa"], ["a"]),
  ("a{0}", [""], ["a"]), ("a{0,1}b", ["b", "ab"], ["aab"]), ("(ab){2}", ["abab"], ["ab", "aabb"]),
  ("cat|dog|", ["cat", "dog", ""], ["catdog", "ca"]), ("(a|b)*c", ["c", "abbac"], ["abd"]),
  ("[A-Z0-9]+", ["A1"], ["a", ""]), ("[^0-9]", ["a", "ü", "🧾"], ["5", "", "ab"]), ("[]a]", ["]", "a"], ["b"]),
  ("[a-]", ["a", "-"], ["b"]), ("[a\\]]", ["a", "]"], ["\\"]), ("[\\d_]+", ["1_2"], ["a"]),
  ("\\d{4}-\\d\\d", ["2026-03"], ["26-03"]), ("\\w+\\s\\w+", ["one two", "a\tb"], ["one"]),
  ("\\.\\*\\(", [".*("], ["x"]), ("[$]5", ["$5"], ["5"]), ("ä+", ["ä", "äää"], ["", "a"]),
  ("M(ü|ue)ller", ["Müller", "Mueller"], ["Muller"]), ("日?本", ["本", "日本"], ["日"]),
  ("DE[0-9]{9}|ATU[0-9]{8}", ["DE123456789", "ATU12345678"], ["DE12345678", "DE1234567890"]),
  ("((a?){3}){3}", ["", "aaaaaaaaa"], ["aaaaaaaaaa"]), ("(a*)*", ["", "aaa"], ["b"]), ("()*a", ["a"], [""]),
]

@Test(arguments: rows)
func `a pattern matches the whole text or not at all`(_ row: (pattern: String, yes: [String], no: [String])) throws {
  for text in row.yes { #expect(try matches(row.pattern, text), "\(row.pattern) should match '\(text)'") }
  for text in row.no { #expect(try !matches(row.pattern, text), "\(row.pattern) should not match '\(text)'") }
}

@Test(
  arguments: [
    ("(a+)+$", 5), ("^a", 0), ("a$", 1), ("*", 0), ("a**", 2), ("(", 0), ("a(b", 1), ("a)", 1), ("[", 0), ("x[a", 1),
    ("äü[a", 2), ("\\", 1), ("\\q", 1), ("a{", 2), ("a{x}", 2), ("a{2", 3), ("a{3,2}", 6), ("a{65}", 5), ("[z-a]", 2),
    ("[ä]", 1), ("[a-ä]", 2), ("\\ä", 1), ("{3}", 0), ("+", 0),
  ] as [(String, Int)])
func `a broken pattern is refused at the character that is wrong`(_ row: (pattern: String, offset: Int)) {
  #expect { try Pattern(row.pattern) } throws: { ($0 as? Pattern.Problem)?.offset == row.offset }
}

@Test(arguments: ["(a{64}){64}", "((a{60}){60}){60}", "(((a|b){64}){64}){64}"])
func `a pattern that unrolls without bound is refused`(_ pattern: String) {
  #expect(throws: Pattern.Problem.self) { try Pattern(pattern) }
}

@Test func `a pattern has at most 500 characters`() throws {
  #expect(throws: Pattern.Problem.self) { try Pattern(String(repeating: "a", count: 501)) }
  #expect(try matches(String(repeating: "a", count: 500), String(repeating: "a", count: 500)))
}

@Test(.timeLimit(.minutes(1)), arguments: ["(a+)+", "(a|a)*", "(a|aa)+", "(a*)*", "((a?){20}){20}", "(.*)(.*)(.*)x"])
func `no pattern takes long`(_ pattern: String) throws {
  // Backtracking would try 2^40 ways; the time is proportional to the text here.
  let compiled = try Pattern(pattern)
  for length in [40, 1000] {
    let text = String(repeating: "a", count: length - 1) + "!"
    let start = ContinuousClock.now
    #expect(!text.withByteView { compiled.matches($0) })
    #expect(ContinuousClock.now - start < .seconds(5))
  }
}

@Test func `texts over 1,000 bytes never match`() throws {
  #expect(try matches("a*", String(repeating: "a", count: 1000)))
  #expect(try !matches("a*", String(repeating: "a", count: 1001)))
}

@Test func `no text is a pattern that traps`() {
  var compiledCount = 0
  for seed in UInt64(1)...2000 {
    var state = seed &* 0x9E37_79B9_7F4A_7C15
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(truncatingIfNeeded: state >> 33) % bound
    }
    let signs = Array("ab01()[]{}|*+?.\\^-,$dwsü日")
    let pattern = String((0..<next(14)).map { _ in signs[next(signs.count)] })
    guard let compiled = try? Pattern(pattern) else { continue }
    compiledCount += 1
    for text in ["", "a", "ab01", "ü", "((", pattern] {
      // Whatever the pattern, a text that is not too long matches one that takes any signs, and both say the same twice.
      let first = text.withByteView { compiled.matches($0) }
      #expect(first == text.withByteView { compiled.matches($0) }, "\(pattern) on \(text)")
      let either = try? Pattern("(\(pattern))|.*")
      if let either { #expect(text.withByteView { either.matches($0) }, "\(pattern) or anything, on \(text)") }
    }
  }
  #expect(compiledCount >= 300)
}
