/// A small made-up export with defects, and what must become of it.
///
/// Three shapes: a Pipedrive list (a row a deal), a Salesforce report (a row a product, blank rows and footers), and
/// JSON Lines. Each deal carries at most one defect, so that its bucket is known beforehand.
struct MadeExport {
  enum Shape: CaseIterable { case list, report, json }

  enum Defect: CaseIterable {
    case none, noName, badAmount, unknownKey, unknownCurrency, lost, noID
    case identicalNext, conflictingNext, identicalLater, conflictingLater, identicalNextAndLater

    /// Where the deal ends.
    var bucket: String {
      switch self {
      case .none, .identicalNext, .identicalLater, .identicalNextAndLater: "created"
      case .lost: "skipped"
      default: "held"
      }
    }
  }

  private(set) var text = ""
  private(set) var buckets = ["created": 0, "held": 0, "skipped": 0]
  private(set) var heldRows = 0
  private(set) var rows = 0
  private(set) var footers = 0
  /// Sum of the created deals' values by currency, in hundredths.
  private(set) var values: [String: Int] = [:]
  let shape: Shape

  /// - Parameter padding: Length of the titles, to make an export larger than the reader's block.
  init(seed: UInt64, shape: Shape, deals count: Int, padding: Int = 0) {
    self.shape = shape
    var random = SeededGenerator(seed: seed &* 4 &+ UInt64(Shape.allCases.firstIndex(of: shape) ?? 0))
    let quotes = random.chance(50)
    let lineEnd = random.chance(50) ? "\r\n" : "\n"
    var now: [String] = []
    var later: [String] = []
    for number in 0..<count {
      var deal = Deal(number, &random, padding)
      deal.hasSeveralProducts = shape == .report
      let defect = random.chance(50) ? Defect.none : Defect.allCases.randomElement(using: &random) ?? .none
      let made = deal.lines(defect, shape, quotes, &random)
      now += made.now
      later += made.later
      // Without an id nothing says that rows belong together.
      buckets[defect.bucket, default: 0] += defect == .noID ? made.now.count : 1
      rows += made.now.count + made.later.count
      if defect.bucket == "held" {
        heldRows += made.now.count + made.later.count
      }
      if defect.bucket == "created" { values[deal.currency, default: 0] += deal.cents }
      if shape != .json, random.chance(5) { now.append(random.chance(50) ? "" : ",,,,,,,,,") }
    }
    later.shuffle(using: &random)
    while now.last?.allSatisfy({ $0 == "," }) == true { now.removeLast() }
    var lines = now + later
    switch shape {
    case .list:
      lines.insert(
        row(["ID", "Title", "Status", "Value", "Currency of Value", "Organization", "Won time", "Sector"], quotes),
        at: 0)
    case .report:
      lines.insert(
        row(
          [
            "Opportunity ID", "Opportunity Name", "Stage", "Amount", "Amount Currency", "Account Name", "Close Date",
            "Product Name", "Quantity", "Sales Price",
          ], quotes), at: 0)
      if random.chance(60) {
        lines += ["", "Grand Totals (\(count) records)", "Confidential Information - Do Not Distribute"]
        footers = 2
      }
    case .json: break
    }
    text = lines.joined(separator: lineEnd) + (random.chance(80) ? lineEnd : "")
  }

  private struct Deal {
    let id: String
    let title: String
    let name: String
    let currency: String
    var hasSeveralProducts = false
    /// The deal's value in hundredths.
    private(set) var cents = 0

    init(_ number: Int, _ random: inout SeededGenerator, _ padding: Int) {
      id = String(1000 + number)
      let words = ["Audit, phase 2", "Say \"\"hi\"\"", "Größe\n2", "plain", " - ", "=SUM(A1)"]
      title = words.randomElement(using: &random).map { $0 + String(repeating: "x", count: padding) } ?? ""
      currency = ["EUR", "USD", "JPY", "DKK"].randomElement(using: &random) ?? "EUR"
      // QuickBooks gives a customer one currency.
      name = "Customer \(Int.random(in: 0..<20, using: &random)) \(currency)"
    }

