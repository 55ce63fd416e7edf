import Bytes
import Calendars
import Deals
import Diagnostics
import Money
import Pipeline
import Reconciliation
import RuleEvaluation
import RuleLanguage
import RuleReview
import Testing
import YAMLTree

@Test func `coverage of 10,000 deals is what brute force counts`() throws {
  let scratch = try Scratch()
  let deals = madeDeals(10_000, seed: 7)
  let file = try scratch.write("export.csv", export(deals))
  let coverage = try ruleCoverage(options(try rules(reviewRules), [file]))
  let won = deals.filter(\.isWon)
  // A currency that is not allowed holds its deal, but all sections are worked out all the same.
  let counted: [String: Int] = [
    "not-won": deals.count { !$0.isWon }, "large": won.count { $0.value > 900 }, "huge": won.count { $0.value > 9000 },
    "items: website": won.count { $0.title == "Website" }, "items: logo": won.count { $0.title == "Logo" },
    "items: print": won.count { $0.title == "Print" },
    "items: otherwise": won.count { $0.title == "Audit" || $0.title.isEmpty },
    "default of currency": won.count { $0.currency.isEmpty },
    "invoice.terms danes": won.count { $0.country == "Denmark" },
    "invoice.terms otherwise": won.count { $0.country != "Denmark" },
    "taxes.code printed": won.count { $0.country == "DE" && $0.title == "Print" },
    "taxes.code home": won.count { $0.country == "DE" && $0.title != "Print" },
    "taxes.code otherwise": won.count { $0.country != "DE" }, "deal": won.count,
  ]
  #expect(coverage.deals == 10_000)
  #expect(coverage.entries.count == counted.count)
  for entry in coverage.entries { #expect(entry.deals == counted[entry.branch.name], "\(entry.branch.name)") }
}

@Test func `an unreachable row and a shadowed one are named with their lines`() throws {
  let scratch = try Scratch()
  let text = reviewRules.replacing(
    "{ id: home, if: { customer.country: DE }, use: 19% USt }",
    with: """
      { id: home, if: { customer.country: DE }, use: 19% USt }
            - { id: websites, if: { customer.country: DE, title: Website }, use: 7% USt }
            - { id: martians, if: { title: Mars }, use: 7% USt }
      """)
  let deals = madeDeals(500, seed: 3)
  let file = try scratch.write("export.csv", export(deals))
  let never = try ruleCoverage(options(try rules(text), [file])).neverFired
  #expect(never.map(\.branch.name) == ["taxes.code websites", "taxes.code martians"])
  let first = try #require(
    text.split(separator: "\n", omittingEmptySubsequences: false).firstIndex { $0.contains("websites") })
  #expect(never.map(\.branch.range.line) == [first + 1, first + 2])
  #expect(never[0].shadow?.by.name == "taxes.code home")
  #expect(never[0].shadow?.deals == deals.count { $0.isWon && $0.country == "DE" && $0.title == "Website" })
  #expect(never[1].shadow == nil)
}
