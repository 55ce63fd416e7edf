import Diagnostics
import TestSupport
import Testing
import YAMLTree

/// Cases that are read otherwise than the suite says, each for a known reason.
private let knownDifferences: Set<String> = [
  "L24T/1"  // a literal text that ends in blanks without a line end: libyaml gives no newline for that line
]

@Test(.enabled(if: SharedFolder.path != nil, "needs yaml-test-suite in the shared folder"))
func `no broken case of yaml-test-suite is accepted, and what is accepted is read as the suite says`() throws {
  var (files, accepted, refusedBroken, refusedSound) = (0, 0, 0, 0)
  for (name, bytes) in try SharedFolder.files(in: "corpora/yaml-test-suite/src") {
    files += 1
    for test in try SuiteCase.read(bytes, file: name) {
      let (root, diagnostics) = parseYAML(test.yaml, file: test.name)
      guard diagnostics.isEmpty else {
        if test.mustFail { refusedBroken += 1 } else { refusedSound += 1 }
        continue
      }
      accepted += 1
      #expect(!test.mustFail, "\(test.name) is broken and was accepted")
      let tree = try #require(root.map(suiteTree), "\(test.name) gave neither a tree nor a diagnostic")
      guard let expected = test.tree, !knownDifferences.contains(test.name) else { continue }
      #expect(tree == comparableEvents(expected), "\(test.name)")
    }
  }
  print(
    "yaml-test-suite: \(files) files, \(accepted) cases accepted, \(refusedBroken) broken and \(refusedSound) refused")
  #expect(files == 351)
  #expect(refusedBroken == 94)
  #expect(accepted >= 168)
}

@Test func `the suite's signs are turned into what they stand for`() {
  #expect(SuiteCase.unmarked("a␣———»b»c\n") == "a \tb\tc\n")
  #expect(SuiteCase.unmarked("—a←\n↵\n") == "—a\r\n\n")
  #expect(SuiteCase.unmarked("⇔a∎\n") == "\u{FEFF}a")
}

@Test(.enabled(if: SharedFolder.path != nil, "needs yaml-test-suite in the shared folder"))
func `every cut-off case of yaml-test-suite gives a tree or places within the text`() throws {
  for (name, bytes) in try SharedFolder.files(in: "corpora/yaml-test-suite/src") {
    for test in try SuiteCase.read(bytes, file: name) {
      for end in stride(from: 0, to: test.yaml.count, by: 1 + test.yaml.count / 60) {
        let cut = Array(test.yaml[..<end])
        let (root, diagnostics) = parseYAML(cut, file: test.name)
        #expect(root != nil || !diagnostics.isEmpty, "\(test.name) cut to \(end) bytes")
        let lines = 1 + cut.count { $0 == 0x0A || $0 == 0x0D }
        for range in diagnostics.map(\.range) {
          let isWithin = range.map { $0.line <= lines && $0.line + $0.column <= cut.count + 2 } ?? false
          #expect(isWithin, "\(test.name) cut to \(end) bytes: \(String(describing: range))")
        }
      }
    }
  }
}
