import Deals
import Diagnostics
import Testing

@Suite struct JSONDealTests {
  static let version1 = """
    {"success": true, "data": [
      {"id": 1, "title": "One", "value": 130.50, "currency": "EUR", "status": "won", "org_id": {"name": "Acme", "address": "Main 1", "value": 5},
       "person_id": {"name": "Bo", "email": [{"label": "work", "value": "x@a.example", "primary": false}, {"label": "work", "value": "bo@a.example", "primary": true}], "value": 7},
       "label": "", "products": [{"deal_id": 1, "name": "Pencil", "item_price": 90, "quantity": 1.0}, {"deal_id": 1, "name": "Pen, blue", "item_price": 1e1, "quantity": 2}]},
      {"id": 2, "title": "=two", "value": 0, "currency": "USD", "status": "open", "org_id": null, "person_id": null}
    ], "additional_data": {"pagination": {"start": 0}}}
    """
  static let version2 = """
    {"success": true, "data": [{"id": 1, "title": "One", "value": 130.0, "org_id": 5, "person_id": null, "label_ids": [], "local_won_date": "2026-04-01", "won_time": "2026-03-31T22:15:00Z",
      "custom_fields": {"0123456789012345678901234567890123456789": {"value": 2300, "currency": "EUR"}}}], "additional_data": {"next_cursor": null}}
    """

