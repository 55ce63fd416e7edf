import Diagnostics
import Reconciliation
import RuleEvaluation

/// Coverage as text: a line for each branch, then those that never decided, with what stands before them.
public func renderCoverage(_ coverage: RuleCoverage, rules: String) -> String {
  var out = "Coverage of \(rules) by \(counted(coverage.deals, "deal", "deals", .terminal))\n\n"
  out += "     deals  branch\n"
  for entry in coverage.entries {
    let name = "\(padded(entry.branch.kind.rawValue, 10)) \(visible(entry.branch.name))"
    out += "\(rightAligned(String(entry.deals), 10))  \(padded(name, 56))  \(place(entry.branch))\n"
  }
  let never = coverage.neverFired
  if never.isEmpty { return out + "\nEvery branch decided at least one deal.\n" }
  out += "\nNever decided: \(never.count) of \(coverage.entries.count)\n"
  for entry in never {
    out += "  \(place(entry.branch))  \(entry.branch.kind.rawValue) \(visible(entry.branch.name))\n"
    if let shadow = entry.shadow {
      let deals = counted(shadow.deals, "deal", "deals", .terminal)
      out +=
        "    shadowed: \(visible(shadow.by.name)) (\(place(shadow.by))) comes first and took \(deals) that it fits too\n"
    }
  }
  return out
}

/// The same as JSON.
public func renderCoverageJSON(_ coverage: RuleCoverage, rules: String) -> String {
  OrderedJSON.object([
    ("schema", .text("dealbill.coverage/1")), ("rules", .text(rules)), ("deals", .number(coverage.deals)),
    (
      "branches",
      .array(
        coverage.entries.map { entry in
          .object([
            ("kind", .text(entry.branch.kind.rawValue)), ("name", .text(entry.branch.name)),
            ("file", .text(entry.branch.range.file)), ("line", .number(entry.branch.range.line)),
            ("deals", .number(entry.deals)),
            (
              "shadowedBy",
              entry.shadow.map {
                .object([
                  ("name", .text($0.by.name)), ("line", .number($0.by.range.line)), ("deals", .number($0.deals)),
                ])
              } ?? .null
            ),
          ])
        })
    ),
  ]).rendered
}

private func place(_ branch: Branch) -> String { "\(branch.range.file):\(branch.range.line)" }
