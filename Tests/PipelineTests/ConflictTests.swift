import Pipeline
import TestSupport
import Testing

/// What only the whole run can know: numbers used twice, one customer with two currencies or tax ids.
@Suite struct ConflictTests {
  static let header = "ID,Title,Value,Currency of Value,Organization,VAT\n"
  static let rulesText = """
    rules: 1
    company: { name: Tie, country: DE, currency: EUR, time_zone: UTC }
    source: { profile: pipedrive }
    columns: { vat: { header: VAT } }
    customer: { name: { first_of: [organization], on_missing: hold }, tax_id: { from: vat, scheme: unchecked } }
    currency: { from: currency }
    invoice: { number: "{title}" }
    lines: [ { id: value, each: deal, item: S, quantity: 1, price: value } ]
    """

  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let deals: String
    /// The code of each deal, empty where it is created.
    let codes: [String]
    let customers: [String]
  }

  static let cases = [
    Case(
      testDescription: "a number twice", deals: "1,N1,5,EUR,Acme,\n2,N1,5,EUR,Beta,\n3,N2,5,EUR,Beta,\n",
      codes: ["", "N702", ""], customers: ["Acme", "Beta"]),
    Case(
      testDescription: "two currencies", deals: "1,N1,5,EUR,Acme,\n2,N2,5,USD,acme,\n3,N3,5,EUR,ACME,\n",
      codes: ["", "C305", ""], customers: ["Acme"]),
    Case(
      testDescription: "two tax ids", deals: "1,N1,5,EUR,Acme,X1\n2,N2,5,EUR,Acme,X2\n3,N3,5,EUR,Acme,\n",
      codes: ["", "C304", ""], customers: ["Acme"]),
    // What is held took neither the number nor the name.
    Case(
      testDescription: "the number of a held deal is free",
      deals: "1,N1,5,EUR,Acme,\n2,N2,5,USD,Acme,\n3,N2,5,EUR,Beta,\n", codes: ["", "C305", ""],
      customers: ["Acme", "Beta"]),
    Case(
      testDescription: "the currency of a held deal does not bind",
      deals: "1,N1,5,EUR,Acme,\n2,N1,5,USD,Beta,\n3,N3,5,EUR,Beta,\n", codes: ["", "N702", ""],
      customers: ["Acme", "Beta"]),
  ]

  @Test(arguments: cases)
  func `the later of two deals that clash is held, and only that`(_ row: Case) async throws {
    let folder = try ScratchFolder()
    let input = try folder.write("deals", Self.header + row.deals)
    let report = try await runBatch(try options(try rules(Self.rulesText), [input], output: folder.path + "/out"))
    let files = try RunFiles(folder)
    #expect(report.failures.isEmpty)
    #expect(files.rows.column("code") == row.codes)
    #expect(files.customers.map { $0["DisplayName"]?.string } == row.customers)
    #expect(files.invoices.count == row.codes.count { $0.isEmpty })
    #expect(files.held.rows.count == row.codes.count { !$0.isEmpty })
  }
}
