import Deals
import Diagnostics
import TestSupport
import Testing

@Suite struct RowTests {
  @Test func `a row repeated byte for byte counts once, a different one makes the deal conflicting`() throws {
    let files = try TemporaryFiles()
    let path = try files.write("ID,Title\n1,a\n1,a\n1,a\n2,b\n2,c\n3,d\n")
    let deals = try Reading.complete(Batch(DealInputs(deals: [path]))).deals
    #expect(deals.map(\.cells) == [["1", "a"], ["2", "b"], ["3", "d"]])
    #expect(deals.map(\.state) == ["identical 3", "conflicting", "single"])
    #expect(deals.map(\.row) == [1, 4, 6])
    #expect(deals.map(\.line) == [2, 5, 7])
  }

  @Test func `an id that comes back later is told, and gathered in the second reading at its first place`() throws {
    let files = try TemporaryFiles()
    let path = try files.write("ID,Title\n1,a\n2,b\n1,a\n3,c\n2,other\n")
    var batch = try Batch(DealInputs(deals: [path]))
    let first = try Reading(batch)
    #expect(first.repeatedLater == ["1", "2"])
    batch.gather = first.repeatedLater
    let second = try Reading(batch)
    #expect(second.deals.map(\.cells) == [["1", "a"], ["2", "b"], ["3", "c"]])
    #expect(second.deals.map(\.state) == ["identical 2", "conflicting", "single"])
    #expect(second.repeatedLater.isEmpty)
  }

  @Test func `an id that comes back in another file is gathered too`() throws {
    let files = try TemporaryFiles()
    let one = try files.write("ID,Title\n1,a\n2,b\n", "one.csv")
    let two = try files.write("ID,Title\n2,b\n3,c\n", "two.csv")
    let deals = try Reading.complete(Batch(DealInputs(deals: [one, two]))).deals
    #expect(deals.map(\.cells) == [["1", "a"], ["2", "b"], ["3", "c"]])
    #expect(deals.map(\.state) == ["single", "identical 2", "single"])
  }

  @Test func `rows without an id stay apart`() throws {
    let files = try TemporaryFiles()
    let path = try files.write("ID,Title\n,a\n ,a\n,b\n")
    let reading = try Reading.complete(Batch(DealInputs(deals: [path])))
    #expect(reading.deals.map(\.state) == ["single", "single", "single"])
    #expect(reading.repeatedLater.isEmpty)
  }

  @Test func `ids are compared without the blanks around them`() throws {
    let files = try TemporaryFiles()
    let path = try files.write("ID,Title\n1,a\n 1 ,a\n")
    #expect(try Reading.complete(Batch(DealInputs(deals: [path]))).deals.map(\.state) == ["conflicting"])
  }

  static let report = """
    Opportunity ID,Opportunity Name,Amount,Product Name,Quantity,Total Price
    006A,Big,300,Licence,2,200
    006A,Big,300,Training,1,100
    006B,Small,50,Licence,1,50
    006C,Odd,70,Licence,1,20
    006C,Odd,90,Training,1,50

    """

