import Deals
import Testing

@Suite struct HeldTests {
  static let text =
    "ID;Title;Value;Note\n1;=HYPERLINK(1);-5,50;a\n2;\"say \"\"hi\"\"\";-5-3;'=x\n3; @sum;＝1;'''+y\n4;plain;'-7;\"two\nlines\"\n5;-;+1;'quoted\n"

  @Test func `original rows come back quoted, with formulas disarmed`() throws {
    let files = try TemporaryFiles()
    let reading = try Reading(Batch(DealInputs(deals: [files.write(Self.text)])))
    #expect(reading.heldHeader == "\"ID\";\"Title\";\"Value\";\"Note\";\"Problem\";\"How to fix\"")
    #expect(reading.held[0] == "\"1\";\"'=HYPERLINK(1)\";\"-5,50\";\"a\",\"why\",\"how\"\n")
    #expect(reading.held[1].hasPrefix("\"2\";\"say \"\"hi\"\"\";\"'-5-3\";"))
    #expect(reading.held[2].hasPrefix("\"3\";\"' @sum\";\"'＝1\";"))
    for row in reading.held {
      for cell in row.split(separator: ";") {
        #expect(!["=", "+", "@"].contains(cell.dropFirst().first.map(String.init) ?? ""))
      }
    }
  }

  @Test func `a held file runs again with the very cells of the export`() throws {
    let files = try TemporaryFiles()
    let fields = ["id", "title", "value"]
    let path = try files.write(Self.text)
    let first = try Reading(Batch(DealInputs(deals: [path]), fields: fields, headers: ["Note"]))
    // Twice, since the second held file is made of the first.
    var held = first
    for round in 1...2 {
      let rows = held.held.map { $0.replacing(",\"why\",\"how\"", with: ";\"why\";\"how\"") }
      let again = try files.write(held.heldHeader + "\n" + rows.joined(), "held\(round).csv")
      held = try Reading(Batch(DealInputs(deals: [again]), fields: fields, headers: ["Note"]))
      #expect(held.cells == first.cells)
      #expect(held.heldHeader == first.heldHeader)
      #expect(!held.notices.contains { $0.contains("Problem") })
    }
  }

  static let products = ["id", "title", "line.name"]

  private func held(_ reading: Reading, _ files: TemporaryFiles) throws -> DealInputs {
    DealInputs(deals: [try files.write(reading.heldHeader + "\n" + reading.held.joined(), "held.csv")])
  }

  @Test func `equal records of JSON stand once in a held file`() throws {
    let files = try TemporaryFiles()
    let deal = #"{"id":1,"title":"a","products":[{"name":"Pen"},{"name":"Cap"}]}"#
    let json = try files.write("[\(deal),\(deal)]", "deals.json")
    let first = try Reading.complete(Batch(DealInputs(deals: [json]), fields: Self.products))
    let again = try Reading.complete(Batch(held(first, files), fields: Self.products))
    #expect(first.deals.map(\.state) == ["identical 2"])
    #expect(again.deals.map(\.lines) == [[["Pen"], ["Cap"]]] && again.deals.map(\.state) == ["single"])
  }

  /// Each row is a product, so the products of both records would be billed.
  @Test func `records of JSON that differ in products only stay held in a held file`() throws {
    let files = try TemporaryFiles()
    let json = try files.write(
      #"[{"id":1,"products":[{"name":"Pen"}]},{"id":1,"products":[{"name":"Pen"},{"name":"Cap"}]}]"#, "deals.json")
    var reading = try Reading.complete(Batch(DealInputs(deals: [json]), fields: Self.products))
    // The second held file is made of the first.
    for _ in 1...2 {
      reading = try Reading.complete(Batch(held(reading, files), fields: Self.products))
      #expect(reading.deals.map(\.state) == ["conflicting"])
    }
    let rows = reading.held[0].split(separator: "\n")
    #expect(rows.map { $0.contains("\"record 1 of 2: why\"") } == [true, false, false])
    reading.held = rows.dropFirst().map { $0 + "\n" }
    let mended = try Reading.complete(Batch(held(reading, files), fields: Self.products))
    #expect(mended.deals.map(\.state) == ["single"] && mended.deals.map(\.lines) == [[["Pen"], ["Cap"]]])
  }

  @Test func `a column by its path is found in a held file with another column beside it`() throws {
    let files = try TemporaryFiles()
    let path = try files.write(
      "\"ID\",\"note\",\"custom.disc\",\"Problem (JSON)\",\"How to fix\"\n\"1\",\"hi\",\"10\",\"why\",\"how\"\n")
    var batch = try Batch(DealInputs(deals: [path]), fields: ["id"])
    batch.columns.append(
      ColumnRequest(
        name: "disc", side: .deal, source: .header(aliases: [], json: ["custom.disc"]), isRequired: false, range: nil))
    #expect(try Reading(batch).cells == [["1", "10"]])
  }

  @Test func `a product row of two files stands once in the held file`() throws {
    let files = try TemporaryFiles()
    let header = "ID,Title,Product name\n"
    let inputs = DealInputs(deals: [
      try files.write(header + "1,a,Pen\n1,a,Pen\n", "1.csv"), try files.write(header + "1,a,Pen\n1,a,Cap\n", "2.csv"),
    ])
    let reading = try Reading.complete(Batch(inputs, fields: Self.products, rows: .product))
    #expect(reading.deals.map(\.state) == ["in two files"])
    #expect(
      reading.held[0].split(separator: "\n").map { $0.prefix(12) } == [
        "\"1\",\"a\",\"Pen", "\"1\",\"a\",\"Pen", "\"1\",\"a\",\"Cap",
      ])
  }

  @Test(arguments: ["C304", "C305", "L516", "N702"])
  func `deals that were held for what stands elsewhere are told`(code: String) throws {
    let files = try TemporaryFiles()
    let path = try files.write("ID,Title,Problem,How to fix\n1,a,\(code): why,how\n2,b,M205: why,how\n")
    let notices = try Reading(Batch(DealInputs(deals: [path]))).notices
    #expect(notices.contains { $0.contains("1 deal was held for what does not stand in this file") })
  }
}
