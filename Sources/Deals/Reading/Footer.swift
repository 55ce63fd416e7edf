import Bytes
import CSVRecords

/// A line below the data that is none: a total, a copyright notice.
struct Footer: Sendable {
  private let text: ByteView
  private let isBeginning: Bool

  /// - Parameter pattern: The text of the first filled cell, or its beginning with a `*` behind it.
  init(_ pattern: String) {
    isBeginning = pattern.hasSuffix("*")
    text = .immortal(isBeginning ? String(pattern.dropLast()) : pattern)
  }

  func matches(_ cell: ByteView) -> Bool {
    if isBeginning { return cell.count >= text.count && cell.slice(0, text.count).equalsFolded(text) }
    return cell.equalsFolded(text)
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
