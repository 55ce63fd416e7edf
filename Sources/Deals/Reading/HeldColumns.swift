import Bytes
import CSVRecords

/// The columns of a held.csv, which the reader knows again.
enum HeldColumns {
  static let problem = "Problem"
  /// In place of ``problem`` where the deals came from JSON: the file is then read with the habits of JSON, one row a
  /// product, numbers with a point, times in UTC, whatever the rules say of CSV.
  static let problemOfJSON = "Problem (JSON)"
  static let fix = "How to fix"

  /// The columns in front of these two when the deals came from JSON; `hasKeys` is not so in files of earlier versions.
  static func ofJSON(_ requests: Requests, hasLines: Bool, hasKeys: Bool = true) -> [String] {
    func names(_ columns: [ColumnRequest], _ keys: [ProfileField]) -> [String] {
      columns.map(\.heldName) + (hasKeys ? keys.map { $0.headers.first ?? $0.name } : [])
    }
    let hasLines = hasLines && !requests.line.isEmpty
    return names(requests.deal, requests.dealKeys) + (hasLines ? names(requests.line, requests.lineKeys) : [])
  }

  /// What stands before the problem in the rows of a deal of which the JSON has several records: without it their
  /// products would be those of one deal when the file is run again.
  static func recordMark(_ number: Int, of count: Int) -> String { "record \(number) of \(count): " }

  /// The mark at the beginning of a problem; empty when there is none.
  static func recordMark(in problem: String) -> Substring {
    problem.prefixMatch(of: #/record [0-9]+ of [0-9]+: /#)?.output ?? ""
  }

  /// What a row of a held.csv has in the first of the two columns.
  static func problem(ofRow row: ByteView, _ dialect: CSVDialect) -> String {
    guard let field = csvFields(of: row, dialect: dialect).suffix(2).first else { return "" }
    var text = ByteBuffer(capacity: 256)
    field.appendText(of: row, to: &text)
    return text.view.string
  }

  /// The header line of a held.csv, without a line end.
  ///
  /// A held.csv is UTF-8 whatever the export was; a byte order mark says so to rules that declare another encoding.
  static func header(_ columns: [String], isJSON: Bool, delimiter: UInt8, _ settings: SourceSettings) -> String {
    let cells = (columns + [isJSON ? problemOfJSON : problem, fix]).map { name in
      let guarded = name.withByteView(\.needsFormulaGuard) ? "'\(name)" : name
      return "\"\(guarded.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
    }
    return (settings.encoding == nil ? "" : "\u{FEFF}")
      + cells.joined(separator: String(Character(Unicode.Scalar(delimiter))))
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
