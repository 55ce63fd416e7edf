import Bytes

/// The columns of a held.csv, which the reader knows again.
enum HeldColumns {
  static let problem = "Problem"
  /// In place of ``problem`` where the deals came from JSON: the file is then read with the habits of JSON, one row a
  /// product, numbers with a point, times in UTC, whatever the rules say of CSV.
  static let problemOfJSON = "Problem (JSON)"
  static let fix = "How to fix"

  /// The columns in front of these two when the deals came from JSON.
  static func ofJSON(_ requests: Requests, hasLines: Bool) -> [String] {
    requests.deal.map(\.heldName) + (hasLines ? requests.line.map(\.heldName) : [])
  }
}

extension ByteView {
  /// Whether a cell gets an apostrophe in front in a held.csv: a formula, and what would look like one so guarded.
  var needsFormulaGuard: Bool {
    var rest = self
    while rest.count > 1, rest[0] == UInt8(ascii: "'") { rest = rest.dropFirst(1) }
    return rest.startsFormula
  }

  /// A cell of a held.csv without the apostrophe that made it safe to open in a spreadsheet.
  var withoutFormulaGuard: ByteView {
    guard count >= 2, self[0] == UInt8(ascii: "'"), dropFirst(1).needsFormulaGuard else { return self }
    return dropFirst(1)
  }
}
