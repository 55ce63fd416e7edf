import Foundation
import Pipeline
import TestSupport
import Testing

/// The same inputs give the same files, whatever the machine is set to and however many threads work.
@Suite struct SameBytesTests {
  static let files = [
    "customers.ndjson", "held.csv", "invoices.ndjson", "provenance.ndjson", "reconciliation.csv",
    "reconciliation.html", "reconciliation.json", "reconciliation.xlsx",
  ]

  private func contents(_ folder: ScratchFolder, _ name: String) throws -> [[UInt8]] {
    try Self.files.map { try folder.read("\(name)/\($0)") }
  }

  @Test(arguments: MadeExport.Shape.allCases)
  func `any number of threads gives the same files`(shape: MadeExport.Shape) async throws {
    let compiled = try rules(MadeRules.of(shape))
    let export = MadeExport(seed: 77, shape: shape, deals: 6000, padding: 300)
    let folder = try ScratchFolder()
    let input = try folder.write("deals", export.text)
    var first: [[UInt8]]?
    for threads in [1, 2, 4, 8] {
      _ = try await runBatch(try options(compiled, [input], output: "\(folder.path)/\(threads)", threads: threads))
      let found = try contents(folder, String(threads))
      if let first { #expect(found == first, "\(threads) threads") } else { first = found }
    }
  }

  static let environments: [[String: String]] =
    ["C", "de_DE.UTF-8", "tr_TR.UTF-8", "ar_EG.UTF-8", "ja_JP.UTF-8"].map { ["LANG": $0, "LC_ALL": $0] }
    + ["UTC", "America/St_Johns", "Pacific/Kiritimati"].map { ["TZ": $0] }
    + [["SWIFT_DETERMINISTIC_HASHING": "1"], ["SWIFT_DETERMINISTIC_HASHING": ""]]

  @Test(.enabled("the tool is not built beside the tests") { Tool.path != nil })
  func `no locale, time zone or hash seed shows in the files`() throws {
    let tool = try #require(Tool.path)
    let folder = try ScratchFolder()
    let ruleFile = try folder.write("rules.yaml", MadeRules.list)
    let export = MadeExport(seed: 78, shape: .list, deals: 400)
    let input = try folder.write("deals.csv", export.text)
    var first: [[UInt8]]?
    var summary = ""
    for (number, environment) in Self.environments.enumerated() {
      let out = "\(folder.path)/\(number)"
      let result = try Tool.run(
        tool, ["run", "--rules", ruleFile, input, "--out", out, "--run-date", "2026-06-30"], environment: environment)
      #expect(result.status == 2, "\(environment): \(result.errors)")
      let found = try contents(folder, String(number))
      let told = result.output.replacing(out, with: "OUT")
      if let first {
        #expect(found == first, "\(environment)")
        #expect(told == summary, "\(environment)")
      } else {
        first = found
        summary = told
      }
    }
  }

  @Test(.enabled("the tool is not built beside the tests") { Tool.path != nil })
  func `deals on standard input give the same invoices as in a file`() throws {
    let tool = try #require(Tool.path)
    let folder = try ScratchFolder()
    let ruleFile = try folder.write("rules.yaml", MadeRules.list)
    // Repeats later in the file make the tool read its input twice.
    let export = MadeExport(seed: 79, shape: .list, deals: 5000)
    let input = try folder.write("deals.csv", export.text)
    let common = ["run", "--rules", ruleFile, "--run-date", "2026-06-30", "--out"]
    let named = try Tool.run(tool, common + [folder.path + "/named", input])
    let temporary = folder.path + "/temporary"
    try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: false)
    let piped = try Tool.run(
      tool, common + [folder.path + "/piped", "-"], environment: ["TMPDIR": temporary], input: export.text)
    #expect(named.status == 2)
    #expect(piped.status == 2, "\(piped.errors)")
    for file in ["invoices.ndjson", "customers.ndjson", "held.csv"] {
      let (a, b) = (try folder.read("named/\(file)"), try folder.read("piped/\(file)"))
      // The place of a cell is told with the name of the file.
      #expect(
        String(decoding: a, as: UTF8.self).replacing("deals.csv", with: "FILE")
          == String(decoding: b, as: UTF8.self).replacing("standard input", with: "FILE"), "\(file)")
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: temporary).isEmpty)
    // That the copy would have been there is seen where it cannot be written.
    let nowhere = try Tool.run(
      tool, common + [folder.path + "/nowhere", "-"], environment: ["TMPDIR": folder.path + "/missing"],
      input: "ID\n1\n")
    #expect(nowhere.status == 73 && nowhere.errors.contains("S038"), "\(nowhere.status) \(nowhere.errors)")
  }
}
