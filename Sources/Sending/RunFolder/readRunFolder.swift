import Catalogue
import Bytes
import Calendars
import CSVRecords
import Diagnostics
import Digests
import Invoices
import JSONRecords
import Money

/// Reads a run folder and holds every file against the manifest: `send` posts exactly these bytes or refuses.
///
/// - Throws: ``FolderRefusal`` (B001 to B003, B006, B008).
public func readRunFolder(_ path: String) throws(FolderRefusal) -> RunFolderContent {
  let manifest = try bytes("\(path)/manifest.json")
  var files: [String: [UInt8]] = [:]
  for member in tree(manifest)?["files"]?.members ?? [] where !member.name.contains("/") {
    files[member.name] = try bytes("\(path)/\(member.name)")
  }
  return try runFolder(path, manifest: manifest, files: files)
}

/// The folder that these files make, each held against the manifest.
package func runFolder(
  _ path: String, manifest manifestBytes: [UInt8], files: [String: [UInt8]]
) throws(FolderRefusal) -> RunFolderContent {
  guard let manifest = tree(manifestBytes), manifest["schema"]?.text == "dealbill.manifest/1" else {
    throw FolderRefusal(
      "B002", "\(path) is not a run folder: its manifest.json is not ours", fix: "name a folder that 'run' wrote")
  }
  guard try digesting({ () throws(DigestError) in try Seal.fits(manifestBytes) }) else {
    throw FolderRefusal(
      "B003", "\(path)/manifest.json is not the file that the run wrote: its seal does not fit its bytes",
      fix: "run again; to change an invoice, change the deal or the rules")
  }
  for member in manifest["files"]?.members ?? [] {
    guard let content = files[member.name], let digest = member.value["sha256"]?.text,
      try digesting({ () throws(DigestError) in try SHA256.hex(of: content) }) == digest
    else {
      throw FolderRefusal(
        "B003", "\(path)/\(member.name) is not the file that the run wrote: its SHA-256 differs from the manifest's",
        fix: "run again; to change an invoice, change the deal or the rules")
    }
  }
  guard let payloads = files["invoices.ndjson"], let customers = files["customers.ndjson"],
    let csv = files["reconciliation.csv"], files["reconciliation.json"] != nil
  else {
    throw FolderRefusal("B002", "\(path): the manifest lacks a file of a run folder", fix: "run again")
  }
  guard manifest["verdict"]?.text != "does-not-tie" else {
    throw FolderRefusal("B006", "\(path) does not tie out; nothing of it is sent", fix: "read its report and run again")
  }
  var folder = RunFolderContent(
    path: path, runDate: manifest["runDate"]?.text ?? "",
    catalogueRealm: manifest["catalogue"]?["realm"]?.text ?? "",
    invoices: [], customers: [:], header: [], rows: [],
    fingerprint: try digesting { () throws(DigestError) in try SHA256.hex(of: manifestBytes) })
  folder.source = manifest["source"]?.text ?? ""
  if let time = manifest["run"]?["finished"]?.text?.withByteView({ DateTime.parseISO($0) }) {
    folder.finishedAt = (Int64(time.date.dayNumber) * 86_400 + Int64(time.secondsOfDay ?? 0)) * 1000
  }
  if let bytes = files["catalogue.json"] {
    do throws(RefusedInput) {
      folder.catalogue = CatalogueIndex(try CompanyCatalogue(bytes, file: "\(path)/catalogue.json"))
    } catch {
      throw FolderRefusal(
        "B002", "\(path)/catalogue.json is no catalogue of this version",
        fix: "pull the catalogue and run again")
    }
  }
  folder.updatedFields = (manifest["rules"]?["customerUpdates"]?.elements ?? []).compactMap {
    $0.text.flatMap { CustomerField(rawValue: $0) }
  }
  folder.testsNotice = try testsNotice(manifest["rules"]?["tests"], path)
  folder.sources = sources(manifest)
  for line in lines(customers) {
    let body = tree(line)
    if let name = body?["DisplayName"]?.text { folder.customers[nameKey(name)] = line }
    if let body, let id = body["Id"]?.text { folder.customerUpdates["id \(id)"] = body }
  }
  try addRows(csv, payloads: lines(payloads), to: &folder)
  // Folders of earlier versions do not say it.
  if folder.source.isEmpty { folder.source = folder.invoices.first?.marker.source ?? "" }
  return folder
}

/// Refuses a folder of rules whose tests fail, unless the run gave a reason to go on.
private func testsNotice(_ tests: JSONValue?, _ path: String) throws(FolderRefusal) -> String {
  guard let tests else { return "" }
  let failed = tests["failed"]?.text ?? "0"
  let words =
    failed == "0"
    ? "the tests of the rules cannot be read" : "\(failed) of \(tests["total"]?.text ?? "?") tests of the rules fail"
  let reason = tests["runDespite"]?.text ?? ""
  if reason.isEmpty {
    guard failed == "0", tests["runDespite"] == nil else {
      throw FolderRefusal(
        "B008", "\(path): \(words), and the run gives no reason to send all the same",
        fix: "mend the rules or their tests and run again, or run with --despite-failing-tests REASON")
    }
    return ""
  }
  return "\(words); run all the same: \(reason)"
}

private func sources(_ manifest: JSONValue) -> [SourceFile] {
  [(true, manifest["rules"]?["files"]), (false, manifest["inputs"])].flatMap { isRules, list in
    (list?.elements ?? []).compactMap { file in
      guard let path = file["path"]?.text, let digest = file["sha256"]?.text else { return nil }
      return SourceFile(path: path, sha256: digest, isRules: isRules)
    }
  }
}