  @Test func `deals of the first version are read with their nested lines`() throws {
    let files = try TemporaryFiles()
    let inputs = DealInputs(deals: [try files.write(Self.version1, "deals.json")])
    let fields = [
      "id", "title", "value", "organization", "organization.id", "person.email", "line.name", "line.price",
      "line.quantity",
    ]
    let reading = try Reading.complete(Batch(inputs, fields: fields))
    #expect(
      reading.cells == [
        ["1", "One", "130.50", "Acme", "5", "bo@a.example,x@a.example"], ["2", "=two", "0", "", "", ""],
      ])
    #expect(reading.deals.map(\.lines) == [[["Pencil", "90", "1.0"], ["Pen, blue", "1e1", "2"]], []])
    #expect(reading.totals.first?.dataRows == 2)
  }

  @Test(arguments: [
    (
      #"{"success": true, "data": [{"id": 1}], "additional_data": {"pagination": {"more_items_in_collection": true}}}"#,
      true
    ),
    (
      #"{"success": true, "data": [{"id": 1}], "additional_data": {"pagination": {"more_items_in_collection": false}}}"#,
      false
    ),
    (#"{"success": true, "data": [{"id": 1}], "additional_data": {"next_cursor": "eyJmaWVs"}}"#, true),
    (#"{"additional_data": {"next_cursor": "eyJmaWVs"}, "success": true, "data": [{"id": 1}]}"#, true),
    (#"{"success": true, "data": [{"id": 1}], "additional_data": {"next_cursor": null}}"#, false),
    (#"{"success": true, "data": {"id": 1}, "additional_data": {"next_cursor": "eyJmaWVs"}}"#, true),
    (
      #"{"success": true, "data": null, "additional_data": {"next_cursor": "eyJmaWVs"}} {"success": true, "data": [{"id": 1}]}"#,
      false
    ),
    (
      #"{"success": true, "data": [{"id": 1}], "additional_data": {"next_cursor": "a"}} {"success": true, "data": [{"id": 2}], "additional_data": {"next_cursor": null}}"#,
      false
    ),
    (
      #"{"success": true, "data": [{"id": 1}], "additional_data": {"next_cursor": null}} {"success": true, "data": [{"id": 2}], "additional_data": {"next_cursor": "a"}}"#,
      true
    ),
    (#"{"success": true, "data": [{"id": 1}], "additional_data": {"next_cursor": ""}}"#, false),
    (#"[{"id": 1, "next_cursor": "a", "additional_data": {"next_cursor": "a"}}]"#, false),
  ])
  func `a last page that says that others follow is told`(text: String, isTold: Bool) throws {
    let files = try TemporaryFiles()
    let reading = try Reading(Batch(DealInputs(deals: [try files.write(text, "deals.json")]), fields: ["id"]))
    #expect(
      reading.notices
        == (isTold
          ? [
            "deals.json: its last page says that more pages follow; only what stands in it is billed, so export the rest too"
          ]
          : []))
  }

  @Test(arguments: [
    (#"{"results": [{"id": 1}, {"id": 2}], "paging": {"next": {"after": "3"}}}"#, ["1", "2"], 1),
    (#"{"results": [{"id": 1}]}"#, ["1"], 0),
    (#"{"totalSize": 1, "done": true, "records": [{"id": 1}]}"#, ["1"], 0),
    (#"{"totalSize": 9, "done": false, "records": [{"id": 1}]}"#, ["1"], 1),
    // Beside 'data' they are a count, or anything.
    (#"{"data": [{"id": 1}], "results": 1}"#, ["1"], 0), (#"{"records": 1, "data": [{"id": 1}]}"#, ["1"], 0),
    (#"{"data": [{"id": 1}], "records": [{"id": 2}]}"#, ["1"], 0), (#"[{"id": 1, "results": 3}]"#, ["1"], 0),
  ])
  func `pages of HubSpot and Salesforce hold deals, too`(text: String, ids: [String], notices: Int) throws {
    let files = try TemporaryFiles()
    let reading = try Reading(Batch(DealInputs(deals: [try files.write(text, "deals.json")]), fields: ["id"]))
    #expect(reading.deals.map { $0.cells[0] } == ids && reading.notices.count == notices)
  }

  @Test func `of several files only the last may say that there are more`() throws {
    let files = try TemporaryFiles()
    let open = try files.write(
      #"{"success": true, "data": [{"id": 1}], "additional_data": {"next_cursor": "a"}}"#, "1.json")
    let closed = try files.write(
      #"{"success": true, "data": [{"id": 2}], "additional_data": {"next_cursor": null}}"#, "2.json")
    #expect(try Reading(Batch(DealInputs(deals: [open, closed]), fields: ["id"])).notices == [])
    let swapped = try Reading(Batch(DealInputs(deals: [closed, open]), fields: ["id"])).notices
    #expect(swapped.map { $0.prefix(6) } == ["1.json"])
  }

  @Test func `deals of the second version are joined with organizations by id`() throws {
    let files = try TemporaryFiles()
    let organizations = """
      {"success": true, "data": [{"id": 5, "name": "Acme", "label": "customer", "address": {"value": "Main 1", "locality": "Prague", "country": "Czechia"}}]}
      """
    let inputs = DealInputs(
      deals: [try files.write(Self.version2, "deals.json")],
      organizations: [try files.write(organizations, "organizations.json")])
    let batch = try Batch(
      inputs, fields: ["id", "won_time", "organization", "organization.city", "organization.country", "label"],
      headers: ["custom_fields.0123456789012345678901234567890123456789"])
    let reading = try Reading(batch)
    // An empty label of the deal is not the organization's.
    #expect(reading.cells == [["1", "2026-04-01", "Acme", "Prague", "Czechia", "", "2300"]])
    #expect(reading.places[0][2] == "organizations.json row 1, column \"name\"")
  }

  @Test func `a header that the deal's JSON is known to have is not filled from a side file`() throws {
    let files = try TemporaryFiles()
    let inputs = DealInputs(
      deals: [try files.write(Self.version2, "deals.json")],
      organizations: [try files.write("ID,Name,Label,VAT number\n5,Acme,customer,CZ1\n", "organizations.csv")])
    let reading = try Reading(Batch(inputs, fields: ["id"], headers: ["Label", "Organization - VAT number"]))
    #expect(reading.cells == [["1", "", "CZ1"]])
  }

  @Test func `a held file made from JSON runs again with the same cells and lines`() throws {
    let files = try TemporaryFiles()
    let fields = ["id", "title", "value", "organization", "line.name", "line.price"]
    let first = try Reading.complete(
      Batch(DealInputs(deals: [try files.write(Self.version1, "deals.json")]), fields: fields))
    let held = try files.write(first.heldHeader + "\n" + first.held.joined(), "held.csv")
    let again = try Reading.complete(Batch(DealInputs(deals: [held]), fields: fields))
    #expect(again.cells == first.cells)
    #expect(again.deals.map(\.lines) == first.deals.map(\.lines))
  }

  @Test func `CSV and JSON in one batch are refused, since held.csv has one header`() throws {
    let files = try TemporaryFiles()
    let csv = try files.write("Deal - Title,Deal - ID\nthree,3\n")
    let json = try files.write(Self.version1, "deals.json")
    #expect(refusal(try Batch(DealInputs(deals: [json, csv]))).map(\.code) == ["S037"])
  }

  @Test func `nested products come in the order that they name, when each names one`() throws {
    let files = try TemporaryFiles()
    let json = """
      [{"id": 1, "products": [{"name": "b", "order_nr": 2}, {"name": "a", "order_nr": 1}]},
       {"id": 2, "products": [{"name": "b", "order_nr": 2}, {"name": "a"}]}]
      """
    let batch = try Batch(DealInputs(deals: [files.write(json, "deals.json")]), fields: ["id", "line.name"])
    #expect(try Reading(batch).deals.map(\.lines) == [[["a"], ["b"]], [["b"], ["a"]]])
  }

  @Test(arguments: [
    (#""totalSize": 300, "done": false"#, true), (#""totalSize": 2, "done": true"#, true),
    (#""totalSize": 1, "done": true"#, false), (#""done": true"#, false),
  ])
  func `a nested page of products that is not the last makes the deal doubtful`(page: String, lacks: Bool) throws {
    let files = try TemporaryFiles()
    let json = #"[{"Id": "A", "OpportunityLineItems": {\#(page), "records": [{"Name": "Pen"}]}}]"#
    let batch = try Batch(
      DealInputs(deals: [files.write(json, "deals.json")]), profile: "salesforce", fields: ["id", "line.name"])
    let block = try #require(try batch.reader().next())
    #expect(block.deal(0).hasMoreLines == lacks && block.isDoubtful(0) == lacks)
  }

  @Test func `ids that are values of JSON but no whole numbers are doubtful`() throws {
    let files = try TemporaryFiles()
    let ids = ["1e3", "-1", "true", "7.5", "12", "0", "\"1e3\"", "\"true\"", "\" 1e3\"", "null"]
    let json = "[\(ids.map { "{\"id\": \($0), \"title\": \"a\"}" }.joined(separator: ",\n"))]"
    let batch = try Batch(DealInputs(deals: [files.write(json, "deals.json")]), profile: "generic")
    let block = try #require(try batch.reader().next())
    #expect(ids.indices.filter { block.deal($0).hasOddID } == [0, 1, 2, 3])
  }

  static let key = "0123456789012345678901234567890123456789"
  static let definitions = """
    {"data": [{"key": "status", "name": "Status", "options": [{"id": "lost", "label": "Verloren"}]},
      {"key": "title", "name": "Title"}, {"key": "\(key)", "name": "Wert", "options": [{"id": 7, "label": "sieben"}]}]}
    """

  @Test func `words of a field that rules ask for keep, numbers of options become labels`() throws {
    let files = try TemporaryFiles()
    let json = try files.write(
      "[{\"id\": 1, \"status\": \"lost\", \"custom_fields\": {\"\(Self.key)\": 7}}]", "deals.json")
    let inputs = DealInputs(deals: [json], fields: try files.write(Self.definitions, "fields.json"))
    let batch = try Batch(inputs, fields: ["id", "status"], headers: ["custom_fields.\(Self.key)"])
    #expect(try Reading(batch).cells == [["1", "lost", "sieben"]])
  }

  @Test func `a label that is also a name of another field is refused, that of the field itself is not`() throws {
    let files = try TemporaryFiles()
    let json = try files.write("[{\"id\": 1, \"title\": \"a\", \"value\": 5}]", "deals.json")
    let inputs = DealInputs(deals: [json], fields: try files.write(Self.definitions, "fields.json"))
    #expect(refusal(try Batch(inputs, fields: ["id"], headers: ["Wert"])).map(\.code) == ["S032"])
    #expect(try Reading(Batch(inputs, fields: ["id"], headers: ["Title"])).cells == [["1", "a"]])
  }
}
