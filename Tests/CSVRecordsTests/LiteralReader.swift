import CSVRecords

/// One record as the slow reader below sees it.
struct LiteralRow: Equatable {
  var line: Int
  var cells: [String]
}

/// The grammar word for word, one byte at a time, for well-formed documents: what the fast reader is measured by.
///
/// Shares no code with it. Records of nothing but delimiters are left out.
func literalRows(_ bytes: [UInt8], delimiter: UInt8 = UInt8(ascii: ",")) -> [LiteralRow] {
  var rows: [LiteralRow] = []
  var cells: [[UInt8]] = [[]]
  var isQuoted = false
  var isOnlyDelimiters = true
  var line = 1
  var recordLine = 1
  var i = 0
  func finish() {
    if !isOnlyDelimiters {
      rows.append(LiteralRow(line: recordLine, cells: cells.map { String(decoding: $0, as: UTF8.self) }))
    }
    cells = [[]]
    isOnlyDelimiters = true
  }
  while i < bytes.count {
    let byte = bytes[i]
    let next = i + 1 < bytes.count ? bytes[i + 1] : nil
    if byte == UInt8(ascii: "\"") {
      isOnlyDelimiters = false
      if isQuoted, next == byte {
        cells[cells.count - 1].append(byte)
        i += 1
      } else {
        isQuoted.toggle()
      }
    } else if byte == 13 || byte == 10 {
      let isPair = byte == 13 && next == 10
      line += 1
      if isQuoted {
        isOnlyDelimiters = false
        cells[cells.count - 1] += isPair ? [13, 10] : [byte]
      } else {
        finish()
        recordLine = line
      }
      if isPair { i += 1 }
    } else if byte == delimiter, !isQuoted {
      cells.append([])
    } else {
      isOnlyDelimiters = false
      cells[cells.count - 1].append(byte)
    }
    i += 1
  }
  if !cells.allSatisfy(\.isEmpty) || cells.count > 1 || !isOnlyDelimiters { finish() }
  return rows
}

/// A random document that follows the grammar, `columns` wide, full of what is hard.
func awkwardDocument(seed: UInt64, columns: Int) -> [UInt8] {
  var random = SplitMix(state: seed)
  let pieces = [
    "", "a", "x,y", "\"\"", "line\nline", "\r\n", "\r", "é€😀", "\"\"\"\"", ",,",
    "0123456789012345678901234567890123456789",
    "a\"\"b", " ", ";", "\t",
  ]
  let ends = ["\n", "\r\n", "\r"]
  let end = ends[random.below(3)]
  let isMixed = random.below(3) == 0
  var text = (0..<columns).map { "c\($0)" }.joined(separator: ",") + end
  for row in 0..<(3 + random.below(12)) {
    if random.below(9) == 0 { text += String(repeating: ",", count: random.below(columns)) + end }
    var cells: [String] = []
    for column in 0..<columns {
      var inner = ""
      for _ in 0..<random.below(4) { inner += pieces[random.below(pieces.count)] }
      let isPlain = !inner.utf8.contains { [10, 13, 34, 44].contains($0) }
      cells.append(isPlain && random.below(2) == 0 ? (column == 0 ? "r\(row)" + inner : inner) : "\"\(inner)\"")
    }
    text += cells.joined(separator: ",") + (isMixed ? ends[random.below(3)] : end)
  }
  if random.below(2) == 0 { text += "\"last\"" + String(repeating: ",", count: columns - 1) }
  return Array(text.utf8)
}

/// A random document whose rows repeat the row before up to some field, or up to somewhere inside one, as rows of one deal do.
func repeatingDocument(seed: UInt64, columns: Int) -> [UInt8] {
  var random = SplitMix(state: seed)
  let pieces = [
    "", "x", "Nordwind GmbH", "Main Street 12, 80331 Munich", "é€", " ", "0123456789012345678901234567890123456789",
  ]
  let rare = ["\"\"", "two\nlines", "two\r\nlines", "\"\",\"\""]
  let ends = ["\n", "\r\n", "\r"]
  let end = ends[random.below(3)]
  func cell() -> String {
    var inner = ""
    for _ in 0..<random.below(4) { inner += pieces[random.below(pieces.count)] }
    if random.below(12) == 0 { inner += rare[random.below(rare.count)] }
    let isPlain = !inner.utf8.contains { [10, 13, 34, 44].contains($0) }
    return isPlain && random.below(3) == 0 ? inner : "\"\(inner)\""
  }
  var text = (0..<columns).map { "c\($0)" }.joined(separator: ",") + end
  var row = (0..<columns).map { _ in cell() }
  for _ in 0..<(4 + random.below(20)) {
    text += row.joined(separator: ",") + end
    if random.below(10) == 0 { text += end }
    let kept = random.below(columns + 1)
    for column in kept..<columns { row[column] = cell() }
    // The first field that differs may begin alike.
    if kept < columns, random.below(2) == 0, row[kept].hasPrefix("\"") {
      row[kept] = "\"0123456789 " + row[kept].dropFirst()
    }
  }
  if random.below(2) == 0 { text.removeLast(end == "\r\n" ? 1 : end.count) }
  return Array(text.utf8)
}

/// Numbers that depend on the seed alone.
struct SplitMix {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
  mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
}

/// All records with every column wanted.
func fastRows(_ bytes: [UInt8], blockSize: Int = 512 << 10, options: CSVOptions = CSVOptions()) throws -> [LiteralRow] {
  var options = options
  options.blockSize = blockSize
  let table = try CSVTable(ByteSource(bytes: bytes, name: "t.csv", largestPiece: blockSize), options: options)
  return [LiteralRow(line: table.headerLine, cells: table.header)]
    + zip(table.lines, table.rows).map { LiteralRow(line: $0, cells: $1) }
}
