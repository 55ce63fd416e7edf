import Pipeline
import Reconciliation
import RuleLanguage
import TestSupport
import Testing

/// Whatever an export holds, every row of it is accounted for, and the money closes.
///
/// All figures are counted again from the files by the tests' own readers.
@Suite struct TieOutTests {
  // One after another: each run holds five files open, and Foundation starts no process reliably above some 1,300.
  @Test(.serialized, arguments: 0..<36, MadeExport.Shape.allCases)
  func `a small export with defects ties out`(group: Int, shape: MadeExport.Shape) async throws {
    let compiled = try rules(MadeRules.of(shape))
    for seed in group * 10..<(group + 1) * 10 {
      let export = MadeExport(seed: UInt64(seed), shape: shape, deals: seed % 23)
      if export.rows == 0, shape == .json { continue }
      try await expectTie(export, compiled, "seed \(seed) \(shape)", threads: 1 + seed % 3)
    }
  }

  /// The reader takes 512 KiB at a time: here deals lie over the ends of several blocks.
  @Test(arguments: 1000..<1003, MadeExport.Shape.allCases)
  func `an export larger than a block ties out`(seed: Int, shape: MadeExport.Shape) async throws {
    let export = MadeExport(seed: UInt64(seed), shape: shape, deals: 3000, padding: 400)
    #expect(export.text.utf8.count > 2 * 512 << 10)
    try await expectTie(export, try rules(MadeRules.of(shape)), "seed \(seed) \(shape)", threads: 4)
  }

  private func expectTie(
    _ export: MadeExport, _ rules: CompiledRules, _ comment: Comment, threads: Int
  ) async throws {
    let folder = try ScratchFolder()
    let input = try folder.write("deals", export.text)
    let report = try await runBatch(try options(rules, [input], output: folder.path + "/out", threads: threads))
    let files = try RunFiles(folder)
    let held = export.buckets["held"] ?? 0
    #expect(report.verdict == (held == 0 ? .tiedOut : .tiedOutWithExceptions), "\(comment): \(report.failures)")
    #expect(files.reconciliation["verdict"]?.string == report.verdict.rawValue, comment)
    try expectPopulation(export, files, comment)
    try expectMoney(export, files, comment)
    try expectFiles(export, files, comment)
  }

  private func expectPopulation(_ export: MadeExport, _ files: RunFiles, _ comment: Comment) throws {
    let population = try #require(files.reconciliation["population"])
    func count(_ name: String) -> Int { population[name]?.int ?? -1 }
    for (bucket, expected) in export.buckets { #expect(count(bucket) == expected, "\(comment): \(bucket)") }
    #expect(count("deals") == export.buckets.values.reduce(0, +), comment)
    #expect(count("rows") == export.rows, comment)
    #expect(count("footerRows") == export.footers, comment)
    // The reader of the tests sees as many rows as the maker made.
    if export.shape == .json {
      #expect(export.text.utf8.split(separator: 0x0A).count == export.rows, comment)
    } else {
      #expect(literalRows(Array(export.text.utf8)).count == 1 + export.rows + export.footers, comment)
    }
  }

  private func expectMoney(_ export: MadeExport, _ files: RunFiles, _ comment: Comment) throws {
    var sums: [String: (count: Int, net: Int, tax: Int)] = [:]
    for invoice in files.invoices {
      let currency = try #require(invoice["CurrencyRef"]?["value"]?.string)
      let digits = currency == "JPY" ? 0 : 2
      var sum = sums[currency] ?? (0, 0, 0)
      sum.count += 1
      for line in invoice["Line"]?.elements ?? [] {
        sum.net += try #require(units(line["Amount"]?.string ?? "", digits))
      }
      sum.tax += try #require(units(invoice["TxnTaxDetail"]?["TotalTax"]?.string ?? "", digits))
      let parts = try (invoice["TxnTaxDetail"]?["TaxLine"]?.elements ?? []).map {
        try #require(units($0["Amount"]?.string ?? "", digits))
      }
      #expect(parts.reduce(0, +) == units(invoice["TxnTaxDetail"]?["TotalTax"]?.string ?? "", digits), comment)
      sums[currency] = sum
    }
    let currencies = files.reconciliation["currencies"]?.members ?? []
    #expect(Set(currencies.map(\.0)) == Set(sums.keys), comment)
    for (currency, totals) in currencies {
      let digits = currency == "JPY" ? 0 : 2
      let sum = try #require(sums[currency])
      func total(_ name: String) -> Int? { totals[name]?.string.flatMap { units($0, digits) } }
      #expect(totals["invoices"]?.int == sum.count, comment)
      #expect(total("net") == sum.net, comment)
      #expect(total("tax") == sum.tax, comment)
      #expect(total("total") == sum.net + sum.tax, comment)
      // Hundredths, as the export was made.
      #expect(sum.net * (digits == 0 ? 100 : 1) == export.values[currency], comment)
      #expect(total("dealValue") == sum.net, comment)
    }
  }

  private func expectFiles(_ export: MadeExport, _ files: RunFiles, _ comment: Comment) throws {
    #expect(files.invoices.count == export.buckets["created"], comment)
    let names = files.customers.compactMap { $0["DisplayName"]?.string }
    #expect(names.count == files.customers.count && Set(names).count == names.count, comment)
    #expect(Set(names) == Set(files.invoices.compactMap { $0["CustomerRef"]?["name"]?.string }), comment)
    #expect(files.held.rows.count == export.heldRows, comment)
    #expect(
      files.held.header.suffix(2) == [export.shape == .json ? "Problem (JSON)" : "Problem", "How to fix"], comment)
    let buckets = files.rows.column("bucket")
    #expect(buckets.count == export.buckets.values.reduce(0, +), comment)
    for (bucket, expected) in export.buckets { #expect(buckets.count { $0 == bucket } == expected, comment) }
    // Each created deal is named in exactly one invoice.
    let created = zip(files.rows.column("deal"), buckets).filter { $0.1 == "created" }.map { "deal \($0.0)" }
    #expect(created == files.invoices.map { $0.noteBeforeMarker }, comment)
  }
}

extension ReconciliationReport {
  /// The controls that do not tie, in their order.
  var failures: [Control] { controls.filter { !$0.ties } }
}
