public import Invoices
public import JSONRecords
public import QuickBooksClient
import Reconciliation

/// What has to be corrected in a customer of QuickBooks.
public struct CustomerUpdate: Sendable {
  /// As it is (`expected`) and as it is to be (`actual`), by member.
  public var changes: [FieldDifference] = []
  /// The sparse body; empty when nothing changes.
  public var body: [UInt8] = []
}

/// Compares a customer with what the CRM tells of it, and builds the sparse update of what differs.
///
/// What `wanted` does not tell stays as it is. An address is one field and is sent whole (reference, 6.1). QuickBooks shows a
/// tax id masked but for its last five characters (reference, 4.3): those are compared, and a masked one is never sent.
///
/// - Parameter wanted: A body that creates or updates the customer.
public func customerUpdate(
  of stored: StoredEntity, to wanted: JSONValue, _ fields: [CustomerField]
) -> CustomerUpdate {
  var update = CustomerUpdate()
  var members: [(String, OrderedJSON)] = []
  if fields.contains(.address), let address = wanted["BillAddr"], let parts = address.members {
    let names = ["Line1", "Line2", "City", "CountrySubDivisionCode", "PostalCode", "Country"]
    if names.contains(where: { (address[$0]?.text ?? "") != (stored["BillAddr", $0] ?? "") }) {
      members.append(("BillAddr", .object(parts.map { ($0.name, .text($0.value.text ?? "")) })))
      update.changes.append(
        FieldDifference(
          field: "BillAddr", expected: names.compactMap { stored["BillAddr", $0] }.joined(separator: ", "),
          actual: names.compactMap { address[$0]?.text }.joined(separator: ", ")))
    }
  }
  if fields.contains(.email), let email = wanted["PrimaryEmailAddr"]?["Address"]?.text {
    let present = stored["PrimaryEmailAddr", "Address"] ?? ""
    if email != present {
      members.append(("PrimaryEmailAddr", .object([("Address", .text(email))])))
      update.changes.append(FieldDifference(field: "PrimaryEmailAddr", expected: present, actual: email))
    }
  }
  for name in fields.contains(.taxID) ? CustomerField.taxID.members : [] {
    let present = stored[name] ?? ""
    guard let number = wanted[name]?.text, isOtherTaxID(number, than: present) else { continue }
    members.append((name, .text(number)))
    update.changes.append(FieldDifference(field: name, expected: present, actual: number))
  }
  guard !members.isEmpty else { return update }
  let body = OrderedJSON.object(
    [("Id", .text(stored.id)), ("SyncToken", .text(stored.syncToken)), ("sparse", .truth(true))] + members)
  update.body = Array(body.rendered.utf8)
  return update
}

private func isOtherTaxID(_ number: String, than shown: String) -> Bool {
  if isMasked(number) { return false }
  return isMasked(shown) ? number.suffix(5) != shown.suffix(5) : number != shown
}

private func isMasked(_ number: String) -> Bool {
  number.count > 5 && number.dropLast(5).allSatisfy { ["X", "x", "*", "•"].contains($0) }
}
