/// What the events of a history come to, one after another.
///
/// Of the facts of an entry only a number each is kept: payloads of years would fill the memory. Everything is found by the
/// bytes of its name, since texts that look the same count as the same elsewhere.
struct LedgerReplay {
  struct Entry {
    var state = ""
    var id = ""
    var changedAt: Int64 = 0
    var facts = LedgerReplay.noFacts
  }
  private(set) var entries: [[UInt8]: Entry] = [:]
  private(set) var links: [[UInt8]: CustomerLink] = [:]
  private(set) var facts: [[UInt8]: String] = [:]

  private static let places = Dictionary(
    uniqueKeysWithValues: blankEntry.fields.enumerated().map { (Substring($0.element.0), $0.offset) })
  private static let noFacts = [Int](repeating: "".hashValue, count: places.count)
  private static let blankEntry = LedgerEntry(key: BillingKey(source: "", deal: "", part: ""), state: .intended)

  mutating func take(_ event: LedgerEvent) {
    let name = Array(event.key.utf8)
    switch event.kind {
    case "linked":
      let words = Ledger.facts(of: event.detail)
      links[name] = CustomerLink(
        party: event.key, customerID: event.id, displayName: words["name"] ?? "", how: words["how"] ?? "")
    case "unlinked": links[name] = nil
    case "fact": facts[name] = event.detail
    default:
      if event.state.isEmpty { return }
      var entry = entries[name] ?? Entry()
      (entry.state, entry.id, entry.changedAt) = (event.state, event.id, event.time)
      eachFact(of: event.detail) { name, value in
        if let place = Self.places[name] { entry.facts[place] = value.hashValue }
      }
      entries[name] = entry
    }
  }

  func holds(_ entry: LedgerEntry) -> Bool {
    guard let last = entries[Array(entry.key.description.utf8)] else { return false }
    return last.state == entry.state.rawValue && last.id == entry.id && last.changedAt == entry.changedAt
      && last.facts == entry.fields.map { escaped($0.1).hashValue }
  }

  func holds(_ link: CustomerLink) -> Bool { links[Array(link.party.utf8)] == link }

  func holds(_ name: String, _ value: String) -> Bool { facts[Array(name.utf8)] == value }
}
