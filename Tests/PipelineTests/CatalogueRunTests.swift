import Bytes
import Deals
import Foundation
import Pipeline
import Reconciliation
import TestSupport
import Testing

/// The catalogue of the golden cases, and a run with it.
@Suite struct `a run with a catalogue` {
  private static let golden = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "EndToEndTests/Golden/catalogue-names-become-ids")

  private func options(_ out: String?, threads: Int = 1) throws -> BatchOptions {
    let text = try Array(Data(contentsOf: Self.golden.appending(path: "rules.yaml")))
    var options = BatchOptions(
      rules: try rules(String(decoding: text, as: UTF8.self)),
      inputs: .init(deals: [Self.golden.appending(path: "export.csv").path]), output: out,
      runDate: try #require(runDate),
      toolVersion: "1", threads: threads)
    let file = Self.golden.appending(path: "catalogue.json")
    options.catalogue = try RunCatalogue(Array(Data(contentsOf: file)), file: file.path)
    return options
  }

  @Test func `the manifest names the catalogue by its digest`() async throws {
    let folder = try ScratchFolder()
    let options = try options("\(folder.path)/out")
    _ = try await runBatch(options)
    let manifest = try folder.text("out/manifest.json")
    #expect(manifest.contains("\"catalogue\""))
    #expect(manifest.contains(try #require(options.catalogue?.sha256)))
    #expect(options.catalogue?.sha256.count == 64)
  }

  @Test func `customers that are known are not created`() async throws {
    let report = try await runBatch(try options(nil))
    #expect(report.customersCreated == 1)
    #expect(report.population.created == 4)
    #expect(report.verdict != .doesNotTie)
  }

  @Test func `any number of threads gives the same bytes`() async throws {
    let folder = try ScratchFolder()
    _ = try await runBatch(try options("\(folder.path)/one"))
    _ = try await runBatch(try options("\(folder.path)/many", threads: 7))
    for name in ["invoices.ndjson", "customers.ndjson", "reconciliation.json"] {
      #expect(try folder.read("one/\(name)") == folder.read("many/\(name)"))
    }
  }

  @Test func `without a catalogue names stay names`() async throws {
    let folder = try ScratchFolder()
    var options = try options("\(folder.path)/out")
    options.catalogue = nil
    _ = try await runBatch(options)
    #expect(!(try folder.text("out/invoices.ndjson")).contains("\"value\":\"1\""))
    #expect(!(try folder.text("out/manifest.json")).contains("\"catalogue\""))
  }
}
