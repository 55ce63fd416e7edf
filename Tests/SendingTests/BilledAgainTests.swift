import Ledger
import QuickBooksEmulator
import Reconciliation
import Testing

@testable import Sending

/// A person has deals billed anew whose invoice is gone.
@Suite struct `a deal that is billed again` {
  /// Two deals are sent, the first one's invoice is deleted in QuickBooks, and the next night tells it.
  private func night(_ options: EmulatorOptions = EmulatorOptions()) async throws -> (Night, first: String) {
    let night = Night(options)
    let folder = SimulatedFolder(deals: Night.deals(2))
    let first = try await night.send(folder).deals[0].id
    try night.emulator.delete(id: first)
    let told = try await night.send(folder).deals[0]
    #expect(told.code == "X953" && told.fix == "to bill it anew, send with --bill-again 401")
    return (night, first)
  }

  @Test func `gets one new invoice, and stays at that`() async throws {
    let (night, first) = try await night()
    let folder = SimulatedFolder(deals: Night.deals(2))
    let dry = try await night.send(folder) {
      $0.billAgain = ["401"]
      $0.isDryRun = true
    }
    #expect(dry.deals.map(\.bucket) == [.created, .unchanged] && night.writes.count == 2)
    let again = try await night.send(folder) { $0.billAgain = ["401"] }
    #expect(again.deals.map(\.bucket) == [.created, .unchanged] && again.deals[0].id != first)
    // Named once more, it is billed no third time.
    let later = try await night.send(folder) { $0.billAgain = ["401"] }
    #expect(later.deals.map(\.bucket) == [.unchanged, .unchanged] && later.deals[0].id == again.deals[0].id)
    #expect(night.writes.count == 3 && night.emulator.objects("Invoice").count == 2)
    let entry = try #require(night.ledger.entry(BillingKey(source: "pipedrive", deal: "401", part: "1")))
    #expect(entry.generation == 1 && entry.state == .confirmed)
  }

  @Test func `is billed as it is now, whatever it was`() async throws {
    let (night, _) = try await night()
    var folder = SimulatedFolder(deals: Night.deals(2))
    folder.deals[0].amount = 7_700
    let again = try await night.send(folder) { $0.billAgain = ["401"] }
    #expect(again.deals[0].bucket == .created && again.deals[0].storedTotal == "92.40")
  }

  /// Each fault at the call that makes it anew, then two calm nights.
  @Test(arguments: EmulatorFault.allCases)
  func `gets one invoice under each fault`(_ fault: EmulatorFault) async throws {
    let (night, _) = try await night()
    let folder = SimulatedFolder(deals: Night.deals(2))
    night.emulator.plant(PlantedFault(fault, on: "create invoice"))
    _ = try await night.send(folder) { $0.billAgain = ["401"] }
    for _ in 1...2 {
      night.emulator.settle()
      night.emulator.clearFaults()
      let calm = try await night.send(folder) { $0.billAgain = ["401"] }
      #expect(calm.exitCode == 0 || calm.exitCode == 2, "\(calm.deals[0].problem)")
    }
    #expect(night.emulator.objects("Invoice").count == 2)
  }

  @Test func `has its invoice when the one that was seen gone is in force`() async throws {
    let night = Night()
    let folder = SimulatedFolder(deals: Night.deals(1))
    let first = try await night.send(folder).deals[0].id
    var entry = try #require(night.ledger.allEntries.first { $0.key.kind == "invoice" })
    entry.state = .deleted
    try night.ledger.record([.entry(entry)], at: 1)
    let again = try await night.send(folder) { $0.billAgain = ["401"] }
    #expect(again.deals[0].bucket == .unchanged && again.deals[0].id == first && night.writes.count == 1)
    #expect(again.changedInQuickBooks.map(\.outcome) == ["in force again after it was deleted"])
  }

  /// Bills the folder's deal; a person then copies the invoice, memo and all, and takes the first one away.
  private func copyInForce(of folder: SimulatedFolder, _ night: Night) async throws -> String {
    let first = try await night.send(folder).deals[0].id
    try night.copyFirstInvoice()
    try night.emulator.delete(id: first)
    return try #require(try night.invoices().first)
  }

