import Catalogue
import QuickBooksEmulator
import Reconciliation
import Testing

@testable import Sending

/// What changed in QuickBooks between the run and its sending stops the deals that name it, and no other.
@Suite struct `what became stale` {
  /// Two deals of one customer, one of another; ids from a catalogue, and then QuickBooks changes.
  private func send(after change: (Night) throws -> Void) async throws -> (codes: [String], problems: [String]) {
    let night = Night()
    var deals = Night.deals(3)
    deals[2].customer = "Marsh Housing Association"
    deals[2].taxCode = "5.0% R"
    deals[2].taxPercent = 5
    var folder = SimulatedFolder(deals: deals)
    folder.catalogue = try await night.catalogue()
    try change(night)
    let result = try await night.send(folder)
    for deal in result.deals where deal.code.isEmpty { #expect(deal.bucket == .created) }
    #expect(night.writes.count == result.count(.created))
    return (result.deals.map(\.code), result.deals.map(\.problem))
  }

  @Test func `nothing did`() async throws {
    #expect(try await send { _ in }.codes == ["", "", ""])
  }

  @Test func `a customer whose version rose holds its deals alone`() async throws {
    let (codes, problems) = try await send { night in
      let id = try night.id("Customer", named: "Brook & Vale Ltd")
      try night.emulator.edit(
        "Customer", id: id, changes: Array("{\"Notes\":\"pays late\"}".utf8))
    }
    #expect(codes == ["X961", "X961", ""])
    #expect(problems[0].hasSuffix("was changed in QuickBooks after the run: version 0, now 1"))
  }

  @Test func `a customer that is inactive now`() async throws {
    let (codes, _) = try await send { night in
      let id = try night.id("Customer", named: "Marsh Housing Association")
      try night.emulator.edit("Customer", id: id, changes: Array("{\"Active\":false}".utf8))
    }
    #expect(codes == ["", "", "C351"])
  }

  @Test func `a customer that is gone`() async throws {
    let (codes, _) = try await send { night in
      try night.emulator.delete("Customer", id: try night.id("Customer", named: "Marsh Housing Association"))
    }
    #expect(codes == ["", "", "C357"])
  }

  @Test func `a renamed item, with both names`() async throws {
    let (codes, problems) = try await send { night in
      let id = try night.id("Item", named: "Consulting")
      try night.emulator.edit(
        "Item", id: id, changes: Array("{\"Name\":\"Advice\",\"FullyQualifiedName\":\"Advice\"}".utf8))
    }
    #expect(codes == ["X961", "X961", "X961"])
    #expect(problems[0].contains("name 'Consulting', now 'Advice'"))
  }

  @Test(arguments: [("{\"Active\":false}", "T452"), ("{\"Name\":\"Reduced\"}", "X961")])
  func `a tax code that is another`(_ changes: String, _ code: String) async throws {
    let (codes, _) = try await send { night in
      try night.emulator.edit(
        "TaxCode", id: try night.id("TaxCode", named: "5.0% R"), changes: Array(changes.utf8))
    }
    #expect(codes == ["", "", code])
  }

  @Test func `a tax rate that is another holds the deals of its codes`() async throws {
    let (codes, problems) = try await send { night in
      try night.emulator.edit(
        "TaxRate", id: try night.id("TaxRate", named: "5.0% R"), changes: Array("{\"RateValue\":6}".utf8))
    }
    #expect(codes == ["", "", "X961"])
    #expect(problems[2].contains("rate '5 %', now '6 %'"))
  }

  @Test func `books that are closed by now`() async throws {
    #expect(try await send { try $0.emulator.closeBooks(through: "2026-04-02") }.codes == ["P653", "P653", "P653"])
  }

  @Test func `names without ids are looked up in the same way`() async throws {
    let night = Night()
    var deals = Night.deals(2, customer: "Marsh Housing Assoziation")
    deals[1].customer = "Marsh  Housing-Association"
    deals[0].taxCode = "20.0% Q"
    let result = try await night.send(SimulatedFolder(deals: deals))
    #expect(result.deals.map(\.code) == ["T451", "C353"])
    #expect(result.deals[0].problem.contains("did you mean '20.0% S'?"))
    #expect(result.deals[1].fix.contains("dealbill customers link"))
    #expect(night.writes.isEmpty)
  }

  @Test func `no customer is made for an invoice that cannot be sent`() async throws {
    let night = Night()
    var deals = Night.deals(1, customer: "Rill Joinery")
    deals[0].taxCode = "No such code"
    _ = try await night.send(SimulatedFolder(deals: deals))
    #expect(night.writes.isEmpty)
  }
}
