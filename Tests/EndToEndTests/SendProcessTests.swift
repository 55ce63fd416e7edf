import Foundation
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Real processes: `dealbill send` against `dealbill emulator`, killed, run side by side, searched for secrets.
@Suite(.serialized) struct `sending in processes of its own` {
  /// 60 by default; `KILL_POINTS=600` for a longer look.
  private static let points = ProcessInfo.processInfo.environment["KILL_POINTS"].flatMap { Int($0) } ?? 60

  @Test func `killed at any moment and run again, each deal has one invoice`() throws {
    let rehearsal = try Rehearsal(try #require(program, "dealbill was not built beside the tests"))
    try rehearsal.makeRun(1...8, name: "calm")
    let began = Date()
    #expect(try rehearsal.run(["send", "calm"] + rehearsal.sendOptions).status == 0)
    let whole = max(0.05, Date().timeIntervalSince(began))
    var killed = 0
    for point in 0..<Self.points {
      let name = "night\(point)"
      let first = 1000 + point * 10
      try rehearsal.makeRun(first...(first + 7), name: name)
      let process = try rehearsal.start(["send", name] + rehearsal.sendOptions, name: name)
      usleep(UInt32(whole * 1.1 * 1_000_000 * Double(point) / Double(Self.points)))
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
      if try rehearsal.ended(process, name: name).status == 128 + SIGKILL { killed += 1 }
      let again = try rehearsal.run(["send", name] + rehearsal.sendOptions)
      #expect(again.status == 0, "kill point \(point): \(again.errors)\(again.output)")
    }
    #expect(killed >= Self.points / 3, "only \(killed) of \(Self.points) kills met a running process")
    let counts = try rehearsal.invoicesByDeal()
    var wanted = Set((1...8).map { String($0) })
    for point in 0..<Self.points {
      for deal in 0...7 { wanted.insert(String(1000 + point * 10 + deal)) }
    }
    #expect(Set(counts.keys) == wanted)
    #expect(counts.values.allSatisfy { $0 == 1 }, "\(counts.filter { $0.value != 1 })")
    let verified = try rehearsal.run(["ledger", "verify", "--company", "uk"])
    #expect(verified.status == 0, "\(verified.errors)")
  }

  @Test func `of eight at once one sends and the others end with 75`() throws {
    let rehearsal = try Rehearsal(try #require(program, "dealbill was not built beside the tests"))
    try rehearsal.makeRun(1...50, name: "night")
    // Slow enough that all of them meet: 200 calls a minute.
    let arguments = ["send", "night", "--company", "uk", "--rate", "500", "--settle", "0.05"]
    let processes = try (0..<8).map { try rehearsal.start(arguments, name: "send\($0)") }
    let ends = try processes.enumerated().map { try rehearsal.ended($1, name: "send\($0)") }
    #expect(ends.map(\.status).sorted() == [0] + Array(repeating: 75, count: 7), "\(ends.map(\.errors))")
    for end in ends where end.status == 75 {
      #expect(end.errors.contains("pid ") && end.errors.contains("started "))
    }
    let counts = try rehearsal.invoicesByDeal()
    #expect(counts.count == 50 && counts.values.allSatisfy { $0 == 1 })
  }

  @Test func `no secret stands anywhere but in the connection`() throws {
    let rehearsal = try Rehearsal(try #require(program, "dealbill was not built beside the tests"))
    try rehearsal.makeRun(1...20, name: "night")
    let process = try rehearsal.start(
      ["send", "night", "--company", "uk", "--rate", "0", "--log-format", "json", "--metrics", "send.prom"],
      name: "send")
    var command = Data()
    while process.isRunning, command.isEmpty {
      command = (try? Data(contentsOf: URL(filePath: "/proc/\(process.processIdentifier)/cmdline"))) ?? Data()
    }
    #expect(try rehearsal.ended(process, name: "send").status == 0)
    _ = try rehearsal.run(["ledger", "dump", "--company", "uk"], name: "dump")
    let stored =
      try JSONSerialization.jsonObject(
        with: Data(contentsOf: rehearsal.folder.appending(path: "state/dealbill/uk/connection.json"))) as? [String: Any]
    var secrets = ["accessToken", "refreshToken", "clientSecret"].compactMap { rehearsal.credentials[$0] }
    secrets += ["accessToken", "refreshToken", "clientSecret"].compactMap { stored?[$0] as? String }
    #expect(secrets.count == 6)
    let files = FileManager.default.enumerator(atPath: rehearsal.folder.path)?.allObjects as? [String] ?? []
    #expect(files.count > 15)
    for file in files where !["connection.json", "emulator.json"].contains(URL(filePath: file).lastPathComponent) {
      guard let data = try? Data(contentsOf: rehearsal.folder.appending(path: file)) else { continue }
      for secret in secrets { #expect(data.range(of: Data(secret.utf8)) == nil, "a secret stands in \(file)") }
    }
    for secret in secrets {
      #expect(command.range(of: Data(secret.utf8)) == nil, "a secret stands in the process list")
    }
    for name in ["ledger.sqlite", "connection.json"] {
      let path = rehearsal.folder.appending(path: "state/dealbill/uk/\(name)").path
      let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
      #expect(mode == 0o600, "\(name) has mode \(String(mode ?? 0, radix: 8))")
    }
  }

  @Test func `a folder has the invoices that it made itself, also when its sending was killed`() throws {
    let rehearsal = try Rehearsal(try #require(program, "dealbill was not built beside the tests"))
    func deals(_ folder: String) throws -> Int {
      let list = try rehearsal.run(["invoices", "--company", "uk", "--run", folder, "--format", "csv"])
      #expect(list.status == 0, "\(list.errors)")
      return max(0, list.output.split(separator: "\n").count - 1)
    }
    // Both are there before one is sent.
    try rehearsal.makeRun(1...3, name: "early")
    try rehearsal.makeRun(1...7, name: "late")
    for folder in ["early", "late", "late"] {
      #expect(try rehearsal.run(["send", folder] + rehearsal.sendOptions).status == 0)
    }
    #expect(try deals("early") == 3)
    #expect(try deals("late") == 4)
    try rehearsal.makeRun(11...18, name: "killed")
    let process = try rehearsal.start(["send", "killed", "--concurrency", "1"] + rehearsal.sendOptions, name: "send")
    while process.isRunning, try rehearsal.invoicesByDeal().count < 9 { usleep(10_000) }
    kill(process.processIdentifier, SIGKILL)
    _ = try rehearsal.ended(process, name: "send")
    #expect(try deals("killed") >= 2)
  }

  @Test func `a sending whose report cannot be written says what it billed`() throws {
    let rehearsal = try Rehearsal(try #require(program, "dealbill was not built beside the tests"))
    try rehearsal.makeRun(1...30, name: "night")
    let process = try rehearsal.start(
      ["send", "night", "--metrics", "send.prom"] + rehearsal.sendOptions, name: "send")
    // What cannot be cleared away stands where the report is put together.
    let blocked = rehearsal.folder.appending(path: "night/sent.part-\(process.processIdentifier)/x")
    try FileManager.default.createDirectory(at: blocked, withIntermediateDirectories: true)
    let end = try rehearsal.ended(process, name: "send")
    #expect(end.status == 73 && end.output.contains("+ created"), "\(end.errors)\(end.output)")
    let metrics = try String(contentsOf: rehearsal.folder.appending(path: "send.prom"), encoding: .utf8)
    #expect(metrics.contains("dealbill_send_exit_code{company=\"uk\"} 73"))
  }

  @Test func `a signal ends the wait for a throttle, and the next sending bills the rest`() throws {
    let rehearsal = try Rehearsal(try #require(program, "dealbill was not built beside the tests"))
    try rehearsal.makeRun(1...4, name: "night")
    try rehearsal.control("faults", #"{"fault":"F9","on":"create invoice","atCall":2}"#)
    let process = try rehearsal.start(["send", "night"] + rehearsal.sendOptions, name: "send")
    for _ in 0..<200 {
      guard process.isRunning, try rehearsal.invoicesByDeal().isEmpty else { break }
      usleep(50_000)
    }
    usleep(500_000)
    let began = Date()
    kill(process.processIdentifier, SIGTERM)
    let end = try rehearsal.ended(process, name: "send")
    // The wait would be a minute.
    #expect(Date().timeIntervalSince(began) < 30)
    #expect(end.status == 128 + SIGTERM, "\(end.errors)\(end.output)")
    #expect(try rehearsal.run(["send", "night"] + rehearsal.sendOptions).status == 0)
    let counts = try rehearsal.invoicesByDeal()
    #expect(counts.count == 4 && counts.values.allSatisfy { $0 == 1 })
  }

  @Test func `a signal ends 'run --send' within its sending, too`() throws {
    let rehearsal = try Rehearsal(try #require(program, "dealbill was not built beside the tests"))
    try rehearsal.makeRun(1...4, name: "night")
    try rehearsal.control("faults", #"{"fault":"F9","on":"create invoice","atCall":2}"#)
    let arguments = [
      "run", "--send", "--concurrency", "1", "--rules", "rules.yaml", "--out", "again", "--run-date", "2026-04-02",
      "night.csv",
    ]
    let process = try rehearsal.start(arguments + rehearsal.sendOptions, name: "send")
    for _ in 0..<200 {
      guard process.isRunning, try rehearsal.invoicesByDeal().isEmpty else { break }
      usleep(50_000)
    }
    usleep(500_000)
    kill(process.processIdentifier, SIGTERM)
    let end = try rehearsal.ended(process, name: "send")
    #expect(end.status == 128 + SIGTERM, "\(end.errors)\(end.output)")
    #expect(try rehearsal.invoicesByDeal().count == 1)
  }

  @Test func `'run --send' that meets a held ledger says how the folder is sent later`() throws {
    let rehearsal = try Rehearsal(try #require(program, "dealbill was not built beside the tests"))
    try rehearsal.makeRun(1...2, name: "night")
    #expect(try rehearsal.run(["send", "night"] + rehearsal.sendOptions).status == 0)
    try rehearsal.makeRun(3...4, name: "later")
    let lock = rehearsal.folder.appending(path: "state/dealbill/uk/ledger.sqlite.lock")
    let holder = try FileHandle(forUpdating: lock)
    #expect(flock(holder.fileDescriptor, LOCK_EX | LOCK_NB) == 0)
    let met = try rehearsal.run(
      ["run", "--send", "--rules", "rules.yaml", "--out", "again", "--run-date", "2026-04-02", "later.csv"]
        + rehearsal.sendOptions)
    #expect(met.status == 75)
    #expect(met.errors.contains("dealbill send again"), "\(met.errors)")
    try holder.close()
    #expect(try rehearsal.run(["send", "again"] + rehearsal.sendOptions).status == 0)
    #expect(try rehearsal.invoicesByDeal().count == 4)
  }

  @Test func `undo takes back what one night made, not what nights before it made`() throws {
    let rehearsal = try Rehearsal(try #require(program, "dealbill was not built beside the tests"))
    try rehearsal.makeRun(1...2, name: "first")
    #expect(try rehearsal.run(["send", "first"] + rehearsal.sendOptions).status == 0)
    // Runs tell their end in seconds.
    usleep(1_100_000)
    try rehearsal.makeRun(1...5, name: "second")
    #expect(try rehearsal.run(["send", "second"] + rehearsal.sendOptions).status == 0)
    let plan = try rehearsal.run(["undo", "second", "--company", "uk"])
    #expect((plan.output + plan.errors).contains("3 of 3"), "\(plan.output)\(plan.errors)")
    let first = try rehearsal.run(["undo", "first", "--company", "uk"])
    #expect((first.output + first.errors).contains("2 of 2"), "\(first.output)\(first.errors)")
  }

  @Test func `every request is as the API wants it`() throws {
    let rehearsal = try Rehearsal(try #require(program, "dealbill was not built beside the tests"))
    try rehearsal.makeRun(1...5, name: "night")
    #expect(try rehearsal.run(["send", "night"] + rehearsal.sendOptions).status == 0)
    let calls = try rehearsal.log().filter { ($0["target"] as? String)?.hasPrefix("/v3/") == true }
    #expect(calls.count > 10)
    for call in calls {
      let target = call["target"] as? String ?? ""
      #expect(target.contains("minorversion=75"))
      if call["method"] as? String == "POST" { #expect(target.contains("requestid=")) }
    }
  }

  @Test func `a folder of which one byte changed is refused`() throws {
    let rehearsal = try Rehearsal(try #require(program, "dealbill was not built beside the tests"))
    try rehearsal.makeRun(1...3, name: "night")
    for file in ["invoices.ndjson", "customers.ndjson", "reconciliation.csv", "held.csv"] {
      let place = rehearsal.folder.appending(path: "night/\(file)")
      let good = try Data(contentsOf: place)
      var bad = good
      bad[bad.count / 2] ^= 1
      try bad.write(to: place)
      let refused = try rehearsal.run(["send", "night"] + rehearsal.sendOptions)
      #expect(refused.status == 65 && refused.errors.contains("B003"), "\(file): \(refused.errors)")
      try good.write(to: place)
    }
    for (file, code) in [("rules.yaml", "B004"), ("night.csv", "B005")] {
      let place = rehearsal.folder.appending(path: file)
      let good = try Data(contentsOf: place)
      try (good + Data("\n".utf8)).write(to: place)
      let stale = try rehearsal.run(["send", "night"] + rehearsal.sendOptions)
      #expect(stale.status == 65 && stale.errors.contains(code), "\(file): \(stale.errors)")
      try good.write(to: place)
    }
    #expect(try rehearsal.invoicesByDeal().isEmpty)
  }
}
