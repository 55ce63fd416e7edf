import Deals
import Diagnostics
import TestSupport
import Testing

/// Side files: organizations, persons, products and lines found by id, and labels of custom fields.
@Suite struct JoinTests {
  let folder: ScratchFolder

  init() throws { folder = try ScratchFolder() }

  @Test func `organizations and persons fill what the deals leave empty`() throws {
    let deals = try folder.write(
      "deals.csv",
      "ID,Organization,Organization ID,Contact person,Contact person ID,Email - Work\n1,Own name,7,Bo,9,\n2,,8,,404,x@y.example\n3,,,,,\n"
    )
    let organizations = try folder.write(
      "organizations.csv", "ID,Name,Address,Country of Address\n7,Acme,Main St 3,Estonia\n8,\"Beta, Inc.\",,\n")
    let persons = try folder.write("persons.csv", "ID,Name,Email - Work\n9,Bo,bo@acme.example\n")
    var inputs = DealInputs(deals: [deals])
    inputs.organizations = [organizations]
    inputs.persons = [persons]
    let wanted = Wanted(deal: ["id", "organization", "organization.address", "organization.country", "person.email"])
    let (read, _) = try readDeals(inputs, wanted)
    #expect(
      read.map(\.cells) == [
        ["1", "Own name", "Main St 3", "Estonia", "bo@acme.example"], ["2", "Beta, Inc.", "", "", "x@y.example"],
        ["3", "", "", "", ""],
      ])
  }

  @Test func `deals of API version 2 get names by id from JSON files`() throws {
    let deals = try folder.write("deals.json", "{\"success\":true,\"data\":[{\"id\":1,\"org_id\":5,\"person_id\":6}]}")
    var inputs = DealInputs(deals: [deals])
    inputs.organizations = [
      try folder.write(
        "organizations.json",
        "{\"data\":[{\"id\":5,\"name\":\"Acme\",\"address\":{\"value\":\"Main St 3\",\"country\":\"Estonia\",\"locality\":\"Tallinn\"}}]}"
      )
    ]
    inputs.persons = [
      try folder.write(
        "persons.json", "[{\"id\":6,\"name\":\"Bo\",\"emails\":[{\"value\":\"bo@acme.example\",\"primary\":true}]}]")
    ]
    let wanted = Wanted(
      deal: ["id", "organization", "organization.country", "organization.city", "person", "person.email"])
    let (read, _) = try readDeals(inputs, wanted)
    #expect(read.map(\.cells) == [["1", "Acme", "Estonia", "Tallinn", "Bo", "bo@acme.example"]])
  }

  @Test(arguments: [
    "Deal ID,Product name,Quantity,Unit price,Product ID\n1,Pen,2,3.5,70\n2,,1,9,71\n1,Cap,1,1,\n99,Lost,1,1,\n",
    """
    [{"deal_id":1,"name":"Pen","quantity":2,"item_price":3.5,"product_id":70},
     {"deal_id":2,"quantity":1,"item_price":9,"product_id":71},
     {"deal_id":1,"name":"Cap","quantity":1,"item_price":1},{"deal_id":99,"name":"Lost","quantity":1,"item_price":1}]
    """,
  ])
  func `lines are found by deal, products by line, and orphans are told`(lines: String) throws {
    var inputs = DealInputs(deals: [try folder.write("deals.csv", "ID\n1\n2\n3\n")])
    inputs.lines = [try folder.write("lines", lines)]
    inputs.products = [try folder.write("products.csv", "ID,Name,Product code\n70,Pencil,P-70\n71,Ink,I-71\n")]
    let wanted = Wanted(deal: ["id"], line: ["line.name", "line.quantity", "line.price", "line.code"])
    let (read, reader) = try readDeals(inputs, wanted)
    #expect(
      read == [
        ReadDeal(cells: ["1"], lines: [["Pen", "2", "3.5", "P-70"], ["Cap", "1", "1", ""]]),
        ReadDeal(cells: ["2"], lines: [["Ink", "1", "9", "I-71"]]), ReadDeal(cells: ["3"]),
      ])
    #expect(reader.notices.contains { $0.contains("--lines") && $0.contains("99") })
  }

  static let key = "53c2f18db6a1655d6af8bba77d9679565f975fd8"

  @Test(arguments: [
    "{\"data\":[{\"key\":\"\(key)\",\"name\":\"VAT number\"},{\"key\":\"size\",\"name\":\"Size\",\"options\":[{\"id\":3,\"label\":\"Big\"},{\"id\":4,\"label\":\"Small\"}]}]}",
    "{\"data\":[{\"field_code\":\"\(key)\",\"field_name\":\"VAT number\"},{\"field_code\":\"size\",\"field_name\":\"Size\",\"options\":[{\"id\":3,\"label\":\"Big\"},{\"id\":4,\"label\":\"Small\"}]}]}",
  ])
  func `custom fields are read by their label and options are told in words`(fields: String) throws {
    let deals = try folder.write(
      "deals.json",
      "[{\"id\":1,\"\(Self.key)\":\"DE1\",\"size\":\"3,4\"},{\"id\":2,\"custom_fields\":{\"\(Self.key)\":\"DE2\",\"size\":3}},{\"id\":3,\"custom_fields\":{\"size\":[4,3,5]}}]"
    )
    var inputs = DealInputs(deals: [deals])
    inputs.fields = try folder.write("fields.json", fields)
    let (read, _) = try readDeals(inputs, Wanted(deal: ["id", "header:VAT number", "header:Size"]))
    #expect(read.map(\.cells) == [["1", "DE1", "Big,Small"], ["2", "DE2", "Big"], ["3", "", "Small,Big,5"]])
  }

  struct Refused: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var deals = "ID,Title,Value\n1,A,5\n"
    var organizations: String?
    var lines: String?
    var fields: String?
    var deal = ["id"]
    let code: String
    let words: String
  }

  static let refusals = [
    Refused(
      testDescription: "a missing column", deal: ["id", "header:VAT number!"], code: "S031",
      words: "has no column 'VAT number'"),
    Refused(
      testDescription: "a misspelt column", deal: ["id", "header:Titel!"], code: "S031", words: "did you mean 'Title'?"),
    Refused(testDescription: "no id", deals: "Title\nA\n", code: "S031", words: "has no column 'ID'"),
    Refused(
      testDescription: "two columns of one name", deals: "ID,Status,Status\n1,a,b\n", deal: ["id", "status"],
      code: "S032", words: "Status#1"),
    Refused(
      testDescription: "an id twice among the organizations", organizations: "ID,Name\n7,A\n7,B\n", code: "S033",
      words: "'7' stands twice"),
    Refused(
      testDescription: "organizations without an id", organizations: "Name\nA\n", code: "S031", words: "no column"),
    Refused(
      testDescription: "fields of something else", fields: "{\"data\":[{\"id\":1}]}", code: "S034",
      words: "no field definitions"),
    Refused(testDescription: "an empty file", deals: "", code: "S", words: ""),
  ]

  @Test(arguments: refusals)
  func `what cannot be used is refused with its reason`(_ row: Refused) throws {
    var inputs = DealInputs(deals: [try folder.write("deals.csv", row.deals)])
    if let text = row.organizations { inputs.organizations = [try folder.write("organizations.csv", text)] }
    inputs.fields = try row.fields.map { try folder.write("fields.json", $0) }
    let found = try refusal { _ = try readDeals(inputs, Wanted(deal: row.deal)) }
    let first = try #require(found.first)
    #expect(first.code.hasPrefix(row.code))
    #expect("\(first.message) \(first.expected ?? "") \(first.help ?? "")".contains(row.words))
  }

  @Test(arguments: ["Title,ID\nB,2\n", "ID;Title\n2;B\n", "ID,Title,Value\n2,B,5\n", "[{\"id\":2}]"])
  func `files that are not exported in one way are refused together`(other: String) throws {
    let first = try folder.write("first.csv", "ID,Title\n1,A\n")
    let second = try folder.write("second", other)
    let found = try refusal { _ = try readDeals(DealInputs(deals: [first, second]), Wanted(deal: ["id"])) }
    #expect(found.map(\.code) == ["S037"])
    #expect(try readDeals(DealInputs(deals: [first, first]), Wanted(deal: ["id"])).deals.map(\.rows) == [2])
  }

  @Test func `a file that is not there is said to be missing`() throws {
    let found = try refusal { _ = try readDeals(DealInputs(deals: [folder.path + "/none.csv"]), Wanted(deal: ["id"])) }
    #expect(found.map(\.code) == ["S001"])
  }
}
