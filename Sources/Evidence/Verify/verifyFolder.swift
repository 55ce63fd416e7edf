import Bytes
import Diagnostics
import Reconciliation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Recomputes everything that a run folder says of itself, from the folder alone: digests, sizes, counts, money, hash totals,
/// the pages from the data, the seals and the chain of signatures; and the same of what sending wrote into it.
///
/// - Parameters:
///   - folder: The run folder.
///   - toolVersion: Of the dealbill that verifies: pages are drawn again only when the same version drew them.
///   - ledger: What the company's ledger says under a name (see ``KnownSeal``), so that a folder that was sealed again is
///     found out; nil asks no ledger.
/// - Returns: What was altered, by name; a file that cannot be read is a finding too.
public func verifyFolder(
  _ folder: String, toolVersion: String, ledger: ((String) -> String?)? = nil
) -> Verification {
  var result = Verification()
  guard let manifest = verifyDigests(folder, &result) else { return result }
  var shown: [ShownDeal] = []
  do throws(RefusedInput) {
    let report = try readRunFolder(folder)
    shown = report.shown
    verifyManifest(manifest, report, &result)
    verifyFigures(folder, report, &result)
    verifyFaces(folder, manifest, report, toolVersion, &result)
  } catch {
    result.findings.append(Finding(RunFiles.report, words(error)))
  }
  for name in sentFolders(in: folder) {
    verifySent(folder, name, manifest, shown: shown, toolVersion: toolVersion, &result)
  }
  if let ledger { verifySeals(folder, manifest, ledger, &result) }
  verifySignatures(folder, manifest, &result)
  return result
}

/// Whether a folder holds anything that a run writes: one that lost its manifest still is a run folder, altered.
public func isRunFolder(_ folder: String) -> Bool {
  let known = [RunFiles.manifest, RunFiles.report, RunFiles.page] + RunFiles.sources
  return names(in: folder).contains { known.contains($0) }
}

/// The run folder around `folder`, when that is what a sending wrote.
public func runFolder(ofSent folder: String) -> String? {
  guard (try? SentManifest("\(folder)/\(RunFiles.manifest)")) != nil else { return nil }
  let trimmed = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
  guard let slash = trimmed.lastIndex(of: "/") else { return ".." == trimmed ? nil : "." }
  return slash == trimmed.startIndex ? "/" : String(trimmed[..<slash])
}

/// The first half of a verification: seals, sizes and digests of every file, and files that no manifest names.
///
/// - Returns: nil when there is no manifest to go by, which is a finding.
func verifyDigests(_ folder: String, _ result: inout Verification) -> Manifest? {
  let manifest: Manifest
  do throws(RefusedInput) {
    manifest = try Manifest(folder: folder)
  } catch {
    result.findings.append(Finding(RunFiles.manifest, words(error)))
    return nil
  }
  result.fingerprint = manifest.digest
  result.check(RunFiles.manifest, "its seal fits its bytes", "yes", manifest.isSealed ? "yes" : "no")
  for (name, file) in manifest.files.sorted(by: { $0.key < $1.key }) { verifyFile(folder, name, file, &result) }
  for name in RunFiles.sources + [RunFiles.page, RunFiles.held] where manifest.files[name] == nil {
    result.findings.append(Finding(RunFiles.manifest, "does not name \(name)"))
  }
  for name in foreignFiles(in: folder, besides: Set(manifest.files.keys)) {
    result.findings.append(Finding(name, "is not part of the bundle: the manifest does not name it"))
  }
  for name in sentFolders(in: folder) { verifySentDigests("\(folder)/\(name)", name, manifest, &result) }
  return manifest
}

/// Refuses to show figures of files that were altered since the run.
///
/// - Throws: E110.
func refuseAltered(_ folder: String, _ names: [String], _ manifest: Manifest) throws(RefusedInput) {
  var seen = Verification()
  for name in names { if let file = manifest.files[name] { verifyFile(folder, name, file, &seen) } }
  if seen.isIntact { return }
  throw RefusedInput(
    seen.findings.map {
      .error("E110", "\(folder): was altered: \($0)", help: "run it again; a report of altered figures is none")
    })
}

/// One file against what the manifest says of it.
func verifyFile(_ folder: String, _ name: String, _ file: Manifest.File, _ result: inout Verification) {
  guard !name.contains("/"), name != "..", name != "." else {
    result.findings.append(Finding(RunFiles.manifest, "names '\(visibleText(name))', which is no file of the folder"))
    return
  }
  do throws(RefusedInput) {
    let found = try measure("\(folder)/\(name)")
    result.check(name, "bytes", String(file.bytes), String(found.bytes))
    result.check(name, "lines", String(file.lines), String(found.lines))
    result.check(name, "SHA-256", file.sha256, found.sha256)
  } catch {
    result.findings.append(Finding(name, words(error)))
  }
}

