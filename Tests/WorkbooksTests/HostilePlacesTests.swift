import Foundation
import Testing
import Workbooks

/// Row and column numbers that no sheet has, in workbooks that come from outside.
@Suite struct `places of cells` {
  @Test(arguments: [
    (#"<row r="1"><c r="A1"><v>7</v></c></row>"#, true),
    (#"<row r="1048576"><c r="XFD1048576"><v>7</v></c></row>"#, true),
    (#"<row r="1048576"><c><v>7</v></c></row><row><c><v>8</v></c></row>"#, false),
    (#"<row r="0"><c><v>7</v></c></row>"#, false), (#"<row r="-9223372036854775808"><c><v>7</v></c></row>"#, false),
    (#"<row r="9223372036854775807"><c><v>7</v></c></row><row><c><v>8</v></c></row>"#, false),
    (#"<row r="99999999999999999999"><c><v>7</v></c></row>"#, false), (#"<row r="1e3"><c><v>7</v></c></row>"#, false),
    (#"<row r="1"><c r="XFE1"><v>7</v></c></row>"#, false),
    (#"<row r="1"><c r="ZZZZZZZZZZ1"><v>7</v></c></row>"#, false),
    (#"<row r="1"><c r="XFD1"><v>7</v></c><c><v>8</v></c></row>"#, false),
    (#"<row r="1"><c r="1"><v>7</v></c></row>"#, false),
  ])
  func `are refused where no sheet has them`(_ rows: String, _ isSheet: Bool) throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "places-\(UUID().uuidString).xlsx").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let parts = [
      (
        "xl/_rels/workbook.xml.rels",
        #"<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>"#
      ), ("xl/workbook.xml", #"<workbook><sheets><sheet name="One" r:id="r1"/></sheets></workbook>"#),
      ("xl/worksheets/sheet1.xml", "<worksheet><sheetData>\(rows)</sheetData></worksheet>"),
    ]
    try Data(zip(parts)).write(to: URL(filePath: path))
    let book = try WorkbookReader(path: path)
    #expect(book.sheets == ["One"])
    var values: [String] = []
    func read() throws { try book.read("One") { _, cells in values += cells.map(\.words) } }
    if isSheet {
      try read()
      #expect(values == ["7"])
    } else {
      #expect(throws: WorkbookError.self) { try read() }
    }
  }
}

/// Files in an archive, none of them packed.
private func zip(_ files: [(name: String, text: String)]) -> [UInt8] {
  func little(_ value: Int, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
  }
  var (out, directory): ([UInt8], [UInt8]) = ([], [])
  for (name, text) in files {
    let bytes = Array(text.utf8)
    var check: UInt32 = .max
    for byte in bytes {
      check ^= UInt32(byte)
      for _ in 0..<8 { check = check & 1 == 1 ? (check >> 1) ^ 0xEDB8_8320 : check >> 1 }
    }
    let facts =
      little(20, 2) + little(0, 8) + little(Int(~check), 4) + little(bytes.count, 4) + little(bytes.count, 4)
      + little(name.utf8.count, 2) + little(0, 2)
    directory +=
      little(0x0201_4B50, 4) + little(20, 2) + facts + little(0, 10) + little(out.count, 4) + Array(name.utf8)
    out += little(0x0403_4B50, 4) + facts + Array(name.utf8) + bytes
  }
  let end =
    little(0x0605_4B50, 4) + little(0, 4) + little(files.count, 2) + little(files.count, 2) + little(directory.count, 4)
    + little(out.count, 4) + little(0, 2)
  return out + directory + end
}
