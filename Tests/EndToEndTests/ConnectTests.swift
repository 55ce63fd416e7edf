import Foundation
import Synchronization
import Testing

private final class Marker {}

/// The commands that talk to a company, as processes, against an emulator of its own process.
@Suite struct `connect, catalogue pull, disconnect` {
  private let scratch = FileManager.default.temporaryDirectory.appending(path: "connect-\(UUID().uuidString)")
  private let program: URL

  init() throws {
    let own = Bundle(for: Marker.self).bundleURL
    let runner = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
    let found = [own, own.deletingLastPathComponent(), runner].map { $0.appending(path: "dealbill") }.first {
      FileManager.default.isExecutableFile(atPath: $0.path)
        && ((try? $0.resourceValues(forKeys: [.isDirectoryKey]))?.isDirectory == false)
    }
    program = try #require(found, "dealbill was not built beside the tests")
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
  }

  private func process(_ arguments: [String], stdout: URL, stderr: URL) throws -> Process {
    for file in [stdout, stderr] { try Data().write(to: file) }
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.environment = ["PATH": "/usr/bin:/bin", "XDG_STATE_HOME": scratch.path, "LC_ALL": "C"]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: stdout)
    process.standardError = try FileHandle(forWritingTo: stderr)
    try process.run()
    return process
  }

  /// Runs a command to its end; status and everything it said.
  private func run(_ arguments: String...) throws -> (status: Int32, words: String) {
    let name = UUID().uuidString
    let (stdout, stderr) = (scratch.appending(path: "\(name).out"), scratch.appending(path: "\(name).err"))
    let process = try process(arguments, stdout: stdout, stderr: stderr)
    process.waitUntilExit()
    let words = try String(contentsOf: stdout, encoding: .utf8) + String(contentsOf: stderr, encoding: .utf8)
    return (process.terminationStatus, words)
  }

  /// An emulator that runs, and what it printed.
  private func startEmulator(_ company: String) async throws -> (process: Process, facts: [String: String]) {
    let stdout = scratch.appending(path: "emulator-\(UUID().uuidString).out")
    let process = try process(
      ["emulator", "--company", company, "--throttle", "off"], stdout: stdout,
      stderr: scratch.appending(path: "emulator.err"))
    for _ in 0..<400 {
      if let line = try String(contentsOf: stdout, encoding: .utf8).split(separator: "\n").first,
        let facts = try? JSONDecoder().decode([String: String].self, from: Data(line.utf8))
      {
        return (process, facts)
      }
      try await Task.sleep(for: .milliseconds(50))
    }
    process.terminate()
    throw CancellationError()
  }

  @Test func `a rehearsal needs the emulator's address and a name, and leaks no secret`() async throws {
    let (emulator, facts) = try await startEmulator("eu")
    defer { emulator.terminate() }
    let url = try #require(facts["url"])
    var said = ""
    func expect(_ status: Int32, _ result: (status: Int32, words: String)) {
      #expect(result.status == status, "\(result.words)")
      said += result.words
    }
    expect(0, try run("connect", "--test-endpoint", url, "--company", "demo"))
    let folder = scratch.appending(path: "dealbill/demo")
    let stored = try String(contentsOf: folder.appending(path: "connection.json"), encoding: .utf8)
    expect(0, try run("catalogue", "pull", "--company", "demo", "--log-format", "json"))
    expect(0, try run("catalogue", "pull", "--ledger", folder.appending(path: "ledger.sqlite").path))
    expect(64, try run("catalogue", "pull"))
    expect(0, try run("catalogue", "show", "--company", "demo"))
    expect(0, try run("catalogue", "show", "tax-codes", "--company", "demo"))
    expect(0, try run("connect", "--test-endpoint", url, "--company", "demo"))
    expect(0, try run("disconnect", "--company", "demo"))
    expect(77, try run("catalogue", "pull", "--company", "demo"))
    expect(77, try run("disconnect", "--company", "demo"))
    #expect(said.contains("Nordwind GmbH"))
    #expect(said.contains("in 12 calls"))

    // The canary: what opens the company is in its file alone.
    let secrets = ["clientSecret", "accessToken", "refreshToken"].compactMap { facts[$0] }
    #expect(secrets.count == 3)
    #expect(stored.contains(secrets[0]))
    let catalogue = try String(contentsOf: folder.appending(path: "catalogue.json"), encoding: .utf8)
    for secret in secrets + secretsOf(stored) {
      #expect(!said.contains(secret))
      #expect(!catalogue.contains(secret))
    }
    #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "connection.json").path))
  }

  private func secretsOf(_ stored: String) -> [String] {
    let values = (try? JSONSerialization.jsonObject(with: Data(stored.utf8))) as? [String: Any] ?? [:]
    return ["clientSecret", "accessToken", "refreshToken"].compactMap { values[$0] as? String }
  }

  @Test(arguments: [
    ("https://quickbooks.api.intuit.com", "A001"), ("http://localhost:8123", "A001"),
    ("http://127.0.0.1:8123@evil.example", "A001"),
  ])
  func `a test endpoint elsewhere is refused`(_ url: String, _ code: String) throws {
    let result = try run("connect", "--test-endpoint", url, "--company", "demo")
    #expect(result.status == 64)
    #expect(result.words.contains(code))
  }

  @Test func `an emulator that is not there cannot be reached`() throws {
    let result = try run("connect", "--test-endpoint", "http://127.0.0.1:1", "--company", "demo")
    #expect(result.status == 69)
    #expect(result.words.contains("A008"))
  }

  @Test func `the client secret comes from a file of one's own`() throws {
    let file = scratch.appending(path: "secret")
    try "canary-secret\n".write(to: file, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
    let open = try run(
      "connect", "--production", "--company", "demo", "--client-id", "ABx", "--client-secret-file", file.path)
    #expect(open.status == 66)
    #expect(open.words.contains("A005") && open.words.contains("chmod 600"))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
    let closed = try run(
      "connect", "--production", "--company", "demo", "--client-id", "ABx", "--client-secret-file", file.path)
    // Nobody pastes an address here.
    #expect(closed.status == 77)
    #expect(closed.words.contains("https://appcenter.intuit.com/connect/oauth2?client_id=ABx"))
    #expect(!open.words.contains("canary") && !closed.words.contains("canary"))
  }

  @Test func `without a client secret there is a remedy`() throws {
    let result = try run("connect", "--sandbox", "--company", "demo", "--client-id", "ABx")
    #expect(result.status == 64)
    #expect(result.words.contains("--client-secret-file"))
  }
}
