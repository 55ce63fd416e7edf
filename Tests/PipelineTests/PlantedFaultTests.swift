import Pipeline
import Reconciliation
import TestSupport
import Testing

/// A deal dropped or doubled on its way must not pass: the report says that it does not tie, and where.
@Suite struct PlantedFaultTests {
  static let faults = FaultPlan.Stage.allCases.flatMap { stage in FaultPlan.Action.allCases.map { (stage, $0) } }

  @Test(arguments: faults, MadeExport.Shape.allCases)
  func `a fault at a stage is noticed and the stage named`(
    fault: (stage: FaultPlan.Stage, action: FaultPlan.Action), shape: MadeExport.Shape
  ) async throws {
    let compiled = try rules(MadeRules.of(shape))
    for seed in UInt64(1)...42 {
      let export = MadeExport(seed: seed, shape: shape, deals: 12)
      let folder = try ScratchFolder()
      let input = try folder.write("deals", export.text)
      var random = SeededGenerator(seed: seed)
      let created = export.buckets["created"] ?? 0
      let population = fault.stage == .write ? created : 12
      if population == 0 { continue }
      var options = try options(compiled, [input], output: folder.path + "/out")
      options.fault = FaultPlan(
        stage: fault.stage, action: fault.action, ordinal: Int.random(in: 0..<population, using: &random))
      let report = try await runBatch(options)
      let comment: Comment = "seed \(seed) \(shape) \(fault) \(report.failures)"
      #expect(report.verdict == .doesNotTie, comment)
      #expect(report.failures.first?.stage == fault.stage.rawValue, comment)
    }
  }

  @Test func `a fault that strikes no deal changes nothing`() async throws {
    let export = MadeExport(seed: 5, shape: .list, deals: 12)
    let folder = try ScratchFolder()
    let input = try folder.write("deals", export.text)
    let compiled = try rules(MadeRules.list)
    _ = try await runBatch(try options(compiled, [input], output: folder.path + "/plain"))
    var options = try options(compiled, [input], output: folder.path + "/out")
    options.fault = FaultPlan(stage: .collect, action: .drop, ordinal: 12)
    let report = try await runBatch(options)
    #expect(report.verdict != .doesNotTie)
    for file in ["invoices.ndjson", "customers.ndjson", "held.csv", "reconciliation.csv", "reconciliation.json"] {
      #expect(try folder.read("out/\(file)") == folder.read("plain/\(file)"))
    }
  }
}
