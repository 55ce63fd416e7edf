import Catalogue
import JSONRecords

/// The company's customers, and the other holders of names, as QuickBooks has them now; matched here, since no text of
/// the CRM goes into a query.
struct CustomerBook: Sendable {
  struct Customer: Sendable, Equatable {
    var id: String
    var name: String
    var isActive: Bool
    var currency: String
    var email: String
    /// As QuickBooks shows it: masked but for the last five characters, or whole.
    var taxID: String
    var createdAt: String
  }

  private(set) var byID: [String: Customer] = [:]
  private var byName: [String: [String]] = [:]
  private var byEmail: [String: [String]] = [:]
  /// Folded names of vendors and employees, with the word for what they are.
  private var taken: [String: String] = [:]

  init() {}

  init(customers: [JSONValue], vendors: [JSONValue], employees: [JSONValue]) {
    for row in customers { add(row) }
    for (rows, words) in [(vendors, "vendor"), (employees, "employee")] {
      for row in rows {
        if let name = row["DisplayName"]?.text { taken[nameKey(withoutMark(name))] = words }
      }
    }
  }

  mutating func add(_ row: JSONValue) {
    guard let id = row["Id"]?.text, let name = row["DisplayName"]?.text else { return }
    let customer = Customer(
      id: id, name: withoutMark(name), isActive: row["Active"]?.text != "false",
      currency: row["CurrencyRef"]?["value"]?.text ?? "", email: row["PrimaryEmailAddr"]?["Address"]?.text ?? "",
      taxID: row["PrimaryTaxIdentifier"]?.text ?? "", createdAt: row["MetaData"]?["CreateTime"]?.text ?? "")
    if byID[id] == nil {
      byName[nameKey(customer.name), default: []].append(id)
      if !customer.email.isEmpty { byEmail[nameKey(customer.email), default: []].append(id) }
    }
    byID[id] = customer
  }

  func named(_ name: String) -> [Customer] { (byName[nameKey(name)] ?? []).compactMap { byID[$0] } }
  func withEmail(_ address: String) -> [Customer] { (byEmail[nameKey(address)] ?? []).compactMap { byID[$0] } }
  /// `vendor` or `employee` when one of them has the name.
  func holder(of name: String) -> String? { taken[nameKey(name)] }

  /// Active customers whose tax id is the very same, unmasked.
  func withTaxID(_ taxID: String) -> [Customer] {
    guard taxID.count > 5 else { return [] }
    return byID.values.filter { $0.isActive && $0.taxID == taxID }.sorted { $0.id < $1.id }
  }
}

/// The name of an inactive object without the mark that QuickBooks puts behind it (reference, 4.5).
func withoutMark(_ name: String) -> String {
  name.hasSuffix(" (deleted)") ? String(name.dropLast(" (deleted)".count)) : name
}
