import Foundation
import JSONRecords
import Ledger
import QuickBooksClient
import QuickBooksEmulator
import Reconciliation
import Testing

@testable import Sending

@Suite struct `a customer that a rule keeps up to date` {
  private static let address =
    ",\"BillAddr\":{\"Line1\":\"5 Mill Lane\",\"City\":\"Leeds\",\"PostalCode\":\"LS1 4AB\",\"Country\":\"GBR\"}"
  private static let email = ",\"PrimaryEmailAddr\":{\"Address\":\"ap@brookvale.example\"}"

  private func folder(_ deals: Int, _ updates: [String], _ members: String) -> SimulatedFolder {
    var folder = SimulatedFolder(deals: Night.deals(deals))
    folder.updates = updates
    folder.customerMembers = members
    return folder
  }

  private func customer(_ night: Night) throws -> JSONValue {
    let rows = night.emulator.objects("Customer").compactMap { tree($0) }
    return try #require(rows.first { $0["DisplayName"]?.text == "Brook & Vale Ltd" })
  }

  private func updates(_ night: Night) -> [EmulatorLogEntry] {
    night.emulator.log.filter { $0.call == "update customer" }
  }

  @Test func `is corrected once, before and after are told, and what was not asked for stays`() async throws {
    let night = Night()
    let folder = folder(2, ["address"], Self.address + Self.email)
    let first = try await night.send(folder)
    #expect(first.count(.created) == 2 && first.exitCode == 0)
    #expect(
      first.customers.flatMap(\.changes) == [
        FieldDifference(
          field: "BillAddr", expected: "4 Mill Lane, Leeds, LS1 4AB, GBR", actual: "5 Mill Lane, Leeds, LS1 4AB, GBR")
      ])
    #expect(updates(night).count == 1)
    let stored = try customer(night)
    #expect(stored["BillAddr"]?["Line1"]?.text == "5 Mill Lane")
    #expect(stored["PrimaryEmailAddr"]?["Address"]?.text == "mary@brookvale.example")
    let report = sentReport(try folder.content(), first, realm: "1")
    #expect(report.sent.contains("\"after\": \"5 Mill Lane, Leeds, LS1 4AB, GBR\""))
    #expect(
      sentText(try folder.content(), first, report, .ofNothing).contains(
        "4 Mill Lane, Leeds, LS1 4AB, GBR → 5 Mill Lane"))
    let second = try await night.send(self.folder(3, ["address"], Self.address + Self.email))
    #expect(second.count(.created) == 1 && updates(night).count == 1 && second.customers.allSatisfy(\.changes.isEmpty))
  }

  @Test func `is corrected anew each night that the CRM has something new`() async throws {
    let night = Night()
    for (index, street) in ["5 Mill Lane", "6 Mill Lane", "5 Mill Lane"].enumerated() {
      let address = Self.address.replacingOccurrences(of: "5 Mill Lane", with: street)
      let sent = try await night.send(folder(index + 1, ["address"], address))
      #expect(sent.exitCode == 0 && sent.stop == nil && sent.customers.flatMap(\.changes).count == 1)
      #expect(try customer(night)["BillAddr"]?["Line1"]?.text == street)
    }
    #expect(updates(night).count == 3)
  }

  @Test func `is corrected too when an earlier sending made it, which then is told as linked`() async throws {
    let night = Night()
    func folder(_ deals: Int, _ street: String) -> SimulatedFolder {
      let address = Self.address.replacingOccurrences(of: "5 Mill Lane", with: street)
      var folder = self.folder(deals, ["address"], address)
      for index in folder.deals.indices { folder.deals[index].customer = "Tern Island Ferries" }
      return folder
    }
    let first = try await night.send(folder(1, "1 Pier"))
    #expect(first.customers.map(\.how) == ["created"] && updates(night).isEmpty)
    let second = try await night.send(folder(2, "2 Pier"))
    #expect(second.customers.map(\.how) == ["earlier"] && second.customers.flatMap(\.changes).count == 1)
    #expect(updates(night).count == 1)
  }

  @Test func `that QuickBooks does not let be corrected is an exception of the night`() async throws {
    let night = Night()
    night.emulator.plant(PlantedFault(.validation, on: "update customer", times: 8))
    let folder = folder(1, ["address"], Self.address)
    let sent = try await night.send(folder)
    #expect(sent.count(.created) == 1 && sent.customers.map(\.isBehind) == [true])
    let report = sentReport(try folder.content(), sent, realm: "1")
    #expect(report.exitCode == 2 && report.verdict == .tiedOutWithExceptions)
  }

  @Test func `is left alone without the key, in a dry run, and when no deal of it is billed`() async throws {
    let night = Night()
    _ = try await night.send(folder(1, [], Self.address))
    let dry = try await night.send(folder(2, ["address"], Self.address)) { $0.isDryRun = true }
    #expect(dry.customers.flatMap(\.changes).count == 1)
    _ = try await night.send(folder(1, ["address", "email", "tax_id"], Self.address + Self.email))
    #expect(updates(night).isEmpty)
  }

  @Test func `a tax id is compared by what QuickBooks shows, and a masked one is never sent`() async throws {
    for (given, isSent) in [("GB980780684", false), ("XXXXXX80685", false), ("GB123456789", true)] {
      let night = Night()
      _ = try await night.send(folder(1, ["tax_id"], ",\"PrimaryTaxIdentifier\":\"\(given)\""))
      #expect(updates(night).count == (isSent ? 1 : 0), "\(given)")
      for update in updates(night) { #expect(!String(decoding: update.body, as: UTF8.self).contains("XXX")) }
    }
  }

  /// Every fault of the emulator on the update, in each of two nights and then a calm one: made once, or refused by name.
  @Test(arguments: EmulatorFault.allCases)
  func `is corrected once under each fault`(_ fault: EmulatorFault) async throws {
    let night = Night()
    night.emulator.plant(PlantedFault(fault, on: "update customer"))
    let first = try await night.send(folder(1, ["address"], Self.address))
    #expect(first.exitCode != 70)
    night.emulator.settle()
    night.emulator.clearFaults()
    _ = try await night.send(folder(2, ["address"], Self.address))
    let last = try await night.send(folder(3, ["address"], Self.address))
    #expect(last.open.isEmpty && last.count(.created) + last.count(.unchanged) == 3, "\(last.deals.map(\.problem))")
    let stored = try customer(night)
    #expect(stored["BillAddr"]?["Line1"]?.text == "5 Mill Lane")
    #expect(stored["SyncToken"]?.text == "1", "changed once")
    #expect(night.emulator.objects("Invoice").count == 3)
  }

  @Test func `an update of somebody else is not overwritten by one of unknown outcome`() async throws {
    let night = Night()
    night.emulator.plant(PlantedFault(.resetNotDone, on: "update customer", times: 8))
    let signal = StopSignal()
    _ = try await night.send(folder(1, ["address"], Self.address), signal: signal)
    let open = night.ledger.entries(in: EntryState.allCases).filter { $0.key.kind == "customer-update" }
    #expect(open.map(\.state.isOpen) == [true])
    night.emulator.clearFaults()
    try night.emulator.edit(
      "Customer", id: try night.id("Customer", named: "Brook & Vale Ltd"),
      changes: Array("{\"BillAddr\":{\"Line1\":\"9 Weir Street\"}}".utf8))
    // The deal is billed already, so that nothing asks for a new update.
    _ = try await night.send(folder(1, ["address"], Self.address))
    #expect(try customer(night)["BillAddr"]?["Line1"]?.text == "9 Weir Street")
    let after = night.ledger.entries(in: EntryState.allCases).filter { $0.key.kind == "customer-update" }
    #expect(after.map(\.state) == [.rejected])
  }

  @Test func `its new version is no reason to hold its deals`() async throws {
    let night = Night()
    var folder = folder(2, ["address"], Self.address)
    folder.catalogue = try await night.catalogue()
    let first = try await night.send(folder) { $0.limit = 1 }
    #expect(first.count(.created) == 1 && updates(night).count == 1)
    let second = try await night.send(folder)
    #expect(second.count(.created) == 1 && second.exitCode == 0, "\(second.deals.map(\.problem))")
  }
}
