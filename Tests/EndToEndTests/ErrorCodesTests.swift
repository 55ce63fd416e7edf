import Foundation
import Testing

/// `ERRORS.md` has an entry for each code that the sources name, with an example from the golden cases.
@Suite struct `the list of codes` {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  private static let file = root.appending(path: "ERRORS.md")

  /// Every text in the sources that is a code.
  private static let codes: Set<String> = {
    var found: Set<String> = []
    let sources = FileManager.default.enumerator(at: root.appending(path: "Sources"), includingPropertiesForKeys: nil)
    while let url = sources?.nextObject() as? URL {
      guard url.pathExtension == "swift", let text = try? String(contentsOf: url, encoding: .utf8) else { continue }
      for match in text.matches(of: /"([A-Z]\d{3})"/) { found.insert(String(match.1)) }
    }
    return found
  }()

  /// An entry without its example: `## R013`, what it means, what to do.
  private struct Entry {
    var code: String
    var words: [String] = []

    func text(_ example: String?) -> String {
      let block = example.map { "\n\n```text\n\($0)\n```" } ?? ""
      return "## \(code)\n\n" + words.joined(separator: "\n") + block + "\n"
    }
  }

  private static func parse(_ text: String) -> (head: String, entries: [Entry]) {
    var head: [Substring] = []
    var entries: [Entry] = []
    var isExample = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("## ") {
        entries.append(Entry(code: String(line.dropFirst(3))))
      } else if entries.isEmpty {
        head.append(line)
      } else if line.hasPrefix("```") {
        isExample.toggle()
      } else if !isExample {
        entries[entries.count - 1].words.append(String(line))
      }
    }
    for index in entries.indices {
      while entries[index].words.first == "" { entries[index].words.removeFirst() }
      while entries[index].words.last == "" { entries[index].words.removeLast() }
    }
    return (head.joined(separator: "\n"), entries)
  }

  @Test func `it has each code once, and no other`() throws {
    let entries = Self.parse(try String(contentsOf: Self.file, encoding: .utf8)).entries
    let listed = entries.map(\.code)
    #expect(Set(listed).count == listed.count)
    #expect(Self.codes.subtracting(listed).sorted() == [], "these have no entry in ERRORS.md")
    #expect(Set(listed).subtracting(Self.codes).sorted() == [], "these are no codes any more")
    for entry in entries {
      #expect(entry.words.contains { $0.hasPrefix("**What to do:** ") }, "\(entry.code)")
      #expect(entry.words.first.map { $0.count > 10 } == true, "\(entry.code)")
    }
  }

  @Test func `its examples are what the golden cases show`() throws {
    let text = try String(contentsOf: Self.file, encoding: .utf8)
    let (head, entries) = Self.parse(text)
    let examples = try Self.examples()
    let wanted = head + "\n" + entries.map { $0.text(examples[$0.code]) }.joined(separator: "\n")
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      if wanted != text { try Data(wanted.utf8).write(to: Self.file) }
      Issue.record("UPDATE_GOLDEN is set: look at the difference, then run the tests without it")
      return
    }
    #expect(wanted == text, "run UPDATE_GOLDEN=1 swift test --filter EndToEndTests, and look at ERRORS.md")
  }

  // MARK: Examples

  /// The first place in the golden cases where each code is shown: a message with its line, else the words of a hold.
  private static func examples() throws -> [String: String] {
    var messages: [String: String] = [:]
    var holds: [String: String] = [:]
    var reports: [String: String] = [:]
    for golden in GoldenCase.all {
      for (name, data) in try golden.kept().sorted(by: { $0.key < $1.key }) {
        let text = String(decoding: data, as: UTF8.self)
        switch name {
        case "stderr", "stdout":
          for block in text.split(separator: "\n\n") {
            guard let match = block.firstMatch(of: /\b(?:error|warning|note|hold)\[([A-Z]\d{3})\]/) else { continue }
            let shown = block.split(separator: "\n").prefix(6).map { trimmed($0, 116) }.joined(separator: "\n")
            keep(&messages, String(match.1), shown)
          }
          for match in text.matches(of: /(?:hold|warning)\[([A-Z]\d{3})\]: [^\n]+(?:\n {2}[^\n]+)*/) {
            keep(&messages, String(match.1), lines(match.0))
          }
        case "transcript":
          for match in text.matches(of: /(?:error|warning)\[([A-Z]\d{3})\]: [^\n]+(?:\n {4,}[^\n]+)*/) {
            keep(&messages, String(match.1), lines(match.0))
          }
          // Rows of lists on the screen: `  U854      2   not sent: …`, `  X902  deal 2  …`; and reasons: `… not: … [X915]`.
          for match in text.matches(of: /\n +([A-Z]\d{3}) +\d+ {3}([^\n]+)/) {
            keep(&holds, String(match.1), trimmed("\(match.1): \(match.2)", 116))
          }
          for match in text.matches(of: /\n {2}([A-Z]\d{3}) {2,}(deal [^\n]+)/) {
            keep(&holds, String(match.1), trimmed("\(match.1): \(match.2.replacing(/\x20{2,}/, with: ", "))", 116))
          }
          for match in text.matches(of: /(?:not: |refused .*deal \S+ +)([^\n]+) \[([A-Z]\d{3})\]/) {
            keep(&holds, String(match.2), trimmed("\(match.2): not done: \(match.1)", 116))
          }
        case "held.csv":
          for match in text.matches(of: /([A-Z]\d{3}): ((?:[^"·]|"")*(?:[^"· ]|""))/) {
            keep(&holds, String(match.1), trimmed("\(match.1): \(match.2.replacing("\"\"", with: "\""))", 116))
          }
        case "reconciliation.json":
          for match in text.matches(of: /"code": "([A-Z]\d{3})",\s*"cause": "([^"\\]*)"/) {
            keep(&reports, String(match.1), trimmed("\(match.1): \(match.2)", 116))
          }
        default: continue
        }
      }
    }
    return messages.merging(holds) { message, _ in message }.merging(reports) { shown, _ in shown }
  }

  /// The first case by name wins, so that the order of files in a folder does not matter.
  private static func keep(_ list: inout [String: String], _ code: String, _ text: String) {
    guard list[code] == nil else { return }
    list[code] = text
  }

  /// The first lines of a message.
  private static func lines(_ text: some StringProtocol) -> String {
    text.split(separator: "\n").prefix(6).map { trimmed($0, 116) }.joined(separator: "\n")
  }

  private static func trimmed(_ line: some StringProtocol, _ limit: Int) -> String {
    let line = String(line).replacing(/\s+$/, with: "")
    return line.count > limit ? "\(line.prefix(limit - 1))…" : line
  }
}
