import Bytes
public import Ledger
import Money
public import Reconciliation

/// Columns of the invoice list, the same for CSV and JSON.
private func fields(_ invoice: ListedInvoice, _ link: DeepLink) -> [(name: String, value: String)] {
  let (entry, seen, currency) = (invoice.entry, invoice.seen, invoice.currency)
  return [
    ("source", entry.key.source), ("deal", entry.key.deal), ("part", entry.key.part), ("id", entry.id),
    ("number", seen?.number ?? entry.storedNumber), ("status", invoice.status), ("label", invoice.label),
    ("customer", seen?.customer ?? entry.customer), ("customerId", seen?.customerID ?? ""),
    ("currency", currency), ("total", moneyText(seen?.total ?? "", currency)),
    ("balance", moneyText(seen?.balance ?? "", currency)), ("date", seen?.date ?? ""),
    ("dueDate", seen?.dueDate ?? ""), ("emailedAt", seen?.emailedAt ?? ""),
    ("lastSeen", seen.map { isoTime($0.seenAt) } ?? ""), ("drift", seen?.drift ?? ""),
    ("ledgerState", entry.state.rawValue),
    ("note", entry.reason), ("link", entry.id.isEmpty ? "" : link.url(invoice: entry.id)),
  ]
}

/// A number of QuickBooks with the currency's decimals; as written when it is none.
func moneyText(_ text: String, _ code: String) -> String {
  minorUnits(text, code).map { amountText($0, code: code) } ?? text
}

/// The same for a table that people read: in groups of three.
func screenMoney(_ text: String, _ code: String) -> String {
  minorUnits(text, code).map { groupedAmount(Int128($0), code: code, .terminal) } ?? text
}

private func minorUnits(_ text: String, _ code: String) -> Int64? {
  code.withByteView { Currency.current($0) }?.minorUnits(of: text)
}

/// One invoice, with its history when it is given.
public func invoiceJSON(
  _ invoice: ListedInvoice, link: DeepLink, history: [InvoiceObservation]?
) -> OrderedJSON {
  var members: [(String, OrderedJSON)] = fields(invoice, link).map { ($0.name, .text($0.value)) }
  members.append(("overdue", .truth(invoice.seen?.isOverdue ?? false)))
  members.append(("emailed", .truth(invoice.seen?.isEmailed ?? false)))
  if let history {
    members.append(
      (
        "history",
        .array(
          history.map { seen in
            .object([
              ("seenAt", .text(isoTime(seen.seenAt))), ("id", .text(seen.id)), ("status", .text(seen.status.rawValue)),
              ("overdue", .truth(seen.isOverdue)), ("by", .text(seen.source.rawValue)),
              ("ours", .truth(seen.isOurChange)), ("total", .text(moneyText(seen.total, seen.currency))),
              ("balance", .text(moneyText(seen.balance, seen.currency))), ("updatedAt", .text(seen.updatedAt)),
              ("drift", .text(seen.drift)),
            ])
          })
      ))
  }
  return .object(members)
}

/// All invoices as CSV, safe to open in a spreadsheet.
public func invoicesCSV(_ invoices: [ListedInvoice], link: DeepLink) -> String {
  var out = ByteBuffer()
  let names = [
    "source", "deal", "part", "id", "number", "status", "label", "customer", "customerId", "currency", "total",
    "balance",
    "date", "dueDate", "emailedAt", "lastSeen", "drift", "ledgerState", "note", "link",
  ]
  for (index, name) in names.enumerated() {
    if index > 0 { out.append(UInt8(ascii: ",")) }
    name.withByteView { appendCSVText($0, to: &out) }
  }
  out.append(UInt8(ascii: "\n"))
  for invoice in invoices {
    for (index, field) in fields(invoice, link).enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      let isAmount = field.name == "total" || field.name == "balance"
      if isAmount, amount(field.value) != nil {
        out.append(text: field.value)
      } else {
        field.value.withByteView { appendCSVText($0, to: &out) }
      }
    }
    out.append(UInt8(ascii: "\n"))
  }
  return out.view.string
}

/// All invoices as a table for a terminal, with the sums that are still owed below.
public func invoicesTable(_ invoices: [ListedInvoice]) -> String {
  var rows = [["deal", "number", "status", "customer", "total", "balance", "", "date", "due"]]
  for invoice in invoices {
    let (entry, seen) = (invoice.entry, invoice.seen)
    rows.append([
      entry.key.deal, seen?.number ?? entry.storedNumber, invoice.label, seen?.customer ?? entry.customer,
      screenMoney(seen?.total ?? "", invoice.currency), screenMoney(seen?.balance ?? "", invoice.currency),
      invoice.currency, seen?.date ?? "", seen?.dueDate ?? "",
    ])
  }
  var out = textTable(rows, rightAligned: [4, 5], mostWide: [3: 30])
  out += "\n\(invoices.count) invoice\(invoices.count == 1 ? "" : "s")"
  let owed = openBalances(invoices)
  if !owed.isEmpty {
    out +=
      ", open: "
      + owed.map { "\($0.code) \(groupedAmount(Int128($0.units), code: $0.code, .terminal))" }.joined(separator: "  ")
  }
  return out + "\n"
}

/// The history of one invoice for a terminal: one line for each time something new was seen.
public func historyText(_ history: [InvoiceObservation]) -> String {
  history.map { seen in
    var line = "    \(isoTime(seen.seenAt))  \(seen.label)"
    line +=
      ", \(screenMoney(seen.balance, seen.currency)) of \(screenMoney(seen.total, seen.currency)) \(seen.currency) open"
    line += "  (\(seen.isOurChange ? "by dealbill" : howWords(seen.source)))"
    if !seen.drift.isEmpty { line += "\n        \(visibleText(seen.drift))" }
    return line + "\n"
  }.joined()
}

private func howWords(_ source: InvoiceObservation.Source) -> String {
  switch source {
  case .changes: "from QuickBooks' list of changes"
  case .query: "read from QuickBooks"
  case .absence: "no longer there when asked for"
  case .date: "the due date has passed"
  case .action: "by dealbill"
  }
}

/// What is still owed, by currency.
func openBalances(_ invoices: [ListedInvoice]) -> [(code: String, currency: Currency, units: Int64)] {
  var sums: [String: (currency: Currency, units: Int64)] = [:]
  for invoice in invoices {
    guard let seen = invoice.seen, seen.status == .open || seen.status == .partiallyPaid,
      case .current(let currency) = seen.currency.withByteView({ Currency.find($0) }),
      let units = amount(seen.balance)?.minorUnits(currency.minorDigits)
    else { continue }
    sums[seen.currency, default: (currency, 0)].units &+= units
  }
  return sums.sorted { $0.key < $1.key }.map { ($0.key, $0.value.currency, $0.value.units) }
}
