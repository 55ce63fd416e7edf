/// The grammar word for word, one byte at a time: rows of cells, without those of nothing but delimiters.
///
/// Shares no code with the tool, so that its counts are a second opinion. Cells stay bytes, because Swift's `==` takes
/// texts for equal that are not the same.
func literalRows(_ bytes: [UInt8], delimiter: UInt8 = UInt8(ascii: ",")) -> [[[UInt8]]] {
  var rows: [[[UInt8]]] = []
  var cells: [[UInt8]] = [[]]
  var isQuoted = false
  var i = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
  func finish() {
    if cells.contains(where: { !$0.isEmpty }) { rows.append(cells) }
    cells = [[]]
  }
  while i < bytes.count {
    let byte = bytes[i]
    if byte == UInt8(ascii: "\"") {
      if isQuoted, i + 1 < bytes.count, bytes[i + 1] == byte {
        cells[cells.count - 1].append(byte)
        i += 1
      } else {
        isQuoted.toggle()
      }
    } else if !isQuoted, byte == 10 || byte == 13 {
      finish()
    } else if !isQuoted, byte == delimiter {
      cells.append([])
    } else {
      cells[cells.count - 1].append(byte)
    }
    i += 1
  }
  finish()
  return rows
}

/// Rows as texts, and the column of a header.
struct LiteralTable {
  let header: [String]
  let rows: [[String]]

  init(_ bytes: [UInt8], delimiter: UInt8 = UInt8(ascii: ",")) {
    var all = literalRows(bytes, delimiter: delimiter).map { $0.map { String(decoding: $0, as: UTF8.self) } }
    header = all.isEmpty ? [] : all.removeFirst()
    rows = all
  }

  func column(_ name: String) -> [String] {
    guard let index = header.firstIndex(of: name) else { return [] }
    return rows.map { index < $0.count ? $0[index] : "" }
  }
}
