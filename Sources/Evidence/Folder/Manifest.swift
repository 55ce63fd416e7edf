import Bytes
import CSVRecords
import Diagnostics
import Digests
import JSONRecords

/// What `manifest.json` says of a run folder.
struct Manifest {
  static let schema = "dealbill.manifest/1"
  struct File {
    var bytes: Int
    var lines: Int
    var sha256: String
  }
  var tool: String
  var company: String
  var runDate: String
  var verdict: String
  var rules: (name: String, sha256: String)
  var inputs: [(name: String, bytes: Int, sha256: String)]
  var files: [String: File]
  var deals: Int
  /// By currency: invoices, net, tax, total as they are written.
  var totals: [String: [String: String]]
  /// SHA-256 of the whole file.
  var digest: String
  var isSealed: Bool

  /// Reads the manifest of a folder.
  ///
  /// - Throws: ``RefusedInput`` when it is missing, or is no manifest.
  init(folder: String) throws(RefusedInput) {
    let path = "\(folder)/\(RunFiles.manifest)"
    let bytes = try ByteSource(path: path).readAll(limit: 64 << 20)
    (digest, isSealed) = try digesting { () throws(DigestError) in (try SHA256.hex(of: bytes), try Seal.fits(bytes)) }
    let root = try bytes.withByteView { view throws(RefusedInput) in try JSONValue.parse(view, file: path) }
    guard root["schema"]?.text == Self.schema else {
      throw RefusedInput(
        .error("E106", "\(path): no manifest of a run folder", expected: "\"schema\": \"\(Self.schema)\""))
    }
    func text(_ value: JSONValue?) -> String { value?.text ?? "" }
    func count(_ value: JSONValue?) -> Int { value?.text.flatMap { Int($0) } ?? -1 }
    tool = text(root["tool"])
    company = text(root["company"])
    runDate = text(root["runDate"])
    verdict = text(root["verdict"])
    rules = (text(root["rules"]?["name"]), text(root["rules"]?["sha256"]))
    inputs = (root["inputs"]?.elements ?? []).map { (text($0["name"]), count($0["bytes"]), text($0["sha256"])) }
    files = [:]
    for member in root["files"]?.members ?? [] {
      files[member.name] = File(
        bytes: count(member.value["bytes"]), lines: count(member.value["lines"]), sha256: text(member.value["sha256"]))
    }
    deals = count(root["controlTotals"]?["deals"])
    totals = [:]
    for member in root["controlTotals"]?["currencies"]?.members ?? [] {
      totals[member.name] = Dictionary(
        (member.value.members ?? []).map { ($0.name, text($0.value)) }, uniquingKeysWith: { first, _ in first })
    }
  }
}
