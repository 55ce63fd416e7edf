import Digests
import Foundation
import QuickBooksClient
import Reconciliation
import Testing

@testable import Sending

/// What `sent.json` keeps, and what is believed of it.
@Suite struct `the record of a sending` {
  private func withFolder(_ body: (RunFolderContent, URL) throws -> Void) throws {
    let place = FileManager.default.temporaryDirectory.appending(path: "record-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: place) }
    try FileManager.default.createDirectory(at: place.appending(path: "sent"), withIntermediateDirectories: true)
    var folder = try SimulatedFolder(deals: Night.deals(2)).content()
    folder.path = place.path
    try body(folder, place.appending(path: "sent/sent.json"))
  }

  @Test func `is read back as it was written`() throws {
    try withFolder { folder, file in
      let difference = FieldDifference(field: "TotalAmt", expected: "12.00", actual: "12.01")
      var made = DealResult()
      (made.bucket, made.id, made.number, made.code) = (.created, "145", "R-1", "T456")
      (made.problem, made.fix, made.differences) = ("differs", "compare", [difference])
      (made.storedTotal, made.storedTax) = ("12.01", "2.01")
      var result = SendResult()
      result.deals = [made, .not(.unknown, "U851", "the answer is missing", fix: "send again")]
      result.customers = [
        CustomerResult(name: "A", id: "1", how: "name", note: "held", changes: [difference], isBehind: true),
        CustomerResult(name: "B", id: "2", how: "created", note: ""),
      ]
      result.duplicates = [SuspectedDuplicate(key: "invoice pipedrive 1 1", ids: ["7", "9"])]
      result.open = [RecoveredDocument(key: "invoice pipedrive 402 1", id: "", outcome: "unknown")]
      result.recovered = [RecoveredDocument(key: "invoice pipedrive 3 1", id: "5", outcome: "adopted")]
      result.changedInQuickBooks = [RecoveredDocument(key: "invoice pipedrive 4 1", id: "6", outcome: "voided")]
      result.stop = .signal("stopped by SIGINT")
      result.calls = CallCounts(reads: 3, writes: 2, throttles: 1)
      let text = sentReport(folder, result, realm: "9").sent
      try Data(text.utf8).write(to: file)
      let read = try readSentRecord(folder)
      #expect(read.result == result && read.text == text)
    }
  }

  @Test func `counts as never sent only where there is none`() throws {
    try withFolder { folder, file in
      #expect(try sentRecord(of: folder)?.result == nil)
      #expect(throws: FolderRefusal.self) { try readSentRecord(folder) }
      let good = sentReport(folder, SendResult(), realm: "9").sent
      for bad in ["", "{}", "[1]", good.replacing(folder.fingerprint, with: "f")] {
        try Data(bad.utf8).write(to: file)
        #expect { try sentRecord(of: folder) } throws: { ($0 as? FolderRefusal)?.code == "B009" }
      }
    }
  }

  @Test func `is of a folder whose manifest is as the run wrote it`() throws {
    let manifest = try Seal.sealed("{\n\"schema\":\"dealbill.manifest/1\",\"verdict\":\"does-not-tie\"\n}\n")
    let altered = manifest.replacing("does-not-tie", with: "tied-out")
    #expect { try runFolder("out", manifest: Array(altered.utf8), files: [:]) } throws: {
      ($0 as? FolderRefusal)?.code == "B003"
    }
    #expect { try runFolder("out", manifest: Array(manifest.utf8), files: [:]) } throws: {
      ($0 as? FolderRefusal)?.code != "B003"
    }
  }
}
