import Catalogue
import JSONRecords

/// The company's customers, and the other holders of names, as QuickBooks has them now; matched here, since no text of
/// the CRM goes into a query.
struct CustomerBook: Sendable {
  struct Customer: Sendable, Equatable {
    var party: Party
    /// As QuickBooks shows it: masked but for the last five characters, or whole.
    var taxID: String
    var id: String { party.id }
    var name: String { party.name }
    var isActive: Bool { party.isActive }
    var matched: MatchedCustomer { MatchedCustomer(id: party.id, currency: party.currency) }
  }

  private(set) var byID: [String: Customer] = [:]
  private var byName: [String: [String]] = [:]
  private var byEmail: [String: [String]] = [:]
  /// Ids of active customers by the skeleton of their name.
  private var bySkeleton: [String: String] = [:]
  /// Folded names of vendors and employees, with the word for what they are.
  private var taken: [String: String] = [:]

  init() {}

  init(customers: [JSONValue], vendors: [JSONValue], employees: [JSONValue]) {
    for row in customers { add(row) }
    for (rows, words) in [(vendors, "vendor"), (employees, "employee")] {
      for row in rows {
        if let party = Party(row) { taken[nameKey(party.name)] = words }
      }
    }
  }

  mutating func add(_ row: JSONValue) {
    guard let party = Party(row) else { return }
    if byID[party.id] == nil {
      byName[nameKey(party.name), default: []].append(party.id)
      if !party.email.isEmpty { byEmail[nameKey(party.email), default: []].append(party.id) }
      let skeleton = nameSkeleton(party.name)
      if party.isActive, !skeleton.isEmpty, bySkeleton[skeleton] == nil { bySkeleton[skeleton] = party.id }
    }
    byID[party.id] = Customer(party: party, taxID: row["PrimaryTaxIdentifier"]?.text ?? "")
  }

  func named(_ name: String) -> [Customer] { (byName[nameKey(name)] ?? []).compactMap { byID[$0] } }
  /// An active customer whose name a reader would take for this one.
  func near(_ name: String) -> Customer? { bySkeleton[nameSkeleton(name)].flatMap { byID[$0] } }
  func withEmail(_ address: String) -> [Customer] { (byEmail[nameKey(address)] ?? []).compactMap { byID[$0] } }
  /// `vendor` or `employee` when one of them has the name.
  func holder(of name: String) -> String? { taken[nameKey(name)] }

  /// Active customers whose tax id is the very same, unmasked.
  func withTaxID(_ taxID: String) -> [Customer] {
    guard taxID.count > 5 else { return [] }
    return byID.values.filter { $0.isActive && $0.taxID == taxID }.sorted { $0.id < $1.id }
  }
}
