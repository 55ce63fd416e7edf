import Deals
import Diagnostics
import Testing

@Suite struct SideFileTests {
  static let deals =
    "ID,Title,Organization,Organization ID,Contact person ID,Label\n1,a,Acme,88,7,hot\n2,b,,89,8,\n3,c,Gone,90,,\n"
  static let organizations =
    "ID,Name,Address,Label,VAT number\n88,Acme Ltd,\"Main 1, Prague\",customer,CZ1\n89,Bolt,Side 2,prospect,CZ2\n"
  static let persons = "ID,Name,Email - Work,Label\n7,Ann,ann@x.example,friend\n8,Bo,bo@x.example,\n"

  @Test func `cells that are missing or empty come from the joined files`() throws {
    let files = try TemporaryFiles()
    let inputs = DealInputs(
      deals: [try files.write(Self.deals)], organizations: [try files.write(Self.organizations, "organizations.csv")],
      persons: [try files.write(Self.persons, "people.csv")])
    let batch = try Batch(inputs, fields: ["id", "organization", "organization.address", "person.email"])
    let reading = try Reading(batch)
    #expect(
      reading.cells == [
        ["1", "Acme", "Main 1, Prague", "ann@x.example"], ["2", "Bolt", "Side 2", "bo@x.example"],
        ["3", "Gone", "", ""],
      ])
  }

  @Test func `a joined cell is placed in the joined file`() throws {
    let files = try TemporaryFiles()
    let inputs = DealInputs(
      deals: [try files.write(Self.deals)], organizations: [try files.write(Self.organizations, "organizations.csv")])
    let reading = try Reading(Batch(inputs, fields: ["id", "organization", "organization.address"]))
    #expect(
      reading.places[1] == [
        "deals.csv row 2, column \"ID\"", "organizations.csv row 2, column \"Name\"",
        "organizations.csv row 2, column \"Address\"",
      ])
    #expect(reading.places[0][1] == "deals.csv row 1, column \"Organization\"")
  }

  @Test func `a header of the rules is found in the joined file when the deals lack it`() throws {
    let files = try TemporaryFiles()
    let inputs = DealInputs(
      deals: [try files.write(Self.deals)], organizations: [try files.write(Self.organizations, "organizations.csv")])
    for header in ["VAT number", "Organization - VAT number"] {
      #expect(try Reading(Batch(inputs, fields: ["id"], headers: [header])).cells.map { $0[1] } == ["CZ1", "CZ2", ""])
    }
  }

  @Test func `an empty cell of the deal is not filled from a namesake of another file`() throws {
    let files = try TemporaryFiles()
    let inputs = DealInputs(
      deals: [try files.write(Self.deals)], organizations: [try files.write(Self.organizations, "organizations.csv")],
      persons: [try files.write(Self.persons, "people.csv")])
    #expect(try Reading(Batch(inputs, fields: ["id"], headers: ["Label"])).cells.map { $0[1] } == ["hot", "", ""])
    #expect(try Reading(Batch(inputs, fields: ["id", "label"])).cells.map { $0[1] } == ["hot", "", ""])
  }

  @Test func `a header that two joined files have is refused unless it says whose`() throws {
    let files = try TemporaryFiles()
    let deals = try files.write("ID,Organization ID,Contact person ID\n1,88,7\n")
    let inputs = DealInputs(
      deals: [deals], organizations: [try files.write(Self.organizations, "organizations.csv")],
      persons: [try files.write(Self.persons, "people.csv")])
    #expect(refusal(try Batch(inputs, fields: ["id"], headers: ["Label"])).map(\.code) == ["S032"])
    let batch = try Batch(inputs, fields: ["id"], headers: ["Person - Label", "Organization - Label"])
    #expect(try Reading(batch).cells == [["1", "friend", "customer"]])
  }

  @Test func `a file that cannot be joined is refused`() throws {
    let files = try TemporaryFiles()
    let inputs = DealInputs(
      deals: [try files.write("ID,Title,Organization\n1,a,Acme\n")],
      organizations: [try files.write(Self.organizations, "organizations.csv")])
    let found = refusal(try Batch(inputs, fields: ["id", "organization.address"]))
    #expect(found.map(\.code) == ["S035"])
    #expect(found.first?.message.contains("organization.id") == true)
  }

  @Test func `an id that stands twice in a side file is refused`() throws {
    let files = try TemporaryFiles()
    let inputs = DealInputs(
      deals: [try files.write(Self.deals)],
      organizations: [try files.write("ID,Name\n88,Acme\n88,Other\n", "organizations.csv")])
    let found = refusal(try Batch(inputs, fields: ["id", "organization"]))
    #expect(found.map(\.code) == ["S033"])
    #expect(found.first?.message.contains("88") == true)
  }

  @Test func `ids that the joined file lacks are counted`() throws {
    let files = try TemporaryFiles()
    let inputs = DealInputs(
      deals: [try files.write(Self.deals)], organizations: [try files.write(Self.organizations, "organizations.csv")])
    let notices = try Reading(Batch(inputs, fields: ["id", "organization.address"])).notices
    #expect(notices.contains { $0.contains("1 id") && $0.contains("organizations.csv") && $0.contains("90") })
  }

  @Test func `lines of their own file come to their deals in the order of the file`() throws {
    let files = try TemporaryFiles()
    let lines = try files.write(
      "Quantity,Deal ID,Product name,Product ID\n2,1,Licence,5\n1,2,Training,6\n3,1,\"Support, \"\"gold\"\"\",\n9,77,Lost,\n",
      "lines.csv")
    let products = try files.write("ID,Name,Code\n5,Licence (catalogue),LIC\n6,Training,TRN\n", "products.csv")
    let inputs = DealInputs(deals: [try files.write(Self.deals)], lines: [lines], products: [products])
    let reading = try Reading(
      Batch(inputs, fields: ["id", "line.name", "line.quantity", "line.code"]))
    #expect(
      reading.deals.map(\.lines) == [
        [["Licence", "2", "LIC"], ["Support, \"gold\"", "3", ""]], [["Training", "1", "TRN"]], [],
      ])
    #expect(reading.linePlaces[1][0] == "lines.csv row 3, column \"Product name\"")
    #expect(reading.linePlaces[0][2] == "products.csv row 1, column \"Code\"")
    #expect(reading.notices.contains { $0.contains("77") })
  }

  @Test func `a lines file and a row a product exclude each other`() throws {
    let files = try TemporaryFiles()
    let inputs = DealInputs(
      deals: [try files.write("Opportunity ID,Product Name\nA,x\n")],
      lines: [try files.write("Opportunity ID,Product Name\nA,y\n", "lines.csv")])
    let batch = try Batch(inputs, profile: "salesforce", fields: ["id", "line.name"])
    #expect(refusal(batch).map(\.code) == ["S046"])
  }

  @Test func `ids of 15 and of 18 characters meet in Salesforce files`() throws {
    let files = try TemporaryFiles()
    let inputs = DealInputs(
      deals: [try files.write("Opportunity ID,Opportunity Name\n0068d00000AbCdE,x\n0068d00000ABcdE,y\n")],
      lines: [
        try files.write(
          "OpportunityId,Name\n0068d00000AbCdEAAV,one\n0068d00000ABcdEAAV,two\n", "lines.csv")
      ])
    let batch = try Batch(inputs, profile: "salesforce", fields: ["id", "line.name"], rows: .deal)
    #expect(try Reading(batch).deals.map(\.lines) == [[["one"]], [["two"]]])
  }

  @Test func `a line without an id that stands in two files holds its deal`() throws {
    let files = try TemporaryFiles()
    let header = "Deal ID,Product name\n"
    let inputs = DealInputs(
      deals: [try files.write(Self.deals)],
      lines: [
        try files.write(header + "1,Pen\n1,Pen\n2,Cap\n", "1.csv"),
        try files.write(header + "\"2\", Cap\n2,Ink\n", "2.csv"),
      ])
    let reading = try Reading.complete(Batch(inputs, fields: ["id", "line.name"]))
    #expect(reading.deals.map(\.state) == ["single", "in two files", "single"])
  }

  @Test(arguments: [
    ("Deal ID,Product name\n1,Pen\n,Cap\n", "S049"), ("Deal ID,Product name\n1,Pen\n,\n", nil),
    (#"{"error": "rate limit"}"#, "S043"), (#"[{"name": "Pen"}]"#, "S031"),
    (#"[{"deal_id": 1, "name": "Pen"}, {"name": "Cap"}]"#, "S049"), (#"[{"deal_id": 1e0, "name": "Pen"}]"#, "S049"),
    (#"[{"deal_id": "1", "name": "Pen"}]"#, nil), ("[]", nil),
  ])
  func `products of no deal are refused`(text: String, code: String?) throws {
    let files = try TemporaryFiles()
    let inputs = DealInputs(deals: [try files.write(Self.deals)], lines: [try files.write(text, "lines")])
    #expect(refusal(try Batch(inputs, fields: ["id", "line.name"])).map(\.code) == (code.map { [$0] } ?? []))
  }

  @Test func `a file of persons has no person's name under the prefix of organizations`() throws {
    let files = try TemporaryFiles()
    let deals = try files.write("ID,Contact person ID\n1,7\n")
    func name(_ persons: String) throws -> String {
      let inputs = DealInputs(deals: [deals], persons: [try files.write(persons, "people.csv")])
      return try Reading(Batch(inputs, fields: ["id", "person"])).cells[0][1]
    }
    #expect(try name("Person - ID,Organization - Name\n7,Acme\n") == "")
    #expect(try name("Person - ID,Organization - Name,Person - Name\n7,Acme,Ann\n") == "Ann")
    #expect(try name("ID,Name,Person - Name\n7,Acme,Ann\n") == "Ann")
  }

  @Test func `lines of JSON come in the order that they name`() throws {
    let files = try TemporaryFiles()
    let lines = """
      [{"deal_id": 1, "name": "b", "order_nr": 2}, {"deal_id": 2, "name": "x", "order_nr": 9}, {"deal_id": 1, "name": "a", "order_nr": 1}]
      """
    let inputs = DealInputs(deals: [try files.write(Self.deals)], lines: [try files.write(lines, "lines.json")])
    let reading = try Reading(Batch(inputs, fields: ["id", "line.name"]))
    #expect(reading.deals.map(\.lines) == [[["a"], ["b"]], [["x"]], []])
  }

  @Test func `ids of Zoho count without their prefix`() throws {
    let files = try TemporaryFiles()
    let inputs = DealInputs(
      deals: [try files.write("Record Id,Deal Name\nzcrm_57250001,a\n57250002,b\n57250001,a\n")],
      lines: [try files.write("Deal Id,Product Name\n57250001,Pen\nzcrm_57250002,Cap\n", "lines.csv")])
    let reading = try Reading.complete(Batch(inputs, profile: "zoho", fields: ["id", "title", "line.name"]))
    #expect(reading.cells.map { $0[0] } == ["57250001", "57250002"])
    #expect(reading.deals.map(\.state) == ["conflicting", "single"])
    #expect(reading.deals.map(\.lines) == [[["Pen"]], [["Cap"]]])
  }
}
