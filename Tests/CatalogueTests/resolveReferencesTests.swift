import Bytes
import Catalogue
import Money
import Testing

@Suite struct `names of a payload` {
  private func resolve(_ payload: String, _ catalogue: CompanyCatalogue) -> (text: String, problems: [ReferenceProblem])
  {
    let result = Array(payload.utf8).withByteView { resolveReferences($0, CatalogueIndex(catalogue)) }
    return (String(decoding: result.payload, as: UTF8.self), result.problems)
  }

  /// A payload that the company takes, but for what a test changes.
  private func payload(
    customer: String = "Müller & Söhne GmbH", currency: String = "EUR", date: String = "2026-04-02",
    number: String = "\"DocNumber\":\"N-1\",", item: String = "LICENCE", code: String = "19% USt", further: String = "",
    line: String = "", after: String = ""
  ) -> String {
    "{\"CustomerRef\":{\"name\":\"\(customer)\"},\(number)\"TxnDate\":\"\(date)\",\(further)"
      + "\"CurrencyRef\":{\"value\":\"\(currency)\"},\"Line\":[{\"LineNum\":1,\"Amount\":10.00,"
      + "\"DetailType\":\"SalesItemLineDetail\",\"SalesItemLineDetail\":{\"ItemRef\":{\"name\":\"\(item)\"},"
      + "\"TaxCodeRef\":{\"name\":\"\(code)\"}\(line)}}]\(after)}"
  }

  private func customer(_ id: String, _ name: String, like party: Party) -> Party {
    var party = party
    (party.id, party.name, party.fullName, party.isActive) = (id, name, name, true)
    return party
  }

  private func codes(_ payload: String, _ catalogue: CompanyCatalogue) -> [CatalogueCode] {
    resolve(payload, catalogue).problems.map(\.code)
  }

  @Test func `ids are put in front of names, and nothing else changes`() async throws {
    let catalogue = try await pulled()
    let plain = payload(further: "\"SalesTermRef\":{\"name\":\"net 30\"},")
    let (text, problems) = resolve(plain, catalogue)
    #expect(problems.isEmpty, "\(problems)")
    let customer = try #require(catalogue.customers.first { $0.name == "Müller & Söhne GmbH" })
    let item = try #require(catalogue.items.first { $0.name == "LICENCE" })
    let term = try #require(catalogue.terms.first { $0.name == "Net 30" })
    #expect(text.contains("\"CustomerRef\":{\"value\":\"\(customer.id)\",\"name\":\"Müller & Söhne GmbH\"}"))
    #expect(text.contains("\"ItemRef\":{\"value\":\"\(item.id)\",\"name\":\"LICENCE\"}"))
    #expect(text.contains("\"SalesTermRef\":{\"value\":\"\(term.id)\",\"name\":\"net 30\"}"))
    #expect(text.contains("\"TaxCodeRef\":{\"value\":\"2\",\"name\":\"19% USt\"}"))
    #expect(text.replacing(#/"value":"[0-9]+","name"/#, with: "\"name\"") == plain)
    // What has ids stays as it is.
    #expect(resolve(text, catalogue).text == text)
  }

  @Test(arguments: ["müller  & söhne gmbh", "MÜLLER & SÖHNE GMBH", " Müller & So\u{308}hne GmbH "])
  func `a customer is found by any spelling of its name`(_ name: String) async throws {
    let (text, problems) = resolve(payload(customer: name), try await pulled())
    #expect(problems.isEmpty, "\(problems)")
    #expect(text.contains("\"CustomerRef\":{\"value\":"))
  }

