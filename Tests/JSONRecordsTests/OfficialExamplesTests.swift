import Bytes
import JSONRecords
import Testing

/// The example answers of Pipedrive's own API description, one page per endpoint.
@Suite(.enabled(if: sharedFolder != nil, "no folder 'shared'"))
struct OfficialExamplesTests {
  /// The text of the page of `endpoint`, cut out of the file of examples.
  func page(_ version: Int, _ endpoint: String) throws -> String {
    let bytes = try sharedBytes("data/pipedrive_v\(version)_response_examples.json")
    return try bytes.withByteView { view in
      let set = JSONPathSet([.elements([JSONPath(member: endpoint)])])
      var cells = set.makeCells()
      var arena = Arena()
      if let error = set.extract(record: view, into: &cells, arena: &arena) { throw error }
      return cells[0].string
    }
  }

  @Test(arguments: [1, 2])
  func `every page gives as many records as its data has elements`(version: Int) throws {
    let bytes = try sharedBytes("data/pipedrive_v\(version)_response_examples.json")
    #expect(try split(bytes).count == 1)  // the file itself is one object without 'data'
    let tree = try parse(bytes)
    let endpoints = try #require(tree.members)
    #expect(endpoints.count == (version == 1 ? 10 : 11))
    for endpoint in endpoints {
      let text = try page(version, endpoint.name)
      #expect(try parse(text) == endpoint.value)
      let expected = endpoint.value["data"]
      let count = expected?.elements?.count ?? 1
      for size in [1, 64, 1000, 1 << 20] {
        let cuts = try split(Array(text.utf8), batchBytes: size)
        #expect(cuts.count == count, "\(endpoint.name)")
        #expect(try cuts.map { try parse($0.text) } == (expected?.elements ?? [expected ?? endpoint.value]))
      }
      // Twice the same page, and an array of both.
      #expect(try split(Array((text + text).utf8)).count == 2 * count)
      #expect(try split(Array("[\(text),\n\(text)]".utf8)).count == 2 * count)
    }
  }

  @Test func `a deal of version 1 is read by paths`() throws {
    let deal = try split(Array(try page(1, "GET /deals").utf8))[0].text
    let paths = [
      "id", "title", "value", "currency", "user_id", "user_id.name", "person_id", "person_id.email[].value",
      "person_id.phone",
      "org_id", "org_id.name", "org_id.address", "probability", "custom_fields.x", "status", "deleted",
    ]
    #expect(
      try pick(deal, paths).map(\.text) == [
        "1", "Deal One", "130", "EUR", "8877", "Creator", "1101", "person@pipedrive.com", "37244499911", "5",
        "Organization",
        "Mustamäe tee 3a, 10615 Tallinn", "", "", "open", "false",
      ])
  }

  @Test func `a deal of version 2 is read by paths`() throws {
    let deal = try split(Array(try page(2, "GET /deals").utf8))[0].text
    #expect(
      try pick(deal, ["id", "title", "value", "person_id", "org_id", "org_id.name", "label_ids", "origin_id"]).map(
        \.text)
        == ["1", "Deal Title", "200", "1", "1", "", "1,2,3", ""])
  }
}
