import Ledger
import QuickBooksEmulator
import Reconciliation
import Testing

@testable import Sending

/// What people do in QuickBooks to invoices of earlier nights.
@Suite struct `an invoice that people changed` {
  /// Two deals are sent, something is done to the first one's invoice, and both are sent again the next night.
  private func secondNight(_ change: (Night, String) throws -> Void) async throws -> (night: Night, result: SendResult)
  {
    let night = Night()
    let folder = SimulatedFolder(deals: Night.deals(2))
    let first = try await night.send(folder)
    try change(night, first.deals[0].id)
    let result = try await night.send(folder)
    #expect(night.writes.count == 2 && result.exitCode == 2)
    #expect(result.deals[1].bucket == .unchanged && result.deals[1].code.isEmpty)
    return (night, result)
  }

  @Test func `a deleted one is told and never made again`() async throws {
    let (night, result) = try await secondNight { try $0.emulator.delete(id: $1) }
    #expect(result.deals[0].bucket == .held && result.deals[0].code == "X953")
    #expect(result.changedInQuickBooks.map(\.outcome) == ["deleted"])
    let third = try await night.send(SimulatedFolder(deals: Night.deals(2)))
    #expect(third.deals[0].code == "X953" && night.writes.count == 2)
  }

  @Test func `a voided one is told and never made again`() async throws {
    let (_, result) = try await secondNight { try $0.emulator.void(id: $1) }
    #expect(result.deals[0].code == "X952" && result.changedInQuickBooks.map(\.outcome) == ["voided"])
  }

  @Test(arguments: [EmulatorOptions.RequestIDMode.ignored, .honoured])
  func `a voided one that a lost ledger made is not made again`(_ mode: EmulatorOptions.RequestIDMode) async throws {
    var options = EmulatorOptions()
    options.requestIDMode = mode
    let night = Night(options)
    let folder = SimulatedFolder(deals: Night.deals(2))
    try night.emulator.void(id: try await night.send(folder).deals[0].id)
    let ledger = MemoryLedger()
    for isDry in [true, false, false] {
      let result = try await night.send(folder, storage: ledger) { $0.isDryRun = isDry }
      #expect(result.deals.map(\.bucket) == [.held, .unchanged] && result.deals[0].code == "X952")
    }
    #expect(night.writes.count == 2)
    let again = try await night.send(folder, storage: ledger) { $0.billAgain = ["401"] }
    #expect(again.deals.map(\.bucket) == [.created, .unchanged])
    #expect(try night.invoices().count == 3)
  }

  @Test func `a deleted one that is answered once more after the ledger was lost is not told as made`() async throws {
    var options = EmulatorOptions()
    options.requestIDRetentionSeconds = 10 * 86_400
    let night = Night(options)
    let folder = SimulatedFolder(deals: Night.deals(2))
    let first = try await night.send(folder).deals[0].id
    try night.emulator.delete(id: first)
    let result = try await night.send(folder, storage: MemoryLedger())
    #expect(result.deals.map(\.bucket) == [.held, .unchanged] && result.deals[0].code == "X953")
    #expect(result.changedInQuickBooks.map(\.id) == [first])
  }

