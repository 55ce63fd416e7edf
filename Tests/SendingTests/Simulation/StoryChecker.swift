import Foundation
import Ledger
import QuickBooksEmulator

/// Judges a story by the emulator's state and log, the ledger's history and the reports alone (reliability reference,
/// 5.4). It shares no code with the engine: JSON is read by Foundation, markers and amounts by its own few lines.
struct StoryChecker {
  private struct Stored {
    var id: String
    var deal: String
    var total: Decimal
    var customer: String
    var date: String
  }

  let outcome: StoryOutcome
  private(set) var faults: [String] = []

  init(_ outcome: StoryOutcome) {
    self.outcome = outcome
    check()
  }

  private mutating func check() {
    let stored = outcome.invoices.compactMap(Self.stored)
    let reports = outcome.reports.compactMap { Self.object(Array($0.utf8)) }
    guard let last = reports.last, let deals = last["deals"] as? [[String: Any]] else {
      faults.append("the undisturbed night has no report")
      return
    }
    checkDuplicates(stored, reports)
    checkEveryDealOnce(deals)
    checkCreated(deals, stored)
    checkKnown(stored, reports)
    checkEnd(last, deals, stored)
    checkCalls()
    checkSums(last, deals, stored)
    checkSecrets()
    checkHistory()
  }

  private static func object(_ bytes: [UInt8]) -> [String: Any]? {
    (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: Any]
  }

  private static func stored(_ bytes: [UInt8]) -> Stored? {
    guard let object = object(bytes), let id = object["Id"] as? String, let note = object["PrivateNote"] as? String,
      let line = note.split(separator: "\n").last, line.hasPrefix("dealbill:1:pipedrive:"),
      let total = amount("TotalAmt", String(decoding: bytes, as: UTF8.self))
    else { return nil }
    return Stored(
      id: id, deal: String(line.split(separator: ":")[3]), total: total,
      customer: (object["CustomerRef"] as? [String: Any])?["name"] as? String ?? "",
      date: object["TxnDate"] as? String ?? "")
  }

  /// From the text: Foundation would read the number as a Double.
  private static func amount(_ name: String, _ text: String) -> Decimal? {
    guard let start = text.range(of: "\"\(name)\":")?.upperBound else { return nil }
    return Decimal(string: String(text[start...].prefix { "0123456789.-".contains($0) }))
  }

  /// 1: at most one live invoice per key; two only when a late commit meets ids that are ignored, and then said loudly.
  private mutating func checkDuplicates(_ stored: [Stored], _ reports: [[String: Any]]) {
    var byDeal: [String: [String]] = [:]
    for invoice in stored { byDeal[invoice.deal, default: []].append(invoice.id) }
    let planted = Set(outcome.story.faults.map(\.fault))
    let mayDouble = planted.contains(.commitDelayed) && planted.contains(.requestIDIgnored)
    for (deal, ids) in byDeal where ids.count > 1 {
      if !mayDouble { faults.append("deal \(deal) has \(ids.count) live invoices: \(ids.sorted())") }
      let isTold = reports.contains { report in
        (report["duplicatesSuspected"] as? [[String: Any]] ?? []).contains { suspicion in
          (suspicion["key"] as? String)?.contains(" \(deal) ") == true
            && Set(ids).isSubset(of: Set(suspicion["ids"] as? [String] ?? []))
        }
      }
      if !isTold { faults.append("deal \(deal) is doubled in silence: \(ids.sorted())") }
    }
  }

  /// 2
  private mutating func checkEveryDealOnce(_ deals: [[String: Any]]) {
    let told = deals.compactMap { $0["deal"] as? String }.sorted()
    let wanted = outcome.story.folder.deals.map { String($0.id) }.sorted()
    if told != wanted { faults.append("the report has the deals \(told), the export \(wanted)") }
  }

  /// 3
  private mutating func checkCreated(_ deals: [[String: Any]], _ stored: [Stored]) {
    for deal in deals {
      guard let bucket = deal["bucket"] as? String, bucket == "created" || bucket == "unchanged" else { continue }
      let id = deal["id"] as? String ?? ""
      guard let invoice = stored.first(where: { $0.id == id }) else {
        faults.append("deal \(deal["deal"] ?? "?") is \(bucket) as \(id), which QuickBooks has not")
        continue
      }
      if Decimal(string: deal["storedTotal"] as? String ?? "") != invoice.total {
        faults.append("invoice \(id): \(deal["storedTotal"] ?? "?") reported, \(invoice.total) stored")
      }
      if deal["total"] as? String != deal["storedTotal"] as? String, (deal["code"] as? String ?? "").isEmpty {
        faults.append("invoice \(id): a difference to the forecast is not told")
      }
      if deal["customer"] as? String != invoice.customer { faults.append("invoice \(id): another customer") }
      if deal["date"] as? String != invoice.date { faults.append("invoice \(id): another date") }
    }
  }

