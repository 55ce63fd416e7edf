import Bytes
import CSVRecords
public import Diagnostics
import Foundation
import Money
import Reconciliation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Adds a signature to a run folder, after everything in it was verified.
///
/// - Parameters:
///   - signature: Its digests and its place in the chain are filled in here.
///   - toolVersion: Of the dealbill that signs.
/// - Returns: The fingerprint of the bundle that was signed, and the signature's own hash.
/// - Throws: ``RefusedInput``, with all reasons, when the bundle was altered (E110), does not tie out (E111), has unknown
///   outcomes (E112), the role was signed already (E113), a review comes first (E114), both persons are one (E115), a comment
///   names no exception (E116), an exception blocks it (E119), or the file cannot be written (E117).
public func signFolder(_ folder: String, _ signature: Signature, toolVersion: String) throws(RefusedInput)
  -> (fingerprint: String, hash: String)
{
  let verification = verifyFolder(folder, toolVersion: toolVersion)
  if !verification.isIntact {
    throw RefusedInput(
      verification.findings.map {
        .error("E110", "\(folder): was altered: \($0)", help: "run it again; what was altered cannot be signed")
      })
  }
  let manifest = try Manifest(folder: folder)
  let report = try readRunFolder(folder)
  let sentFingerprint = try sentFingerprint(of: folder)
  let sent = sentFingerprint.isEmpty ? nil : try readSentReport("\(folder)/\(SentFiles.folder)")
  try checkSignable(report, sent: sent, signature)
  let path = "\(folder)/\(RunFiles.signOff)"
  var signOff = names(in: folder).contains(RunFiles.signOff) ? try SignOff(path) : SignOff()
  var signature = signature
  signature.manifest = manifest.digest
  signature.report = manifest.files[RunFiles.report]?.sha256 ?? ""
  signature.sent = sentFingerprint
  signature.previous = try signOff.signatures.last?.hash ?? ""
  let current = signOff.signatures.filter { $0.manifest == manifest.digest && $0.sent == sentFingerprint }
  if let other = current.first(where: { $0.role == signature.role }) {
    throw RefusedInput(
      .error("E113", "\(folder): \(other.name) signed it already as \(other.role.rawValue), at \(other.at)"))
  }
  if signature.role == .reviewed {
    guard let preparer = current.first(where: { $0.role == .prepared }) else {
      throw RefusedInput(
        .error(
          "E114", "\(folder): nobody has prepared it, so there is nothing to review",
          help: "sign with --prepared-by first"))
    }
    let times = [preparer.at, signature.at].map { ISO8601DateFormatter().date(from: $0) }
    if let prepared = times[0], let reviewed = times[1], reviewed < prepared {
      throw RefusedInput(
        .error(
          "E118", "\(folder): it was prepared at \(preparer.at), so it cannot have been reviewed at \(signature.at)"))
    }
    if folded(preparer.name) == folded(signature.name), !signature.allowsOnePerson {
      throw RefusedInput(
        .error(
          "E115", "\(folder): \(signature.name) has prepared it and cannot review it",
          expected: "two persons",
          help: "let another person review it, or say --one-person where your policy allows that"))
    }
  }
  signOff.signatures.append(signature)
  try write(try signOff.rendered, to: path)
  return (manifest.digest, try signature.hash)
}

private func checkSignable(
  _ report: ReconciliationReport, sent: ReconciliationReport?, _ signature: Signature
) throws(RefusedInput) {
  for report in [report, sent].compactMap(\.self) where report.verdict == .doesNotTie {
    throw RefusedInput(
      .error(
        "E111", "the report does not tie out: \(report.verdictSentence)", help: "send it back; it cannot be signed"))
  }
  let unclear = max(report.population.unknown, sent?.population.unknown ?? 0)
  if unclear > 0 {
    throw RefusedInput(
      .error(
        "E112", "\(unclear) outcome\(unclear == 1 ? " is" : "s are") unknown", expected: "none before sign-off",
        help: "look them up with 'dealbill send', then sign"))
  }
  let blocking = blockingCodes(report, sent: sent, tolerance: signature.tolerance)
  let known = Set((report.exceptions + (sent?.exceptions ?? [])).map(\.code)).union(blocking.map(\.code))
  let unknown = signature.comments.keys.filter { !known.contains($0) }.sorted()
  if !unknown.isEmpty {
    throw RefusedInput(
      unknown.map {
        .error(
          "E116", "a comment is given for '\($0)', which is no exception of this run",
          expected: "one of \(listed(known.sorted()))")
      })
  }
  let open = blocking.filter { signature.comments[$0.code] == nil }
  if !open.isEmpty {
    throw RefusedInput(
      open.map {
        .error(
          "E119", "\($0.code) blocks the signature: \($0.words)",
          help: "mend it and run again; or, where it is accepted, say why: --comment \($0.code)=TEXT")
      })
  }
}

