import Bytes
import CSVRecords
public import Diagnostics
public import Reconciliation

/// The report of a `sent/` folder, from its JSON; the deals that it shows stand in the run folder around it.
///
/// - Throws: ``RefusedInput`` when it is missing, or is not what dealbill writes.
public func readSentReport(_ folder: String) throws(RefusedInput) -> ReconciliationReport {
  let path = "\(folder)/\(RunFiles.report)"
  let bytes = try ByteSource(path: path).readAll(limit: 256 << 20)
  return try bytes.withByteView { view throws(RefusedInput) in try readReport(view, file: path) }
}
