/// The text of an export of one deal that the reader takes with the same rules: columns under the headers that the rules
/// know, those that are empty and not required left out.
///
/// A deal that came from JSON is written as a held.csv of such deals, so that its values keep the habits of JSON. Product
/// lines stand in the same file where rows are products, else in a second one.
///
/// - Parameters:
///   - deal: A cell for each deal-side column.
///   - lines: The same for each product line.
public func exampleExport(
  deal: [String], lines: [[String]], columns: [ColumnRequest], profile: Profile, settings: SourceSettings, isJSON: Bool
) -> (deals: String, lines: String?) {
  let dealColumns = columns.filter { $0.side == .deal }
  let lineColumns = columns.filter { $0.side == .line }
  let keptDeal = dealColumns.indices.filter { dealColumns[$0].isRequired || !deal[$0].isEmpty }
  let keptLine = lineColumns.indices.filter { column in
    lineColumns[column].isRequired || lines.contains { !$0[column].isEmpty }
  }
  let delimiter = isJSON ? "," : String(Character(Unicode.Scalar(settings.delimiter ?? 0x2C)))
  func record(_ cells: [String]) -> String {
    cells.map { "\"\($0.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\"" }
      .joined(separator: delimiter) + "\n"
  }
  let head = keptDeal.map { dealColumns[$0].heldName }
  let lineHead = keptLine.map { lineColumns[$0].heldName }
  let cells = keptDeal.map { deal[$0] }
  let mark = settings.encoding == nil || settings.encoding == "utf-8" ? "" : "\u{FEFF}"
  if isJSON || settings.rows == .product {
    let tail = isJSON ? [HeldColumns.problemOfJSON, HeldColumns.fix] : []
    let rows = lines.isEmpty ? [keptLine.map { _ in "" }] : lines.map { line in keptLine.map { line[$0] } }
    let text = rows.map { record(cells + $0 + tail.map { _ in "" }) }.joined()
    return (mark + record(head + lineHead + tail) + text, nil)
  }
  let deals = mark + record(head) + record(cells)
  guard !lines.isEmpty else { return (deals, nil) }
  let key = profile.lineFields["line.deal_id"]?.headers.first ?? "Deal ID"
  let id = dealColumns.firstIndex { $0.name == "id" }.map { deal[$0] } ?? cells.first ?? ""
  let rows = lines.map { line in record([id] + keptLine.map { line[$0] }) }
  return (deals, mark + record([key] + lineHead) + rows.joined())
}
