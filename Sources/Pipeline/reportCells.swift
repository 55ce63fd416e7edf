import Bytes

/// The cells of one row of `reconciliation.csv` as they stand there, quotes included.
func reportCells(_ row: [UInt8]) -> [ArraySlice<UInt8>] {
  var cells: [ArraySlice<UInt8>] = []
  var start = row.startIndex
  var isQuoted = false
  for (place, byte) in row.enumerated() {
    if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
    guard !isQuoted, byte == UInt8(ascii: ",") || byte == 0x0A else { continue }
    cells.append(row[start..<place])
    start = place + 1
  }
  return cells
}

/// What a column of such a row says, without quotes and without the apostrophe that guards spreadsheets.
func reportText(_ column: String, ofRow row: [UInt8]) -> String {
  guard let cell = zip(DealProcessor.csvColumns, reportCells(row)).first(where: { $0.0 == column })?.1 else {
    return ""
  }
  var text = String(decoding: cell, as: UTF8.self)
  if text.hasPrefix("\"") { text = String(text.dropFirst().dropLast()).replacing("\"\"", with: "\"") }
  let rest = text.dropFirst()
  return text.hasPrefix("'") && String(rest).withByteView(\.startsFormula) ? String(rest) : text
}
