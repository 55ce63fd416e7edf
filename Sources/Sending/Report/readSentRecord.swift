import Bytes
import CSVRecords
import Diagnostics
import JSONRecords
import QuickBooksClient
import Reconciliation

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The result of a sending, as `sent.json` keeps it; and its text.
///
/// - Throws: ``FolderRefusal`` (B009) when the folder was not sent, or the record is not of this folder.
public func readSentRecord(_ folder: RunFolderContent) throws(FolderRefusal) -> (result: SendResult, text: String) {
  if let record = try sentRecord(of: folder) { return record }
  throw FolderRefusal(
    "B009", "\(recordPath(folder)): there is no record of a sending",
    fix: "send the folder first: dealbill send \(folder.path)")
}

/// The same; nil when the folder was never sent.
///
/// - Throws: ``FolderRefusal`` (B009) when there is a record that cannot be read, or one of another folder.
public func sentRecord(
  of folder: RunFolderContent
) throws(FolderRefusal) -> (result: SendResult, text: String)? {
  let path = recordPath(folder)
  func refused(_ what: String) -> FolderRefusal {
    FolderRefusal(
      "B009", "\(path): \(what)", fix: "send the folder again, which writes it anew: dealbill send \(folder.path)")
  }
  guard isThere(path) else { return nil }
  let bytes: [UInt8]
  do throws(RefusedInput) {
    bytes = try ByteSource(path: path).readAll(limit: 4 << 30)
  } catch {
    throw refused("the record of the sending cannot be read: \(error.diagnostics.first?.message ?? "no reason given")")
  }
  guard let root = tree(bytes), root["schema"]?.text == "dealbill.sent/1" else {
    throw refused("this is no record of a sending")
  }
  guard root["manifestSha256"]?.text == folder.fingerprint, let deals = root["deals"]?.elements,
    deals.count == folder.invoices.count
  else { throw refused("the record is of another run folder") }
  func text(_ value: JSONValue, _ name: String) -> String { value[name]?.text ?? "" }
  var result = SendResult()
  result.deals = deals.map { value in
    var deal = DealResult()
    deal.bucket = Bucket.allCases.first { $0.name == text(value, "bucket") } ?? .unknown
    (deal.id, deal.number) = (text(value, "id"), text(value, "number"))
    (deal.code, deal.problem, deal.fix) = (text(value, "code"), text(value, "problem"), text(value, "fix"))
    (deal.storedTotal, deal.storedTax) = (text(value, "storedTotal"), text(value, "storedTax"))
    deal.differences = (value["differences"]?.elements ?? []).map {
      FieldDifference(field: text($0, "field"), expected: text($0, "expected"), actual: text($0, "actual"))
    }
    return deal
  }
  result.customers = (root["customers"]?.elements ?? []).map { customer in
    CustomerResult(
      name: text(customer, "name"), id: text(customer, "id"), how: text(customer, "how"), note: text(customer, "note"),
      changes: (customer["changes"]?.elements ?? []).map {
        FieldDifference(field: text($0, "field"), expected: text($0, "before"), actual: text($0, "after"))
      }, isBehind: customer["behind"] == .bool(true))
  }
  func documents(_ name: String) -> [RecoveredDocument] {
    (root[name]?.elements ?? []).map {
      RecoveredDocument(key: text($0, "key"), id: text($0, "id"), outcome: text($0, "outcome"))
    }
  }
  result.duplicates = (root["duplicatesSuspected"]?.elements ?? []).map {
    SuspectedDuplicate(key: text($0, "key"), ids: ($0["ids"]?.elements ?? []).compactMap(\.text))
  }
  result.open = documents("open")
  result.recovered = documents("recovered")
  func calls(_ name: String) -> Int { root["calls"]?[name]?.text.flatMap { Int($0) } ?? 0 }
  result.calls = CallCounts(reads: calls("reads"), writes: calls("writes"), throttles: calls("throttled"))
  result.changedInQuickBooks = documents("changedInQuickBooks")
  if let words = root["stopped"]?.text { result.stop = .signal(words) }
  return (result, String(decoding: bytes, as: UTF8.self))
}

private func recordPath(_ folder: RunFolderContent) -> String { "\(folder.path)/sent/sent.json" }

/// A file that may not be looked at is there.
private func isThere(_ path: String) -> Bool {
  unsafe access(path, F_OK) == 0 || (errno != ENOENT && errno != ENOTDIR)
}