  @Test(arguments: [false, true])
  func `is not billed again when a copy of its invoice is in force`(isDry: Bool) async throws {
    let night = Night()
    let folder = SimulatedFolder(deals: Night.deals(1))
    let copy = try await copyInForce(of: folder, night)
    for _ in 1...2 {
      let again = try await night.send(folder) {
        $0.billAgain = ["401"]
        $0.isDryRun = isDry
      }
      #expect(again.deals[0].bucket == .unchanged && again.deals[0].id == copy && again.duplicates.isEmpty)
    }
    #expect(try night.invoices() == [copy])
  }

  @Test func `is not billed again when a copy lies outside the time that is looked at`() async throws {
    let night = Night()
    let folder = SimulatedFolder(deals: Night.deals(1))
    let copy = try await copyInForce(of: folder, night)
    night.clock.advance(20 * 86_400)
    night.emulator.renewTokens()
    let now = Int64(night.clock.now * 1000)
    try night.ledger.record([.fact(name: "scanned", value: String(now))], at: now)
    #expect(try await night.send(folder).deals[0].code == "X953")
    let again = try await night.send(folder) { $0.billAgain = ["401"] }
    #expect(again.deals[0].bucket == .unchanged && again.deals[0].id == copy)
    #expect(try night.invoices() == [copy])
  }

  @Test func `is not billed again when the other one of two was kept`() async throws {
    let night = Night()
    let folder = SimulatedFolder(deals: Night.deals(1))
    let first = try await night.send(folder).deals[0].id
    try night.copyFirstInvoice()
    let both = try night.invoices()
    #expect(try await night.send(folder).duplicates.map(\.ids) == [both])
    night.clock.advance(20 * 86_400)
    night.emulator.renewTokens()
    try night.emulator.void(id: first)
    for _ in 1...2 {
      let again = try await night.send(folder) { $0.billAgain = ["401"] }
      #expect(again.deals[0].bucket == .unchanged && again.deals[0].id == both.last && again.duplicates.isEmpty)
    }
    #expect(try night.invoices() == both)
  }

  @Test func `has the invoices named that are in force, and no others`() async throws {
    let night = Night()
    let folder = SimulatedFolder(deals: Night.deals(1))
    let first = try await night.send(folder).deals[0].id
    try night.copyFirstInvoice()
    let second = try #require(try night.invoices().last)
    _ = try await night.send(folder)
    try night.emulator.void(id: first)
    try night.emulator.delete(id: second)
    let third = try await night.send(folder)
    #expect(third.duplicates.isEmpty && third.deals[0].code == "X952")
  }

  @Test func `is made when its answer was lost, although the earlier one is voided`() async throws {
    let night = Night()
    let folder = SimulatedFolder(deals: Night.deals(1))
    try night.emulator.void(id: try await night.send(folder).deals[0].id)
    #expect(try await night.send(folder).deals[0].code == "X952")
    night.emulator.plant(PlantedFault(.resetNotDone, on: "create invoice"))
    let again = try await night.send(folder) { $0.billAgain = ["401"] }
    #expect(again.deals[0].bucket == .created && again.exitCode == 0)
    #expect(try night.invoices().count == 2)
  }

  @Test func `is held while a voided invoice keeps the number that it is to have`() async throws {
    let night = Night()
    var folder = SimulatedFolder(deals: Night.deals(1))
    folder.deals[0].hasNumber = true
    let first = try await night.send(folder).deals[0].id
    try night.emulator.void(id: first)
    let held = try await night.send(folder) { $0.billAgain = ["401"] }
    #expect(held.deals[0].code == "X952" && held.deals[0].problem.contains("keeps the number"))
    #expect(night.ledger.allEntries.contains { $0.id == first && $0.state == .voided } && night.writes.count == 1)
    try night.emulator.delete(id: first)
    let again = try await night.send(folder) { $0.billAgain = ["401"] }
    #expect(again.deals[0].bucket == .created && night.writes.count == 2)
  }

  @Test func `with all that dealbill took back, and nothing that somebody else did`() async throws {
    let night = Night()
    let folder = SimulatedFolder(deals: Night.deals(3))
    let first = try await night.send(folder)
    for (index, reason) in [(0, "deleted by dealbill"), (1, "deleted in QuickBooks")] {
      try night.emulator.delete(id: first.deals[index].id)
      var entry = try #require(night.ledger.allEntries.first { $0.id == first.deals[index].id })
      entry.state = .deleted
      entry.reason = reason
      try night.ledger.record([.entry(entry)], at: 1)
    }
    let again = try await night.send(folder) { $0.billsTakenBackAgain = true }
    #expect(again.deals.map(\.bucket) == [.created, .held, .unchanged] && night.writes.count == 4)
  }
}
