import Foundation
import Testing

/// The commands that the README shows, run in the order in which they stand there, and what they print.
@Suite struct `the README` {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// A command after `$ `, and the lines that follow it up to the next one or the end of its block.
  private struct Shown {
    var command: String
    /// Lines of the README, from the one after the command.
    var output: Range<Int>
  }

  private static func shown(_ lines: [String]) -> [Shown] {
    var all: [Shown] = []
    var isBlock = false
    for (index, line) in lines.enumerated() {
      if line.hasPrefix("```") {
        isBlock.toggle()
      } else if isBlock, line.hasPrefix("$ ") {
        all.append(Shown(command: String(line.dropFirst(2)), output: (index + 1)..<(index + 1)))
      } else if isBlock, !all.isEmpty, all[all.count - 1].output.upperBound == index {
        all[all.count - 1].output = all[all.count - 1].output.lowerBound..<(index + 1)
      }
    }
    return all
  }

  @Test func `shows what its commands print`() throws {
    let file = Self.root.appending(path: "README.md")
    var lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
      .map(String.init)
    let folder = FileManager.default.temporaryDirectory.appending(path: "readme-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["rules", "samples"] {
      try FileManager.default.createSymbolicLink(
        at: folder.appending(path: name), withDestinationURL: Self.root.appending(path: name))
    }
    let shown = Self.shown(lines)
    #expect(shown.count >= 6)
    var found: [(shown: Shown, lines: [String])] = []
    for command in shown { found.append((command, try run(command.command, in: folder))) }
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      for (command, output) in found.reversed() where trimmed(Array(lines[command.output])) != output {
        lines.replaceSubrange(
          command.output, with: [""] + output + (lines[command.output.upperBound] == "```" ? [] : [""]))
      }
      try Data(lines.joined(separator: "\n").utf8).write(to: file)
      Issue.record("UPDATE_GOLDEN is set: look at the difference, then run the tests without it")
      return
    }
    for (command, output) in found {
      #expect(trimmed(Array(lines[command.output])) == output, "$ \(command.command)")
    }
  }

  /// What a command line writes to both of its outputs, by lines, without blank lines at the ends.
  private func run(_ command: String, in folder: URL) throws -> [String] {
    let program = try #require(program, "dealbill was not built beside the tests")
    let log = folder.appending(path: ".output")
    try Data().write(to: log)
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", command]
    process.currentDirectoryURL = folder
    process.environment = ["PATH": "\(program.deletingLastPathComponent().path):/usr/bin:/bin", "LC_ALL": "C"]
    process.standardInput = FileHandle.nullDevice
    // Both at the same offset, as a terminal shows them.
    let handle = try FileHandle(forWritingTo: log)
    process.standardOutput = handle
    process.standardError = handle
    try process.run()
    process.waitUntilExit()
    return trimmed(
      try String(contentsOf: log, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
        .map(String.init))
  }

  private func trimmed(_ lines: [String]) -> [String] {
    var lines = lines.map { $0.replacing(/\s+$/, with: "") }
    while lines.first == "" { lines.removeFirst() }
    while lines.last == "" { lines.removeLast() }
    return lines
  }
}
