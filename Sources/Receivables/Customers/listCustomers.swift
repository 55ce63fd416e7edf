import Bytes
public import Catalogue
public import Ledger
import JSONRecords
import QuickBooksClient
public import Reconciliation

/// A link with what the invoices tell of it.
public struct ListedCustomer: Sendable, Equatable {
  public var link: CustomerLink
  public var invoices: Int
  /// Milliseconds since 1970 when an invoice of it was last seen; nil when there is none.
  public var lastSeen: Int64?
}

/// The links, and for a party without one the customer that its last invoice went to, found by its name then.
func knownLinks(_ ledger: some HistoryStorage) throws(LedgerError) -> [String: CustomerLink] {
  var found: [String: CustomerLink] = [:]
  for entry in try ledger.entries(in: EntryState.allCases) where entry.key.kind == "invoice" && !entry.id.isEmpty {
    guard let reference = payloadTree(entry)?["CustomerRef"], let id = reference["value"]?.text else { continue }
    let name = reference["name"]?.text ?? entry.customer
    found[nameKey(name)] = CustomerLink(party: nameKey(name), customerID: id, displayName: name, how: "name")
  }
  for link in try ledger.links() { found[link.party] = link }
  return found
}

/// The ledger's links for a catalogue, so that a run knows them too.
public func partyLinks(_ ledger: some HistoryStorage) throws(LedgerError) -> [PartyLink] {
  try ledger.links().map { PartyLink(party: $0.party, customer: $0.customerID, isByHand: $0.how == "linked") }
}

/// All links, in the order of the parties.
public func listCustomers(_ ledger: some HistoryStorage) throws(LedgerError) -> [ListedCustomer] {
  var counts: [String: (invoices: Int, lastSeen: Int64?)] = [:]
  for invoice in try listInvoices(ledger) {
    let key = nameKey(invoice.entry.customer)
    var found = counts[key] ?? (0, nil)
    found.invoices += 1
    if let seen = invoice.seen { found.lastSeen = max(found.lastSeen ?? 0, seen.seenAt) }
    counts[key] = found
  }
  return try knownLinks(ledger).values.sorted { $0.party < $1.party }.map { link in
    let found = counts[nameKey(link.party)] ?? (0, nil)
    return ListedCustomer(link: link, invoices: found.invoices, lastSeen: found.lastSeen)
  }
}

/// Parties whose names a reader would take for one another: of the links, and of the catalogue when there is one.
public func nearNames(_ customers: [ListedCustomer], _ catalogue: CatalogueIndex?) -> [(String, String)] {
  var found: [(String, String)] = []
  var bySkeleton: [String: ListedCustomer] = [:]
  for customer in customers {
    let skeleton = nameSkeleton(customer.link.displayName)
    if let other = bySkeleton[skeleton], other.link.customerID != customer.link.customerID {
      found.append((other.link.displayName, customer.link.displayName))
    } else {
      bySkeleton[skeleton] = customer
    }
    if let near = catalogue?.nearCustomer(to: customer.link.displayName), near.id != customer.link.customerID {
      found.append((customer.link.displayName, "\(near.name) (id \(near.id))"))
    }
  }
  return found
}

private func howText(_ how: String) -> String {
  switch how {
  case "linked": "linked by hand"
  case "tax-id": "by tax id"
  case "name": "by name"
  case "created": "created by dealbill"
  default: how
  }
}

/// For a terminal.
public func customersTable(_ customers: [ListedCustomer], _ near: [(String, String)]) -> String {
  var rows = [["party", "customer", "id", "found", "invoices", "last seen"]]
  for customer in customers {
    rows.append([
      customer.link.party, customer.link.displayName, customer.link.customerID, howText(customer.link.how),
      String(customer.invoices), customer.lastSeen.map { isoTime($0) } ?? "",
    ])
  }
  var out = textTable(rows, rightAligned: [4]) + "\n\(customers.count) customers\n"
  if !near.isEmpty {
    out += "\nNearly the same name: one customer or two?\n"
    out += textTable(near.map { ["  \($0.0)", $0.1] })
  }
  return out
}

public func customersJSON(_ customers: [ListedCustomer], _ near: [(String, String)]) -> OrderedJSON {
  .object([
    (
      "customers",
      .array(
        customers.map {
          .object([
            ("party", .text($0.link.party)), ("customer", .text($0.link.displayName)),
            ("id", .text($0.link.customerID)), ("how", .text($0.link.how)), ("invoices", .number($0.invoices)),
            ("lastSeen", $0.lastSeen.map { .text(isoTime($0)) } ?? .null),
          ])
        })
    ),
    ("nearNames", .array(near.map { .array([.text($0.0), .text($0.1)]) })),
  ])
}

/// Safe to open in a spreadsheet.
public func customersCSV(_ customers: [ListedCustomer]) -> String {
  var out = ByteBuffer()
  func append(_ cells: [String]) {
    for (index, cell) in cells.enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      cell.withByteView { appendCSVText($0, to: &out) }
    }
    out.append(UInt8(ascii: "\n"))
  }
  append(["party", "customer", "id", "how", "invoices", "lastSeen"])
  for customer in customers {
    append([
      customer.link.party, customer.link.displayName, customer.link.customerID, customer.link.how,
      String(customer.invoices), customer.lastSeen.map { isoTime($0) } ?? "",
    ])
  }
  return out.view.string
}

/// What would change in each customer, before and after.
public func customerPlanText(_ plans: [CustomerPlan]) -> String {
  var out = ""
  for plan in plans where !plan.changes.isEmpty || !plan.refusal.isEmpty {
    out += "~ \(visibleText(plan.link.displayName)) (id \(plan.link.customerID))\n"
    if !plan.refusal.isEmpty { out += "    \(plan.refusal)\n" }
    for change in plan.changes {
      let before = change.expected.isEmpty ? "nothing" : visibleText(change.expected)
      out += "    \(change.field): \(before) → \(visibleText(change.actual))\n"
    }
  }
  let count = plans.count { !$0.body.isEmpty }
  return out + "\(count) of \(plans.count) customers differ\n"
}
