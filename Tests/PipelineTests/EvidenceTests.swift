import Calendars
import Diagnostics
import Evidence
import Foundation
import Pipeline
import Reconciliation
import RuleLanguage
import TestSupport
import Testing

/// A finished run folder: what it proves of itself, and who signs for it.
@Suite struct EvidenceTests {
  let folder: ScratchFolder
  let out: String

  init() async throws {
    folder = try ScratchFolder()
    out = folder.path + "/out"
    let input = try folder.write("deals.csv", MadeExport(seed: 12, shape: .list, deals: 40).text)
    _ = try await runBatch(try options(try rules(MadeRules.list), [input], output: out))
  }

  private func verify() -> Verification { verifyFolder(out, toolVersion: version) }
  private var version: String {
    (try? readRunFolder(out).identity.toolVersion) ?? ""
  }

  /// - Parameter accepting: Says why of every exception that blocks a signature.
  private func sign(
    _ role: Signature.Role, _ name: String, onePerson: Bool = false, comments: [String: String] = [:],
    accepting: Bool = true
  ) throws {
    var signature = Signature(
      role: role, name: name, at: "2026-06-30T10:00:00Z", statement: "complete", tolerance: "0.00")
    signature.allowsOnePerson = onePerson
    signature.comments = comments
    if accepting {
      for code in try readRunFolder(out).exceptions.map(\.code) where code.hasPrefix("S") || code == "N702" {
        signature.comments[code] = "looked at"
      }
    }
    _ = try signFolder(out, signature, toolVersion: version)
  }

  @Test func `a run folder is intact`() {
    let result = verify()
    #expect(result.findings == [])
    #expect(result.checks > 50)
    #expect(result.fingerprint.count == 64)
  }

  /// Every file, its first and last bytes and some between: one bit each.
  @Test func `one flipped byte anywhere is named with its file`() throws {
    try sign(.prepared, "Preparer")
    try sign(.reviewed, "Reviewer")
    #expect(verify().findings == [])
    let known = version
    for name in try FileManager.default.contentsOfDirectory(atPath: out).sorted() {
      let whole = try folder.read("out/\(name)")
      let places = Set(
        [0, 1, whole.count - 2, whole.count - 1] + stride(from: 2, to: whole.count, by: max(1, whole.count / 9)))
      for place in places.sorted() where whole.indices.contains(place) {
        var damaged = whole
        damaged[place] ^= 0x01
        try Data(damaged).write(to: URL(filePath: "\(out)/\(name)"))
        let parts = verifyFolder(out, toolVersion: known).findings.map(\.part)
        #expect(parts.contains(name), "\(name), byte \(place): \(parts)")
      }
      try Data(whole).write(to: URL(filePath: "\(out)/\(name)"))
    }
    #expect(verify().findings == [])
  }

  @Test func `a file that is missing or added is named`() throws {
    try folder.write("out/note.txt", "mine")
    #expect(verify().findings.map(\.part) == ["note.txt"])
    try FileManager.default.removeItem(atPath: "\(out)/note.txt")
    try FileManager.default.removeItem(atPath: "\(out)/held.csv")
    #expect(verify().findings.map(\.part).contains("held.csv"))
  }

  @Test func `figures are counted again, not only digested`() throws {
    // Somebody who changes a row and writes new digests has still changed the sum.
    let rows = try folder.text("out/reconciliation.csv")
    let changed = rows.replacing(",created,", with: ",skipped,", maxReplacements: 1)
    #expect(changed != rows)
    try folder.write("out/reconciliation.csv", changed)
    let words = verify().findings.map(\.description)
    #expect(words.contains { $0.contains("reconciliation.csv: created") }, "\(words)")
  }

  @Test func `preparer and reviewer are two persons, unless policy allows one`() throws {
    #expect(throws: (any Error).self) { try sign(.reviewed, "Early") }
    try sign(.prepared, "Ann Other")
    #expect(throws: (any Error).self) { try sign(.prepared, "Second") }
    #expect(throws: (any Error).self) { try sign(.reviewed, " ann  OTHER ") }
    #expect(throws: (any Error).self) { try sign(.reviewed, "Bob", comments: ["X999": "no such code"]) }
    try sign(.reviewed, "Ann Other", onePerson: true)
    let result = verify()
    #expect(result.isIntact && !result.hasStaleSignature)
    #expect(result.signatures.map(\.role) == ["prepared", "reviewed"])
  }

  @Test func `a source that cannot be read blocks a signature until somebody says why`() throws {
    let blocking = try readRunFolder(out).exceptions.map(\.code).filter { $0.hasPrefix("S") }
    #expect(!blocking.isEmpty)
    let error = #expect(throws: RefusedInput.self) { try sign(.prepared, "Ann", accepting: false) }
    #expect(error?.diagnostics.map(\.code) == blocking.map { _ in "E119" })
    try sign(.prepared, "Ann")
  }

  @Test func `a signature is stale when the run beneath it is another`() async throws {
    try sign(.prepared, "Preparer")
    let input = try folder.write("deals.csv", MadeExport(seed: 13, shape: .list, deals: 40).text)
    var again = try options(try rules(MadeRules.list), [input], output: out)
    again.overwrites = true
    _ = try await runBatch(again)
    let result = verify()
    #expect(result.isIntact)
    #expect(result.signatures.map(\.isStale) == [true])
    try sign(.prepared, "Preparer")
    #expect(verify().signatures.map(\.isStale) == [true, false])
  }

  @Test func `what was altered cannot be signed`() throws {
    try folder.write("out/held.csv", "nothing")
    #expect(throws: (any Error).self) { try sign(.prepared, "Preparer") }
    #expect(!FileManager.default.fileExists(atPath: "\(out)/sign-off.json"))
  }

  @Test func `page and workbook come again from the data, byte for byte`() throws {
    let (page, book) = (try folder.read("out/reconciliation.html"), try folder.read("out/reconciliation.xlsx"))
    #expect(try rebuildFolder(out).map(\.state) == [.identical, .identical])
    try folder.write("out/reconciliation.html", "damaged")
    try FileManager.default.removeItem(atPath: "\(out)/reconciliation.xlsx")
    #expect(try rebuildFolder(out).map(\.state) == [.restored, .restored])
    #expect(try folder.read("out/reconciliation.html") == page)
    #expect(try folder.read("out/reconciliation.xlsx") == book)
    #expect(verify().findings == [])
  }

  @Test func `a run without a workbook gets one later, and it is verified`() async throws {
    let input = try folder.write("more.csv", MadeExport(seed: 14, shape: .list, deals: 20).text)
    var bare = try options(try rules(MadeRules.list), [input], output: folder.path + "/bare")
    bare.workbook = .never
    _ = try await runBatch(bare)
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/bare/reconciliation.xlsx"))
    #expect(try rebuildFolder(folder.path + "/bare").last?.state == .added)
    #expect(verifyFolder(folder.path + "/bare", toolVersion: version).findings == [])
    try folder.write("bare/reconciliation.xlsx", "other")
    #expect(verifyFolder(folder.path + "/bare", toolVersion: version).findings.map(\.part) == ["reconciliation.xlsx"])
  }
}
