import Ledger
import QuickBooksClient
import QuickBooksEmulator
import Reconciliation
import Testing

@testable import Sending

@Suite struct `sending a folder` {
  @Test func `creates each invoice once, and nothing the next night`() async throws {
    let night = Night()
    let folder = SimulatedFolder(deals: Night.deals(5))
    let first = try await night.send(folder)
    #expect(first.count(.created) == 5 && first.exitCode == 0 && first.calls.writes == 5)
    let second = try await night.send(folder)
    #expect(second.count(.unchanged) == 5 && second.exitCode == 0 && second.calls.writes == 0)
  }

  @Test func `knows a deal again whose dates follow the run`() throws {
    func hashes(_ date: String, _ due: String, run: String) throws -> (content: String, deal: String) {
      let value = try #require(tree(Array("{\"TxnDate\":\"\(date)\",\"DueDate\":\"\(due)\"}".utf8)))
      return try contentHashes(value, runDate: run)
    }
    let today = try hashes("2026-04-02", "2026-05-02", run: "2026-04-02")
    let tomorrow = try hashes("2026-04-03", "2026-05-03", run: "2026-04-03")
    #expect(today.deal == tomorrow.deal && today.content != tomorrow.content)
    let fixed = try hashes("2026-04-01", "2026-05-02", run: "2026-04-02")
    let moved = try hashes("2026-04-02", "2026-05-03", run: "2026-04-03")
    #expect(fixed.deal != moved.deal)
  }

  @Test func `ids beside names are no difference`() throws {
    func hash(_ text: String) throws -> String {
      let value = try #require(tree(Array(text.utf8)))
      return try contentHashes(value, runDate: "2026-04-02").content
    }
    let plain = try hash("{\"CustomerRef\":{\"name\":\"A\"},\"N\":10.50}")
    #expect(plain == (try hash("{\"N\":10.5,\"CustomerRef\":{\"value\":\"58\",\"name\":\"A\"}}")))
    #expect(plain != (try hash("{\"N\":10.5,\"CustomerRef\":{\"value\":\"58\",\"name\":\"B\"}}")))
  }

  @Test func `holds a deal that changed after it was invoiced, with the difference`() async throws {
    let night = Night()
    var folder = SimulatedFolder(deals: Night.deals(2))
    _ = try await night.send(folder)
    folder.deals[1].amount += 1
    let result = try await night.send(folder)
    #expect(result.deals.map(\.bucket) == [.unchanged, .held])
    #expect(result.deals[1].code == "X951" && result.deals[1].problem.contains("20.00, now 20.01"))
    #expect(result.calls.writes == 0 && result.exitCode == 2)
  }

  @Test func `never makes again what was voided`() async throws {
    let night = Night()
    let folder = SimulatedFolder(deals: Night.deals(2))
    let first = try await night.send(folder)
    try night.emulator.void(id: first.deals[0].id)
    // Within the look-back of the next night.
    let second = try await night.send(SimulatedFolder(deals: Night.deals(3)))
    #expect(second.deals.map(\.bucket) == [.held, .unchanged, .created] || second.deals[0].bucket == .unchanged)
    #expect(night.writes.count == 3)
  }

  @Test func `a dry run writes nothing anywhere`() async throws {
    let night = Night()
    let result = try await night.send(SimulatedFolder(deals: Night.deals(3, customer: "New Mill plc"))) {
      $0.isDryRun = true
    }
    #expect(result.count(.created) == 3 && night.writes.isEmpty && night.ledger.events.isEmpty)
    #expect(result.customers.map(\.how) == ["created"])
  }

  @Test func `a limit leaves the rest for the next time`() async throws {
    let night = Night()
    let folder = SimulatedFolder(deals: Night.deals(5))
    let first = try await night.send(folder) { $0.limit = 2 }
    #expect(first.count(.created) == 2 && first.deals[2].code == "U854" && first.exitCode == 2)
    let second = try await night.send(folder)
    #expect(second.count(.created) == 3 && second.count(.unchanged) == 2)
  }

  @Test func `a signal ends it before the next call, and the next run goes on`() async throws {
    let night = Night()
    let folder = SimulatedFolder(deals: Night.deals(4))
    let signal = StopSignal()
    signal.stop("stopped by SIGTERM")
    let first = try await night.send(folder, signal: signal)
    #expect(first.stop == .signal("stopped by SIGTERM") && night.writes.isEmpty && first.count(.failed) == 4)
    #expect(try await night.send(folder).count(.created) == 4)
  }

