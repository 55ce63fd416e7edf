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

@Test func `rules of the newest version are left as they are`() throws {
  let text = "rules: 1 # the version\n"
  let upgraded = try upgradeRules(Array(text.utf8), file: "a.yaml")
  #expect(upgraded.changes == [] && upgraded.text == text && upgraded.to == 1)
}

@Test func `a step rewrites what it names and leaves comments alone`() throws {
  let step = UpgradeStep(from: 1) { root in
    (root["checks"]?.items ?? []).compactMap { item in
      item.entries?.first { $0.key.text == "message" }.map { UpgradeStep.Edit(range: $0.keyRange, text: "says") }
    }
  }
  let text = """
    rules: 1   # ours
    checks:
      - { id: a, message: one, severity: warn }   # é
      - id: b
        message: two   # the other
    """
  let upgraded = try upgradeRules(Array(text.utf8), file: "a.yaml", newest: 2, steps: [step])
  #expect(
    upgraded.text == """
      rules: 2   # ours
      checks:
        - { id: a, says: one, severity: warn }   # é
        - id: b
          says: two   # the other
      """)
  #expect(upgraded.from == 1 && upgraded.to == 2 && upgraded.changes.map(\.line) == [1, 3, 5])
}

@Test(arguments: [("rules: 2\n", "version 2"), ("rules: x\n", "does not say"), ("company: {}\n", "does not say")])
func `a version that is not known is refused`(_ row: (text: String, words: String)) throws {
  let error = #expect(throws: RefusedInput.self) { try upgradeRules(Array(row.text.utf8), file: "a.yaml") }
  #expect(error?.diagnostics.map(\.code) == ["R085"])
  #expect(error?.diagnostics.first?.message.contains(row.words) == true)
}
