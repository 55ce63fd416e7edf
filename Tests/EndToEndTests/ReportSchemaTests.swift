import Foundation
import Testing

/// How `scripts/check-report-schema` ends, and what it says.
private func validate(_ files: [String]) throws -> (status: Int32, words: String) {
  let process = Process()
  let script = GoldenCase.root.appending(path: "../../../scripts/check-report-schema").standardized
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = ["python3", script.path] + files
  let output = Pipe()
  process.standardOutput = output
  process.standardError = FileHandle.nullDevice
  try process.run()
  let words = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  process.waitUntilExit()
  return (process.terminationStatus, words)
}

private let hasValidator = (try? validate(["--none"]).status) == 66

/// Reports against their published schema, by a validator that is not ours (Python's jsonschema).
@Suite(.enabled(if: hasValidator, "Python's jsonschema is not installed"))
struct ReportSchemaTests {
  @Test func `every golden report is valid`() throws {
    let result = try validate([])
    #expect(result.status == 0, "\(result.words)")
    let count = Int(result.words.prefix { $0.isNumber }) ?? 0
    #expect(count > 140, "\(result.words)")
  }

  @Test func `reports of what was sent are valid, and altered ones are not`() throws {
    let rehearsal = try Rehearsal(try #require(program, "dealbill was not built beside the tests"))
    try rehearsal.makeRun([1, 2, 3, 5], name: "night", terms: "Net 30")
    #expect(try rehearsal.run(["send", "night", "--limit", "3"] + rehearsal.sendOptions).status == 2)
    let sent = rehearsal.folder.appending(path: "night/sent")
    let id = try #require(try SentFolder(sent).rows()["2"]?["quickbooks_id"])
    try rehearsal.control("edit", #"{"entity":"Invoice","id":"\#(id)","changes":{"TxnDate":"2026-03-29"}}"#)
    #expect(try rehearsal.run(["refresh", "--company", "uk", "--report", "night"]).status == 2)
    let files = ["sent.1", "sent"].map { rehearsal.folder.appending(path: "night/\($0)/reconciliation.json") }
    let result = try validate(files.map(\.path))
    #expect(result.status == 0, "\(result.words)")
    let good = try String(contentsOf: files[1], encoding: .utf8)
    for (old, new) in [
      ("\"voided\": \"", "\"voided\": \"1,"), ("\"reread\": 3,", ""), ("\"matched\": ", "\"more\": 1, \"matched\": "),
      ("\"matched\": ", "\"matched\": -"), ("\"tied-out-with-exceptions\"", "\"fine\""),
    ] {
      let bad = rehearsal.folder.appending(path: "bad.json")
      try Data(good.replacing(old, with: new, maxReplacements: 1).utf8).write(to: bad)
      let refused = try validate([bad.path])
      #expect(good.contains(old) && refused.status == 1, "\(old) → \(new)")
    }
  }
}
