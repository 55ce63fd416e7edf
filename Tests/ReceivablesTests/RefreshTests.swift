import Foundation
import Ledger
import QuickBooksClient
import QuickBooksEmulator
import Receivables
import TestSupport
import Testing

/// Fifty invoices, what happens to them in QuickBooks, and what must be known of each afterwards.
private struct Script {
  /// Days after 2026-04-01 at which a chapter ends, each with a refresh.
  static let chapters = 4

  static func play(_ chapter: Int, _ life: Life) throws {
    func pay(_ deals: ClosedRange<Int>, _ amount: String? = nil) throws {
      for deal in deals { _ = try life.emulator.pay(invoice: life.id(deal), amount: amount) }
    }
    switch chapter {
    case 0:
      try pay(1...5)
      try pay(6...10, "40.00")
      for deal in 11...15 { try life.emulator.void(id: life.id(deal)) }
      for deal in 16...20 { try life.emulator.delete(id: life.id(deal)) }
    case 1:
      for deal in 21...25 {
        try life.emulator.edit("Invoice", id: life.id(deal), changes: Array(#"{"DueDate":"2026-12-31"}"#.utf8))
      }
      try pay(6...8)
    case 2:
      // Longer than QuickBooks keeps changes.
      for deal in 26...30 { try life.emulator.delete(id: life.id(deal)) }
      for deal in 31...33 { try life.emulator.void(id: life.id(deal)) }
      life.clock.advance(40 * 86_400)
    default: try pay(34...36)
    }
  }

  static let labels: [String: String] = {
    var labels: [String: String] = [:]
    for deal in 1...50 { labels[String(deal)] = "Overdue" }
    for deal in Array(1...8) + Array(34...36) { labels[String(deal)] = "Paid" }
    for deal in 9...10 { labels[String(deal)] = "Partially paid, overdue" }
    for deal in Array(11...15) + Array(31...33) { labels[String(deal)] = "Voided" }
    for deal in Array(16...20) + Array(26...30) { labels[String(deal)] = "Deleted" }
    for deal in 21...25 { labels[String(deal)] = "Open" }
    return labels
  }()

  static let exceptions: [String: String] = {
    var codes: [String: String] = [:]
    for deal in 21...25 { codes[String(deal)] = "X901" }
    for deal in Array(11...15) + Array(31...33) { codes[String(deal)] = "X902" }
    for deal in Array(16...20) + Array(26...30) { codes[String(deal)] = "X903" }
    return codes
  }()

  static func begin() async throws -> Life {
    let life = Life()
    for deal in 1...50 { try await life.invoice(deal) }
    return life
  }
}

private func statuses(_ life: Life, _ deal: Int) throws -> [String] {
  life.memory.history(of: life.key(deal)).map { "\($0.label) by \($0.source.rawValue)" }
}

@Suite struct `the life of invoices after sending` {
  @Test func `fifty invoices end with the status, the history and the exceptions of their story`() async throws {
    let life = try await Script.begin()
    try await life.refresh()
    #expect(try Set(life.labels().values) == ["Open"])
    for chapter in 0..<Script.chapters {
      try Script.play(chapter, life)
      life.clock.advance(86_400)
      try await life.refresh()
    }
    #expect(try life.labels() == Script.labels)
    let exceptions = standingExceptions(try life.invoices)
    #expect(Dictionary(exceptions.map { ($0.deal, $0.code) }) { first, _ in first } == Script.exceptions)
    #expect(exceptions.count == Script.exceptions.count)
    #expect(try statuses(life, 1) == ["Open by query", "Paid by changes"])
    #expect(try statuses(life, 6) == ["Open by query", "Partially paid by changes", "Paid by changes"])
    #expect(try statuses(life, 16) == ["Open by query", "Deleted by changes"])
    #expect(try statuses(life, 26) == ["Open by query", "Deleted by absence"])
    #expect(try statuses(life, 40) == ["Open by query", "Overdue by query"])
    #expect(try statuses(life, 21) == ["Open by query", "Open by changes"])
    // What is over is over: it is never billed again.
    #expect(life.memory.entry(life.key(11))?.state == .voided)
    #expect(life.memory.entry(life.key(26))?.state == .deleted)
    // Two partly paid, five edited, fourteen untouched.
    let balances = ageing(try life.invoices, today: try await life.refresh().today)
    #expect(balances.map(\.ties) == [true])
    #expect(balances.map(\.openBalance) == [202_000])
  }

  @Test(arguments: [0, 1, 2, 3])
  func `a refresh that is killed and repeated learns the same`(chapter: Int) async throws {
    for writes in 0...3 {
      let life = try await Script.begin()
      try await life.refresh()
      for earlier in 0..<chapter {
        try Script.play(earlier, life)
        life.clock.advance(86_400)
        try await life.refresh()
      }
      try Script.play(chapter, life)
      life.clock.advance(86_400)
      let mortal = MortalLedger(life.memory, writes: writes)
      _ = try? await RefreshEngine(api: life.api, ledger: mortal).run()
      try await life.refresh()
      let (again, once) = (life, try await Script.begin())
      try await once.refresh()
      for chapter in 0...chapter {
        try Script.play(chapter, once)
        once.clock.advance(86_400)
        try await once.refresh()
      }
      #expect(try again.labels() == once.labels(), "killed after \(writes) writes")
      for deal in 1...50 { #expect(try statuses(again, deal) == statuses(once, deal), "deal \(deal)") }
    }
  }

  @Test func `an invoice becomes overdue at midnight in the company's zone, not in UTC`() async throws {
    let life = Life()
    // Midnight in Berlin is two hours before that of UTC in summer.
    let start = life.clock.now
    try await life.invoice(1, date: "2026-04-01", due: "2026-04-01")
    let midnightInBerlin = ((start / 86_400).rounded(.down) + 1) * 86_400 + 22 * 3600
    life.clock.advance(midnightInBerlin - 60 - start)
    try await life.refresh()
    #expect(try life.labels() == ["1": "Open"])
    life.clock.advance(120)
    let result = try await life.refresh()
    #expect(try life.labels() == ["1": "Overdue"])
    #expect(result.changes.map(\.after.source) == [.date])
  }

  @Test func `nothing new is no history`() async throws {
    let life = Life()
    try await life.invoice(1)
    try await life.refresh()
    for _ in 0..<3 {
      life.clock.advance(3600)
      #expect(try await life.refresh().changes.isEmpty)
    }
    #expect(try statuses(life, 1).count == 1)
  }

  @Test func `a refresh reads once within thirty days`() async throws {
    let life = try await Script.begin()
    try await life.refresh()
    life.clock.advance(86_400)
    let result = try await life.refresh()
    #expect(result.usesChanges && result.reads == 2)
  }
}
