import Foundation
import TestSupport

/// The tool itself, as it was built beside these tests.
enum Tool {
  /// Nil where the products lie elsewhere than SwiftPM puts them.
  static let path: String? = {
    var folders = CommandLine.arguments.prefix(1).map { ($0 as NSString).deletingLastPathComponent }
    folders += Bundle.allBundles.map { ($0.bundlePath as NSString).deletingLastPathComponent }
    return folders.map { $0 + "/dealbill" }.first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  struct Result {
    let status: Int32
    let output: String
    let errors: String
  }

  /// Runs the tool to its end.
  ///
  /// - Parameters:
  ///   - environment: Added to that of the tests; an empty text takes a variable away.
  ///   - input: What it reads from standard input.
  static func run(
    _ tool: String, _ arguments: [String], environment: [String: String] = [:], input: String? = nil
  ) throws -> Result {
    let folder = try ScratchFolder()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: tool)
    process.arguments = arguments
    var all = ProcessInfo.processInfo.environment
    for (name, value) in environment { all[name] = value.isEmpty ? nil : value }
    process.environment = all
    // Files instead of pipes: nothing can block.
    let output = try handle(try folder.write("output", ""))
    let errors = try handle(try folder.write("errors", ""))
    process.standardOutput = output
    process.standardError = errors
    let pipe = Pipe()
    process.standardInput = input == nil ? FileHandle.nullDevice : pipe
    try process.run()
    if let input {
      try pipe.fileHandleForWriting.write(contentsOf: Data(input.utf8))
      try pipe.fileHandleForWriting.close()
    }
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: try folder.text("output"), errors: try folder.text("errors"))
  }

  private static func handle(_ path: String) throws -> FileHandle {
    try FileHandle(forWritingTo: URL(fileURLWithPath: path))
  }
}
