import Bytes
import CSVRecords
import Diagnostics
import Digests
import JSONRecords
import Reconciliation

/// One signature under a run, chained to the one before it.
public struct Signature: Sendable, Equatable {
  public enum Role: String, Sendable { case prepared, reviewed }
  public var role: Role
  public var name: String
  /// As ISO 8601 writes it, in UTC.
  public var at: String
  public var statement: String
  /// The difference up to which the signer lets figures pass, as text: `0.00`.
  public var tolerance: String
  /// What the signer says of exceptions, by code.
  public var comments: [String: String]
  /// Whether one person was allowed to prepare and review.
  public var allowsOnePerson: Bool
  /// SHA-256 of the report and the manifest that were signed.
  public var report: String
  public var manifest: String
  /// SHA-256 of the manifest of `sent/` as it was signed; empty when the run was not sent yet.
  public var sent: String
  /// Hash of the signature before; empty for the first.
  public var previous: String

  public init(role: Role, name: String, at: String, statement: String, tolerance: String) {
    self.role = role
    self.name = name
    self.at = at
    self.statement = statement
    self.tolerance = tolerance
    comments = [:]
    allowsOnePerson = false
    report = ""
    manifest = ""
    sent = ""
    previous = ""
  }

  private var members: [(String, OrderedJSON)] {
    [
      ("role", .text(role.rawValue)), ("by", .text(name)), ("at", .text(at)), ("statement", .text(statement)),
      ("tolerance", .text(tolerance)),
      ("comments", .object(comments.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) })),
      ("onePersonAllowed", .truth(allowsOnePerson)), ("report", .text(report)), ("manifest", .text(manifest)),
    ] + (sent.isEmpty ? [] : [("sent", .text(sent))]) + [("previous", .text(previous))]
  }

  /// SHA-256 of everything above, the previous hash included.
  ///
  /// - Throws: E105 on a machine that computes no digests.
  public var hash: String {
    get throws(RefusedInput) { try digest(of: OrderedJSON.object(members).compact) }
  }

  var json: OrderedJSON {
    get throws(RefusedInput) { .object(members + [("hash", .text(try hash))]) }
  }

  init?(_ value: JSONValue) {
    guard let role = value["role"]?.text.flatMap({ Role(rawValue: $0) }) else { return nil }
    func text(_ name: String) -> String { value[name]?.text ?? "" }
    self.init(role: role, name: text("by"), at: text("at"), statement: text("statement"), tolerance: text("tolerance"))
    for member in value["comments"]?.members ?? [] { comments[member.name] = member.value.text ?? "" }
    allowsOnePerson = text("onePersonAllowed") == "true"
    report = text("report")
    manifest = text("manifest")
    sent = text("sent")
    previous = text("previous")
  }
}

/// `sign-off.json`: the signatures under a run, oldest first; none is ever taken away.
struct SignOff {
  static let schema = "dealbill.sign-off/1"
  var signatures: [Signature] = []
  /// The hashes as they stand in the file.
  var hashes: [String] = []
  var isSealed = true

  init() {}

  /// - Throws: ``RefusedInput`` when the file is no sign-off.
  init(_ path: String) throws(RefusedInput) {
    let bytes = try ByteSource(path: path).readAll(limit: 16 << 20)
    isSealed = try digesting { () throws(DigestError) in try Seal.fits(bytes) }
    let root = try bytes.withByteView { view throws(RefusedInput) in try JSONValue.parse(view, file: path) }
    guard root["schema"]?.text == Self.schema, let list = root["signatures"]?.elements else {
      throw RefusedInput(.error("E107", "\(path): no sign-off", expected: "\"schema\": \"\(Self.schema)\""))
    }
    for value in list {
      guard let signature = Signature(value) else {
        throw RefusedInput(.error("E107", "\(path): a signature without a role that dealbill knows"))
      }
      signatures.append(signature)
      hashes.append(value["hash"]?.text ?? "")
    }
  }

  var rendered: String {
    get throws(RefusedInput) {
      var list: [OrderedJSON] = []
      for signature in signatures { list.append(try signature.json) }
      let text = OrderedJSON.object([("schema", .text(Self.schema)), ("signatures", .array(list))]).rendered
      return try digesting { () throws(DigestError) in try Seal.sealed(text) }
    }
  }
}

/// The fingerprint of what a folder says of its sending; empty when it was not sent.
func sentFingerprint(of folder: String) throws(RefusedInput) -> String {
  guard names(in: folder).contains(SentFiles.folder) else { return "" }
  return try digest(ofFile: "\(folder)/\(SentFiles.folder)/\(RunFiles.manifest)")
}

/// The seal, the chain, and which signatures still stand for what is in the folder.
func verifySignatures(_ folder: String, _ manifest: Manifest, _ result: inout Verification) {
  guard names(in: folder).contains(RunFiles.signOff) else { return }
  let part = RunFiles.signOff
  do throws(RefusedInput) {
    let signOff = try SignOff("\(folder)/\(part)")
    result.check(part, "its seal fits its bytes", "yes", signOff.isSealed ? "yes" : "no")
    let sent = try sentFingerprint(of: folder)
    var previous = ""
    for (index, signature) in signOff.signatures.enumerated() {
      result.check(part, "signature \(index + 1) follows the one before", previous, signature.previous)
      previous = try signature.hash
      result.check(part, "hash of signature \(index + 1)", previous, signOff.hashes[index])
      let isStale =
        signature.manifest != manifest.digest || signature.report != manifest.files[RunFiles.report]?.sha256
        || (!signature.sent.isEmpty && signature.sent != sent)
      result.signatures.append(
        SignatureState(
          role: signature.role.rawValue, name: signature.name, at: signature.at, isStale: isStale,
          isBeforeSending: signature.sent.isEmpty && !sent.isEmpty))
    }
  } catch {
    result.findings.append(Finding(part, words(error)))
  }
}
