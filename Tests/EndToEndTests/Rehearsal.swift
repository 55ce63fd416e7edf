import Foundation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A company of an emulator in its own process, with a connection and a ledger in a folder of their own.
final class Rehearsal {
  let program: URL
  let folder: URL
  let credentials: [String: String]
  private let emulator: Process

  struct Failure: Error, CustomStringConvertible { let description: String }
  struct Ended {
    var status: Int32
    var output: String
    var errors: String
  }

  init(_ program: URL, throttle: Bool = false) throws {
    self.program = program
    folder = FileManager.default.temporaryDirectory.appending(path: "rehearsal-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let ready = folder.appending(path: "emulator.json")
    emulator = try Self.process(
      program, ["emulator", "--company", "uk", "--throttle", throttle ? "on" : "off", "--log", "emulator.log"], folder,
      output: ready)
    try emulator.run()
    var line = Data()
    for _ in 0..<600 where !line.contains(0x0A) {
      usleep(50_000)
      line = (try? Data(contentsOf: ready)) ?? Data()
    }
    guard let found = try JSONSerialization.jsonObject(with: line) as? [String: String], let url = found["url"] else {
      throw Failure(description: "the emulator does not come up")
    }
    credentials = found
    let connected = try run(["connect", "--test-endpoint", url, "--company", "uk"])
    guard connected.status == 0 else { throw Failure(description: connected.errors) }
    try Data(Self.rules.utf8).write(to: folder.appending(path: "rules.yaml"))
  }

  deinit {
    emulator.terminate()
    emulator.waitUntilExit()
    try? FileManager.default.removeItem(at: folder)
  }

  private static let rules = """
    rules: 1
    company: { name: Harrow & Finch Ltd, country: GB, currency: GBP, time_zone: Europe/London }
    source: { profile: pipedrive, time_zone: UTC }
    customer: { name: { from: organization } }
    currency: { from: currency }
    invoice: { date: won_time, number: "R-{id}" }
    lines:
      - { id: value, each: deal, item: Consulting, description: "{title}", quantity: 1, price: value }
    taxes:
      codes: { 20.0% S: 20 }
      code: 20.0% S

    """

  private static func process(
    _ program: URL, _ arguments: [String], _ folder: URL, output: URL, errors: URL? = nil
  ) throws -> Process {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = ["PATH": "/usr/bin:/bin", "XDG_STATE_HOME": folder.appending(path: "state").path]
    process.standardInput = FileHandle.nullDevice
    for file in [output, errors].compactMap({ $0 }) { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try errors.map { try FileHandle(forWritingTo: $0) } ?? FileHandle.nullDevice
    return process
  }

  /// Starts a command; `name` tells its outputs apart.
  func start(_ arguments: [String], name: String) throws -> Process {
    let process = try Self.process(
      program, arguments, folder, output: folder.appending(path: "\(name).out"),
      errors: folder.appending(path: "\(name).err"))
    try process.run()
    return process
  }

  func ended(_ process: Process, name: String) throws -> Ended {
    process.waitUntilExit()
    let status =
      process.terminationReason == .uncaughtSignal ? 128 + process.terminationStatus : process.terminationStatus
    return Ended(
      status: status, output: try String(contentsOf: folder.appending(path: "\(name).out"), encoding: .utf8),
      errors: try String(contentsOf: folder.appending(path: "\(name).err"), encoding: .utf8))
  }

  func run(_ arguments: [String], name: String = "command") throws -> Ended {
    try ended(try start(arguments, name: name), name: name)
  }

  /// A run folder of deals with these ids.
  func makeRun(_ ids: ClosedRange<Int>, name: String) throws { try makeRun(Array(ids), name: name) }

  /// - Parameters:
  ///   - terms: Of all invoices; nil names none.
  ///   - checks: Further rules, which may hold deals.
  func makeRun(_ ids: [Int], name: String, terms: String? = nil, checks: String = "") throws {
    let rules = Self.rules + (terms.map { "terms: { use: \($0) }\n" } ?? "") + checks
    try Data(rules.utf8).write(to: folder.appending(path: "rules.yaml"))
    var csv = "ID,Title,Value,Currency,Organization,Won time\n"
    for id in ids {
      csv += "\(id),Deal \(id),\(100 + id % 97).\(10 + id % 90),GBP,Party \(id % 4),2026-03-30 10:00:00\n"
    }
    try Data(csv.utf8).write(to: folder.appending(path: "\(name).csv"))
    let made = try run(
      ["run", "--rules", "rules.yaml", "--out", name, "--run-date", "2026-04-02", "\(name).csv"])
    guard made.status == (checks.isEmpty ? 0 : 2) else {
      throw Failure(description: "run ended with \(made.status): \(made.errors)")
    }
  }

  /// What a person does in QuickBooks beside the API, and what the emulator is told.
  func control(_ name: String, _ body: String) throws {
    let curl = Process()
    curl.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    curl.arguments = [
      "curl", "--silent", "--fail", "-H", "Content-Type: application/json", "-d", body,
      "\(credentials["url"] ?? "")/emulator/\(name)",
    ]
    curl.standardOutput = FileHandle.nullDevice
    try curl.run()
    curl.waitUntilExit()
    guard curl.terminationStatus == 0 else { throw Failure(description: "/emulator/\(name) refuses \(body)") }
  }

  var sendOptions: [String] { ["--company", "uk", "--rate", "0", "--settle", "0.05"] }

  /// How many invoices the emulator made for each deal, by its own log.
  func invoicesByDeal() throws -> [String: Int] {
    var counts: [String: Int] = [:]
    for entry in try log() where entry["call"] as? String == "create invoice" && entry["changed"] as? Bool == true {
      let body = entry["body"] as? String ?? ""
      guard let start = body.range(of: "dealbill:1:pipedrive:")?.upperBound else { continue }
      counts[String(body[start...].prefix { $0 != ":" }), default: 0] += 1
    }
    return counts
  }

  func log() throws -> [[String: Any]] {
    let text = try String(contentsOf: folder.appending(path: "emulator.log"), encoding: .utf8)
    return text.split(separator: "\n").compactMap {
      (try? JSONSerialization.jsonObject(with: Data($0.utf8))) as? [String: Any]
    }
  }
}