  @Test func `rows of one id are one deal with a line each where a row is a product`() throws {
    let files = try TemporaryFiles()
    let batch = try Batch(
      DealInputs(deals: [files.write(Self.report)]), profile: "salesforce",
      fields: ["id", "value", "line.name", "line.quantity"])
    let reading = try Reading.complete(batch)
    #expect(reading.deals.map(\.cells) == [["006A", "300"], ["006B", "50"], ["006C", "70"]])
    #expect(reading.deals[0].lines == [["Licence", "2"], ["Training", "1"]])
    #expect(reading.deals[1].lines == [["Licence", "1"]])
    #expect(reading.deals.map(\.state) == ["single", "single", "conflicting"])
    #expect(
      reading.linePlaces[1] == ["deals.csv row 2, column \"Product Name\"", "deals.csv row 2, column \"Quantity\""])
  }

  @Test func `product rows that are spread over the file are one deal in the second reading`() throws {
    let files = try TemporaryFiles()
    let path = try files.write("Opportunity ID,Amount,Product Name\nA,30,x\nB,5,y\nA,30,z\n")
    let batch = try Batch(DealInputs(deals: [path]), profile: "salesforce", fields: ["id", "value", "line.name"])
    let deals = try Reading.complete(batch).deals
    #expect(deals.map(\.cells) == [["A", "30"], ["B", "5"]])
    #expect(deals.map(\.lines) == [[["x"], ["z"]], [["y"]]])
    #expect(deals.map(\.state) == ["single", "single"])
  }

  @Test func `deals that span blocks of the file are put together`() throws {
    let files = try TemporaryFiles()
    var text = "Opportunity ID,Opportunity Name,Product Name,Quantity\n"
    var expected: [[[String]]] = []
    let filler = String(repeating: "x", count: 900)
    for deal in 1...700 {
      var lines: [[String]] = []
      for line in 0..<(deal % 7 + 1) {
        text += "\(deal),\(filler),\"p, \(deal)-\(line)\",\(line)\n"
        lines.append(["p, \(deal)-\(line)", "\(line)"])
      }
      expected.append(lines)
    }
    let batch = try Batch(
      DealInputs(deals: [files.write(text)]), profile: "salesforce",
      fields: ["id", "title", "line.name", "line.quantity"])
    let reading = try Reading.complete(batch)
    #expect(reading.repeatedLater.isEmpty)
    #expect(reading.deals.map(\.lines) == expected)
    #expect(reading.deals.map { $0.cells[0] } == (1...700).map(String.init))
    #expect(reading.deals.allSatisfy { $0.cells[1] == filler && $0.state == "single" })
    #expect(reading.held.map { $0.split(separator: "\n").count } == expected.map(\.count))
  }

  @Test func `one deal may be longer than several blocks`() throws {
    let files = try TemporaryFiles()
    let filler = String(repeating: "y", count: 1000)
    var text = "Opportunity ID,Opportunity Name,Product Name\n0,a,b\n"
    for line in 0..<3000 { text += "1,\(filler),\(line)\n" }
    text += "2,a,b\n"
    let batch = try Batch(
      DealInputs(deals: [files.write(text)]), profile: "salesforce", fields: ["id", "title", "line.name"])
    let deals = try Reading.complete(batch).deals
    #expect(deals.map { $0.lines.count } == [1, 3000, 1])
    #expect(deals[1].lines.map { $0[0] } == (0..<3000).map(String.init))
    #expect(deals[1].cells == ["1", filler])
  }

  @Test func `the lines below a report are dropped and counted`() throws {
    let files = try TemporaryFiles()
    let path = try files.write(
      """
      "Account Name","Opportunity ID","Product Name"
      "Acme","A","x"
      "Bolt","B","y"

      "Grand Totals (2 records)"
      "Total","",""
      "Confidential Information - Do Not Distribute"
      Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved.
      """)
    let batch = try Batch(DealInputs(deals: [path]), profile: "salesforce", fields: ["id", "organization"])
    let reading = try Reading.complete(batch)
    #expect(reading.cells == [["A", "Acme"], ["B", "Bolt"]])
    #expect(reading.totals.first?.footerRows == 4)
    #expect(reading.totals.first?.blankRows == 1)
    #expect(reading.totals.first?.dataRows == 2)
    #expect(reading.totals.first?.deals == 2)
  }

  @Test func `a customer whose name begins like a footer is a deal`() throws {
    let files = try TemporaryFiles()
    let path = try files.write(
      "Account Name,Opportunity ID,Product Name\nTotal Energies,A,x\nTotal,B,y\nCopyright (c) Lawyers,C,z\nTotal Wine,,w\n"
    )
    let batch = try Batch(DealInputs(deals: [path]), profile: "salesforce", fields: ["id", "organization"])
    let reading = try Reading.complete(batch)
    #expect(reading.cells.map { $0[1] } == ["Total Energies", "Total", "Copyright (c) Lawyers", "Total Wine"])
    #expect(reading.totals.first?.footerRows == 0)
  }

  @Test func `a total whose word stands in the id column is no deal`() throws {
    let files = try TemporaryFiles()
    let path = try files.write("Opportunity ID,Amount,Product Name\nA,100,x\nTotal,100,\nTotalB,5,y\n")
    let batch = try Batch(DealInputs(deals: [path]), profile: "salesforce", fields: ["id", "value"])
    let reading = try Reading.complete(batch)
    #expect(reading.cells == [["A", "100"], ["TotalB", "5"]])
    #expect(reading.totals.first?.footerRows == 1)
  }

  @Test func `a short row that begins like a footer is refused`() throws {
    let files = try TemporaryFiles()
    let path = try files.write("Account Name,Opportunity ID,Product Name\nTotal Energies,A\n")
    let batch = try Batch(DealInputs(deals: [path]), profile: "salesforce", fields: ["id"])
    #expect(refusal(batch).map(\.code) == ["S013"])
  }

  @Test func `every row of every file is accounted for`() throws {
    let files = try TemporaryFiles()
    let text = "ID,Title\n1,a\n\n,\n1,a\n2,b\n"
    let path = try files.write(text)
    let totals = try #require(try Reading.complete(Batch(DealInputs(deals: [path]))).totals.first)
    #expect(totals.bytes == text.utf8.count)
    #expect(totals.headerRows == 1)
    #expect(totals.blankRows == 2)
    #expect(totals.dataRows == 3)
    #expect(totals.deals == 2)
    #expect(totals.sha256.count == 64)
  }

  @Test func `standard input is copied so that it can be read twice`() throws {
    let files = try TemporaryFiles()
    let path = try files.write("ID,Title\n1,a\n2,b\n1,a\n")
    let (same, none) = try DealInputs(deals: [path]).spooled()
    #expect(same.deals == [path])
    #expect(none.isEmpty)
  }
}

