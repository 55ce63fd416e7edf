import Bytes

/// The columns of a held.csv: those of the first file of deals, then what later files have beside them.
///
/// Same headers are told apart by their order.
struct HeldColumns: Sendable {
  let header: [String]
  let delimiter: UInt8
  /// Per file, per column of `header`, the file's own column or −1.
  let sources: [[Int]]

  /// Whether all deals come from JSON, at once or by way of an earlier held.csv: the file is then read with the habits
  /// of JSON, one row a product, numbers with a point, times in UTC, whatever the rules say of CSV.
  let isJSON: Bool

  static let none = HeldColumns([], delimiter: UInt8(ascii: ","), isJSON: false)
  static let problem = "Problem"
  /// In place of ``problem`` where the deals came from JSON.
  static let problemOfJSON = "Problem (JSON)"
  static let fix = "How to fix"

  /// The columns in front of these two when the deals came from JSON.
  static func ofJSON(_ requests: Requests, hasLines: Bool) -> [String] {
    requests.deal.map(\.heldName) + (hasLines ? requests.line.map(\.heldName) : [])
  }

  /// - Parameter files: The own headers of each file of deals.
  init(_ files: [[String]], delimiter: UInt8, isJSON: Bool) {
    self.delimiter = delimiter
    self.isJSON = isJSON
    var header: [String] = []
    var places: [String: [Int]] = [:]
    var columnsOf: [[Int]] = []
    for file in files {
      var used: [String: Int] = [:]
      columnsOf.append(
        file.map { name in
          let occurrence = used[name, default: 0]
          used[name] = occurrence + 1
          if let known = places[name], occurrence < known.count { return known[occurrence] }
          places[name, default: []].append(header.count)
          header.append(name)
          return header.count - 1
        })
    }
    self.header = header
    sources = columnsOf.map { columns in
      var sources = Array(repeating: -1, count: header.count)
      for (column, place) in columns.enumerated() { sources[place] = column }
      return sources
    }
  }

  /// The header line, `Problem` and `How to fix` behind the columns.
  var line: String {
    (header + [isJSON ? Self.problemOfJSON : Self.problem, Self.fix]).map { "\"\($0.replacing("\"", with: "\"\""))\"" }
      .joined(separator: String(Character(Unicode.Scalar(delimiter))))
  }
}

extension ByteView {
  /// Whether the cell gets an apostrophe in front in a held.csv: a spreadsheet could take it for a formula, or it
  /// already has an apostrophe before one, which must not be mistaken for ours.
  var needsFormulaGuard: Bool {
    var start = 0
    while start < count, self[start] == UInt8(ascii: "'") { start += 1 }
    return dropFirst(start).startsFormula
  }

  /// A cell of a held.csv without the apostrophe that made it safe to open in a spreadsheet.
  var withoutFormulaGuard: ByteView {
    guard count >= 2, self[0] == UInt8(ascii: "'"), dropFirst(1).needsFormulaGuard else { return self }
    return dropFirst(1)
  }
}
