import Calendars
import Foundation
import Ledger
import QuickBooksClient
import QuickBooksEmulator
@testable import Receivables
import Testing

private func today() throws -> CivilDate { try #require(CivilDate(year: 2026, month: 4, day: 2)) }

private func engine(_ life: Life) throws -> ActionEngine {
  ActionEngine(api: life.api, ledger: life.ledger, today: try today())
}

@Suite struct `actions on invoices` {
  @Test func `of ten invoices six are undone and four are listed with reasons`() async throws {
    let life = Life()
    for deal in 1...9 { try await life.invoice(deal) }
    try await life.invoice(10, date: "2026-02-10")
    _ = try life.emulator.pay(invoice: life.id(1), amount: "10.00")
    try life.emulator.edit("Invoice", id: life.id(2), changes: Array(#"{"DueDate":"2026-09-09"}"#.utf8))
    _ = try await engine(life).perform(engine(life).plan(.email, life.invoices.filter { $0.entry.key.deal == "3" }))
    try life.emulator.closeBooks(through: "2026-02-28")
    var undo = try engine(life)
    undo.isUndo = true
    let plan = try await undo.plan(.delete, life.invoices)
    #expect(plan.allowed.map(\.invoice.entry.key.deal) == ["4", "5", "6", "7", "8", "9"])
    #expect(plan.refused.map(\.code) == ["X915", "X917", "X916", "X914"])
    #expect(plan.refused.allSatisfy { !$0.refusal.isEmpty })
    let results = try await undo.perform(plan)
    #expect(results.count { $0.outcome == .done } == 6 && results.count { $0.outcome == .refused } == 4)
    let labels = try life.labels()
    for deal in 4...9 { #expect(labels[String(deal)] == "Deleted") }
    #expect(life.emulator.objects("Invoice").count == 4)
    // Ours, so no exception.
    #expect(standingExceptions(try life.invoices).isEmpty)
  }

  @Test func `void and delete send Id and SyncToken and nothing else`() async throws {
    let life = Life()
    for deal in 1...2 { try await life.invoice(deal) }
    let first = life.emulator.log.count
    for (deal, action) in [(1, InvoiceAction.void), (2, .delete)] {
      let chosen = try life.invoices.filter { $0.entry.key.deal == String(deal) }
      let results = try await engine(life).perform(engine(life).plan(action, chosen))
      #expect(results.map(\.outcome) == [.done])
    }
    let writes = life.writes(since: first)
    let bodies = try (1...2).map { "{\"Id\":\"\(try life.id($0))\",\"SyncToken\":\"0\"}" }
    #expect(writes.map { String(decoding: $0.body, as: UTF8.self) } == bodies)
    for (write, operation) in zip(writes, ["void", "delete"]) {
      #expect(write.target.contains("&operation=\(operation)&requestid="))
      #expect(write.target.contains("minorversion=75"))
    }
    #expect(try life.labels() == ["1": "Voided", "2": "Deleted"])
    #expect(life.memory.history(of: life.key(1)).map(\.isOurChange) == [true])
  }

  @Test(arguments: ["F4", "F5", "F6", "F12"])
  func `a void whose answer is lost is proved by reading again`(fault: String) async throws {
    let life = Life()
    try await life.invoice(1)
    let plan = try await engine(life).plan(.void, life.invoices)
    life.emulator.plant(try planted(fault))
    let results = try await engine(life).perform(plan)
    #expect(results.map(\.outcome) == [.done], "\(results.map(\.words))")
    #expect(try life.labels() == ["1": "Voided"])
  }

  @Test func `a void that ended in a server's fault is of unknown outcome, and ours when it is carried out late`()
    async throws
  {
    let life = Life()
    try await life.invoice(1)
    let plan = try await engine(life).plan(.void, life.invoices)
    life.emulator.plant(try planted("F7"))
    let results = try await engine(life).perform(plan)
    #expect(results.map(\.outcome) == [.unknown])
    #expect(try life.labels() == ["1": "Open"])
    try life.emulator.void(id: life.id(1))
    _ = try await life.refresh()
    #expect(try life.labels() == ["1": "Voided"])
    #expect(life.memory.history(of: life.key(1)).last?.isOurChange == true)
    let entry = try #require(life.memory.entry(life.key(1)))
    #expect(entry.state == .voided && entry.isTakenBack)
  }

  @Test func `a delete is ours also when the process ended before the answer`() async throws {
    let life = Life()
    try await life.invoice(1)
    let plan = try await engine(life).plan(.delete, life.invoices)
    // What was asked for is written down before the call; what came of it, nobody wrote.
    let mortal = MortalLedger(life.memory, writes: 1)
    let dying = ActionEngine(api: life.api, ledger: mortal, today: try today())
    await #expect(throws: (any Error).self) { _ = try await dying.perform(plan) }
    #expect(life.emulator.objects("Invoice").isEmpty)
    _ = try await life.refresh()
    let entry = try #require(life.memory.entry(life.key(1)))
    #expect(entry.state == .deleted && entry.isTakenBack)
  }

  @Test func `an invoice that changed between plan and act is left alone`() async throws {
    let life = Life()
    try await life.invoice(1)
    let plan = try await engine(life).plan(.delete, life.invoices)
    _ = try life.emulator.pay(invoice: life.id(1), amount: "10.00")
    let results = try await engine(life).perform(plan)
    #expect(results.map(\.outcome) == [.failed])
    #expect(results[0].words.contains("5010"))
    #expect(life.emulator.objects("Invoice").count == 1)
  }

  @Test func `each invoice is e-mailed once, and again only when asked`() async throws {
    let life = Life()
    try await life.invoice(1)
    let first = life.emulator.log.count
    #expect(try await engine(life).perform(engine(life).plan(.email, life.invoices)).map(\.outcome) == [.done])
    #expect(try await engine(life).perform(engine(life).plan(.email, life.invoices)).map(\.outcome) == [.refused])
    #expect(life.emulator.mails.count == 1)
    let write = try #require(life.writes(since: first).first)
    let id = try life.id(1)
    #expect(write.body.isEmpty && write.target.contains("/invoice/\(id)/send?"))
    var again = try engine(life)
    again.repeatsEmail = true
    again.emailTo = "ap+q@kunde.example"
    #expect(try await again.perform(again.plan(.email, life.invoices)).map(\.outcome) == [.done])
    #expect(life.emulator.mails.count == 2)
    #expect(life.writes(since: first).last?.target.contains("sendTo=ap%2Bq%40kunde.example") == true)
  }

  @Test(arguments: ["F4", "F5"])
  func `an e-mail whose answer is lost is not sent twice`(fault: String) async throws {
    let life = Life()
    try await life.invoice(1)
    let plan = try await engine(life).plan(.email, life.invoices)
    life.emulator.plant(try planted(fault))
    #expect(try await engine(life).perform(plan).map(\.outcome) == [.done])
    #expect(try await engine(life).perform(engine(life).plan(.email, life.invoices)).map(\.outcome) == [.refused])
    #expect(life.emulator.mails.count == 1)
  }

  @Test func `no more e-mails go out in a day than the limit allows`() async throws {
    let life = Life()
    for deal in 1...3 { try await life.invoice(deal) }
    var limited = try engine(life)
    limited.dailyEmails = 2
    let results = try await limited.perform(limited.plan(.email, life.invoices))
    #expect(results.map(\.outcome) == [.done, .done, .refused])
    #expect(life.emulator.mails.count == 2)
  }

  @Test func `a PDF is saved whole, under a safe name`() async throws {
    let life = Life()
    try await life.invoice(1)
    var saved: [String: [UInt8]] = [:]
    let results = try await engine(life).perform(engine(life).plan(.pdf, life.invoices)) { step, bytes in
      saved[pdfName(step)] = bytes
      return pdfName(step)
    }
    #expect(results.map(\.outcome) == [.done])
    let id = try life.id(1)
    #expect(Array(saved.keys) == ["invoice_deal-1_\(id).pdf"])
    #expect(saved.values.allSatisfy { $0.starts(with: Array("%PDF".utf8)) })
  }

  @Test func `names of PDF files keep to plain characters`() throws {
    var entry = LedgerEntry(
      key: BillingKey(source: "x", deal: "../../etc/pass wd\n", part: "1"), state: .confirmed)
    entry.id = "17"
    entry.storedNumber = "INV/2026-1"
    let step = PlannedAction(invoice: ListedInvoice(entry, seen: nil), seen: nil)
    #expect(pdfName(step) == "invoice_INV_2026-1_deal-______etc_pass_wd__17.pdf")
  }
}

func planted(_ name: String, on: String = "write") throws -> PlantedFault {
  PlantedFault(try #require(EmulatorFault(rawValue: name)), on: on)
}
