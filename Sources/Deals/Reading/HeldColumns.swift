/// The two columns that a held.csv adds to the rows of an export, and by which it is known when it is read again.
enum HeldColumns {
  static let ofCSV = ["Problem", "How to fix"]
  /// Rows made from JSON keep its numbers and times, which must not be read by the habits declared for CSV.
  static let ofJSON = ["Problem", "How to fix (values as in JSON)"]

  /// The header of a held.csv, without a line end.
  static func header(_ names: [String], delimiter: UInt8, _ settings: SourceSettings) -> String {
    let quoted = names.map {
      "\"\($0.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
    }
    let line = quoted.joined(separator: String(Character(Unicode.Scalar(delimiter))))
    // A held.csv is UTF-8 whatever the export was; the mark says so to the rules that declare another encoding.
    return settings.encoding == nil ? line : "\u{FEFF}\(line)"
  }
}
