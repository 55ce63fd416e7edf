import Calendars
import Foundation
import Testing
import Workbooks

/// A file in a folder of its own that goes away with the test.
private final class ScratchFile {
  let path: String
  init() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "workbook-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.appending(path: "book.xlsx").path
  }
  deinit { try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent) }
}

private let day = CivilDate(clampingDayNumber: 20_545)  // 2026-04-02

private func written(_ path: String, _ fill: (WorkbookSheet) -> Void) throws {
  let book = try WorkbookWriter(path: path, created: day, title: "A title")
  fill(try book.sheet("One"))
  try book.close()
}

private func cells(_ path: String, _ sheet: String = "One") throws -> [[WorkbookCell]] {
  var rows: [[WorkbookCell]] = []
  try WorkbookReader(path: path).read(sheet) { row, cells in
    while rows.count < row { rows.append([]) }
    rows.append(cells)
  }
  return rows
}

@Suite struct `a workbook` {
  @Test func `holds texts, counts, amounts, dates and formulas with their values`() throws {
    let file = try ScratchFile()
    try written(file.path) { sheet in
      sheet.text(0, "0071", .text)
      sheet.count(1, 7)
      sheet.amount(2, -120_05, decimals: 2)
      sheet.date(3, day)
      sheet.endRow()
      sheet.formula(2, "SUM(\(CellRange(sheet, column: 2, rows: 0...0)))", amount: -120_05, decimals: 2)
    }
    let rows = try cells(file.path)
    #expect(rows[0].map(\.column) == [0, 1, 2, 3])
    #expect(rows[0][0].value == .text("0071"))
    #expect(rows[0][1].words == "7")
    #expect(rows[0][2].words == "-120.05")
    #expect(rows[0][3].date == day)
    #expect(rows[1][0].formula == "SUM('One'!$C$1:$C$1)")
    #expect(rows[1][0].words == "-120.05")
  }

  @Test func `is the same to the byte when it is written again`() throws {
    let (one, two) = (try ScratchFile(), try ScratchFile())
    for file in [one, two] { try written(file.path) { $0.text(0, "text", .text) } }
    #expect(try Data(contentsOf: URL(filePath: one.path)) == Data(contentsOf: URL(filePath: two.path)))
  }

  @Test(arguments: [
    ("=1+1", "=1+1"), ("@SUM(A1)", "@SUM(A1)"), ("<b>&\"'", "<b>&\"'"), ("_x0041_", "_x0041_"),
    ("a_x005F_x0041_", "a_x005F_x0041_"),
    ("a\0b", "a\u{FFFD}b"), ("\u{FFFE}", "\u{FFFD}"), ("\u{1B}[31m", "\u{FFFD}[31m"), ("line\nline", "line\nline"),
    ("  x  ", "  x  "),
    ("http://example.com", "http://example.com"), ("{=1}", "{=1}"), ("東京 🧾", "東京 🧾"), ("\u{7F}", "\u{FFFD}"),
  ])
  func `keeps a text as a text`(_ text: String, _ kept: String) throws {
    let file = try ScratchFile()
    try written(file.path) { $0.text(0, text) }
    let cell = try #require(try cells(file.path).first?.first)
    #expect(cell.value == .text(kept))
    #expect(cell.formula == nil)
  }

  @Test func `keeps all digits of an amount that a number could not hold`() throws {
    let file = try ScratchFile()
    try written(file.path) { $0.amount(0, 9_007_199_254_740_993, decimals: 2) }
    #expect(try cells(file.path)[0][0].value == .text("90071992547409.93"))
  }

  @Test func `cuts a text that is longer than a cell, and says so`() throws {
    let file = try ScratchFile()
    try written(file.path) { $0.text(0, String(repeating: "x", count: 40_000)) }
    let words = try cells(file.path)[0][0].words
    #expect(words.count <= 32_767 && words.hasSuffix("… (cut)"))
  }

  @Test func `that cannot be written is told`() throws {
    #expect(throws: WorkbookError.self) { try written("/nonexistent/folder/book.xlsx") { $0.text(0, "x") } }
  }

  @Test func `that is none is refused`() throws {
    let file = try ScratchFile()
    #expect(throws: WorkbookError.self) { try WorkbookReader(path: file.path) }
    try Data("PK\u{3}\u{4} no archive".utf8).write(to: URL(filePath: file.path))
    #expect(throws: WorkbookError.self) { try WorkbookReader(path: file.path) }
  }

  @Test func `with one byte changed is refused or reads as another`() throws {
    let file = try ScratchFile()
    try written(file.path) { sheet in for row in 0..<50 { sheet.text(0, "row \(row)"); sheet.endRow() } }
    let whole = try Data(contentsOf: URL(filePath: file.path))
    let before = try cells(file.path)
    for place in stride(from: 0, to: whole.count, by: 37) {
      var damaged = whole
      damaged[place] ^= 0x20
      try damaged.write(to: URL(filePath: file.path))
      // Headers of the archive that nobody reads may differ without harm; no damage may end the program.
      if let read = try? cells(file.path) { #expect(read == before || read != before) }
    }
  }
}
