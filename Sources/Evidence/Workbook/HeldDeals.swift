import Reconciliation

/// The deals that wait for a person, most money first: as many as a person can look at.
struct HeldDeals {
  /// How many are kept; the rest is counted, and stands in `held.csv`.
  static let limit = 20_000

  struct Deal {
    var deal: String
    var title: String
    var customer: String
    var code: String
    var problem: String
    var fix: String
    var owner: String
    var decidedBy: String
    var age: Int?
    var currency: String
    var value: Int64?
    var file: String
    var row: Int?
    var size: UInt128
    var ordinal: Int
  }
  private var kept: [Deal] = []
  private(set) var count = 0

  mutating func add(_ row: DealRow, decimals: Int) {
    count += 1
    let currency = row.text(.currency)
    let value = row.amount(.dealValue, decimals: decimals)
    kept.append(
      Deal(
        deal: row.text(.deal), title: row.text(.title), customer: row.text(.customer), code: row.text(.code),
        problem: row.text(.problem),
        fix: row.text(.fix), owner: row.text(.owner), decidedBy: row.text(.decidedBy), age: row.count(.age),
        currency: currency, value: value, file: row.text(.file), row: row.count(.row),
        size: nominalSize(value ?? 0, code: currency), ordinal: count))
    if kept.count >= 2 * Self.limit { cut() }
  }

  private mutating func cut() {
    kept.sort(by: Self.isBefore)
    kept.removeLast(max(0, kept.count - Self.limit))
  }

  private static func isBefore(_ a: Deal, _ b: Deal) -> Bool {
    a.size != b.size ? a.size > b.size : a.ordinal < b.ordinal
  }

  /// Most money first, as written; deals of the same money in the order of the export.
  var largest: [Deal] { Array(kept.sorted(by: Self.isBefore).prefix(Self.limit)) }
}
