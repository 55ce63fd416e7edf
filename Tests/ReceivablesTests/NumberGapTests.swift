import Reconciliation
import Testing

@testable import Receivables

@Suite struct `gaps in invoice numbers` {
  private func uses(_ list: [(String, String)], before: [(String, String)] = []) -> [NumberUse] {
    list.map { NumberUse(number: $0.0, cause: $0.1) }
      + before.map { NumberUse(number: $0.0, cause: $0.1, isOurs: false) }
  }
  private func shown(_ uses: [NumberUse], taken: [String: String] = [:]) -> [String] {
    numberGaps(uses, taken: taken).map { "\($0.first)–\($0.last) \($0.count) \($0.cause)" }
  }

  @Test func `one voided, one deleted, one held back and one taken by hand are four lines with four causes`() {
    let uses = uses([
      ("INV-0017", ""), ("INV-0018", "voided"), ("INV-0019", "deleted"), ("INV-0020", "held back, C354, deal 7"),
      ("INV-0022", ""),
    ])
    #expect(unknownNumbers(uses) == ["INV-0021"])
    #expect(
      shown(uses, taken: ["INV-0021": "taken by hand"]) == [
        "INV-0018–INV-0018 1 voided", "INV-0019–INV-0019 1 deleted", "INV-0020–INV-0020 1 held back, C354, deal 7",
        "INV-0021–INV-0021 1 taken by hand",
      ])
  }

  @Test func `neighbours of one cause are one gap, and a number in force is none`() {
    let uses = uses([("7", ""), ("8", "deleted"), ("9", "deleted"), ("9", ""), ("10", "deleted"), ("13", "")])
    #expect(
      shown(uses) == [
        "8–8 1 deleted", "10–10 1 deleted", "11–12 2 given to no invoice of this run, and not in QuickBooks",
      ])
  }

  @Test func `the gap to the run before is found, and gaps of runs before that are not`() {
    let uses = uses([("R-20", ""), ("R-21", "")], before: [("R-10", ""), ("R-17", ""), ("R-30", ""), ("X-19", "")])
    #expect(shown(uses) == ["R-18–R-19 2 given to no invoice of this run, and not in QuickBooks"])
    #expect(unknownNumbers(uses) == ["R-18", "R-19"])
  }

  @Test func `numbers made of the deals' ids are one line, and are not looked up`() {
    let uses = uses((0..<300).map { ("R-\($0 * 10 + 5)", "") })
    #expect(unknownNumbers(uses).isEmpty)
    #expect(
      shown(uses) == [
        "R-5–R-2995 2691 the numbers do not follow each other, as where they are made of the deals' ids"
      ])
  }

  @Test func `numbers without digits, or with more than a number holds, make no series`() {
    #expect(shown(uses([("A", ""), ("", ""), ("12345678901234567890", ""), ("12345678901234567899", "")])).isEmpty)
  }

  @Test func `a very wide gap is one line`() {
    #expect(
      shown(uses([("1", ""), ("900000000000001", "")])) == [
        "2–900000000000000 899999999999999 given to no invoice of this run; not looked up"
      ])
  }
}
