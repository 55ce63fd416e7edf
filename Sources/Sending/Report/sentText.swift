import Ledger
import Money
import QuickBooksClient
public import Reconciliation

/// The end of a sending on one screen: outcomes with money, what needs a person, most important first.
///
/// - Parameter reconciliation: The report that stands beside the record.
public func sentText(
  _ folder: RunFolderContent, _ result: SendResult, _ report: SentReport, _ reconciliation: ReconciliationReport
) -> String {
  var out = "\n"
  for bucket in Bucket.allCases where result.count(bucket) > 0 {
    let symbol: String =
      switch bucket {
      case .created: "+"
      case .unchanged: "="
      case .held: "?"
      case .unknown, .failed: "!"
      default: "·"
      }
    out +=
      "  \(symbol) \(padded(bucket.name, 11)) \(leading(String(result.count(bucket)), 6))   \(money(folder, result, bucket))\n"
  }
  out += updatedCustomers(result)
  let others = folder.rows.count { $0.invoice == nil }
  if others > 0 {
    out += "  · \(padded("not billed", 11)) \(leading(String(others), 6))   held or skipped by the run\n"
  }
  for suspicion in result.duplicates {
    out +=
      "\nDUPLICATE SUSPECTED: \(suspicion.key) has the invoices \(suspicion.ids.joined(separator: ", ")) in QuickBooks; void all but one\n"
  }
  if !folder.testsNotice.isEmpty { out += "\nRULES     \(visibleText(folder.testsNotice))\n" }
  for document in result.changedInQuickBooks {
    out += "\nCHANGED: \(document.key), invoice \(document.id): \(visibleText(document.outcome))\n"
  }
  out += recoveredText(result) + openOutcomes(folder, result)
  if let stop = result.stop { out += ended(stop) }
  out += troubles(result)
  if let sent = reconciliation.sent { out += rereadText(sent) }
  out += "\n\(report.verdict.words): \(counted(result.calls.writes, "write")), \(counted(result.calls.reads, "read"))"
  if result.calls.throttles > 0 { out += ", throttled \(result.calls.throttles) times" }
  let seconds = Int(result.seconds.rounded())
  out += ", \(seconds / 60) min \(seconds % 60) s\nReport    \(folder.path)/sent\n"
  if result.deals.contains(where: { !$0.bucket.isBilled }) { out += "Held      \(folder.path)/sent/held.csv\n" }
  return out
}

/// What was settled of earlier sendings, a line each: for who sees nothing else, too.
public func recoveredText(_ result: SendResult) -> String {
  result.recovered.map { document in
    let invoice = document.id.isEmpty ? "" : ", invoice \(document.id)"
    let words =
      EntryState(rawValue: document.outcome)?.isLive == true
      ? "made by an earlier sending" : visibleText(document.outcome)
    return "\nSETTLED: \(document.key)\(invoice): \(words)\n"
  }.joined()
}

/// What is still open, with the way out where no deal of this folder tells it.
private func openOutcomes(_ folder: RunFolderContent, _ result: SendResult) -> String {
  let ours = result.open.isEmpty ? [] : Set(folder.invoices.map { BillingKey($0.marker).description })
  return result.open.map { document in
    var out =
      "\nUNKNOWN: \(document.key), \(document.outcome == EntryState.absent.rawValue ? "not in QuickBooks after two looks" : document.outcome)\n"
    if document.key.hasPrefix("invoice "), !ours.contains(document.key) {
      out +=
        "  this folder does not bill it: send the folder that does; or look for the deal's marker, and when it is not there, send with --resend-unknown, which gives it up\n"
    }
    return out
  }.joined()
}

private func ended(_ stop: StopReason) -> String { "\nENDED EARLY: \(stop.words)\n  \(stop.remedy)\n" }

private func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

/// What was read again: how many, and what is not as it was sent.
private func rereadText(_ sent: SentResults) -> String {
  var out = "\nRead again \(sent.reread) of \(sent.returned) invoices: \(sent.matched) as sent"
  let differing = Set(sent.differences.map(\.invoice)).count
  if differing > 0 { out += ", \(differing) not" }
  for total in sent.stored where total.invoices > 0 {
    out += "; \(total.currency) \(groupedAmount(Int128(total.total), code: total.currency, .terminal)) stored"
    out += ", \(groupedAmount(Int128(total.open), code: total.currency, .terminal)) open"
  }
  if !sent.readFailure.isEmpty { out += "\nThe reading ended early: \(visibleText(sent.readFailure))" }
  return out + "\n"
}

