import Catalogue
import Diagnostics
import QuickBooksClient
import QuickBooksEmulator
import TestSupport
import Testing

/// An API of an emulator in this process.
func emulatorAPI(_ emulator: Emulator, _ clock: ManualClock) -> QuickBooksAPI {
  QuickBooksAPI(
    baseURL: EmulatorTransport.endpoint, realm: emulator.credentials.realmID,
    transport: EmulatorTransport(emulator: emulator), tokens: FixedToken(Secret(emulator.credentials.accessToken)),
    clock: clock, limits: .none)
}

func pulled(_ company: SeedCompany = .eu) async throws -> CompanyCatalogue {
  let clock = ManualClock()
  let emulator = Emulator(company: company, clock: { clock.now })
  return try await pullCatalogue(emulatorAPI(emulator, clock), environment: "test").catalogue
}

@Suite struct `pulling a catalogue` {
  @Test(arguments: SeedCompany.all.map(\.name))
  func `every list of the company is read`(_ name: String) async throws {
    let company = try #require(SeedCompany(named: name))
    let catalogue = try await pulled(company)
    #expect(catalogue.realmID == company.realmID)
    #expect(!catalogue.company.name.isEmpty && !catalogue.company.country.isEmpty)
    #expect(!catalogue.preferences.homeCurrency.isEmpty)
    #expect(!catalogue.customers.isEmpty && !catalogue.vendors.isEmpty && !catalogue.employees.isEmpty)
    #expect(!catalogue.items.isEmpty && !catalogue.taxCodes.isEmpty && !catalogue.terms.isEmpty)
    #expect(catalogue.customers.allSatisfy { !$0.id.isEmpty && !$0.name.isEmpty })
    #expect(catalogue.currencies.isEmpty == (catalogue.preferences.multicurrency != true))
  }

  @Test func `inactive entries are there, under the name without QuickBooks' mark`() async throws {
    let catalogue = try await pulled()
    let elbe = try #require(catalogue.customers.first { $0.name == "Elbe Druck KG" })
    #expect(!elbe.isActive)
    #expect(catalogue.customers.allSatisfy { !$0.name.hasSuffix("(deleted)") })
  }

  @Test func `pages of any size give the same lists`() async throws {
    let whole = try await pulled()
    let clock = ManualClock()
    let emulator = Emulator(company: .eu, clock: { clock.now })
    let (paged, cost) = try await pullCatalogue(emulatorAPI(emulator, clock), environment: "test", pageSize: 2)
    #expect(paged == whole)
    #expect(cost.calls > 20)
    // What the budget says is what the company saw.
    #expect(cost.calls == emulator.log.count)
  }

  @Test func `the file reads back as it was written`() async throws {
    let catalogue = try await pulled()
    let bytes = try catalogue.encoded()
    #expect(try CompanyCatalogue(bytes, file: "catalogue.json") == catalogue)
    #expect(try catalogue.encoded() == bytes)
  }

  @Test(arguments: ["", "{}", "[]", "{\"schema\":\"dealbill.catalogue/9\"}", "no json"])
  func `a damaged file is refused`(_ text: String) {
    #expect(throws: (any Error).self) { try CompanyCatalogue(Array(text.utf8), file: "catalogue.json") }
  }

  @Test(arguments: [Int64.min, -1, 253_402_300_800, Int64.max])
  func `a file of no time that a clock shows is refused`(_ time: Int64) async throws {
    var catalogue = try await pulled()
    catalogue.pulled = time
    let bytes = try catalogue.encoded()
    #expect(throws: RefusedInput.self) { try CompanyCatalogue(bytes, file: "catalogue.json") }
  }

  @Test func `a pull that does not reach its end gives nothing`() async throws {
    let clock = ManualClock()
    let emulator = Emulator(company: .eu, clock: { clock.now })
    emulator.endTokens(connection: true)
    await #expect(throws: ReadFailure.self) {
      try await pullCatalogue(emulatorAPI(emulator, clock), environment: "test")
    }
  }

  @Test func `ages are told in words`() async throws {
    let catalogue = try await pulled()
    #expect(catalogue.age(at: catalogue.pulled + 60) == "1 minute")
    #expect(catalogue.age(at: catalogue.pulled + 5 * 3600) == "5 hours")
    #expect(catalogue.age(at: catalogue.pulled + 3 * 86_400) == "3 days")
    #expect(catalogue.age(at: catalogue.pulled - 100) == "0 minutes")
    #expect(catalogue.pulledText == "2026-03-31 23:33 UTC")
  }
}
