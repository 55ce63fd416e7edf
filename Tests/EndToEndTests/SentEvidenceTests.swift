import Digests
import Foundation
import Reconciliation
import Testing

@testable import Evidence

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a folder that was sent proves of itself, and what only the ledger can tell.
@Suite(.serialized) struct `evidence of what was sent` {
  private func sent(_ deals: [Int]) throws -> (Rehearsal, String) {
    let rehearsal = try Rehearsal(try #require(program, "dealbill was not built beside the tests"))
    try rehearsal.makeRun(deals, name: "night", terms: "Net 30")
    #expect(try rehearsal.run(["send", "night"] + rehearsal.sendOptions).status == 0)
    return (rehearsal, rehearsal.folder.appending(path: "night").path)
  }

  private func parts(_ folder: String) -> Set<String> {
    Set(verifyFolder(folder, toolVersion: version(folder)).findings.map(\.part))
  }

  private func version(_ folder: String) -> String { (try? readRunFolder(folder))?.identity.toolVersion ?? "" }

  @Test func `is intact, and each altered file is named`() throws {
    let (rehearsal, folder) = try sent([1, 2, 3])
    defer { withExtendedLifetime(rehearsal) {} }
    let known = version(folder)
    let whole = verifyFolder(folder, toolVersion: known)
    #expect(whole.findings == [] && whole.checks > 90)
    let files = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/sent").sorted()
    #expect(files.count == 7)
    for name in files {
      let url = URL(filePath: "\(folder)/sent/\(name)")
      let good = try Data(contentsOf: url)
      for place in Set([0, good.count - 1] + stride(from: 7, to: good.count, by: max(1, good.count / 7))) {
        var bad = good
        bad[place] ^= 1
        try bad.write(to: url)
        let found = verifyFolder(folder, toolVersion: known).findings.map(\.part)
        #expect(found.contains("sent/\(name)"), "\(name), byte \(place): \(found)")
      }
      try FileManager.default.removeItem(at: url)
      #expect(parts(folder).contains("sent/\(name)"))
      try good.write(to: url)
    }
    try Data("mine".utf8).write(to: URL(filePath: "\(folder)/sent/note.txt"))
    #expect(parts(folder) == ["sent/note.txt"])
  }

  @Test func `figures of what was sent are counted again`() throws {
    let (rehearsal, folder) = try sent([1, 2, 3])
    defer { withExtendedLifetime(rehearsal) {} }
    // Deal 1: 101.11 net, 121.33 with tax. Altered and sealed again, the sums still tell.
    for (file, old, new, part) in [
      ("reconciliation.csv", ",121.33,\"overdue\",121.33", ",121.33,\"overdue\",0.00", "sent/reconciliation.csv"),
      ("reconciliation.csv", ",\"created\",", ",\"unchanged\",", "sent/reconciliation.csv"),
      ("sent.json", "\"deal\": \"2\"", "\"deal\": \"3\"", "sent/sent.json"),
      ("reconciliation.html", "Tied out", "Tied in ", "sent/reconciliation.html"),
    ] {
      let url = URL(filePath: "\(folder)/sent/\(file)")
      let manifest = URL(filePath: "\(folder)/sent/manifest.json")
      let (good, goodManifest) = (try String(contentsOf: url, encoding: .utf8), try Data(contentsOf: manifest))
      let bad = good.replacing(old, with: new, maxReplacements: 1)
      #expect(bad != good, "\(file) lacks \(old)")
      try Data(bad.utf8).write(to: url)
      try seal(manifest, file, bad)
      let found = verifyFolder(folder, toolVersion: version(folder)).findings
      #expect(found.map(\.part).contains(part), "\(file): \(found)")
      #expect(!found.contains { $0.what == "SHA-256" })
      try Data(good.utf8).write(to: url)
      try goodManifest.write(to: manifest)
    }
    #expect(parts(folder) == [])
  }

  /// Writes a new digest of `file` into the manifest, and a new seal.
  private func seal(_ manifest: URL, _ file: String, _ text: String) throws {
    let old = try String(contentsOf: manifest, encoding: .utf8)
    let entry = try #require(old.firstMatch(of: try Regex("\"\(file)\": \"([0-9a-f]{64})\"")))
    var changed = old.replacing(
      String(old[entry.range]), with: "\"\(file)\": \"\(try SHA256.hex(of: text))\"")
    let end = try #require(changed.range(of: ",\n  \"seal\""))
    changed = try Seal.sealed(String(changed[..<end.lowerBound]) + "\n}\n")
    try Data(changed.utf8).write(to: manifest)
  }

  @Test func `a folder that was altered and sealed again is known by the ledger alone`() throws {
    let (rehearsal, folder) = try sent([1, 2])
    let verify = ["report", "verify", "night"]
    let known = try rehearsal.run(verify + ["--company", "uk"])
    #expect(known.status == 0 && known.output.contains("the ledger knows it"), "\(known.errors)")
    // A word of the record that no figure depends on.
    let record = URL(filePath: "\(folder)/sent/sent.json")
    let text = try String(contentsOf: record, encoding: .utf8).replacing(
      "\"how\": \"created\"", with: "\"how\": \"name\"")
    try Data(text.utf8).write(to: record)
    let manifest = URL(filePath: "\(folder)/sent/manifest.json")
    try seal(manifest, "sent.json", text)
    #expect(try rehearsal.run(verify).status == 0)
    let found = try rehearsal.run(verify + ["--company", "uk"])
    #expect(found.status == 4 && found.errors.contains("sent/manifest.json"), "\(found.errors)")
    try FileManager.default.removeItem(atPath: "\(folder)/sent")
    #expect(try rehearsal.run(verify).status == 0)
    let gone = try rehearsal.run(verify + ["--company", "uk"])
    #expect(gone.status == 4 && gone.errors.contains("is missing"), "\(gone.errors)")
    // The run folder's own seal.
    let run = URL(filePath: "\(folder)/manifest.json")
    let old = try String(contentsOf: run, encoding: .utf8)
    let end = try #require(old.range(of: ",\n  \"seal\""))
    let other = String(old[..<end.lowerBound]).replacing(
      "\"finished\": \"2", with: "\"finished\": \"3", maxReplacements: 1)
    #expect(other != String(old[..<end.lowerBound]))
    try Data(Seal.sealed(other + "\n}\n").utf8).write(to: run)
    #expect(try rehearsal.run(verify).status == 0)
    #expect(try rehearsal.run(verify + ["--company", "uk"]).status == 4)
    #expect(try rehearsal.run(verify + ["--ledger", "nowhere.sqlite"]).status == 66)
  }

  @Test func `a signature stands for what was sent, as long as that is what was signed`() throws {
    let rehearsal = try Rehearsal(try #require(program, "dealbill was not built beside the tests"))
    try rehearsal.makeRun([1, 2], name: "night")
    let folder = rehearsal.folder.appending(path: "night").path
    func sign(_ role: String, _ name: String) throws -> Int32 {
      try rehearsal.run(["report", "sign", "night", role, name]).status
    }
    func states() -> [String] {
      verifyFolder(folder, toolVersion: version(folder)).signatures.map {
        "\($0.name)\($0.isStale ? " stale" : "")\($0.isBeforeSending ? " before" : "")"
      }
    }
    #expect(try sign("--prepared-by", "Ann") == 0)
    #expect(states() == ["Ann"])
    #expect(try rehearsal.run(["send", "night"] + rehearsal.sendOptions).status == 0)
    #expect(states() == ["Ann before"])
    let verified = try rehearsal.run(["report", "verify", "night", "--company", "uk"])
    #expect(verified.status == 0 && verified.output.contains("before it was sent"), "\(verified.output)")
    #expect(try sign("--reviewed-by", "Bob") != 0, "nobody has prepared what was sent")
    #expect(try sign("--prepared-by", "Cy") == 0)
    #expect(try sign("--reviewed-by", "Bob") == 0)
    #expect(states() == ["Ann before", "Cy", "Bob"])
    // Somebody voids an invoice, and the report is written anew.
    let record = try String(contentsOfFile: "\(folder)/sent/sent.json", encoding: .utf8)
    let id = String(try #require(record.firstMatch(of: /"deal": "1",[^{}]*"id": "(\d+)"/)).1)
    try rehearsal.control("void", #"{"entity":"Invoice","id":"\#(id)"}"#)
    _ = try rehearsal.run(["refresh", "--company", "uk", "--report", "night"])
    #expect(states() == ["Ann before", "Cy stale", "Bob stale"])
    #expect(try rehearsal.run(["report", "verify", "night"]).status == 2)
  }

  @Test func `the ledger knows a folder whose sending was killed`() throws {
    let rehearsal = try Rehearsal(try #require(program, "dealbill was not built beside the tests"))
    try rehearsal.makeRun([1, 2, 3], name: "night")
    try rehearsal.control("faults", #"{"fault":"F9","on":"create invoice","atCall":2}"#)
    let process = try rehearsal.start(["send", "night"] + rehearsal.sendOptions, name: "send")
    for _ in 0..<200 {
      guard process.isRunning, try rehearsal.invoicesByDeal().isEmpty else { break }
      usleep(50_000)
    }
    kill(process.processIdentifier, SIGKILL)
    #expect(try rehearsal.ended(process, name: "send").status == 128 + SIGKILL)
    let verified = try rehearsal.run(["report", "verify", "night", "--company", "uk"])
    #expect(verified.status == 0 && verified.output.contains("the ledger knows it"), "\(verified.errors)")
  }

  /// One bit of every byte of every file of a folder that was sent and signed.
  @Test func `every flipped byte of a bundle is named with its file`() throws {
    let (rehearsal, folder) = try sent([1])
    #expect(try rehearsal.run(["report", "sign", "night", "--prepared-by", "Ann"]).status == 0)
    #expect(parts(folder) == [])
    var whole = Verification()
    let manifest = try #require(verifyDigests(folder, &whole))
    let sent = try SentManifest("\(folder)/sent/manifest.json")
    var flipped = 0
    func flip(_ name: String, _ check: (inout Verification) -> Void) throws {
      let file = unsafe open("\(folder)/\(name)", O_RDWR)
      #expect(file >= 0)
      defer { close(file) }
      let bytes = Array(try Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
      var missed: [Int] = []
      for place in bytes.indices {
        var byte = bytes[place] ^ UInt8(1 << (place % 8))
        _ = unsafe pwrite(file, &byte, 1, place)
        var result = Verification()
        check(&result)
        if !result.findings.contains(where: { $0.part == name }) { missed.append(place) }
        byte = bytes[place]
        _ = unsafe pwrite(file, &byte, 1, place)
      }
      flipped += bytes.count
      #expect(missed.isEmpty, "\(name): bytes \(missed.prefix(5))")
    }
    for (name, file) in manifest.files { try flip(name) { verifyFile(folder, name, file, &$0) } }
    for (name, digest) in sent.files {
      try flip("sent/\(name)") { verifySentFile("\(folder)/sent", "sent", name, digest, &$0) }
    }
    for name in ["manifest.json", "sent/manifest.json"] { try flip(name) { _ = verifyDigests(folder, &$0) } }
    try flip("sign-off.json") { verifySignatures(folder, manifest, &$0) }
    #expect(flipped > 100_000)
    #expect(parts(folder) == [])
  }
}
