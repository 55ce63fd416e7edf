import Deals
import Diagnostics
import TestSupport
import Testing

/// Rows of one deal become one deal, wherever they stand.
@Suite struct GatheringTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let files: [String]
    /// Id, rows, state of each deal.
    let expected: [String]
    var rows = SourceSettings.Rows.deal
  }

  static let header = "ID,Title,Value\n"
  static let cases = [
    Case(
      testDescription: "the same row next", files: [header + "1,A,5\n1,A,5\n2,B,6\n"],
      expected: ["1 2 2 identical", "2 1 single"]),
    Case(
      testDescription: "another row next", files: [header + "1,A,5\n1,A,6\n"], expected: ["1 2 conflicting"]),
    Case(
      testDescription: "the same row later", files: [header + "1,A,5\n2,B,6\n1,A,5\n"],
      expected: ["1 2 2 identical", "2 1 single"]),
    Case(
      testDescription: "the same row next and later", files: [header + "1,A,5\n1,A,5\n2,B,6\n1,A,5\n"],
      expected: ["1 3 3 identical", "2 1 single"]),
    Case(
      testDescription: "another row later", files: [header + "1,A,5\n2,B,6\n1,A,7\n"],
      expected: ["1 2 conflicting", "2 1 single"]),
    Case(
      testDescription: "the same row in the next file", files: [header + "1,A,5\n", header + "2,B,6\n1,A,5\n"],
      expected: ["1 2 2 identical", "2 1 single"]),
    Case(
      testDescription: "rows without an id stay apart", files: [header + ",A,5\n,A,5\n", header + ",A,5\n"],
      expected: [" 1 single", " 1 single", " 1 single"]),
    Case(
      testDescription: "ids with blanks around are the same", files: [header + "1,A,5\n2,B,6\n 1 ,A,5\n"],
      expected: ["1 2 conflicting", "2 1 single"]),
    Case(
      testDescription: "the same JSON record later",
      files: ["{\"id\":1,\"title\":\"A\"}\n{\"id\":2}\n{\"id\":1,\"title\":\"A\"}\n"],
      expected: ["1 2 2 identical", "2 1 single"]),
    Case(
      testDescription: "another JSON record with the id",
      files: ["[{\"id\":1,\"title\":\"A\"},{\"id\":1,\"title\":\"B\"}]"], expected: ["1 2 conflicting"]),
  ]

  @Test(arguments: cases)
  func `repeated rows are one deal at its first place`(_ row: Case) throws {
    let folder = try ScratchFolder()
    let files = try row.files.enumerated().map { try folder.write("deals\($0).csv", $1) }
    let (deals, reader) = try readDeals(DealInputs(deals: files), Wanted(deal: ["id", "title", "value"]))
    #expect(deals.map { "\($0.cells[0].filter { $0 != " " }) \($0.rows) \($0.state)" } == row.expected)
    #expect(reader.dealFiles.reduce(0) { $0 + $1.deals } == deals.count)
    #expect(reader.dealFiles.reduce(0) { $0 + $1.dataRows } == deals.reduce(0) { $0 + $1.rows })
  }

  static let report = "Opportunity ID,Opportunity Name,Amount,Product Name,Quantity,Sales Price\n"

  @Test func `product rows of a deal are its lines, next to each other or not`() throws {
    let folder = try ScratchFolder()
    let file = try folder.write(
      "report.csv", Self.report + "1,A,30,Pen,1,10\n2,B,5,Ink,1,5\n1,A,30,Pen,1,10\n1,A,30,Cap,2,5\n3,C,0,,,\n")
    let wanted = Wanted(profile: "salesforce", deal: ["id", "value"], line: ["line.name", "line.quantity"])
    let (deals, _) = try readDeals(DealInputs(deals: [file]), wanted)
    #expect(
      deals == [
        ReadDeal(cells: ["1", "30"], lines: [["Pen", "1"], ["Pen", "1"], ["Cap", "2"]], rows: 3),
        ReadDeal(cells: ["2", "5"], lines: [["Ink", "1"]]), ReadDeal(cells: ["3", "0"]),
      ])
  }

  /// A record of JSON is a whole deal, so its lines must not come twice.
  @Test(arguments: ["pipedrive", "salesforce"])
  func `a JSON record that stands twice keeps its lines once`(profile: String) throws {
    let folder = try ScratchFolder()
    let (id, lines, name) =
      profile == "pipedrive" ? ("id", "products", "name") : ("Id", "OpportunityLineItems", "Name")
    let record = "{\"\(id)\":\"1\",\"\(lines)\":[{\"\(name)\":\"Pen\"},{\"\(name)\":\"Cap\"}]}"
    let file = try folder.write("deals.json", "\(record)\n{\"\(id)\":\"2\"}\n\(record)\n")
    let wanted = Wanted(profile: profile, deal: ["id"], line: ["line.name"])
    let (deals, _) = try readDeals(DealInputs(deals: [file]), wanted)
    #expect(
      deals == [
        ReadDeal(cells: ["1"], lines: [["Pen"], ["Cap"]], rows: 2, state: "2 identical"), ReadDeal(cells: ["2"]),
      ])
  }

  /// Otherwise the lines of one of the two would be billed and the others lost without a word.
  @Test func `JSON records of one id with different lines contradict each other`() throws {
    let folder = try ScratchFolder()
    let file = try folder.write(
      "deals.json",
      "{\"id\":1,\"products\":[{\"name\":\"Pen\"}]}\n{\"id\":1,\"products\":[{\"name\":\"Pen\"},{\"name\":\"Cap\"}]}\n")
    let (deals, _) = try readDeals(DealInputs(deals: [file]), Wanted(deal: ["id"], line: ["line.name"]))
    #expect(deals.map(\.state) == ["conflicting"])
  }

  @Test func `a broken row that begins like a footer is refused, not dropped`() throws {
    let folder = try ScratchFolder()
    let file = try folder.write("report.csv", "Opportunity Name,Opportunity ID,Amount\nA,1,5\nTotal Wine, Ltd,2,30\n")
    let found = try refusal {
      _ = try readDeals(DealInputs(deals: [file]), Wanted(profile: "salesforce", deal: ["id", "value"]))
    }
    #expect(found.map(\.code) == ["S013"])
  }

  @Test func `footers are left out and counted, deals that only begin like one are not`() throws {
    let folder = try ScratchFolder()
    let file = try folder.write(
      "report.csv",
      "Opportunity Name,Opportunity ID,Amount\nTotal Wine Ltd,1,30\nTotalled car,2,5\n\nGrand Totals (2 records),,\nTotal,,35\n"
        + "Confidential Information - Do Not Distribute\nCopyright (c) 2000-2026 salesforce.com, inc.\n\"Total of all pages\",,\n"
    )
    let (deals, reader) = try readDeals(
      DealInputs(deals: [file]), Wanted(profile: "salesforce", deal: ["id", "value"]))
    #expect(deals.map(\.cells) == [["1", "30"], ["2", "5"]])
    #expect(reader.dealFiles[0].footerRows == 5)
  }
}
