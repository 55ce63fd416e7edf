import Bytes
import CSVRecords
public import Diagnostics
public import Reconciliation

/// The report of a run folder, from its JSON, with the deals that it shows.
///
/// - Throws: ``RefusedInput`` when a file is missing, or is not what dealbill writes.
public func readRunFolder(_ folder: String) throws(RefusedInput) -> ReconciliationReport {
  let path = "\(folder)/\(RunFiles.report)"
  let bytes = try ByteSource(path: path).readAll(limit: 256 << 20)
  var report = try bytes.withByteView { view throws(RefusedInput) in try readReport(view, file: path) }
  let shown = "\(folder)/\(RunFiles.provenance)"
  let lines = try ByteSource(path: shown).readAll(limit: 256 << 20)
  report.shown = try lines.withByteView { view throws(RefusedInput) in try readProvenance(view, file: shown) }
  return report
}
