import Foundation
import Testing

/// One folder of `Golden/`: inputs, a command, and whole outputs as they must be.
struct GoldenCase: Sendable, CustomTestStringConvertible {
  let name: String
  let folder: URL

  var testDescription: String { name }
  var expected: URL { folder.appending(path: "expected") }

  static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

  /// Every folder, by name.
  static let all: [GoldenCase] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
    return names.filter { !$0.hasPrefix(".") }.sorted().map {
      GoldenCase(name: $0, folder: root.appending(path: $0))
    }
  }()

  /// Files of the run folder that are compared as a whole; the others hold the time of the run or are faces of these.
  private static let compared = [
    "invoices.ndjson", "customers.ndjson", "held.csv", "reconciliation.csv", "reconciliation.json",
  ]

  /// The arguments, one line in `command`, or those of the usual run.
  private var arguments: [String] {
    get throws {
      let file = folder.appending(path: "command")
      let line =
        FileManager.default.fileExists(atPath: file.path)
        ? try String(contentsOf: file, encoding: .utf8)
        : "run --rules rules.yaml --out OUT --run-date 2026-04-02 export.csv"
      return line.split(whereSeparator: \.isWhitespace).map(String.init)
    }
  }

  /// Runs the command in the case's folder; gives every output by name, `OUT` standing for the run folder.
  ///
  /// - Parameter inspect: Sees the run folder before it goes away, if there is one.
  func outputs(of program: URL, inspect: (URL) throws -> Void = { _ in }) throws -> [String: Data] {
    if FileManager.default.fileExists(atPath: session.path) {
      return ["transcript": Data(try transcript(of: program).utf8)]
    }
    let scratch = FileManager.default.temporaryDirectory.appending(path: "golden-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: scratch) }
    let out = scratch.appending(path: "out")
    let (stdout, stderr) = (scratch.appending(path: "stdout"), scratch.appending(path: "stderr"))
    for file in [stdout, stderr] { try Data().write(to: file) }

    let process = Process()
    process.executableURL = program
    process.arguments = try arguments.map { $0 == "OUT" ? out.path : $0 }
    process.currentDirectoryURL = folder
    process.environment = ["PATH": "/usr/bin:/bin", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"]
    process.standardInput = FileHandle.nullDevice
    // Files, not pipes: a full pipe would stop the program.
    let (output, errors) = (try FileHandle(forWritingTo: stdout), try FileHandle(forWritingTo: stderr))
    // A process that has ended keeps its handles, and so their files, for ever.
    defer { for handle in [output, errors] { try? handle.close() } }
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    process.waitUntilExit()

    var outputs = ["exit": Data("\(process.terminationStatus)\n".utf8)]
    for (name, file) in [("stdout", stdout), ("stderr", stderr)] {
      let text = try String(contentsOf: file, encoding: .utf8).replacing(out.path, with: "OUT")
      if !text.isEmpty { outputs[name] = Data(withoutVersion(text).utf8) }
    }
    let wrote = FileManager.default.fileExists(atPath: out.path)
    if wrote {
      try inspect(out)
      for name in Self.compared { outputs[name] = try Data(contentsOf: out.appending(path: name)) }
      let report = String(decoding: outputs["reconciliation.json"] ?? Data(), as: UTF8.self)
      outputs["reconciliation.json"] = Data(withoutVersion(report).utf8)
      // The summary that a run prints says what the report says; a case compares it only where it keeps the file.
      outputs["stdout"] = keepsStdout ? outputs["stdout"] ?? Data() : nil
    }
    return outputs
  }

  private var keepsStdout: Bool { FileManager.default.fileExists(atPath: expected.appending(path: "stdout").path) }

  /// The same text with `VERSION` for the tool's version, which changes without the outputs changing.
  private func withoutVersion(_ text: String) -> String {
    text.replacing(/dealbill \d+\.\d+\.\d+[-.\w]*/, with: "dealbill VERSION")
      .replacing(/"tool": "\d[^"]*"/, with: "\"tool\": \"VERSION\"")
  }

  /// What stands in `expected/`, by name.
  func kept() throws -> [String: Data] {
    guard FileManager.default.fileExists(atPath: expected.path) else { return [:] }
    var files: [String: Data] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: expected.path) {
      files[name] = try Data(contentsOf: expected.appending(path: name))
    }
    return files
  }

  /// Replaces `expected/` by these outputs.
  func rewrite(_ outputs: [String: Data]) throws {
    try? FileManager.default.removeItem(at: expected)
    try FileManager.default.createDirectory(at: expected, withIntermediateDirectories: true)
    for (name, data) in outputs { try data.write(to: expected.appending(path: name)) }
  }
}

/// The first line in which two outputs differ, for a message that can be read.
func firstDifference(_ expected: Data, _ actual: Data) -> String {
  func lines(_ data: Data) -> [Substring] {
    String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
  }
  let (old, new) = (lines(expected), lines(actual))
  for index in 0..<max(old.count, new.count) {
    let (a, b) = (index < old.count ? old[index] : nil, index < new.count ? new[index] : nil)
    if a != b { return "line \(index + 1)\n  expected: \(a ?? "(ends)")\n  actual:   \(b ?? "(ends)")" }
  }
  return "only in bytes that are not text"
}