/// Refuses when the rules or the inputs are no longer those that the folder was made of.
///
/// Files that are gone, as exports are after some days, do not matter: the folder has its own copy of what counts.
///
/// - Parameter digest: SHA-256 in hex of the file at a path, nil when there is none.
/// - Throws: ``FolderRefusal`` (B004, B005).
public func refuseChangedSources(
  _ folder: RunFolderContent, digest: (String) -> String?
) throws(FolderRefusal) {
  for source in folder.sources {
    guard let now = digest(source.path), now != source.sha256 else { continue }
    let what = source.isRules ? "the rules" : "the deals"
    throw FolderRefusal(
      source.isRules ? "B004" : "B005",
      "\(source.path) was changed after the run: \(folder.path) is not what \(what) say now",
      fix: "run again; or send what was reviewed all the same, with --even-if-changed")
  }
}

/// Refuses a folder whose ids are those of another company.
///
/// - Throws: ``FolderRefusal`` (B007).
public func refuseOtherCompany(_ folder: RunFolderContent, realm: String) throws(FolderRefusal) {
  guard folder.catalogueRealm.isEmpty || folder.catalogueRealm == realm else {
    throw FolderRefusal(
      "B007", "\(folder.path) was made with the catalogue of company \(folder.catalogueRealm), not of company \(realm)",
      fix: "send it to its own company, or run again with this one's catalogue")
  }
}

/// Rows of the report and lines of payloads belong together in order.
private func addRows(
  _ csv: [UInt8], payloads: [[UInt8]], to folder: inout RunFolderContent
) throws(FolderRefusal) {
  let table: CSVTable
  do throws(RefusedInput) {
    table = try CSVTable(ByteSource(bytes: csv, name: "reconciliation.csv"))
  } catch {
    throw FolderRefusal("B002", "reconciliation.csv cannot be read", fix: "run again")
  }
  folder.header = table.header
  func column(_ name: String) -> Int? { table.header.firstIndex(of: name) }
  guard let bucket = column("bucket"), let title = column("title"), let currency = column("currency"),
    let net = column("net"), let tax = column("tax"), let total = column("total")
  else { throw FolderRefusal("B002", "reconciliation.csv lacks a column", fix: "run again") }
  var next = 0
  for cells in table.rows {
    var row = ReportRow(cells: cells, bucket: cells[bucket], invoice: nil)
    if cells[bucket] == "created" {
      guard next < payloads.count, case .current(let currency) = cells[currency].withByteView({ Currency.find($0) }),
        let net = currency.minorUnits(of: cells[net]), let tax = currency.minorUnits(of: cells[tax]),
        let total = currency.minorUnits(of: cells[total]),
        let invoice = try planned(
          payloads[next], line: next + 1, title: cells[title], currency, net, tax, total, runDate: folder.runDate)
      else {
        throw FolderRefusal(
          "B002", "line \(next + 1) of invoices.ndjson and its row of reconciliation.csv do not belong together",
          fix: "run again")
      }
      row.invoice = next
      folder.invoices.append(invoice)
      next += 1
    }
    folder.rows.append(row)
  }
  guard next == payloads.count else {
    throw FolderRefusal(
      "B002", "\(payloads.count) payloads stand against \(next) created rows of reconciliation.csv", fix: "run again")
  }
}

private func planned(
  _ body: [UInt8], line: Int, title: String, _ currency: Currency, _ net: Int64, _ tax: Int64, _ total: Int64,
  runDate: String
) throws(FolderRefusal) -> PlannedInvoice? {
  guard let value = tree(body), let marker = value["PrivateNote"]?.text.flatMap({ BillingMarker(note: $0) })
  else { return nil }
  let hashes = try digesting { () throws(DigestError) in try contentHashes(value, runDate: runDate) }
  return PlannedInvoice(
    line: line, marker: marker, title: title, body: body, value: value, currency: currency, net: net, tax: tax,
    total: total, hasTaxForecast: !leavesTaxToQuickBooks(value), contentHash: hashes.content, dealHash: hashes.deal)
}

/// In the US: `TAX` on a line without tax given, whose rate QuickBooks finds, or a line without a code, which is taxed as its
/// item is (reference, 3.1 and 3.5).
private func leavesTaxToQuickBooks(_ value: JSONValue) -> Bool {
  guard value["TxnTaxDetail"] == nil, value["GlobalTaxCalculation"] == nil else { return false }
  return (value["Line"]?.elements ?? []).contains { line in
    guard let detail = line["SalesItemLineDetail"] else { return false }
    return detail["TaxCodeRef"].map { $0["value"]?.text == "TAX" } ?? true
  }
}

private func bytes(_ path: String) throws(FolderRefusal) -> [UInt8] {
  do throws(RefusedInput) {
    return try ByteSource(path: path).readAll(limit: 4 << 30)
  } catch {
    throw FolderRefusal(
      "B001", "\(path) cannot be read: \(error.diagnostics.first?.message ?? "no reason given")",
      fix: "name a folder that 'run' wrote", isUnreadable: true)
  }
}

func tree(_ bytes: [UInt8]) -> JSONValue? {
  bytes.withByteView { try? JSONValue.parse($0, file: "run folder") }
}

/// Does something with digests.
///
/// - Throws: ``FolderRefusal`` (B003) on a machine that computes none: whether the folder is whole cannot be told there.
private func digesting<T>(_ body: () throws(DigestError) -> T) throws(FolderRefusal) -> T {
  do throws(DigestError) { return try body() } catch {
    throw FolderRefusal("B003", "\(error.sentence)", fix: "install OpenSSL 3")
  }
}

private func lines(_ bytes: [UInt8]) -> [[UInt8]] {
  bytes.split(separator: 0x0A).map(Array.init)
}