/// What a sending would do, and what it would cost.
///
/// - Parameter perMinute: Calls that are permitted; 0 is no limit.
public func dryRunText(_ folder: RunFolderContent, _ result: SendResult, perMinute: Int) -> String {
  var out = "\n"
  let customers = result.customers.count { $0.how == "created" }
  let invoices = result.count(.created)
  out += "  + create      \(leading(String(invoices), 6))   \(money(folder, result, .created))\n"
  for (bucket, words) in [(Bucket.unchanged, "= unchanged "), (.held, "? held      "), (.unknown, "! unknown   ")]
  where result.count(bucket) > 0 {
    out += "  \(words)  \(leading(String(result.count(bucket)), 6))   \(money(folder, result, bucket))\n"
  }
  out += "  customers     \(leading(String(customers), 6))   to create\n" + updatedCustomers(result)
  out += recoveredText(result) + openOutcomes(folder, result)
  out += troubles(result)
  let writes = invoices + customers
  // Every invoice is read again, a hundred at a time.
  let rereads = 1 + (folder.invoices.count + 99) / 100
  out +=
    "\nCost      \(result.calls.reads) reads now, about \(result.calls.reads + rereads) when sent; \(writes) writes"
  if perMinute > 0 { out += "; about \((writes + result.calls.reads + rereads + perMinute - 1) / perMinute) min" }
  out += "\nNothing was written.\n"
  if let stop = result.stop { out += ended(stop) }
  return out
}

private func money(_ folder: RunFolderContent, _ result: SendResult, _ bucket: Bucket) -> String {
  var sums: [String: Int64] = [:]
  for (plan, deal) in zip(folder.invoices, result.deals) where deal.bucket == bucket {
    let stored = bucket == .created || bucket == .unchanged ? plan.currency.minorUnits(of: deal.storedTotal) : nil
    sums[plan.currency.code, default: 0] &+= deal.storedTotal.isEmpty ? plan.total : stored ?? plan.total
  }
  return sums.sorted { $0.key < $1.key }.map { "\($0.key) \(groupedAmount(Int128($0.value), code: $0.key, .terminal))" }
    .joined(
      separator: "   ")
}

/// Each correction of a customer, before and after.
private func updatedCustomers(_ result: SendResult) -> String {
  let behind = result.customers.filter(\.isBehind).map { customer in
    "  ! customer \(customer.id), \(visibleText(customer.name)): \(visibleText(customer.note))\n"
  }
  return behind.joined() + correctedCustomers(result)
}

private func correctedCustomers(_ result: SendResult) -> String {
  result.customers.filter { !$0.changes.isEmpty }.map { customer in
    "  ~ customer \(customer.id), \(visibleText(customer.name))\n"
      + customer.changes.map { change in
        let before = change.expected.isEmpty ? "nothing" : visibleText(change.expected)
        return "      \(change.field): \(before) → \(visibleText(change.actual))\n"
      }.joined()
  }.joined()
}

/// Codes with their number, an example and the remedy.
private func troubles(_ result: SendResult) -> String {
  var groups: [String: (count: Int, problem: String, fix: String)] = [:]
  for deal in result.deals where !deal.code.isEmpty {
    var group = groups[deal.code] ?? (0, deal.problem, deal.fix)
    group.count += 1
    groups[deal.code] = group
  }
  guard !groups.isEmpty else { return "" }
  var out = "\n"
  for (code, group) in groups.sorted(by: { ($1.value.count, $0.key) < ($0.value.count, $1.key) }) {
    out +=
      "  \(code) \(leading(String(group.count), 6))   \(visibleText(group.problem))\n                \(group.fix)\n"
  }
  return out
}

private func padded(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.count))
}
private func leading(_ text: String, _ width: Int) -> String {
  String(repeating: " ", count: max(0, width - text.count)) + text
}
