import Deals
import Foundation
import Pipeline
import Reconciliation
import TestSupport
import Testing

/// The answers that Pipedrive's own API reference shows, of both versions, with all side files.
@Suite(.enabled("the folder of test data is not there") { SharedFolder.path != nil })
struct OfficialExamplesTests {
  static let rulesText = """
    rules: 1
    company: { name: Tie, country: US, currency: USD, time_zone: UTC }
    source: { profile: pipedrive }
    customer:
      name: { first_of: [organization, person], default: unknown }
      email: { first_valid: [person.email] }
      billing_address: { line1: organization.address, city: organization.city, country: organization.country }
    currency: { from: currency }
    deal_value: ignore
    invoice: { date: 2026-03-31, private_note: "deal {id} {title}" }
    lines:
      - { id: product, each: product, item: "{line.name}", quantity: line.quantity, price: line.price }
      - { id: value, each: deal_without_products, item: S, quantity: 1, price: value }
    """

  @Test(arguments: [1, 2])
  func `deals, products, organizations and persons of the API tie out`(version: Int) async throws {
    let path = try #require(SharedFolder.path) + "/data/pipedrive_v\(version)_response_examples.json"
    let root = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: URL(fileURLWithPath: path))) as? [String: Any])
    let folder = try ScratchFolder()
    let example = try #require(root["GET /deals"] as? [String: Any])
    let expected = try #require(example["data"] as? [[String: Any]])
    func part(_ name: String) throws -> String {
      let value = try #require(root[name], "no \(name)")
      return try folder.write("\(name.filter(\.isLetter)).json", JSONSerialization.data(withJSONObject: value))
    }
    let deals = try part("GET /deals")
    let lines = try part("GET /deals/{id}/products")
    let (organizations, persons) = (try part("GET /organizations"), try part("GET /persons"))
    let (products, fields) = (try part("GET /products"), try part("GET /dealFields"))
    let compiled = try rules(Self.rulesText)
    if version == 1 {
      // Version 1 counts a deal's products, and those of the example belong to another deal.
      let report = try await runBatch(
        try options(compiled, [deals], output: "\(folder.path)/counted") { $0.lines = [lines] })
      #expect(report.heldByCode == ["L515": expected.count])
      let text = try String(contentsOfFile: deals, encoding: .utf8)
      let uncounted = text.replacing(/"products_count":[0-9]+/, with: "\"products_count\":0")
      try #require(uncounted != text)
      try uncounted.write(toFile: deals, atomically: true, encoding: .utf8)
    }
    for withSides in [false, true] {
      let out = withSides ? "sides" : "plain"
      let report = try await runBatch(
        try options(compiled, [deals], output: "\(folder.path)/\(out)") { inputs in
          guard withSides else { return }
          inputs.lines = [lines]
          inputs.organizations = [organizations]
          inputs.persons = [persons]
          inputs.products = [products]
          inputs.fields = fields
        })
      let files = try RunFiles(folder, out)
      if version == 2, !withSides {
        // Nothing but ids: whom to bill is not known.
        #expect(report.verdict == .tiedOutWithExceptions)
        #expect(report.heldByCode == ["S210": expected.count] && files.invoices.isEmpty)
        continue
      }
      #expect(report.verdict == .tiedOut, "\(report.failures) \(report.exceptions)")
      #expect(files.invoices.count == expected.count)
      #expect(
        files.invoices.map(\.noteBeforeMarker)
          == expected.map { "deal \($0["id"] ?? "") \($0["title"] ?? "")" })
    }
  }
}