    mutating func lines(
      _ defect: Defect, _ shape: Shape, _ quotes: Bool, _ random: inout SeededGenerator
    ) -> (now: [String], later: [String]) {
      let products = hasSeveralProducts ? Int.random(in: 1...4, using: &random) : 1
      let step = currency == "JPY" ? 100 : 1
      let prices = (0..<products).map { _ in Int.random(in: 1...900_000, using: &random) * step }
      let quantities = (0..<products).map { _ in hasSeveralProducts ? Int.random(in: 1...9, using: &random) : 1 }
      cents = zip(prices, quantities).reduce(0) { $0 + $1.0 * $1.1 }
      func made(
        _ sector: String = ["Alpha", "Beta", "gamma "].randomElement(using: &random) ?? "", name: String? = nil
      )
        -> [String]
      {
        let id = defect == .noID ? "" : self.id
        let amount = defect == .badAmount ? "12,00x" : amountText(cents)
        let status = defect == .lost ? "Lost" : "Won"
        let currency = defect == .unknownCurrency ? "XYZ" : self.currency
        let name = defect == .noName ? "" : name ?? self.name
        let sector = defect == .unknownKey ? "Omega" : sector
        switch shape {
        case .list: return [row([id, title, status, amount, currency, name, "2026-03-31", sector], quotes)]
        case .report:
          return zip(prices, quantities).map { price, quantity in
            row(
              [id, title, status, amount, currency, name, "2026-03-31", sector, String(quantity), amountText(price)],
              quotes)
          }
        case .json:
          let value = defect == .badAmount ? "\"12,00x\"" : amountText(cents)
          let title = title.split(separator: "\n").joined(separator: "\\n").split(separator: "\"\"").joined(
            separator: "\\\"")
          return [
            "{\"id\":\(id.isEmpty ? "null" : id),\"title\":\"\(title)\",\"status\":\"\(status)\",\"value\":\(value),"
              + "\"currency\":\"\(currency)\",\"org_name\":\"\(name)\",\"won_time\":\"2026-03-31\",\"sector\":\"\(sector)\"}"
          ]
        }
      }
      let first = made()
      let isProduct = shape == .report
      switch defect {
      // A product that stands twice is two products, so here the same row again is no repeat of the deal.
      case .identicalNext where !isProduct: return (first + first, [])
      case .identicalNextAndLater where !isProduct: return (first + first, first)
      case .identicalLater where !isProduct: return (first, first)
      case .identicalLater:
        // The rows of one deal, some of them later in the file.
        return (Array(first.prefix(1)), Array(first.dropFirst()))
      case .conflictingNext: return (first + made(name: "Other \(id)"), [])
      case .conflictingLater: return (first, made(name: "Other \(id)"))
      default: return (first, [])
      }
    }
  }
}

/// Hundredths as an amount with a point, without one where it is whole.
private func amountText(_ cents: Int) -> String {
  cents % 100 == 0 ? String(cents / 100) : "\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
}

private func row(_ cells: [String], _ quotes: Bool) -> String {
  cells.map { cell in quotes || cell.contains(where: { ",\"\n".contains($0) }) ? "\"\(cell)\"" : cell }
    .joined(separator: ",")
}

/// The rules for each shape: the same invoice out of all three.
enum MadeRules {
  static let list = text(
    "pipedrive", sector: "{ header: Sector, json: sector }",
    lines:
      "{ id: value, each: deal, item: { table: items, key: sector }, description: \"{title}\", quantity: 1, price: value }",
    status: "status", date: "won_time")
  static let report = text(
    "salesforce", sector: nil,
    lines:
      "{ id: product, each: product, item: { table: items, key: line.name }, description: \"{title}\", quantity: line.quantity, price: line.price }",
    status: "stage", date: "close_date")

  static func of(_ shape: MadeExport.Shape) -> String { shape == .report ? report : list }

  private static func text(_ profile: String, sector: String?, lines: String, status: String, date: String) -> String {
    """
    rules: 1
    company: { name: Tie, country: DE, currency: EUR, time_zone: UTC }
    source: { profile: \(profile) }
    \(sector.map { "columns: { sector: \($0) }" } ?? "")
    tables: { items: { rows: { Alpha: A, Beta: B, Gamma: G } } }
    skip: [ { id: lost, if: { \(status): { is: Lost } }, because: the deal is lost } ]
    customer: { name: { first_of: [organization], on_missing: hold } }
    currency: { from: currency }
    invoice: { date: \(date), private_note: "deal {id}" }
    lines: [ \(lines) ]
    taxes:
      codes: { 19%: 19, 7%: 7, QC: { GST: 5, QST: 9.975 } }
      send_detail: yes
      code: { when: [ { if: { currency: { is: DKK } }, use: 7% }, { if: { currency: { is: USD } }, use: QC } ], otherwise: 19% }
    """
  }
}
