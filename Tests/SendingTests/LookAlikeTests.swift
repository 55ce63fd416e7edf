import Ledger
import QuickBooksEmulator
import Reconciliation
import Testing

@testable import Sending

/// What is in QuickBooks already, under another name.
@Suite struct `a look-alike` {
  private func numbered(_ ids: [Int]) -> SimulatedFolder {
    var folder = SimulatedFolder(deals: Night.deals(ids.count))
    for (index, id) in ids.enumerated() { (folder.deals[index].id, folder.deals[index].hasNumber) = (id, true) }
    return folder
  }

  /// A company that takes a number twice without a word.
  private func night() -> Night {
    var options = EmulatorOptions()
    options.warnsOfDuplicateNumbers = false
    return Night(options)
  }

  @Test func `with the number of an earlier night's invoice is held`() async throws {
    let night = night()
    let first = try await night.send(numbered([401])).deals[0].id
    var folder = numbered([402, 403])
    folder.deals[0].number = "R-401"
    for isDry in [true, false] {
      let second = try await night.send(folder) { $0.isDryRun = isDry }
      #expect(second.deals[0].bucket == .held && second.deals[0].code == "N703")
      #expect(second.deals[0].problem == "the number R-401 stands on invoice \(first) already, of deal 401")
      #expect(second.deals[1].bucket == .created && second.exitCode == 2)
    }
    #expect(night.writes.count == 2)
  }

  @Test(arguments: [("R-7/O'Neil", "R-7/O'Neil"), ("Rechnung-Ä7", "Rechnung-Ä7"), ("r-401", "R-401")])
  func `with a number of unusual signs or of other case is held`(_ new: String, _ old: String) async throws {
    let night = night()
    var folder = numbered([401])
    folder.deals[0].number = old
    #expect(try await night.send(folder).deals[0].bucket == .created)
    var later = numbered([402, 403])
    later.deals[0].number = new
    let second = try await night.send(later)
    #expect(second.deals[0].code == "N703" && second.deals[1].bucket == .created)
  }

  @Test func `with the number of an invoice that a person made is held`() async throws {
    let night = night()
    let first = try await night.send(numbered([401])).deals[0].id
    try night.emulator.edit(
      "Invoice", id: first, changes: Array("{\"PrivateNote\":\"by hand\",\"DocNumber\":\"R-402\"}".utf8))
    let second = try await night.send(numbered([402]))
    #expect(second.deals[0].code == "N703" && second.deals[0].problem.hasSuffix("already, which a person made"))
  }

  @Test func `under another source is held until a person asks for it`() async throws {
    let night = night()
    let first = try await night.send(SimulatedFolder(deals: Night.deals(2))).deals[0].id
    var folder = SimulatedFolder(deals: Night.deals(2))
    for index in 0..<2 { folder.deals[index].source = "generic" }
    folder.deals[1].customer = "Cedar Court Dental"
    let second = try await night.send(folder)
    #expect(second.deals[0].bucket == .held && second.deals[0].code == "D802")
    #expect(second.deals[0].problem == "deal 401 of 'pipedrive' was billed to the same customer: invoice \(first)")
    // Another CRM may well have a deal of that number, with a customer of its own.
    #expect(second.deals[1].bucket == .created)
    let third = try await night.send(folder) { $0.billAgain = ["401"] }
    #expect(third.deals[0].bucket == .created)
  }

  @Test func `that lost its memo and its e-mail address is not as sent`() async throws {
    let night = night()
    var folder = SimulatedFolder(deals: Night.deals(1))
    folder.deals[0].members = ",\"CustomerMemo\":{\"value\":\"Thank you\"},\"BillEmail\":{\"Address\":\"a@b.example\"}"
    let first = try await night.send(folder)
    #expect(first.deals[0].bucket == .created && first.deals[0].code.isEmpty && first.exitCode == 0)
    try night.emulator.edit(
      "Invoice", id: first.deals[0].id,
      changes: Array("{\"CustomerMemo\":{\"value\":\"\"},\"BillEmail\":{\"Address\":\"c@d.example\"}}".utf8))
    let second = try await night.send(folder)
    #expect(second.deals[0].code == "X955")
    #expect(
      second.deals[0].problem.hasSuffix(
        "memo: Thank you, QuickBooks has nothing; e-mail address: a@b.example, QuickBooks has c@d.example"))
  }

  @Test func `that is gone is gone in every list`() async throws {
    let night = night()
    let folder = SimulatedFolder(deals: Night.deals(2))
    let first = try await night.send(folder)
    try night.emulator.delete(id: first.deals[0].id)
    try night.emulator.void(id: first.deals[1].id)
    _ = try await night.send(folder)
    let seen = night.ledger.observations()
    #expect(seen[first.deals[0].id]?.status == .deleted && seen[first.deals[1].id]?.status == .voided)
    #expect(seen.values.allSatisfy { $0.balance == "0" && !$0.isOurChange })
  }
}
