import Evidence
import Pipeline
import Reconciliation
import TestSupport
import Testing
import Workbooks

@Suite struct WorkbookFiguresTests {
  /// A held deal without a value, in a workbook.
  private func book(_ folder: ScratchFolder) async throws -> WorkbookReader {
    let input = try folder.write(
      "deals.csv",
      """
      ID,Title,Value,Currency,Organization,Close date
      1,One,1234567.50,EUR,One GmbH,2026-03-01
      2,Two,,EUR,Two GmbH,2026-03-01

      """)
    let compiled = try rules(
      """
      rules: 1
      company: { name: Test, country: DE, currency: EUR, time_zone: UTC }
      source: { profile: generic }
      customer: { name: organization }
      currency: { from: currency, default: EUR }
      invoice: { date: close_date }
      lines: [ { id: work, item: WORK, price: value, description: "{title}" } ]
      taxes: { code: VAT, codes: { VAT: 19 } }
      """)
    let report = try await runBatch(try options(compiled, [input], output: folder.path + "/out"))
    #expect(report.population.held == 1 && report.population.created == 1)
    return try WorkbookReader(path: folder.path + "/out/reconciliation.xlsx")
  }

  @Test func `a deal without a value waits for no amount`() async throws {
    let folder = try ScratchFolder()
    var found: [String] = []
    try await book(folder).read("Ageing") { _, cells in
      if cells.contains(where: { $0.words == "no value" }) { found = cells.map(\.words) }
    }
    #expect(found.dropFirst() == ["no value", "1"])
  }

  @Test func `controls of stages have their figures in groups`() async throws {
    let folder = try ScratchFolder()
    var found: [String] = []
    try await book(folder).read("Controls") { _, cells in
      if cells.first?.words == "net + tax = total in EUR" { found = cells.map(\.words) }
    }
    #expect(found.dropFirst() == ["collect", "1,469,135.33", "1,469,135.33", "agrees"])
  }
}
