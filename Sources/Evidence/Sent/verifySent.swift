import Bytes
import CSVRecords
import Diagnostics
import Digests
import JSONRecords
import Reconciliation

/// `sent` and its elder ones, as they stand in a run folder.
func sentFolders(in folder: String) -> [String] { names(in: folder).filter(SentFiles.isFolder) }

/// What `sent/manifest.json` says.
struct SentManifest {
  var files: [String: String] = [:]
  var run = ""
  var isSealed = false

  init(_ path: String) throws(RefusedInput) {
    let bytes = try ByteSource(path: path).readAll(limit: 16 << 20)
    isSealed = try digesting { () throws(DigestError) in try Seal.fits(bytes) }
    let root = try bytes.withByteView { view throws(RefusedInput) in try JSONValue.parse(view, file: path) }
    guard root["schema"]?.text == SentFiles.schema else {
      throw RefusedInput(
        .error("E106", "\(path): no manifest of a sending", expected: "\"schema\": \"\(SentFiles.schema)\""))
    }
    run = root["runManifestSha256"]?.text ?? ""
    for member in root["files"]?.members ?? [] { files[member.name] = member.value.text ?? "" }
  }
}

/// The seal and the digests of a `sent/` folder, and files that its manifest does not name.
func verifySentDigests(_ place: String, _ name: String, _ run: Manifest, _ result: inout Verification) {
  let part = "\(name)/\(RunFiles.manifest)"
  let manifest: SentManifest
  do throws(RefusedInput) {
    manifest = try SentManifest("\(place)/\(RunFiles.manifest)")
  } catch {
    result.findings.append(Finding(part, words(error)))
    return
  }
  result.check(part, "its seal fits its bytes", "yes", manifest.isSealed ? "yes" : "no")
  result.check(part, "fingerprint of the run folder", run.digest, manifest.run)
  for (file, digest) in manifest.files.sorted(by: { $0.key < $1.key }) {
    guard !file.contains("/"), file != "..", file != "." else {
      result.findings.append(Finding(part, "names '\(visibleText(file))', which is no file of the folder"))
      continue
    }
    verifySentFile(place, name, file, digest, &result)
  }
  for file in [RunFiles.rows, RunFiles.report, RunFiles.page, RunFiles.held, SentFiles.record]
  where manifest.files[file] == nil {
    result.findings.append(Finding(part, "does not name \(file)"))
  }
  for file in names(in: place) where manifest.files[file] == nil && file != RunFiles.manifest {
    result.findings.append(Finding("\(name)/\(file)", "is not part of the bundle: the manifest does not name it"))
  }
}

/// One file against the digest that the manifest gives it.
func verifySentFile(
  _ place: String, _ name: String, _ file: String, _ digest: String, _ result: inout Verification
) {
  do throws(RefusedInput) {
    result.check("\(name)/\(file)", "SHA-256", digest, try measure("\(place)/\(file)").sha256)
  } catch {
    result.findings.append(Finding("\(name)/\(file)", words(error)))
  }
}

/// The figures of a `sent/` folder, counted again from its rows, its record and the run folder around it.
///
/// - Parameter shown: The deals that the page shows, from the run folder.
func verifySent(
  _ folder: String, _ name: String, _ run: Manifest, shown: [ShownDeal], toolVersion: String,
  _ result: inout Verification
) {
  let place = "\(folder)/\(name)"
  var report: ReconciliationReport
  do throws(RefusedInput) {
    report = try readSentReport(place)
  } catch {
    result.findings.append(Finding("\(name)/\(RunFiles.report)", words(error)))
    return
  }
  report.shown = shown
  guard let sent = report.sent else {
    result.findings.append(Finding("\(name)/\(RunFiles.report)", "says nothing of what was sent"))
    return
  }
  result.check("\(name)/\(RunFiles.report)", "deals of the run", String(run.deals), String(report.population.deals))
  result.check("\(name)/\(RunFiles.report)", "company", run.company, report.identity.company)
  result.check(
    "\(name)/\(RunFiles.report)", "SHA-256 of the rules", run.rules.sha256, report.identity.rulesFingerprint)
  guard let recount = verifyRows("\(place)/\(RunFiles.rows)", "\(name)/\(RunFiles.rows)", report, &result) else {
    return
  }
  verifyStored("\(name)/\(RunFiles.rows)", sent, recount, &result)
  verifyRecord("\(place)/\(SentFiles.record)", "\(name)/\(SentFiles.record)", run, recount, &result)
  if report.identity.toolVersion == toolVersion {
    do throws(RefusedInput) {
      result.check(
        "\(name)/\(RunFiles.page)", "drawn again from the data", try digest(of: renderHTML(report)),
        try digest(ofFile: "\(place)/\(RunFiles.page)"))
    } catch {
      result.findings.append(Finding("\(name)/\(RunFiles.page)", words(error)))
    }
  }
}

private func verifyStored(_ part: String, _ sent: SentResults, _ recount: Recount, _ result: inout Verification) {
  result.check(part, "invoices with an id", String(sent.returned), String(recount.returned))
  result.check(
    part, "hash total of the invoice ids", String(sent.invoiceIDHashTotal), String(recount.invoiceIDTotal))
  for code in Set(sent.stored.map(\.currency)).union(recount.stored.keys).sorted() {
    let told = sent.stored.first { $0.currency == code } ?? SentResults.StoredTotals()
    let found = recount.stored[code] ?? SentResults.StoredTotals()
    result.check(part, "invoices in force in \(code)", String(told.invoices), String(found.invoices))
    for (what, a, b) in [
      ("planned total", told.planned, found.planned), ("voided", told.voided, found.voided),
      ("deleted", told.deleted, found.deleted), ("tax stored", told.tax, found.tax),
      ("total stored", told.total, found.total), ("open balance", told.open, found.open),
      ("paid", told.paid, found.total &- found.open),
    ] { result.check(part, "\(what) in \(code)", amountText(a, code: code), amountText(b, code: code)) }
  }
  var told: [String: Int] = [:]
  for status in sent.statuses { told["\(status.status) \(status.currency)"] = status.invoices }
  for status in Set(told.keys).union(recount.statuses.keys).sorted() {
    result.check(part, "invoices \(status)", String(told[status] ?? 0), String(recount.statuses[status] ?? 0))
  }
}

/// The record of the sending against the rows: who got which id.
private func verifyRecord(
  _ path: String, _ part: String, _ run: Manifest, _ recount: Recount, _ result: inout Verification
) {
  do throws(RefusedInput) {
    let bytes = try ByteSource(path: path).readAll(limit: 1 << 30)
    let root = try bytes.withByteView { view throws(RefusedInput) in try JSONValue.parse(view, file: path) }
    result.check(part, "fingerprint of the run folder", run.digest, root["manifestSha256"]?.text ?? "")
    let deals = root["deals"]?.elements ?? []
    result.check(part, "invoices", String(recount.outcomes.count), String(deals.count))
    for (index, deal) in deals.enumerated() {
      guard let row = recount.outcomes[index + 1] else { continue }
      func text(_ name: String) -> String { deal[name]?.text ?? "" }
      result.check(part, "outcome of deal \(row[0])", "\(row[0]) \(row[1])", "\(text("deal")) \(text("bucket"))")
      // One that failed in this sending may have an id of an earlier one.
      if !text("id").isEmpty { result.check(part, "id of deal \(row[0])", row[2], text("id")) }
    }
  } catch {
    result.findings.append(Finding(part, words(error)))
  }
}