  @Test func `a person's link goes before names, another link only where no name is found`() async throws {
    var catalogue = try await pulled()
    catalogue.customers.append(customer("9001", "Renamed Ltd", like: catalogue.customers[0]))
    func id(_ name: String, isByHand: Bool, to target: String = "9001") -> (id: String?, codes: [CatalogueCode]) {
      catalogue.links = [PartyLink(party: nameKey(name), customer: target, isByHand: isByHand)]
      let (text, problems) = resolve(payload(customer: name), catalogue)
      return (text.firstMatch(of: #/"CustomerRef":\{"value":"([0-9]+)"/#).map { String($0.1) }, problems.map(\.code))
    }
    let known = "Müller & Söhne GmbH"
    let own = try #require(catalogue.customers.first { $0.name == known })
    #expect(id(known, isByHand: true) == ("9001", []))
    #expect(id(known, isByHand: false) == (own.id, []))
    #expect(id("Nobody Has This", isByHand: false) == ("9001", []))
    #expect(id("Nobody Has This", isByHand: false, to: "404") == (nil, []))
    #expect(id("Nobody Has This", isByHand: true, to: "404") == (nil, [.customerGone]))
    catalogue.customers[catalogue.customers.count - 1].isActive = false
    #expect(id(known, isByHand: true) == (nil, [.customerInactive]))
    #expect(id("Nobody Has This", isByHand: false) == (nil, []))
  }

  @Test func `an escaped name is the name`() async throws {
    var catalogue = try await pulled()
    catalogue.customers.append(customer("9001", "Say \"Hi\" \\ Ltd", like: catalogue.customers[0]))
    let (text, _) = resolve(payload(customer: "Say \\\"Hi\\\" \\\\ Ltd"), catalogue)
    #expect(text.contains("{\"value\":\"9001\",\"name\":\"Say \\\"Hi\\\" \\\\ Ltd\"}"))
  }

  @Test func `a text that looks like a reference is a text`() async throws {
    let plain = payload(further: #""PrivateNote":"\"ItemRef\":{\"name\":\"LICENCE\"}","#)
    #expect(resolve(plain, try await pulled()).text.contains(#""PrivateNote":"\"ItemRef\":{\"name\":\"LICENCE\"}","#))
  }

  @Test func `two items of one name under different parents are not chosen from`() async throws {
    var catalogue = try await pulled()
    var item = try #require(catalogue.items.first { $0.name == "LICENCE" })
    for (id, full) in [("9001", "Old:Audit"), ("9002", "New:Audit")] {
      (item.id, item.name, item.fullName, item.sku) = (id, "Audit", full, "")
      catalogue.items.append(item)
    }
    let (text, problems) = resolve(payload(item: "Audit"), catalogue)
    #expect(problems.map(\.code) == [.nameAmbiguous] && problems[0].message.contains("Old:Audit, New:Audit"))
    #expect(text.contains("\"ItemRef\":{\"name\":\"Audit\"}"))
    #expect(resolve(payload(item: "New:Audit"), catalogue).text.contains("\"value\":\"9002\""))
  }

  @Test func `a new customer keeps its name alone`() async throws {
    let (text, problems) = resolve(payload(customer: "Brand New AG"), try await pulled())
    #expect(problems.isEmpty)
    #expect(text.contains("\"CustomerRef\":{\"name\":\"Brand New AG\"}"))
  }

  @Test(arguments: [
    ("Elbe Druck KG", CatalogueCode.customerInactive), ("Hansa Papier GmbH", .nameTaken), ("ida holm", .nameTaken),
    ("Muller und Sohne GmbH", .nearName), ("Аcme OÜ", .nearName), ("Nordlys A.p.S.", .nearName),
    ("Sakura KK (USD)", .customerCurrency),
  ])
  func `a customer that cannot be billed is a hold`(_ name: String, _ code: CatalogueCode) async throws {
    #expect(codes(payload(customer: name), try await pulled()) == [code])
  }

  @Test func `two customers of one name are a hold`() async throws {
    var catalogue = try await pulled()
    catalogue.customers.append(customer("9", "ACME OÜ", like: catalogue.customers[0]))
    #expect(codes(payload(customer: "Acme OÜ"), catalogue) == [.customerAmbiguous])
  }

  @Test func `an item that is not there is told with the nearest name`() async throws {
    let problems = resolve(payload(item: "LICENSE"), try await pulled()).problems
    #expect(problems.map(\.code) == [.itemUnknown])
    #expect(problems.first?.message.contains("did you mean 'LICENCE'?") == true)
  }

  @Test func `inactive items, categories and bundles are holds`() async throws {
    var catalogue = try await pulled()
    catalogue.items[0].isActive = false
    catalogue.items[1].type = "Category"
    catalogue.items[2].type = "Group"
    #expect(codes(payload(item: catalogue.items[0].name), catalogue) == [.itemInactive])
    #expect(codes(payload(item: catalogue.items[1].name), catalogue) == [.itemNotSellable])
    #expect(codes(payload(item: catalogue.items[2].name), catalogue) == [.itemNotSellable])
  }

  @Test func `tax codes, terms, classes and locations are looked up`() async throws {
    var catalogue = try await pulled()
    #expect(codes(payload(code: "19% MwSt"), catalogue) == [.taxCodeUnknown])
    #expect(codes(payload(further: "\"SalesTermRef\":{\"name\":\"Net 31\"},"), catalogue) == [.termUnknown])
    #expect(codes(payload(line: ",\"ClassRef\":{\"name\":\"Softwear\"}"), catalogue) == [.classUnknown])
    #expect(codes(payload(line: ",\"ClassRef\":{\"name\":\"software\"}"), catalogue) == [])
    #expect(codes(payload(further: "\"ClassRef\":{\"name\":\"Software\"},"), catalogue) == [.trackingOff])
    #expect(codes(payload(further: "\"DepartmentRef\":{\"name\":\"Aarhus\"},"), catalogue) == [])
    #expect(codes(payload(further: "\"DepartmentRef\":{\"name\":\"Aarhuus\"},"), catalogue) == [.locationUnknown])
    catalogue.preferences.tracksLocations = false
    #expect(codes(payload(further: "\"DepartmentRef\":{\"name\":\"Aarhus\"},"), catalogue) == [.trackingOff])
    for index in catalogue.taxCodes.indices { catalogue.taxCodes[index].isActive = false }
    for index in catalogue.terms.indices { catalogue.terms[index].isActive = false }
    #expect(codes(payload(), catalogue) == [.taxCodeInactive])
    #expect(
      codes(payload(further: "\"SalesTermRef\":{\"name\":\"Net 30\"},"), catalogue) == [
        .termInactive, .taxCodeInactive,
      ])
  }

  @Test func `the date, the number, discounts and currencies follow the preferences`() async throws {
    var catalogue = try await pulled()
    #expect(codes(payload(number: ""), catalogue) == [.numberMissing])
    catalogue.preferences.customNumbers = false
    #expect(codes(payload(), catalogue) == [.numberNotTaken])
    catalogue.preferences.customNumbers = true
    catalogue.preferences.closedThrough = "2026-04-02"
    #expect(codes(payload(), catalogue) == [.booksClosed])
    #expect(codes(payload(date: "2026-04-03"), catalogue) == [])
    catalogue.preferences.closedThrough = ""
    catalogue.preferences.usesSalesTax = false
    #expect(codes(payload(), catalogue) == [.salesTaxOff])
    catalogue.preferences.usesSalesTax = true
    catalogue.preferences.multicurrency = false
    #expect(codes(payload(customer: "New Ltd", currency: "USD"), catalogue) == [.currencyUnknown])
  }

  @Test func `custom fields are those that are switched on`() async throws {
    let catalogue = try await pulled()
    func field(_ number: String, _ name: String) -> String {
      "\"CustomField\":[{\"DefinitionId\":\"\(number)\",\"Name\":\"\(name)\",\"Type\":\"StringType\",\"StringValue\":\"x\"},"
        + "{\"DefinitionId\":\"\(number)\",\"Name\":\"\(name)\",\"Type\":\"StringType\",\"StringValue\":\"x\"}],"
    }
    #expect(codes(payload(further: field("1", "order number")), catalogue) == [])
    #expect(codes(payload(further: field("1", "P.O. Number")), catalogue) == [.customFieldUnknown])
    #expect(codes(payload(further: field("3", "Order number")), catalogue) == [.customFieldUnknown])
  }

  @Test func `tax rates are found by name, or by the one rate of that percentage`() async throws {
    let catalogue = try await pulled()
    func detail(_ name: String, _ percent: String) -> String {
      ",\"TxnTaxDetail\":{\"TotalTax\":1.90,\"TaxLine\":[{\"Amount\":1.90,\"DetailType\":\"TaxLineDetail\","
        + "\"TaxLineDetail\":{\"TaxRateRef\":{\"name\":\"\(name)\"},\"PercentBased\":true,\"TaxPercent\":\(percent)}}]}"
    }
    let rate = try #require(catalogue.taxRates.first { $0.name == "19% USt" })
    let (text, problems) = resolve(payload(after: detail("19% USt", "19")), catalogue)
    #expect(problems.isEmpty)
    #expect(text.contains("\"TaxRateRef\":{\"value\":\"\(rate.id)\""))
    #expect(codes(payload(after: detail("VAT", "20")), catalogue) == [.taxRateUnknown])
    // Another code has a rate of the same name: the one of the payload's code is meant.
    var twins = catalogue
    var twin = rate
    twin.id = "9009"
    twins.taxRates.insert(twin, at: 0)
    let chosen = resolve(payload(after: detail("19% USt", "19")), twins)
    #expect(chosen.problems.isEmpty && chosen.text.contains("\"TaxRateRef\":{\"value\":\"\(rate.id)\""))
    // One code with both, of one percentage: nothing tells which.
    let code = try #require(twins.taxCodes.firstIndex { $0.name == "19% USt" })
    var other = twins.taxCodes[code].rates[0]
    other.id = "9009"
    twins.taxCodes[code].rates.append(other)
    #expect(codes(payload(after: detail("19% USt", "19")), twins) == [.nameAmbiguous])
  }

  @Test(arguments: [
    "", "{", "{\"CustomerRef\":{\"name\":\"Acme", "[]", "nonsense", "{\"Line\":[{\"ItemRef\":{\"name\":7}}]}",
  ])
  func `what is no payload stays as it is`(_ text: String) async throws {
    #expect(resolve(text, try await pulled()).text == text)
  }

  @Test func `a thousand payloads of one customer ask once`() async throws {
    let index = CatalogueIndex(try await pulled())
    var resolver = ReferenceResolver(index)
    let bytes = Array(payload().utf8)
    var first: [UInt8] = []
    for number in 0..<1000 {
      var out = ByteBuffer()
      bytes.withByteView { resolver.resolve($0, into: &out) }
      #expect(resolver.problems.isEmpty && resolver.knowsCustomer)
      if number == 0 { first = out.view.array } else { #expect(out.view.array == first) }
    }
  }

  @Test func `rates of the rules are held against those of the day`() async throws {
    var catalogue = try await pulled()
    let at = try #require(catalogue.taxRates.firstIndex { $0.name == "19% USt" })
    var reduced = try #require(catalogue.taxRates[at].dated.first)
    (reduced.value, reduced.from, reduced.to) = ("16", "2020-07-01", "2020-12-31")
    var usual = reduced
    (usual.value, usual.from, usual.to) = ("19", "2021-01-01", "")
    catalogue.taxRates[at].dated = [reduced, usual]
    let index = CatalogueIndex(catalogue)
    #expect(index.rateProblem("19% USt", [.init(mantissa: 19)], on: "2026-04-02") == nil)
    #expect(index.rateProblem("19% USt", [.init(mantissa: 190, scale: 1)], on: "2026-04-02") == nil)
    #expect(index.rateProblem("19% USt", [.init(mantissa: 19)], on: "2020-08-01")?.code == .taxRateDiffers)
    #expect(index.rateProblem("19% USt", [.init(mantissa: 20)], on: "2026-04-02")?.code == .taxRateDiffers)
    #expect(index.rateProblem("no such code", [], on: "2026-04-02") == nil)
  }
}
