import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A run that a signal ends leaves nothing behind.
@Suite struct `a run that is interrupted` {
  private let folder: URL
  private let tool: URL

  init() throws {
    tool = try #require(program, "dealbill was not built beside the tests")
    folder = FileManager.default.temporaryDirectory.appending(path: "interrupted-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder.appending(path: "tmp"), withIntermediateDirectories: true)
    let rules = """
      rules: 1
      company: { name: Harrow & Finch Ltd, country: GB, currency: GBP, time_zone: Europe/London }
      source: { profile: pipedrive, time_zone: UTC }
      customer: { name: { from: organization } }
      currency: { from: currency }
      invoice: { date: won_time }
      lines:
        - { id: value, each: deal, item: Consulting, description: "{title}", quantity: 1, price: value }
      taxes:
        codes: { 20.0% S: 20 }
        code: 20.0% S

      """
    try Data(rules.utf8).write(to: folder.appending(path: "rules.yaml"))
  }

  private func start(_ export: String, _ input: Any) throws -> Process {
    let process = Process()
    process.executableURL = tool
    process.arguments = ["run", "--rules", "rules.yaml", "--out", "out", "--run-date", "2026-04-02", "-q", export]
    process.currentDirectoryURL = folder
    process.environment = ["PATH": "/usr/bin:/bin", "TMPDIR": folder.appending(path: "tmp").path + "/"]
    process.standardInput = input
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  private func names(_ folder: URL) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []).sorted()
  }

  /// Sends the signal once `isReady`, and gives what `$?` would be.
  private func end(_ process: Process, _ signal: Int32, when isReady: () -> Bool) -> Int32 {
    for _ in 0..<2_000 where process.isRunning && !isReady() { usleep(5_000) }
    #expect(isReady(), "it was over before")
    kill(process.processIdentifier, signal)
    process.waitUntilExit()
    return process.terminationReason == .uncaughtSignal ? 128 + process.terminationStatus : process.terminationStatus
  }

  @Test func `while it reads standard input`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let pipe = Pipe()
    let process = try start("-", pipe)
    try pipe.fileHandleForWriting.write(contentsOf: Data("ID,Title,Value,Currency,Organization,Won time\n".utf8))
    let copies = folder.appending(path: "tmp")
    #expect(end(process, SIGINT, when: { !names(copies).isEmpty }) == 128 + SIGINT)
    #expect(names(copies).isEmpty)
    #expect(names(folder) == ["rules.yaml", "tmp"])
    withExtendedLifetime(pipe) {}
  }

  @Test func `while it writes`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    var csv = "ID,Title,Value,Currency,Organization,Won time\n"
    for id in 1...60_000 { csv += "\(id),Deal \(id),100.00,GBP,Party \(id % 50),2026-03-30 10:00:00\n" }
    try Data(csv.utf8).write(to: folder.appending(path: "deals.csv"))
    let process = try start("deals.csv", FileHandle.nullDevice)
    let ended = end(process, SIGTERM, when: { names(folder).contains { $0.hasPrefix("out.part-") } })
    #expect(ended == 128 + SIGTERM)
    #expect(names(folder) == ["deals.csv", "rules.yaml", "tmp"])
  }
}
