import Bytes
import CSVRecords
import Diagnostics

/// Refuses a text from JSON that a CSV file may not hold either (NUL, U+FFFD, more than a field's limit): it could stand
/// in no held.csv and in no report.
///
/// - Parameters:
///   - name: The column or path, for the message.
///   - range: Where the record begins.
func refuseFlawedText(
  _ cell: ByteView, _ name: @autoclosure () -> String?, row: Int, at range: @autoclosure () -> SourceRange
) throws(RefusedInput) {
  let limit = CSVLimits().fieldBytes
  if cell.count <= limit, cell.position(of: 0, from: 0) == cell.count, !cell.holdsReplacement { return }
  let place = name().map { "row \(row), '\($0)'" } ?? "row \(row)"
  if cell.count > limit {
    throw RefusedInput(
      .error("S014", "\(place) is longer than \(limit) bytes", at: range(), help: "shorten it in the CRM"))
  }
  if cell.holdsReplacement {
    throw RefusedInput(
      .error(
        "S006", "\(place) holds U+FFFD, the sign that a character was lost before", at: range(),
        help: "correct it in the CRM and export again; the lost character cannot be restored"))
  }
  throw RefusedInput(
    .error(
      "S004", "\(place) holds a NUL", at: range(), expected: "text", help: "correct it in the CRM and export again"))
}

extension ByteView {
  /// Whether U+FFFD stands in it.
  fileprivate var holdsReplacement: Bool {
    var at = position(of: 0xEF, from: 0)
    while at + 2 < count {
      if self[at + 1] == 0xBF, self[at + 2] == 0xBD { return true }
      at = position(of: 0xEF, from: at + 1)
    }
    return false
  }
}