  /// 4: the ledger's history knows every live invoice, and a report tells of it.
  private mutating func checkKnown(_ stored: [Stored], _ reports: [[String: Any]]) {
    let known = Set(outcome.events.map(\.id))
    let suspected = Set(
      reports.flatMap { ($0["duplicatesSuspected"] as? [[String: Any]] ?? []).flatMap { $0["ids"] as? [String] ?? [] } }
    )
    for invoice in stored {
      if !outcome.events.isEmpty, !known.contains(invoice.id), !suspected.contains(invoice.id) {
        faults.append("the ledger does not know invoice \(invoice.id)")
      }
      let isTold =
        suspected.contains(invoice.id)
        || reports.contains { ($0["deals"] as? [[String: Any]] ?? []).contains { $0["id"] as? String == invoice.id } }
      if !isTold { faults.append("no report tells of invoice \(invoice.id)") }
    }
  }

  /// 5
  private mutating func checkEnd(_ last: [String: Any], _ deals: [[String: Any]], _ stored: [Stored]) {
    if let open = last["open"] as? [Any], !open.isEmpty { faults.append("open outcomes are left: \(open)") }
    if !(last["stopped"] is NSNull) { faults.append("the undisturbed night stopped: \(last["stopped"] ?? "?")") }
    // A deal whose invoice a person deleted stays without one, unless the person wants it billed again. When nobody knew of
    // the invoice, the deal may get one: it was never known to have any.
    let billed = Set(stored.map(\.deal))
    let person = outcome.deleted == nil ? nil : outcome.story.person
    for deal in deals {
      let (name, bucket) = (deal["deal"] as? String ?? "?", deal["bucket"] as? String ?? "")
      let isBilled = bucket == "created" || bucket == "unchanged"
      if billed.contains(name) != isBilled {
        faults.append("deal \(name) ends \(bucket), and QuickBooks has \(isBilled ? "no" : "an") invoice of it")
      }
      let isGone = bucket == "held" && deal["code"] as? String == "X953"
      let mayBeGone = name == person.map { String($0.deal) } && person?.wantsItBack == false
      let mustBeGone = mayBeGone && outcome.wasKnown
      if isGone ? !mayBeGone : (mustBeGone || !isBilled) {
        faults.append("deal \(name) ends \(bucket): \(deal["code"] ?? "") \(deal["problem"] ?? "")")
      }
    }
    if let code = outcome.exitCodes.last, code == 5 || code > 5 { faults.append("the last exit code is \(code)") }
  }

  /// 6: it only adds; and nothing is sent again before it was looked for.
  private mutating func checkCalls() {
    let unclear: Set<String> = ["F3", "F4", "F5", "F6", "F7", "F8", "F11", "F12", "F13", "F16", "F20", "F23"]
    var open: [String: Int] = [:]
    for entry in outcome.log {
      let words = entry.call.split(separator: " ").map(String.init)
      if ["delete", "void", "update", "send"].contains(words[0]) {
        faults.append("a call that only people make: \(entry.call)")
      }
      if words[0] == "query" || words[0] == "read" { open = [:] }
      guard words[0] == "create", entry.method == "POST", !entry.verdict.hasPrefix("late") else { continue }
      guard let id = entry.requestID else {
        faults.append("a create without requestid")
        continue
      }
      if open[id] != nil { faults.append("request \(id) is sent again without a look (call \(entry.number))") }
      if let fault = entry.fault, unclear.contains(fault) { open[id] = entry.number }
      if !entry.target.contains("minorversion=75") { faults.append("a call without minorversion") }
    }
  }

  /// 7
  private mutating func checkSums(_ last: [String: Any], _ deals: [[String: Any]], _ stored: [Stored]) {
    let created = deals.filter { $0["bucket"] as? String == "created" }.compactMap { $0["id"] as? String }
    let sum = stored.filter { created.contains($0.id) }.reduce(Decimal(0)) { $0 + $1.total }
    let told = (last["currencies"] as? [String: Any])?["GBP"] as? [String: Any]
    let total = Decimal(string: told?["total"] as? String ?? "0") ?? 0
    if total != sum { faults.append("the report says \(total), QuickBooks holds \(sum)") }
  }

  /// 8
  private mutating func checkSecrets() {
    for text in outcome.reports + outcome.events.map(\.text) where text.contains(outcome.accessToken) {
      faults.append("the access token stands in a report or in the ledger")
    }
  }

  /// 9
  private mutating func checkHistory() {
    var previous = LedgerEvent.origin
    for (index, event) in outcome.events.enumerated() {
      let hash = try? event.hash(after: previous)
      if event.sequence != Int64(index + 1) || hash != event.hash {
        faults.append("the history is broken at \(event.sequence)")
        return
      }
      previous = event.hash
    }
  }
}
