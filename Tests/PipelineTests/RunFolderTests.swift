import Evidence
import Foundation
import Pipeline
import RuleEvaluation
import TestSupport
import Testing

/// The run folder is there whole or not at all, and nothing that is not ours is touched.
@Suite struct RunFolderTests {
  let folder: ScratchFolder
  let input: String

  init() throws {
    folder = try ScratchFolder()
    input = try folder.write("deals.csv", MadeExport(seed: 3, shape: .list, deals: 9).text)
  }

  private func run(_ output: String, overwrite: Bool = false, rules yaml: String = MadeRules.list) async throws {
    var options = try options(try rules(yaml), [input], output: output)
    options.overwrites = overwrite
    _ = try await runBatch(options)
  }

  private func permissions(_ path: String) throws -> Int {
    try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
  }

  @Test func `a run folder holds its files, readable by their owner only`() async throws {
    try await run(folder.path + "/out/")
    let names = SameBytesTests.files + ["manifest.json"]
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/out").sorted() == names.sorted())
    #expect(try permissions(folder.path + "/out") == 0o700)
    for name in names { #expect(try permissions("\(folder.path)/out/\(name)") == 0o600, "\(name)") }
    #expect(folder.names == ["deals.csv", "out"])
  }

  @Test func `folders above the run folder are made`() async throws {
    try await run(folder.path + "/2026/06/out")
    #expect(FileManager.default.fileExists(atPath: folder.path + "/2026/06/out/manifest.json"))
  }

  @Test(arguments: [1, 3])
  func `a rule that stops at every deal tells the first of them, whatever the number of threads`(
    threads: Int
  ) async throws {
    let rows = (1...20_000).map { "\($0),A,Won,5,EUR,Acme,2026-03-31,Alpha\n" }
    let input = try folder.write(
      "deals.csv", "ID,Title,Status,Value,Currency of Value,Organization,Won time,Sector\n" + rows.joined())
    let stop = MadeRules.list.replacing(
      "invoice:", with: "checks: [ { id: stop, if: always, severity: error, message: halt } ]\ninvoice:")
    var options = try options(try rules(stop), [input], output: nil)
    options.threads = threads
    let error = await #expect(throws: StoppedByRule.self) { try await runBatch(options) }
    #expect(error?.causes.map(\.deal) == (1...StoppedByRule.limit).map(String.init))
  }

  @Test func `a link to a run folder is not replaced by a folder`() async throws {
    try await run(folder.path + "/real")
    try FileManager.default.createSymbolicLink(atPath: folder.path + "/latest", withDestinationPath: "real")
    await #expect(throws: OutputError.self) { try await run(folder.path + "/latest", overwrite: true) }
    #expect(folder.names == ["deals.csv", "latest", "real"])
  }

  @Test func `an existing run folder is kept unless told otherwise`() async throws {
    let out = folder.path + "/out"
    try await run(out)
    let before = try folder.read("out/manifest.json")
    await #expect(throws: OutputError.self) { try await run(out) }
    #expect(try folder.read("out/manifest.json") == before)
    // What people put there, or changed there, is never lost.
    try folder.write("out/stray.txt", "not ours")
    await #expect(throws: OutputError.self) { try await run(out, overwrite: true) }
    try FileManager.default.removeItem(atPath: out + "/stray.txt")
    let held = try folder.text("out/held.csv")
    try folder.write("out/held.csv", held + "corrected")
    await #expect(throws: OutputError.self) { try await run(out, overwrite: true) }
    try folder.write("out/held.csv", held)
    try await run(out, overwrite: true)
    #expect(try folder.read("out/manifest.json") != before)
    #expect(folder.names == ["deals.csv", "out"])
  }

  @Test func `answers in a workbook that was made after the run are never lost`() async throws {
    let out = folder.path + "/out"
    func run() async throws {
      var options = try options(try rules(MadeRules.list), [input], output: out)
      (options.overwrites, options.workbook) = (true, .never)
      _ = try await runBatch(options)
    }
    try await run()
    _ = try rebuildFolder(out)
    // As it was made, it is nobody's work.
    try await run()
    _ = try rebuildFolder(out)
    let workbook = try folder.read("out/reconciliation.xlsx")
    try folder.write("out/reconciliation.xlsx", workbook + [0])
    await #expect(throws: OutputError.self) { try await run() }
    #expect(try folder.read("out/reconciliation.xlsx") == workbook + [0])
    #expect(folder.names == ["deals.csv", "out"])
  }

  @Test func `what comes into the old folder while the run goes on is never lost`() async throws {
    let out = folder.path + "/out"
    for name in ["out/sent", "out/notes.txt"] {
      try? FileManager.default.removeItem(atPath: out)
      try await run(out)
      var options = try options(try rules(MadeRules.list), [input], output: out)
      options.overwrites = true
      let place = folder.path + "/" + name
      options.progress = { _ in
        try? FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
      }
      await #expect(throws: OutputError.self) { try await runBatch(options) }
      #expect(FileManager.default.fileExists(atPath: place))
      #expect(folder.names == ["deals.csv", "out"])
    }
  }

  @Test(.enabled("the tool is not built beside the tests") { Tool.path != nil })
  func `copies of piped exports go when a command is refused`() throws {
    let tool = try #require(Tool.path)
    let ruleFile = try folder.write("rules.yaml", MadeRules.list)
    try FileManager.default.createDirectory(atPath: folder.path + "/tmp", withIntermediateDirectories: false)
    for arguments in [["rules", "diff", ruleFile, ruleFile], ["explain", "--rules", ruleFile, "--deal", "1"]] {
      let result = try Tool.run(
        tool, arguments + ["-"], environment: ["TMPDIR": folder.path + "/tmp"], input: "ID,Title\n\"an open quote\n")
      #expect(result.status != 0, "\(result.output)")
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path + "/tmp") == [], "\(result.errors)")
    }
  }

  @Test func `a folder that is no run folder is never replaced`() async throws {
    try FileManager.default.createDirectory(atPath: folder.path + "/mine", withIntermediateDirectories: false)
    try folder.write("mine/letter.txt", "dear reader")
    for overwrite in [false, true] {
      await #expect(throws: OutputError.self) { try await run(folder.path + "/mine", overwrite: overwrite) }
    }
    #expect(try folder.text("mine/letter.txt") == "dear reader")
    #expect(folder.names == ["deals.csv", "mine"])
  }

  @Test func `a folder with a manifest of another tool is never replaced`() async throws {
    try FileManager.default.createDirectory(atPath: folder.path + "/extension", withIntermediateDirectories: false)
    try folder.write("extension/manifest.json", "{\"manifest_version\": 3}")
    await #expect(throws: OutputError.self) { try await run(folder.path + "/extension", overwrite: true) }
    #expect(try folder.text("extension/manifest.json") == "{\"manifest_version\": 3}")
    #expect(folder.names == ["deals.csv", "extension"])
  }

  /// In a container a process has the same number each time.
  @Test func `what a killed run left does not stop the next`() async throws {
    let number = ProcessInfo.processInfo.processIdentifier
    let left = ["out.part-\(number)", "out.old-\(number)"]
    for name in left {
      try FileManager.default.createDirectory(atPath: "\(folder.path)/\(name)", withIntermediateDirectories: false)
      try folder.write("\(name)/invoices.ndjson", "left")
    }
    try await run(folder.path + "/out")
    try await run(folder.path + "/out", overwrite: true)
    #expect(folder.names == ["deals.csv", "out"] + left.sorted())
  }

  @Test(.enabled("the tool is not built beside the tests") { Tool.path != nil })
  func `a disk that is full half-way leaves nothing and says so`() throws {
    let tool = try #require(Tool.path)
    let ruleFile = try folder.write("rules.yaml", MadeRules.list)
    try folder.write("deals.csv", MadeExport(seed: 4, shape: .list, deals: 3000, padding: 100).text)
    // A limit on the size of files, whose signal is not taken, gives the same error of write(2) as a full disk does.
    let script = "trap '' XFSZ; ulimit -f 64; exec \"$@\""
    let result = try Tool.run(
      "/bin/sh",
      [
        "-c", script, "sh", tool, "run", "--rules", ruleFile, input, "--out", folder.path + "/out", "--run-date",
        "2026-06-30",
      ])
    #expect(result.status == 73, "\(result.errors)")
    #expect(result.errors.contains("cannot be written"))
    #expect(folder.names == ["deals.csv", "rules.yaml"])
  }

  @Test func `a file in the way is refused and kept`() async throws {
    let file = try folder.write("taken", "text")
    for path in [file, file + "/out"] {
      await #expect(throws: OutputError.self) { try await run(path, overwrite: true) }
    }
    #expect(try folder.text("taken") == "text")
    #expect(folder.names == ["deals.csv", "taken"])
  }

  @Test func `a run that is refused half-way leaves nothing`() async throws {
    let text = MadeExport(seed: 3, shape: .list, deals: 9).text + "\"an open quote\n"
    try folder.write("deals.csv", text)
    await #expect(throws: (any Error).self) { try await run(folder.path + "/out") }
    #expect(folder.names == ["deals.csv"])
  }

  @Test func `a rule that stops the run leaves nothing, and the old folder where there is one`() async throws {
    try folder.write(
      "deals.csv",
      "ID,Title,Status,Value,Currency of Value,Organization,Won time,Sector\n1003,A,Won,5,EUR,Acme,2026-03-31,Alpha\n1004,B,Won,5,EUR,Acme,2026-03-31,Alpha\n"
    )
    let stop = MadeRules.list.replacing(
      "invoice:", with: "checks: [ { id: stop, if: { id: { is: 1004 } }, severity: error, message: halt } ]\ninvoice:")
    let error = await #expect(throws: StoppedByRule.self) { try await run(folder.path + "/out", rules: stop) }
    #expect(error?.causes.map(\.deal) == ["1004"])
    #expect(error?.causes.map(\.problem.message) == ["halt"])
    #expect(error?.causes.map(\.place) == ["deals.csv row 2"])
    #expect(folder.names == ["deals.csv"])
    try await run(folder.path + "/out")
    let before = try folder.read("out/invoices.ndjson")
    await #expect(throws: StoppedByRule.self) { try await run(folder.path + "/out", overwrite: true, rules: stop) }
    #expect(try folder.read("out/invoices.ndjson") == before)
    #expect(folder.names == ["deals.csv", "out"])
  }

  @Test func `the manifest tells the digests of the files and of the inputs`() async throws {
    try await run(folder.path + "/out")
    let manifest = try #require(LiteralJSON.parse(try folder.read("out/manifest.json")))
    for (name, file) in manifest["files"]?.members ?? [] {
      let bytes = try folder.read("out/\(name)")
      #expect(file["bytes"]?.int == bytes.count, "\(name)")
      #expect(file["lines"]?.int == bytes.count { $0 == 0x0A }, "\(name)")
      #expect(file["sha256"]?.string?.count == 64, "\(name)")
    }
    #expect((manifest["files"]?.members.map(\.0) ?? []).sorted() == SameBytesTests.files.sorted())
    #expect(manifest["inputs"]?.elements.map { $0["name"]?.string } == ["deals.csv"])
    #expect(manifest["inputs"]?.elements.first?["bytes"]?.int == (try folder.read("deals.csv").count))
  }
}
