import Invoices
import Bytes
import Calendars
import Deals
import Diagnostics
import Foundation
import Money
import Pipeline
import Reconciliation
import RuleEvaluation
import RuleLanguage
import RuleReview
import Testing
import YAMLTree

@Suite struct `overlays` {
  private static let overlay = """
    extends: base.yaml
    company: { name: Alpin GmbH, country: AT }
    checks: [{ id: large, remove: yes }, { id: small, if: { value: { below: 1 } }, message: too small }]
    taxes: { codes: { 20% USt: 20 }, code: 20% USt }
    """

  @Test func `an overlay replaces by key and by id, and the effective file means the same`() throws {
    let scratch = try Scratch()
    _ = try scratch.write("base.yaml", reviewRules)
    let file = try scratch.write("own.yaml", Self.overlay)
    let merged = try rules(Self.overlay, file: file)
    #expect(merged.company.name == "Alpin GmbH" && merged.company.currency.code == "EUR")
    #expect(merged.checks.map { merged.rules[Int($0.rule)].id } == ["huge", "small"])
    #expect(merged.taxes.codes.map(\.name.string) == ["19% USt", "7% USt", "0% EU", "20% USt"])
    #expect(merged.sources.map { URL(filePath: $0.file).lastPathComponent } == ["own.yaml", "base.yaml"])

    let text = try #require(renderEffective(readRuleFiles(Array(Self.overlay.utf8), file: file)))
    let effective = try rules(text)
    let export = try scratch.write("export.csv", export(madeDeals(200, seed: 9)))
    let differences = try ruleDifferences(old: options(merged, [export]), new: options(effective, [export]))
    #expect(!differences.hasEffect)
    #expect(effective.branches.map(\.firing).count == merged.branches.count)
  }

  @Test func `the fingerprint covers the base, tables and profiles, and the manifest names them`() async throws {
    let scratch = try Scratch()
    let base = reviewRules.replacing("profile: pipedrive", with: "profile: own.profile.yaml").replacing(
      "rows: { Website: WEB, Logo: LOGO, Print: PRINT }", with: "file: items.csv")
    _ = try scratch.write("base.yaml", base)
    _ = try scratch.write("own.profile.yaml", "profile: 1\nextends: pipedrive\n")
    let file = try scratch.write("own.yaml", Self.overlay)
    let deals = try scratch.write("export.csv", export(madeDeals(5, seed: 9)))
    var fingerprints: Set<String> = []
    for (number, table) in ["key,value\nLogo,LOGO\n", "key,value\nLogo,LOGO2\n"].enumerated() {
      _ = try scratch.write("items.csv", table)
      let rules = try rules(Self.overlay, file: file)
      let report = try await runBatch(options(rules, [deals], output: "\(scratch.path)/\(number)"))
      fingerprints.insert(report.identity.rulesFingerprint)
      let manifest = try scratch.read("\(number)/manifest.json")
      for name in ["own.yaml", "base.yaml", "items.csv", "own.profile.yaml"] {
        #expect(manifest.contains("\"name\": \"\(name)\""))
      }
      #expect(manifest.contains(report.identity.rulesFingerprint))
    }
    #expect(fingerprints.count == 2)
  }

  @Test func `why a run went on despite failing tests stands in report and manifest`() async throws {
    let scratch = try Scratch()
    let deals = try scratch.write("export.csv", export(madeDeals(5, seed: 9)))
    var batch = options(try rules(reviewRules), [deals], output: "\(scratch.path)/out")
    batch.tests = TestsOfRules(total: 3, failed: 1, areReadable: true, reason: "agreed with audit")
    let report = try await runBatch(batch)
    #expect(report.notices.first == "1 of 3 tests of the rules fails; run all the same because: agreed with audit")
    #expect(try scratch.read("out/manifest.json").contains("\"runDespite\": \"agreed with audit\""))
  }
}

@Test(arguments: `rules in words`.shippedNames)
func `the tests of a shipped rule file pass and reach every branch`(_ name: String) throws {
  let report = runRuleTests(try shipped(name))
  #expect(!report.results.isEmpty && !report.isFailing)
  #expect(report.diagnostics.map(\.message) == [])
  #expect(report.unreached.map(\.name) == [])
}
