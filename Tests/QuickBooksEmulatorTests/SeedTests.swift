import Testing

@testable import QuickBooksEmulator

/// What the sample rule files name exists in the company of their region.
@Suite struct SeedTests {
  private func names(_ company: SeedCompany, _ kind: EntityKind) -> Set<String> {
    Set(company.books[kind].ids.compactMap { company.books[kind][$0]?.json.text("Name") })
  }

  @Test(arguments: [
    (
      "us", ["Scanner", "Label printer", "Annual plan", "Installation", "Shipping", "Services", "Seats", "Onboarding"],
      ["TAX", "NON"], ["Due on receipt", "Net 30", "Net 60"], ["Equipment", "Recurring", "Projects", "Other"]
    ),
    (
      "uk", ["Consulting", "Installation", "Insulation work", "Books"], ["20.0% S", "5.0% R", "0.0% Z", "No VAT"],
      ["Due on receipt", "Net 30", "30 days EOM", "End of next month"], []
    ),
    (
      "eu", ["LICENCE", "SUPPORT", "WORKSHOP", "HANDBOOK", "SERVICES", "Ydelser"],
      ["19% USt", "7% USt", "0% Reverse Charge", "0% Drittland", "25% Moms", "0% EU"], ["Net 14", "Net 30"],
      ["Software", "Services", "Print"]
    ),
    ("ca", ["Services"], ["HST ON", "GST", "GST/QST QC", "Exempt"], ["Net 30"], []),
    ("au", ["Services"], ["GST", "GST free"], ["Net 14"], []),
  ])
  func `a region's rule files find their names`(
    name: String, items: [String], codes: [String], terms: [String], classes: [String]
  ) throws {
    let company = try #require(SeedCompany(named: name))
    #expect(names(company, .item).isSuperset(of: items))
    #expect(names(company, .taxCode).isSuperset(of: codes))
    #expect(names(company, .term).isSuperset(of: terms))
    #expect(names(company, .classification).isSuperset(of: classes))
    #expect(!company.books[.customer].ids.isEmpty && !company.books[.vendor].ids.isEmpty)
  }

  @Test func `there are five companies with realms of their own`() {
    #expect(SeedCompany.all.map(\.name) == ["us", "uk", "eu", "ca", "au"])
    #expect(Set(SeedCompany.all.map(\.realmID)).count == 5)
    #expect(SeedCompany(named: "fr") == nil)
  }

  @Test func `numbers are exact and half up`() {
    #expect(Number("0.1").map { ($0 + Number(mantissa: 2, scale: 1)).description } == "0.3")
    #expect(Number("22.425")?.rounded(to: 2).description == "22.43")
    #expect(Number("-22.425")?.rounded(to: 2).description == "-22.43")
    #expect(Number("1e3")?.description == "1000" && Number("1.5e-2")?.description == "0.015")
    for text in ["", "-", ".5", "1.", "01x", "1e99", "NaN", "1234567890123456789", "+1", "1,000"] {
      #expect(text == "1." ? Number(text) != nil : Number(text) == nil, "\(text)")
    }
  }

  @Test(arguments: [
    "{", "[1,]", "{\"a\":1,\"a\":2}", "01", "1.2.3", "\"\\x\"", "\"\\ud800\"", "nul", "[1] 2", "{\"a\" 1}", "\"\u{1}\"",
  ])
  func `broken JSON is refused`(text: String) {
    #expect(throws: JSONFault.malformed) { try readJSON(Array(text.utf8)) }
  }

  @Test func `JSON is read and written unchanged`() throws {
    let text = #"{"a":[1,-2.50,true,null,"x\n\"\\ é \u0001"],"b":{}}"#
    #expect(String(decoding: try readJSON(Array(text.utf8)).bytes, as: UTF8.self) == text)
    #expect(try readJSON(Array(#""\ud83d\ude00""#.utf8)).text == "😀")
  }
}
