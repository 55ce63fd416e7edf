import Bytes
import CSVRecords

/// A line below the data that is none: a total, a copyright notice.
struct Footer: Sendable {
  private let text: ByteView
  private let isBeginning: Bool

  /// - Parameter pattern: What the first filled cell says, with no further word behind it (`Total`, or `Grand Totals`
  ///   for `Grand Totals (5 records)`, but not `Total Wine Ltd`); with a `*` behind it whatever comes then.
  init(_ pattern: String) {
    isBeginning = pattern.hasSuffix("*")
    text = .immortal(isBeginning ? String(pattern.dropLast()) : pattern)
  }

  func matches(_ cell: ByteView) -> Bool {
    guard cell.count >= text.count, cell.slice(0, text.count).equalsFolded(text) else { return false }
    var rest = cell.dropFirst(text.count)
    if isBeginning || rest.isEmpty { return true }
    while !rest.isEmpty, rest[0] == 0x20 { rest = rest.dropFirst(1) }
    return rest.isEmpty || rest[0] < 0x41 || rest[0] == UInt8(ascii: "|") || rest[0] == UInt8(ascii: "[")
  }
}

/// Whether the first filled cell of `record` is that of a footer.
func isFooter(_ record: ByteView, _ footers: [Footer], _ dialect: CSVDialect) -> Bool {
  for field in csvFields(of: record, dialect: dialect) {
    let cell = record.slice(field.lower, field.upper).trimmed
    if !cell.isEmpty { return footers.contains { $0.matches(cell) } }
  }
  return false
}