/// The manifest against the report: both say what ran on what, and the control totals.
private func verifyManifest(_ manifest: Manifest, _ report: ReconciliationReport, _ result: inout Verification) {
  let part = RunFiles.manifest
  let identity = report.identity
  result.check(part, "company", identity.company, manifest.company)
  result.check(part, "run date", identity.runDate, manifest.runDate)
  result.check(part, "tool", "dealbill \(identity.toolVersion)", manifest.tool)
  result.check(part, "verdict", report.verdict.rawValue, manifest.verdict)
  result.check(part, "rules", identity.rulesFile, manifest.rules.name)
  result.check(part, "SHA-256 of the rules", identity.rulesFingerprint, manifest.rules.sha256)
  result.check(
    part, "inputs", identity.inputs.map { "\($0.name) \($0.bytes) \($0.sha256)" }.joined(separator: ", "),
    manifest.inputs.map { "\($0.name) \($0.bytes) \($0.sha256)" }.joined(separator: ", "))
  result.check(part, "deals", String(report.population.deals), String(manifest.deals))
  result.check(
    part, "currencies", report.currencies.keys.sorted().joined(separator: " "),
    manifest.totals.keys.sorted().joined(separator: " "))
  for (code, sums) in report.currencies.sorted(by: { $0.key < $1.key }) {
    let totals = manifest.totals[code] ?? [:]
    result.check(part, "invoices in \(code)", String(sums.invoices), totals["invoices"] ?? "")
    result.check(part, "net in \(code)", amountText(sums.net, sums.currency), totals["net"] ?? "")
    result.check(part, "tax in \(code)", amountText(sums.tax, sums.currency), totals["tax"] ?? "")
    result.check(part, "total in \(code)", amountText(sums.total, sums.currency), totals["total"] ?? "")
  }
}

/// The page and the workbook against the data that they show.
private func verifyFaces(
  _ folder: String, _ manifest: Manifest, _ report: ReconciliationReport, _ toolVersion: String,
  _ result: inout Verification
) {
  guard report.identity.toolVersion == toolVersion else { return }
  if let page = manifest.files[RunFiles.page] {
    do throws(RefusedInput) {
      result.check(
        RunFiles.page, "drawn again from the data", page.sha256, try digest(of: renderHTML(report)))
    } catch {
      result.findings.append(Finding(RunFiles.page, words(error)))
    }
  }
  guard hasLaterWorkbook(folder, manifest) else { return }
  do {
    let (made, found) = try laterWorkbook(folder, report)
    result.check(RunFiles.workbook, "made again from the data", made, found)
  } catch {
    result.findings.append(Finding(RunFiles.workbook, "cannot be made again: \(error)"))
  }
}

/// Whether there is a workbook that the manifest does not name: it was made after the run, and must be what the data make.
private func hasLaterWorkbook(_ folder: String, _ manifest: Manifest) -> Bool {
  manifest.files[RunFiles.workbook] == nil && names(in: folder).contains(RunFiles.workbook)
}

/// The digests of such a workbook as the data make it, and as it is.
private func laterWorkbook(_ folder: String, _ report: ReconciliationReport) throws -> (made: String, found: String) {
  let again = temporaryPath(in: folder)
  defer { _ = unsafe unlink(again) }
  try writeWorkbook(report, folder: folder, to: again)
  return (try digest(ofFile: again), try digest(ofFile: "\(folder)/\(RunFiles.workbook)"))
}

/// A refusal as one sentence.
func words(_ refusal: RefusedInput) -> String { refusal.diagnostics.map(\.message).joined(separator: "; ") }

/// A path beside the folder for something that is removed again.
func temporaryPath(in folder: String) -> String { "\(folder).verify-\(getpid()).xlsx" }

/// What people put into a run folder, or changed in it: notes, a corrected held.csv, answers in the workbook.
public func workOfPeople(in folder: String) -> [String] {
  guard let manifest = try? Manifest(folder: folder) else {
    return foreignFiles(in: folder, besides: Set(RunFiles.all))
  }
  var changed = [RunFiles.held, RunFiles.workbook].filter { name in
    guard let file = manifest.files[name], let now = try? measure("\(folder)/\(name)") else { return false }
    return now.sha256 != file.sha256
  }
  // One that cannot be made again may hold answers as well.
  if hasLaterWorkbook(folder, manifest) {
    let digests = try? laterWorkbook(folder, try readRunFolder(folder))
    if digests.map({ $0.made != $0.found }) ?? true { changed.append(RunFiles.workbook) }
  }
  return foreignFiles(in: folder, besides: Set(manifest.files.keys)) + changed
}

private func foreignFiles(in folder: String, besides named: Set<String>) -> [String] {
  names(in: folder).filter { name in
    if named.contains(name) || [RunFiles.manifest, RunFiles.signOff].contains(name) { return false }
    // What sending writes stands beside the bundle, with a manifest of its own.
    return name != RunFiles.workbook && !SentFiles.isFolder(name) && !SentFiles.isLeftover(name)
  }
}

/// The names in a folder, hidden ones included, sorted; none when it cannot be read.
func names(in folder: String) -> [String] {
  guard let handle = unsafe opendir(folder) else { return [] }
  defer { unsafe closedir(handle) }
  var names: [String] = []
  while let entry = unsafe readdir(handle) {
    let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
      unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
    }
    if name != ".", name != ".." { names.append(name) }
  }
  return names.sorted()
}
