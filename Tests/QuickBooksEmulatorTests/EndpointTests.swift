import Testing

@testable import QuickBooksEmulator

/// Checklist 1 and 16, and what stands on every answer.
@Suite struct EndpointTests {
  @Test(arguments: SeedCompany.all.map(\.name), EntityKind.allCases.filter { !$0.isTransaction })
  func `every seeded entity is read and queried`(company: String, kind: EntityKind) throws {
    let bench = Bench(try #require(SeedCompany(named: company)))
    let ids = bench.emulator.objects(kind.name)
    if company == "us", kind == .companyCurrency || kind == .exchangeRate { return }  // one currency, no list of them
    #expect(!ids.isEmpty)
    let found = bench.query("select * from \(kind.name) maxresults 1000")
    #expect(found.status == 200, "\(found.text)")
    let rows = found.rows(kind.name)
    #expect(!rows.isEmpty)
    if kind == .exchangeRate { return }
    let id = kind == .companyInfo ? bench.realm : try #require(rows[0].text("Id"))
    #expect(bench.get("\(kind.path)/\(id)?minorversion=75")[kind.name].text("domain") == "QBO")
  }

  @Test func `a company is told by CompanyInfo and Preferences`() {
    let bench = Bench(.uk)
    #expect(bench.get("companyinfo/\(bench.realm)")["CompanyInfo"].text("Country") == "GB")
    let preferences = bench.get("preferences")["Preferences"]
    #expect(preferences.object("CurrencyPrefs")?.reference("HomeCurrency") == "GBP")
    #expect(preferences.object("SalesFormsPrefs")?.bool("CustomTxnNumbers") == true)
    #expect(preferences.object("AccountingInfoPrefs")?["BookCloseDate"] == nil)
  }

  @Test func `an exchange rate is read by its currency and day`() {
    let answer = Bench(.uk).get("exchangerate?sourcecurrencycode=EUR&asofdate=2026-03-02")
    #expect(answer["ExchangeRate"].amount("Rate") == "0.8612")
    #expect(answer["ExchangeRate"].text("TargetCurrencyCode") == "GBP")
    #expect(Bench(.uk).get("exchangerate?sourcecurrencycode=XXX").code == "2220")
  }

  @Test func `every answer carries intuit_tid, an envelope time and JSON`() throws {
    let bench = Bench()
    let good = bench.get("preferences")
    let bad = bench.get("customer/999")
    for answer in [good, bad] {
      #expect(answer.header("intuit_tid")?.isEmpty == false)
      #expect(answer.header("Content-Type") == "application/json;charset=UTF-8")
      #expect(answer.json.text("time") == "2026-03-02T09:14:31.000-08:00")
    }
    #expect(good.header("intuit_tid") != bad.header("intuit_tid"))
    #expect(good.header("Date") == "Mon, 02 Mar 2026 17:14:31 GMT")
  }

  @Test func `each intuit_tid is as long as the others`() {
    let bench = Bench()
    let lengths = (0..<500).map { _ in bench.get("preferences").header("intuit_tid")?.utf8.count }
    #expect(Set(lengths) == [27])
  }

  @Test(arguments: ["invoices", "invoice/1/2/3", "nothing/1"])
  func `a path that does not exist answers 404`(path: String) {
    #expect(Bench().get(path).status == 404)
  }

  @Test func `an object that does not exist answers 400 with 610`() {
    let answer = Bench().get("customer/999")
    #expect(answer.status == 400 && answer.code == "610")
    #expect(Bench().get("customer/abc").code == "2030")
  }

  @Test(arguments: ["1", "40", "75", "76"])
  func `any minor version is served as 75`(version: String) {
    #expect(Bench().get("preferences?minorversion=\(version)").status == 200)
    #expect(Bench().get("preferences?minorversion=x").code == "2090")
  }

  @Test func `ids are texts, and go beyond 32 bits`() throws {
    var options = EmulatorOptions()
    options.firstTransactionID = 100_000_000_000_368_490
    let bench = Bench(.us, options)
    let made = bench.invoice()["Invoice"]
    #expect(made.text("Id") == "100000000000368490")
    #expect(bench.get("invoice/100000000000368490")["Invoice"].text("Id") == "100000000000368490")
    let classes = bench.query("select * from Class").rows("Class")
    #expect(classes.compactMap { $0.text("Id").flatMap { Int($0) } }.allSatisfy { $0 > Int(UInt32.max) })
    #expect(try #require(Int64(bench.realm)) > Int64(UInt32.max))
  }

  @Test func `the same requests with the same seed give the same bytes`() {
    func night(_ seed: UInt64) -> [[UInt8]] {
      let bench = Bench(.eu, seed: seed)
      return (1...5).map {
        bench.invoice(["CurrencyRef": ["value": "EUR"], "Line": [line("\($0)0.00", code: "2")]]).body
      }
        + [bench.emulator.savedState()]
    }
    #expect(night(3) == night(3))
    #expect(night(3).last != night(4).last)
  }
}
