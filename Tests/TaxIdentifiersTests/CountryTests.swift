import TaxIdentifiers
import Testing

struct CountryTests {
  @Test func `schemes are sorted, found by code and named`() {
    let codes = TaxIdentifierScheme.all.map(\.code)
    #expect(codes == codes.sorted())
    #expect(Set(codes).count == codes.count)
    for scheme in TaxIdentifierScheme.all {
      #expect(TaxIdentifierScheme.named(scheme.code)?.code == scheme.code)
      #expect(scheme.country.count == 2 && scheme.country == scheme.country.uppercased())
      #expect(scheme.code.hasPrefix(scheme.country.lowercased() + "."))
      #expect(!scheme.name.isEmpty)
    }
    #expect(TaxIdentifierScheme.named("de.tax") == nil)
    #expect(TaxIdentifierScheme.named("") == nil)
  }

  @Test func `each scheme is tried for its own country, but for personal numbers of the US`() throws {
    for scheme in TaxIdentifierScheme.all {
      let country = try #require(TaxIdentifierCountry.find(scheme.country))
      let isTried = country.schemes.contains { $0.code == scheme.code }
      #expect(isTried == !["us.ssn", "us.itin"].contains(scheme.code), "\(scheme.code)")
    }
  }

  @Test(arguments: [("de", "DE"), (" DE ", "DE"), ("EL", "GR"), ("GR", "GR"), ("XI", "XI"), ("EU", "EU"), ("LI", "LI")])
  func `a country is found by its code`(_ code: String, _ found: String) {
    #expect(TaxIdentifierCountry.find(code)?.code == found)
  }

  @Test(arguments: ["", "D", "DEU", "ZZ", "QQ", "1A", "D1", "Ü", "Germany"])
  func `a country without a scheme is not found`(_ code: String) {
    #expect(TaxIdentifierCountry.find(code) == nil)
  }

  @Test(arguments: [
    ("DE", "DE 136 695 976", TaxIdentifierOutcome.wellFormed, "de.vat", "DE136695976"),
    ("DE", "DE136695977", .checksum, "de.vat", "DE136695977"), ("DE", "DE13669597", .malformed, "de.vat", "none"),
    ("EL", "094259216", .wellFormed, "gr.vat", "EL094259216"),
    ("GB", "GB 980 7806 84", .wellFormed, "gb.vat", "GB980780684"),
    ("GB", "1955839661", .wellFormed, "gb.utr", "1955839661"),
    ("GB", "XI980780684", .wellFormed, "gb.vat", "XI980780684"),
    ("XI", "980780684", .wellFormed, "xi.vat", "XI980780684"),
    ("AU", "51824753556", .wellFormed, "au.abn", "51 824 753 556"),
    ("AU", "004085616", .wellFormed, "au.acn", "004 085 616"), ("AU", "004085617", .checksum, "au.acn", "004 085 617"),
    ("LI", "CHE-107.787.577 MWST", .wellFormed, "ch.vat", "CHE-107.787.577 MWST"),
    ("LI", "1234567", .formatOnly, "li.peid", "1234567"),
    ("NO", "995 525 828", .wellFormed, "no.orgnr", "995 525 828"),
    ("BR", "390.533.447-05", .wellFormed, "br.cpf", "390.533.447-05"),
    ("ZA", "4123456789", .formatOnly, "za.vat", "4123456789"),
    ("US", "04-2103594", .formatOnly, "us.ein", "04-2103594"),
    ("US", "536-90-4399", .malformed, "us.ein", "none"),
    ("EU", "EU372022452", .formatOnly, "eu.oss", "EU372022452"),
    ("MC", "FR53000004605", .wellFormed, "mc.tva", "FR53000004605"),
    ("FR", "FR53000004605", .wellFormed, "fr.tva", "FR53000004605"),
    ("RO", "ro 18547290", .wellFormed, "ro.cf", "RO18547290"),
    ("JP", "T5835678256246", .wellFormed, "jp.cn", "T5835678256246"),
  ])
  func `the first scheme that takes a number wins, else the closest is named`(
    _ country: String, _ text: String, _ outcome: TaxIdentifierOutcome, _ code: String, _ written: String
  ) throws {
    let judged = try #require(TaxIdentifierCountry.find(country)).judged(text)
    #expect(judged.outcome == outcome)
    #expect(judged.code == code)
    #expect(judged.written ?? "none" == written)
  }

  @Test func `an empty cell is absent for every country`() {
    for country in Set(TaxIdentifierScheme.all.map(\.country)) {
      let judged = TaxIdentifierCountry.find(country)?.judged(" \u{A0} ")
      #expect(judged?.outcome == .absent)
      #expect(judged?.code == nil)
    }
  }

  @Test(arguments: [
    ("FR", "DE136695976", "DE"), ("FR", "de 136 695 977", "DE"), ("DE", "EL094259216", "GR"),
    ("DE", "GR094259216", "GR"),
    ("GR", "ATU13585627", "AT"), ("DE", "CHE-107.787.577 MWST", "CH"), ("DE", "EU372022452", "EU"),
    ("DE", "IM3720000224", "EU"),
    ("DE", "XI980780684", "XI"), ("XI", "GB980780684", "GB"), ("US", "OM1100006083", "OM"),
    ("SE", "NO 995 525 828 MVA", "NO"),
    ("MC", "FR40303265045", "FR"),
  ])
  func `a prefix of another country is told`(_ country: String, _ text: String, _ claimed: String) {
    #expect(TaxIdentifierCountry.find(country)?.conflictingPrefix(text) == claimed)
  }

  @Test(arguments: [
    ("DE", "DE136695976"), ("DE", "136695976"), ("DE", ""), ("DE", "DE1"), ("FR", "DE1"), ("FR", "DEAR CUSTOMER"),
    ("GR", "EL094259216"),
    ("GB", "XI980780684"), ("MX", "DEN9311169P8"), ("IN", "ATPFU0939F"), ("LI", "CHE107787577IVA"),
    ("MC", "FR53000004605"),
    ("FR", "ITK7399859412"), ("US", "04-2103594"), ("AU", "none"),
  ])
  func `no conflict is told where the number fits or the prefix is none`(_ country: String, _ text: String) throws {
    #expect(try #require(TaxIdentifierCountry.find(country)).conflictingPrefix(text) == nil)
  }

  @Test func `outcomes have the names that rules and reports use`() {
    #expect(
      TaxIdentifierOutcome.allCases.map { "\($0.name)" } == [
        "absent", "malformed", "checksum", "wellFormed", "formatOnly", "unknownCountry",
      ])
  }
}
