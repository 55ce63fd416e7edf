import Diagnostics

/// A catalogue with its names looked up by key; made once a run and shared by all threads.
public final class CatalogueIndex: Sendable {
  public let catalogue: CompanyCatalogue
  public let customers: NameIndex<Party>
  public let vendors: NameIndex<Party>
  public let employees: NameIndex<Party>
  public let items: NameIndex<Item>
  public let taxCodes: NameIndex<TaxCodeEntry>
  public let taxRates: NameIndex<TaxRateEntry>
  public let terms: NameIndex<TermEntry>
  public let currencies: NameIndex<CurrencyEntry>
  public let classes: NameIndex<ListEntry>
  public let departments: NameIndex<ListEntry>
  /// Customers by the skeleton of their name.
  private let skeletons: [String: Int]
  private let links: [String: PartyLink]

  public init(_ catalogue: CompanyCatalogue) {
    self.catalogue = catalogue
    customers = NameIndex(catalogue.customers)
    vendors = NameIndex(catalogue.vendors)
    employees = NameIndex(catalogue.employees)
    items = NameIndex(catalogue.items, also: { $0.sku })
    taxCodes = NameIndex(catalogue.taxCodes)
    taxRates = NameIndex(catalogue.taxRates)
    terms = NameIndex(catalogue.terms)
    currencies = NameIndex(catalogue.currencies)
    classes = NameIndex(catalogue.classes)
    departments = NameIndex(catalogue.departments)
    var skeletons: [String: Int] = [:]
    for (index, customer) in catalogue.customers.enumerated() where customer.isActive {
      let skeleton = nameSkeleton(customer.name)
      if !skeleton.isEmpty, skeletons[skeleton] == nil { skeletons[skeleton] = index }
    }
    self.skeletons = skeletons
    links = Dictionary((catalogue.links ?? []).map { ($0.party, $0) }) { _, last in last }
  }

  /// What is known of a party beside its name.
  func link(of party: String) -> PartyLink? { links.isEmpty ? nil : links[nameKey(party)] }

  /// An active customer whose name a reader would take for this one.
  public func nearCustomer(to name: String) -> Party? {
    skeletons[nameSkeleton(name)].map { catalogue.customers[$0] }
  }

  /// Who, other than a customer, has the name: names are unique over all three lists.
  public func otherHolder(of name: String) -> (kind: String, party: Party)? {
    if let party = vendors.find(name).first { return ("vendor", party) }
    if let party = employees.find(name).first { return ("employee", party) }
    return nil
  }
}

/// One list, looked up by name.
public struct NameIndex<Entry: CatalogueEntry>: Sendable {
  public let entries: [Entry]
  private let byKey: [String: [Int]]
  private let byID: [String: Int]

  /// - Parameter also: A further name of an entry, or an empty text.
  init(_ entries: [Entry], also: (Entry) -> String = { _ in "" }) {
    self.entries = entries
    var byKey: [String: [Int]] = [:]
    var byID: [String: Int] = [:]
    for (index, entry) in entries.enumerated() {
      byID[entry.id] = index
      var keys: [String] = []
      for name in [entry.name, entry.fullName, also(entry)] where !name.isEmpty {
        let key = nameKey(name)
        if !keys.contains(key) { keys.append(key) }
      }
      for key in keys { byKey[key, default: []].append(index) }
    }
    self.byKey = byKey
    self.byID = byID
  }

  public func entry(_ id: String) -> Entry? { byID[id].map { entries[$0] } }

  /// Entries of that name, full name or other name; those that match to the letter first, then active ones, then in the
  /// list's order.
  public func find(_ name: String) -> [Entry] {
    guard let found = byKey[nameKey(name)] else { return [] }
    guard found.count > 1 else { return found.map { entries[$0] } }
    return found.map { entries[$0] }.enumerated().sorted { a, b in
      rank(a.element, name, a.offset) < rank(b.element, name, b.offset)
    }.map(\.element)
  }

  /// Active entries of that name that nothing tells apart: more than one cannot be chosen from.
  public func candidates(_ name: String) -> [Entry] {
    let found = find(name)
    guard let first = found.first, first.isActive else { return [] }
    let best = rank(first, name, 0)
    return found.filter { rank($0, name, 0) == best }
  }

  private func rank(_ entry: Entry, _ name: String, _ offset: Int) -> (Int, Int, Int) {
    let closeness = entry.fullName == name ? 0 : entry.name == name ? 1 : 2
    return (entry.isActive ? 0 : 1, closeness, offset)
  }

  /// The active name that was probably meant.
  public func nearest(to name: String) -> String? {
    nearestName(to: name, among: entries.lazy.filter(\.isActive).map(\.fullName))
  }
}
