import Diagnostics
import Digests
public import Reconciliation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a sending or a refresh leaves in a run folder.
public struct SentBundle: Sendable {
  public var report: ReconciliationReport
  /// `reconciliation.csv`: the folder's rows with what QuickBooks keeps.
  public var rows: String
  /// `held.csv`: the deals that QuickBooks has no invoice of, with why and what to do.
  public var held: String
  /// `sent.json`: the record of the sending.
  public var record: String
  /// SHA-256 of the folder's own manifest, in hex.
  public var runManifest: String

  public init(report: ReconciliationReport, rows: String, held: String, record: String, runManifest: String) {
    self.report = report
    self.rows = rows
    self.held = held
    self.record = record
    self.runManifest = runManifest
  }
}

/// Names of what stands in `sent/`, beside the faces of the report.
enum SentFiles {
  static let folder = "sent"
  static let record = "sent.json"
  static let schema = "dealbill.sent-manifest/1"

  /// `sent`, `sent.1`, `sent.2`, …
  static func isFolder(_ name: String) -> Bool {
    name == folder || name.hasPrefix("sent.") && Int(name.dropFirst(5)) != nil
  }

  /// `sent.part-4711`: what a sending left that was ended while it wrote; nobody reads it, and the next one removes it.
  static func isLeftover(_ name: String) -> Bool {
    name.hasPrefix("\(folder).part-") && Int(name.dropFirst(folder.count + 6)) != nil
  }
}

/// Writes `sent/` inside the run folder, whole or not at all; what was there before stays as `sent.1/`, `sent.2/` and so
/// on, oldest first.
///
/// It stands beside the files of the manifest, which stay as they are: a folder that was sent is still verified by it
/// and can be sent again. `sent/manifest.json` names the digests of the files here and of the folder's manifest, and ends
/// in a seal.
///
/// - Parameters:
///   - withWorkbook: Whether `reconciliation.xlsx` is among the files.
///   - onlyWhenNew: Leave all as it is when nothing differs from what is there but the time of reading.
/// - Returns: SHA-256 of `sent/manifest.json`, to be kept elsewhere; nil when all was left as it is.
/// - Throws: ``RefusedInput`` (E105, E117) or an error of the workbook.
public func writeSent(_ bundle: SentBundle, folder: String, withWorkbook: Bool, onlyWhenNew: Bool = false) throws
  -> String?
{
  if onlyWhenNew, saysNothingNew(bundle, folder) { return nil }
  let place = "\(folder)/\(SentFiles.folder)"
  let temporary = "\(place).part-\(getpid())"
  func failed(_ what: String) -> RefusedInput {
    RefusedInput(.error("E117", "\(place): cannot be \(what): \(unsafe String(cString: strerror(errno)))"))
  }
  for left in names(in: folder) where SentFiles.isLeftover(left) {
    for name in names(in: "\(folder)/\(left)") { _ = unsafe unlink("\(folder)/\(left)/\(name)") }
    _ = unsafe rmdir("\(folder)/\(left)")
  }
  guard unsafe mkdir(temporary, 0o700) == 0 else { throw failed("made") }
  for (name, text) in [
    (RunFiles.rows, bundle.rows), (RunFiles.held, bundle.held), (RunFiles.report, renderJSON(bundle.report)),
    (RunFiles.page, renderHTML(bundle.report)), (SentFiles.record, bundle.record),
  ] { try write(text, to: "\(temporary)/\(name)") }
  if withWorkbook {
    let path = "\(temporary)/\(RunFiles.workbook)"
    try writeWorkbook(bundle.report, folder: temporary, payloads: folder, to: path)
    _ = unsafe chmod(path, 0o600)
  }
  let digests = try names(in: temporary).map { name -> (String, OrderedJSON) in
    (name, .text(try digest(ofFile: "\(temporary)/\(name)")))
  }
  let facts = OrderedJSON.object([
    ("schema", .text(SentFiles.schema)), ("runManifestSha256", .text(bundle.runManifest)), ("files", .object(digests)),
  ])
  let manifest = try digesting { () throws(DigestError) in try Seal.sealed(facts.rendered) }
  try write(manifest, to: "\(temporary)/\(RunFiles.manifest)")
  if unsafe access(place, F_OK) == 0 {
    var number = 1
    while unsafe access("\(place).\(number)", F_OK) == 0 { number += 1 }
    guard unsafe rename(place, "\(place).\(number)") == 0 else { throw failed("moved away") }
  }
  guard unsafe rename(temporary, place) == 0 else { throw failed("moved into place") }
  return try digest(of: manifest)
}

/// Whether the report that is there says the same, but for the time at which QuickBooks was read.
private func saysNothingNew(_ bundle: SentBundle, _ folder: String) -> Bool {
  guard let old = try? readSentReport("\(folder)/\(SentFiles.folder)") else { return false }
  var (a, b) = (old, bundle.report)
  guard a.sent != nil else { return false }
  a.sent?.readAt = ""
  b.sent?.readAt = ""
  return renderJSON(a) == renderJSON(b)
}
