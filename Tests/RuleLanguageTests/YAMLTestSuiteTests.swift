import Diagnostics
import RuleLanguage
import TestSupport
import Testing
import YAMLTree

@Test(.enabled(if: SharedFolder.path != nil, "the shared test data is absent"))
func `no text of the YAML test suite compiles or crashes`() throws {
  var cases = 0
  for file in try SharedFolder.files(in: "corpora/yaml-test-suite/src") where file.name.hasSuffix(".yaml") {
    let whole = compileRules(file.bytes, file: file.name)
    #expect(whole.rules == nil && !whole.diagnostics.isEmpty)
    for item in parseYAML(file.bytes, file: file.name).root?.items ?? [] {
      guard let text = item["yaml"]?.text else { continue }
      let result = compileRules(Array(text.utf8), file: file.name)
      #expect(result.rules == nil)
      #expect(result.diagnostics.contains { $0.severity == .error })
      cases += 1
    }
  }
  #expect(cases > 350)
}

@Test func `every beginning of a rule file is refused or compiles, and never traps`() {
  let text = Array(MarkedText(brokenRules).bytes)
  for length in stride(from: 0, to: text.count, by: 7) {
    #expect(compileRules(Array(text[..<length]), file: "cut.yaml").rules == nil)
  }
}

@Test(arguments: UInt64(1)...150) func `a damaged rule file never traps`(seed: UInt64) {
  var text = MarkedText(brokenRules).bytes
  var state = seed &* 0x9E37_79B9_7F4A_7C15
  func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(truncatingIfNeeded: state >> 33) % bound
  }
  let signs = Array("{}[]:,\"' \n-ax0".utf8)
  for _ in 0..<8 { text[next(text.count)] = signs[next(signs.count)] }
  let result = compileRules(text, file: "damaged.yaml")
  // Rules, or the reason why there are none: never neither, never both.
  #expect((result.rules == nil) == result.diagnostics.contains { $0.severity == .error })
}