  @Test func `one that is voided before it was known to be made is not made again`() async throws {
    var options = EmulatorOptions()
    options.requestIDMode = .ignored
    let night = Night(options)
    let folder = SimulatedFolder(deals: Night.deals(1))
    night.emulator.plant(PlantedFault(.resetDone, on: "create invoice"))
    _ = try await night.send(folder, storage: FailingLedger(night.ledger, failsAt: 5))
    let made = try night.invoices()
    try night.emulator.void(id: try #require(made.first))
    let result = try await night.send(folder)
    #expect(result.deals[0].code == "X952" && result.changedInQuickBooks.map(\.outcome) == ["voided"])
    #expect(try night.invoices() == made)
  }

  @Test func `one that dealbill deleted itself is told so, though the answer was lost`() async throws {
    let night = Night()
    let folder = SimulatedFolder(deals: Night.deals(1))
    let first = try await night.send(folder).deals[0].id
    try night.ledger.record(
      [.fact(name: LedgerEntry.openAction(first), value: "delete")], at: Int64(night.clock.now * 1000))
    try night.emulator.delete(id: first)
    let result = try await night.send(folder)
    #expect(result.changedInQuickBooks.isEmpty && result.recovered.map(\.outcome) == ["deleted by dealbill"])
    #expect(result.deals[0].problem.contains("deleted by dealbill"))
    #expect(result.deals[0].fix.contains("--bill-again-undone"))
  }

  /// QuickBooks lists changes of 30 days; the look goes back 25 hours further than the last one.
  @Test func `is found however long ago the last night was`() async throws {
    let night = Night()
    let folder = SimulatedFolder(deals: Night.deals(2))
    let first = try await night.send(folder).deals[0].id
    try night.emulator.delete(id: first)
    night.clock.advance(27 * 86_400 + 23.5 * 3600)
    night.emulator.renewTokens()
    let result = try await night.send(folder)
    #expect(result.stop == nil && result.deals.map(\.bucket) == [.held, .unchanged])
  }

  @Test func `an edited one is told every night until it is taken back`() async throws {
    let (night, result) = try await secondNight {
      try $0.emulator.edit("Invoice", id: $1, changes: Array("{\"DueDate\":\"2026-06-30\"}".utf8))
    }
    #expect(result.deals[0].bucket == .unchanged && result.deals[0].code == "X955")
    #expect(result.deals[0].problem.hasSuffix("due date: 2026-05-02, QuickBooks has 2026-06-30"))
    let folder = SimulatedFolder(deals: Night.deals(2))
    #expect(try await night.send(folder).deals[0].code == "X955")
    try night.emulator.edit("Invoice", id: result.deals[0].id, changes: Array("{\"DueDate\":\"2026-05-02\"}".utf8))
    #expect(try await night.send(folder).deals[0].code.isEmpty)
  }

  @Test func `a payment is no edit`() async throws {
    let night = Night()
    let folder = SimulatedFolder(deals: Night.deals(1))
    let first = try await night.send(folder)
    try night.emulator.pay(invoice: first.deals[0].id)
    let second = try await night.send(folder)
    #expect(second.deals[0].code.isEmpty && second.exitCode == 0)
  }

  @Test func `one whose deal is not in the folder is told too`() async throws {
    let night = Night()
    let first = try await night.send(SimulatedFolder(deals: Night.deals(1)))
    try night.emulator.delete(id: first.deals[0].id)
    let second = try await night.send(SimulatedFolder(deals: Array(Night.deals(2).dropFirst())))
    #expect(second.changedInQuickBooks.map(\.id) == [first.deals[0].id] && second.exitCode == 2)
  }

  @Test func `after a month the invoices of the folder are asked for by their ids`() async throws {
    let night = Night()
    let folder = SimulatedFolder(deals: Night.deals(120))
    let first = try await night.send(folder)
    try night.emulator.delete(id: first.deals[119].id)
    night.clock.advance(40 * 86_400)
    night.emulator.renewTokens()
    let second = try await night.send(folder)
    #expect(second.deals[119].code == "X953" && second.count(.unchanged) == 119)
    #expect(night.writes.count == 120)
  }

  @Test func `a dry run says so and writes nothing`() async throws {
    let night = Night()
    let folder = SimulatedFolder(deals: Night.deals(1))
    let first = try await night.send(folder)
    try night.emulator.delete(id: first.deals[0].id)
    let events = night.ledger.events.count
    let dry = try await night.send(folder) { $0.isDryRun = true }
    #expect(dry.deals[0].code == "X953" && night.ledger.events.count == events)
  }
}

@Suite struct `what a sending holds` {
  @Test func `stands in held.csv with what to do`() async throws {
    let night = Night()
    var deals = Night.deals(3)
    deals[1].customer = "Dale Fencing"
    deals[2].taxCode = "=1+1"
    let folder = SimulatedFolder(deals: deals)
    let result = try await night.send(folder)
    let lines = heldRows(try folder.content(), result.deals).split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines[0].hasSuffix("\"Total\",\"Problem\",\"How to fix\""))
    #expect(
      lines[1].hasPrefix(
        "\"402\",\"Deal\",\"invoice pipedrive 402 1\",\"Dale Fencing\",\"GBP\",\"24.00\",\"C351: the customer 'Dale Fencing'"
      ))
    #expect(lines[2].contains("T451: QuickBooks has no tax code '=1+1'"))
  }
}

@Suite struct `the tests of the rules` {
  private func notice(_ tests: String?) throws -> String {
    var folder = SimulatedFolder(deals: Night.deals(1))
    folder.tests = tests
    return try folder.content().testsNotice
  }

  @Test func `that fail stop a folder without a reason`() throws {
    #expect(try notice(nil).isEmpty && notice("{\"total\":3,\"failed\":0}").isEmpty)
    for tests in ["{\"total\":3,\"failed\":1}", "{\"total\":3,\"failed\":1,\"runDespite\":\"\"}"] {
      let refusal = #expect(throws: FolderRefusal.self) { try notice(tests) }
      #expect(refusal?.code == "B008" && refusal?.message.contains("1 of 3 tests of the rules fail") == true)
    }
  }

  @Test func `that fail for a known reason are told in what was sent`() async throws {
    var folder = SimulatedFolder(deals: Night.deals(1))
    folder.tests = "{\"total\":3,\"failed\":1,\"runDespite\":\"old rate, agreed with Ann\"}"
    let result = try await Night().send(folder)
    let content = try folder.content()
    let report = sentReport(content, result, realm: "1")
    let words = "1 of 3 tests of the rules fail; run all the same: old rate, agreed with Ann"
    #expect(report.sent.contains("\"testsOfRules\": \"\(words)\""))
    #expect(sentText(content, result, report, .ofNothing).contains(words))
  }
}

extension ReconciliationReport {
  /// A report of no deals, where only what stands beside it is looked at.
  static var ofNothing: ReconciliationReport {
    ReconciliationReport(
      identity: RunIdentity(
        company: "", rulesFile: "", rulesFingerprint: "", toolVersion: "", runDate: "", timeZone: ""))
  }
}