/// What must be mended, or accepted with a comment, before anybody signs: sources that cannot be read, numbers given twice, and
/// differences and changes in QuickBooks that come to more than the tolerance in a currency.
private func blockingCodes(
  _ report: ReconciliationReport, sent: ReconciliationReport?, tolerance: String
) -> [(code: String, words: String)] {
  var found: [(code: String, words: String)] = []
  for group in (sent ?? report).exceptions where group.severity == "hold" || group.severity == "error" {
    let isSource = group.code.hasPrefix("S") && group.code.count == 4 && Int(group.code.dropFirst()) != nil
    if isSource || group.code == "N702" {
      found.append((group.code, "\(group.cause), \(group.deals) deal\(group.deals == 1 ? "" : "s")"))
    }
  }
  guard let results = sent?.sent else { return found }
  func add(_ code: String, _ words: String, _ sums: [String: Int128]) {
    let above = sums.filter { code, sum in
      let limit = tolerance.withByteView { view -> Int64? in
        guard case .success(let value) = ExactDecimal.parse(view, NumberStyle()) else { return nil }
        return value.rounded(to: currencyDecimals(code), .halfUp).minorUnits(currencyDecimals(code))
      }
      return sum.magnitude > UInt128(limit?.magnitude ?? 0)
    }
    guard !above.isEmpty else { return }
    let money = above.sorted { $0.key < $1.key }.map { "\($0.key) \(groupedAmount($0.value, code: $0.key, .terminal))" }
    found.append((code, "\(words): \(money.joined(separator: ", ")), more than the tolerance of \(tolerance)"))
  }
  var (atOnce, edited): ([String: Int128], [String: Int128]) = ([:], [:])
  // One cent of tax stands in the tax and in the total: of each invoice the largest difference counts.
  for rows in Dictionary(grouping: results.differences, by: \.invoice).values {
    guard let row = rows.max(by: { $0.money.magnitude < $1.money.magnitude }) else { continue }
    if row.reason.hasPrefix("edited") {
      edited[row.currency, default: 0] += Int128(row.money.magnitude)
    } else {
      atOnce[row.currency, default: 0] += Int128(row.money.magnitude)
    }
  }
  add("T456", "QuickBooks keeps other amounts than were sent", atOnce)
  add("X901", "invoices were edited in QuickBooks", edited)
  // Changes of our own are no row there.
  let gone = Set(results.changes.filter { $0.side == "QuickBooks" && $0.field == "status" }.map(\.after))
  func sums(_ of: (SentResults.StoredTotals) -> Int64) -> [String: Int128] {
    Dictionary(results.stored.map { ($0.currency, Int128(of($0))) }) { $0 + $1 }
  }
  if gone.contains("voided") { add("X902", "invoices were voided in QuickBooks", sums { $0.voided }) }
  if gone.contains("deleted") { add("X903", "invoices were deleted in QuickBooks", sums { $0.deleted }) }
  return found
}

/// A name without what makes it look another's: blanks and case.
private func folded(_ name: String) -> String {
  name.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
}

/// Writes a small file whole or not at all.
func write(_ text: String, to path: String) throws(RefusedInput) {
  let temporary = "\(path).part-\(getpid())"
  func failed(_ what: String) -> RefusedInput {
    let reason = unsafe String(cString: strerror(errno))
    _ = unsafe unlink(temporary)
    return RefusedInput(.error("E117", "\(path): cannot be \(what): \(reason)"))
  }
  let descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
  guard descriptor >= 0 else { throw failed("written") }
  defer { close(descriptor) }
  let bytes = Array(text.utf8)
  var written = 0
  while written < bytes.count {
    let count = unsafe bytes.withUnsafeBytes { buffer in
      #if canImport(Glibc)
        unsafe Glibc.write(descriptor, buffer.baseAddress?.advanced(by: written), buffer.count - written)
      #else
        unsafe Darwin.write(descriptor, buffer.baseAddress?.advanced(by: written), buffer.count - written)
      #endif
    }
    if count < 0, errno == EINTR { continue }
    guard count > 0 else { throw failed("written") }
    written += count
  }
  guard fsync(descriptor) == 0, unsafe rename(temporary, path) == 0 else { throw failed("moved into place") }
}