/// Rows that repeat more than 64 bytes of the row before, which the reader does not look through again.
@Suite struct RepeatedRowTests {
  private static let title = String(repeating: "a long title ", count: 8)

  private func read(_ rows: [String]) throws -> [ReadDeal] {
    let folder = try ScratchFolder()
    let path = try folder.write("d.csv", "ID,Title,Value,Product name\n" + rows.map { $0 + "\n" }.joined())
    var wanted = Wanted(deal: ["id", "title", "value"], line: ["line.name"])
    wanted.rows = .product
    return try readDeals(DealInputs(deals: [path]), wanted).deals
  }

  @Test func `rows of one deal become its lines`() throws {
    let rows = ["x", "y", "z"].map { "7,\(Self.title),100,\($0)" }
    let deals = try read(rows + ["8,\(Self.title),100,z"])
    #expect(deals.map(\.lines) == [[["x"], ["y"], ["z"]], [["z"]]] && deals.map(\.rows) == [3, 1])
    #expect(deals.allSatisfy { $0.state == "single" && $0.cells[1] == Self.title && $0.cells[2] == "100" })
  }

  @Test func `rows without an id stay deals of their own`() throws {
    let deals = try read(["x", "y"].map { ",\(Self.title),100,\($0)" })
    #expect(deals.map(\.cells) == [["", Self.title, "100"], ["", Self.title, "100"]])
    #expect(deals.map(\.lines) == [[["x"]], [["y"]]])
  }

  @Test func `a row that differs in the deal's last column contradicts the first`() throws {
    let deals = try read(["100", "100", "101", "101"].map { "7,\(Self.title),\($0),x" })
    #expect(deals.count == 1 && deals[0].state == "conflicting" && deals[0].rows == 4)
  }
}