  @Test func `a ledger that cannot be written stops before the next call`() async throws {
    for step in 1...12 {
      let night = Night()
      let folder = SimulatedFolder(deals: Night.deals(4, customer: "New Mill plc"))
      let first = try await night.send(folder, storage: FailingLedger(night.ledger, failsAt: step))
      let made = night.emulator.log.count { $0.changed }
      #expect(first.exitCode == 73 || first.exitCode == 5)
      // A call needs its intent on the disk: at most one outcome is missing.
      #expect(night.ledger.events.count { $0.kind == "intended" } - made <= 1)
      let second = try await night.send(folder)
      #expect(second.count(.created) + second.count(.unchanged) == 4, "failing at \(step)")
      #expect(night.emulator.log.count { $0.changed } == 5)
    }
  }

  @Test func `an invoice that QuickBooks keeps with another total is told to the cent`() async throws {
    let night = Night()
    night.emulator.plant(PlantedFault(.totalDiffers, on: "create invoice"))
    let result = try await night.send(SimulatedFolder(deals: Night.deals(1)))
    #expect(result.deals[0].code == "T456")
    #expect(
      result.deals[0].differences.contains(FieldDifference(field: "TotalAmt", expected: "12.00", actual: "12.01")))
    #expect(result.exitCode == 2)
  }

  @Test func `an answer that names another customer is checked against what is stored`() async throws {
    let night = Night()
    night.emulator.plant(PlantedFault(.otherCustomer, on: "create invoice"))
    let result = try await night.send(SimulatedFolder(deals: Night.deals(1)))
    #expect(result.deals[0].bucket == .created && result.deals[0].code.isEmpty)
  }

  @Test func `holds what QuickBooks cannot take, by name`() async throws {
    let night = Night()
    var deals = Night.deals(3)
    deals[0].customer = "Dale Fencing"
    deals[1].customer = "Aire Print Works"
    deals[2].taxCode = "No such code"
    let result = try await night.send(SimulatedFolder(deals: deals))
    #expect(result.deals.map(\.code) == ["C351", "C352", "T451"])
    #expect(night.writes.isEmpty && result.exitCode == 2)
    let suffixed = try await night.send(SimulatedFolder(deals: [deals[1]])) { $0.nameSuffix = " (customer)" }
    #expect(suffixed.deals[0].bucket == .created)
  }

  @Test func `two live invoices of one deal are told loudly`() async throws {
    let night = Night()
    let folder = SimulatedFolder(deals: Night.deals(1))
    _ = try await night.send(folder)
    try night.copyFirstInvoice()
    #expect(night.emulator.objects("Invoice").count == 2)
    let second = try await night.send(folder)
    #expect(second.duplicates.map(\.ids.count) == [2])
    #expect(second.exitCode == 2)
    // Every night, long after both were made, until one is gone.
    night.clock.advance(30 * 86_400)
    night.emulator.renewTokens()
    let third = try await night.send(folder)
    #expect(third.duplicates == second.duplicates && third.exitCode == 2)
    let spare = try #require(third.duplicates.first?.ids.last)
    try night.emulator.void(id: spare)
    #expect(try await night.send(folder).duplicates == [])
  }

  /// A QuickBooks that takes a repeated request for a new one.
  private static var forgetful: EmulatorOptions {
    var options = EmulatorOptions()
    options.requestIDMode = .ignored
    return options
  }

  @Test(arguments: [900.0, 3600, 86_000])
  func `a clock that is ahead hides nothing that was made`(ahead: Double) async throws {
    let night = Night(Self.forgetful)
    night.ahead = ahead
    night.emulator.plant(PlantedFault(.resetDone, on: "create invoice"))
    let result = try await night.send(SimulatedFolder(deals: Night.deals(3)))
    #expect(night.emulator.objects("Invoice").count == 3)
    #expect(result.deals.map(\.bucket) == [.created, .created, .created])
  }

  @Test func `a ledger that was lost learns of invoices however old`() async throws {
    let night = Night(Self.forgetful)
    let folder = SimulatedFolder(deals: Night.deals(2))
    _ = try await night.send(folder)
    night.clock.advance(400 * 86_400)
    night.emulator.renewTokens()
    let result = try await night.send(folder, storage: MemoryLedger())
    #expect(result.deals.map(\.bucket) == [.unchanged, .unchanged])
    #expect(night.emulator.objects("Invoice").count == 2)
  }

  @Test func `a clock that went back stops everything`() async throws {
    let night = Night()
    try night.ledger.record([.note(kind: "x", key: "", detail: "")], at: Int64((night.clock.now + 400) * 1000))
    let result = try await night.send(SimulatedFolder(deals: Night.deals(1)))
    guard case .refused = result.stop else {
      Issue.record("it went on")
      return
    }
    #expect(night.emulator.log.isEmpty)
  }

  @Test func `after a night whose clock was ahead, a person may go on, and what was made is found`() async throws {
    let night = Night()
    let folder = SimulatedFolder(deals: Night.deals(2))
    night.ahead = 400 * 86_400
    // The answer is lost, and the process ends before it looks again.
    night.emulator.plant(PlantedFault(.resetDone, on: "create invoice"))
    _ = try await night.send(folder, storage: FailingLedger(night.ledger, failsAt: 6))
    #expect(night.emulator.objects("Invoice").count == 1)
    night.ahead = 0
    let refused = try await night.send(folder)
    guard case .refused(let words) = refused.stop else {
      Issue.record("it went on")
      return
    }
    #expect(words.contains("--clock-is-right"))
    let result = try await night.send(folder) { $0.clockIsRight = true }
    #expect(result.stop == nil && result.deals.map(\.bucket) == [.created, .created])
    #expect(night.emulator.objects("Invoice").count == 2)
    #expect(night.emulator.log.filter { $0.call == "create invoice" }.count == 2, "it was sent again, not found")
    let next = try await night.send(folder)
    #expect(next.stop == nil && next.deals.map(\.bucket) == [.unchanged, .unchanged])
  }

  /// An answer is lost, nothing was made, and the process ends before it looks.
  private func nightWithOpenOutcome(_ deals: [SimulatedFolder.Deal]) async throws -> Night {
    let night = Night()
    night.emulator.plant(PlantedFault(.resetNotDone, on: "create invoice"))
    _ = try await night.send(SimulatedFolder(deals: deals), storage: FailingLedger(night.ledger, failsAt: 6))
    #expect(night.ledger.allEntries.contains { $0.key.deal == "401" && $0.state == .unknown })
    return night
  }

  @Test func `an open outcome is not sent again when the deal says something else now`() async throws {
    let night = try await nightWithOpenOutcome(Night.deals(1))
    var folder = SimulatedFolder(deals: Night.deals(1))
    folder.deals[0].amount = 7_700
    let dry = try await night.send(folder) { $0.isDryRun = true }
    #expect(dry.exitCode == 5)
    #expect(dryRunText(try folder.content(), dry, perMinute: 0).contains("UNKNOWN: invoice pipedrive 401 1"))
    let second = try await night.send(folder)
    #expect(second.deals[0].bucket == .unknown && second.deals[0].code == "U852" && second.exitCode == 5)
    #expect(second.open.map(\.outcome) == ["absent"] && night.writes.count == 1)
    // A person has looked.
    let third = try await night.send(folder) { $0.resendsUnknown = true }
    #expect(third.deals[0].bucket == .created && third.deals[0].storedTotal == "92.40" && third.exitCode == 0)
    #expect(try night.invoices().count == 1)
  }

  @Test func `an open outcome of a deal that the folder does not bill waits for its own folder`() async throws {
    let night = try await nightWithOpenOutcome(Night.deals(1))
    var other = SimulatedFolder(deals: Array(Night.deals(2, customer: "New Mill plc").dropFirst()))
    let second = try await night.send(other)
    #expect(second.deals[0].bucket == .created && second.open.map(\.outcome) == ["absent"] && second.exitCode == 5)
    let content = try other.content()
    let text = sentText(content, second, sentReport(content, second, realm: "1"), .ofNothing)
    #expect(
      text.contains("UNKNOWN: invoice pipedrive 401 1, not in QuickBooks after two looks\n  this folder does not"))
    #expect(try night.invoices().count == 1)
    // Given up by a person, it is free for its own folder.
    other.deals = Array(Night.deals(3, customer: "New Mill plc").dropFirst(2))
    let third = try await night.send(other) { $0.resendsUnknown = true }
    #expect(third.open.isEmpty && third.recovered.map(\.key) == ["invoice pipedrive 401 1"])
    #expect(try night.invoices().count == 2)
    #expect(try await night.send(SimulatedFolder(deals: Night.deals(1))).deals[0].bucket == .created)
    #expect(try night.invoices().count == 3)
  }

  @Test func `an open outcome is told with what ended the run`() async throws {
    let night = try await nightWithOpenOutcome(Night.deals(1))
    let signal = StopSignal()
    signal.stop("stopped by SIGTERM")
    let folder = SimulatedFolder(deals: Night.deals(1))
    let result = try await night.send(folder, signal: signal)
    let content = try folder.content()
    let text = sentText(content, result, sentReport(content, result, realm: "1"), .ofNothing)
    #expect(result.exitCode == 5 && text.contains("ENDED EARLY: stopped by SIGTERM\n  send the folder again"))
  }

  @Test func `each invoice keeps the folder that made it`() async throws {
    let night = Night()
    let (early, late) = (SimulatedFolder(deals: Night.deals(1)), SimulatedFolder(deals: Night.deals(2)))
    _ = try await night.send(early)
    _ = try await night.send(late)
    for (deal, folder) in [("401", early), ("402", late)] {
      let key = BillingKey(source: "pipedrive", deal: deal, part: "1")
      #expect(night.ledger.fact(LedgerEntry.folder(of: key)) == (try folder.content().fingerprint))
    }
  }

  @Test func `after a ledger was lost, what is found is compared with the deal and is no edit later`() async throws {
    let night = Night(Self.forgetful)
    var folder = SimulatedFolder(deals: Night.deals(3))
    _ = try await night.send(folder)
    let ledger = MemoryLedger()
    // The deals are dated by the run; one of them changed since.
    (folder.date, folder.due) = ("2026-04-05", "2026-05-05")
    folder.deals[2].members = ",\"CustomerMemo\":{\"value\":\"Thank you\"}"
    for day in 5...7 {
      (folder.date, folder.due) = ("2026-04-0\(day)", "2026-05-0\(day)")
      let result = try await night.send(folder, storage: ledger)
      #expect(result.deals.map(\.bucket) == [.unchanged, .unchanged, .held])
      #expect(result.deals.map(\.code) == ["", "", "X954"] && result.changedInQuickBooks.isEmpty)
      #expect(result.deals[2].differences.map(\.field) == ["CustomerMemo"])
    }
    #expect(ledger.allEntries.allSatisfy { $0.key.kind != "invoice" || $0.payload.isEmpty })
  }

  @Test func `what is refused when it is sent again is told as refused, not as unknown`() async throws {
    let night = Night()
    night.emulator.plant(PlantedFault(.resetNotDone, on: "create invoice"))
    night.emulator.plant(PlantedFault(.validation, atCall: 2, on: "create invoice"))
    let result = try await night.send(SimulatedFolder(deals: Night.deals(1)))
    #expect(result.open.isEmpty)
    #expect(result.deals.map(\.code) == ["Q801"] && result.deals[0].bucket == .failed)
  }

  /// The vendor's limit over simulated time: 500 calls in any minute.
  @Test(arguments: [0.05, 0.3]) func `keeps to the permitted rate and meets no 429`(latency: Double) async throws {
    var options = EmulatorOptions()
    options.throttle = true
    options.accessTokenSeconds = 1_000_000
    let night = Night(options, latency: latency)
    let began = night.clock.now
    let result = try await night.send(SimulatedFolder(deals: Night.deals(2_000)))
    let minutes = (night.clock.now - 86_400 - began) / 60
    let perMinute = Double(result.calls.reads + result.calls.writes) / minutes
    #expect(result.count(.created) == 2_000 && result.calls.throttles == 0)
    // One call at a time: beyond 0.12 s a call the wire is the limit, not the vendor.
    #expect(perMinute >= min(475, 0.95 * 60 / latency), "\(perMinute) calls a minute")
    #expect(perMinute <= 501)
  }
}
