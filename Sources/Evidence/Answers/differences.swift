import Diagnostics
import Workbooks

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Everything that differs between the workbook of a run and the one that came back, but for the answers; at most some cells
/// are told one by one.
func differences(_ known: WorkbookReader, _ found: WorkbookReader, _ file: String) throws(WorkbookError) -> [Diagnostic]
{
  var problems: [Diagnostic] = []
  if found.sheets.contains(SentSheets.first), !known.sheets.contains(SentSheets.first) {
    return [
      .error(
        "A212", "\(file): this is the workbook of a sending, not the one of the run",
        help: "answer in the workbook of the run folder itself, one folder up")
    ]
  }
  for name in known.sheets where !found.sheets.contains(name) {
    problems.append(
      .error(
        "A211", "\(file): the sheet '\(name)' is missing", help: "answer in the workbook as it was, all sheets in it"))
  }
  for name in found.sheets where !known.sheets.contains(name) {
    problems.append(
      .error(
        "A212", "\(file): the sheet '\(name)' is not dealbill's",
        help: "remove it, or keep notes in a file of their own"))
  }
  if let sheet = try firstWithoutValues(found) {
    problems.append(
      .error(
        "A213", "\(file): the sheet '\(sheet)' has formulas without their values, so nothing can be compared",
        help: "the program that saved it does not compute; open the file in Excel or LibreOffice and save it there"))
    return problems
  }
  for name in known.sheets where found.sheets.contains(name) {
    let suspects = changedRows(name, try hashes(known, name), try hashes(found, name))
    if suspects.isEmpty { continue }
    let told = suspects.prefix(20)
    let old = try cells(known, name, Set(told.compactMap(\.old)))
    let new = try cells(found, name, Set(told.compactMap(\.new)))
    let first = problems.count
    for (oldRow, newRow) in told {
      let (before, after) = (oldRow.flatMap { old[$0] } ?? [:], newRow.flatMap { new[$0] } ?? [:])
      for column in Set(before.keys).union(after.keys).sorted() where before[column] != after[column] {
        // Whoever signs on paper fills in the sheet for it; nothing of that is read.
        if name == signOffSheet, before[column] == nil { continue }
        problems.append(
          .error(
            "A210",
            "\(file), cell \(name)!\(columnLetters(column))\((newRow ?? oldRow ?? 0) + 1): was changed from \(quoted(before[column])) to \(quoted(after[column]))",
            help: "answer in the yellow columns of the sheet Exceptions; dealbill reads nothing else"))
      }
    }
    if suspects.count > told.count, problems.count > first {
      problems.append(
        .error("A210", "\(file), sheet '\(name)': \(suspects.count - told.count) further rows were changed"))
    }
  }
  return problems
}

/// The rows that differ, each with the row that it was. The deals of the sheet Exceptions may stand in any order: people
/// sort by its filter.
private func changedRows(
  _ sheet: String, _ known: [Int: UInt64], _ found: [Int: UInt64]
) -> [(old: Int?, new: Int?)] {
  let layout = ExceptionsLayout.self
  func isMovable(_ row: Int) -> Bool { sheet == layout.name && row > layout.headRow }
  var changed: [(old: Int?, new: Int?)] = Set(known.keys).union(found.keys).sorted()
    .filter { !isMovable($0) && known[$0] != found[$0] }.map { ($0, $0) }
  var waiting: [UInt64: [Int]] = [:]
  for (row, hash) in known where isMovable(row) { waiting[hash, default: []].append(row) }
  var unknown: [Int] = []
  for (row, hash) in found.sorted(by: { $0.key < $1.key }) where isMovable(row) {
    if waiting[hash]?.popLast() == nil { unknown.append(row) }
  }
  // Whatever is left over on both sides is told side by side: of a sheet that nobody sorted, the same row.
  let left = waiting.values.joined().sorted()
  for place in 0..<max(left.count, unknown.count) {
    changed.append((place < left.count ? left[place] : nil, place < unknown.count ? unknown[place] : nil))
  }
  return changed
}

/// The first sheet with a formula whose value the file does not hold.
private func firstWithoutValues(_ book: WorkbookReader) throws(WorkbookError) -> String? {
  for name in book.sheets where try book.hasFormulaWithoutValue(name) { return name }
  return nil
}

private func quoted(_ text: String?) -> String { text.map { "'\($0.prefix(80))'" } ?? "nothing" }

/// Whether the cell is one that people answer in.
private func isAnswer(_ sheet: String, _ row: Int, _ column: Int) -> Bool {
  let layout = ExceptionsLayout.self
  return sheet == layout.name && row > layout.headRow && column >= layout.firstAnswer
    && column < layout.firstAnswer + layout.answers.count
}

/// A value as it compares: programs write the same number in several ways, and compute formulas anew.
private func canonical(_ cell: WorkbookCell) -> String? {
  switch cell.value {
  case .number(let number, _): return "n" + significant(number)
  case .text(let text): return text.isEmpty ? nil : "t" + text.replacing("\r\n", with: "\n")
  case .truth(let truth): return "b\(truth)"
  case .error(let text): return "e" + text
  }
}

/// Twelve significant digits: more than any amount of a report has, fewer than programs differ in.
private func significant(_ number: Double) -> String {
  var buffer = [CChar](repeating: 0, count: 64)
  _ = unsafe buffer.withUnsafeMutableBufferPointer { buffer in
    unsafe withVaList([number]) { unsafe vsnprintf(buffer.baseAddress, buffer.count, "%.12g", $0) }
  }
  return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// One number for all cells of each row, the answers left out.
private func hashes(_ book: WorkbookReader, _ sheet: String) throws(WorkbookError) -> [Int: UInt64] {
  var rows: [Int: UInt64] = [:]
  try book.read(sheet) { row, cells in
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    var isEmpty = true
    for cell in cells where !isAnswer(sheet, row, cell.column) {
      guard let text = canonical(cell) else { continue }
      isEmpty = false
      // FNV-1a over the place and the value.
      for byte in "\(cell.column)\u{1F}\(text)\u{1E}".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    }
    if !isEmpty { rows[row] = hash }
  }
  return rows
}

private func cells(_ book: WorkbookReader, _ sheet: String, _ wanted: Set<Int>) throws(WorkbookError)
  -> [Int: [Int: String]]
{
  var rows: [Int: [Int: String]] = [:]
  try book.read(sheet) { row, cells in
    guard wanted.contains(row) else { return }
    for cell in cells where !isAnswer(sheet, row, cell.column) {
      if let text = canonical(cell) { rows[row, default: [:]][cell.column] = String(text.dropFirst()) }
    }
  }
  return rows
}

/// Removes a file; one that is gone already is no loss.
func removeFile(_ path: String) { _ = unsafe unlink(path) }
