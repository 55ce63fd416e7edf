import Diagnostics
import Reconciliation

/// A back-test as text: the one sentence, then what differs.
public func renderBacktest(_ backtest: Backtest, limit: Int) -> String {
  let pairs = backtest.pairs.count
  let differing = pairs - backtest.identical
  var out = "\(backtest.identical) of \(pairs) identical"
  if differing > 0 {
    let fields = backtest.byField.map { backtest.byField.count == 1 ? $0.name : "\($0.name) (\($0.pairs))" }
    out += ", \(differing) \(differing == 1 ? "differs" : "differ") by \(fields.joined(separator: ", "))"
  }
  out += ".\n"
  if !backtest.onlyInRules.isEmpty {
    out += "\(counted(backtest.onlyInRules.count, "deal", "deals", .terminal)) would be billed that nobody billed.\n"
  }
  if !backtest.onlyInPast.isEmpty {
    out +=
      "\(counted(backtest.onlyInPast.count, "invoice", "invoices", .terminal)) that people made would not be made.\n"
  }
  for pair in backtest.pairs.filter({ !$0.differences.isEmpty }).prefix(limit) {
    out +=
      "\n~ invoice \(visible(pair.invoice)), deal \(visible(pair.deal)) \"\(visible(pair.title))\" (by \(pair.matchedBy))\n"
    for field in pair.differences {
      out += "    \(padded(visible(field.name), 28)) people \(shown(field.before)), rules \(shown(field.after))\n"
    }
  }
  out += singles("\nOnly by the rules:\n", backtest.onlyInRules, "deal", limit)
  out += singles("\nOnly by people:\n", backtest.onlyInPast, "invoice", limit)
  return out
}

private func singles(_ title: String, _ singles: [Backtest.Single], _ word: String, _ limit: Int) -> String {
  if singles.isEmpty { return "" }
  var out = title
  for single in singles.prefix(limit) { out += "  \(word) \(visible(single.name))  \(visible(single.words))\n" }
  if singles.count > limit { out += "  and \(singles.count - limit) more\n" }
  return out
}

private func shown(_ value: String) -> String { value.isEmpty ? "nothing" : "\"\(visible(value))\"" }

/// The same as JSON.
public func renderBacktestJSON(_ backtest: Backtest) -> String {
  func singles(_ singles: [Backtest.Single]) -> OrderedJSON {
    .array(singles.map { .object([("name", .text($0.name)), ("words", .text($0.words))]) })
  }
  return OrderedJSON.object([
    ("schema", .text("dealbill.backtest/1")), ("pairs", .number(backtest.pairs.count)),
    ("identical", .number(backtest.identical)),
    ("byField", .object(backtest.byField.map { ($0.name, .number($0.pairs)) })),
    (
      "differing",
      .array(
        backtest.pairs.filter { !$0.differences.isEmpty }.map { pair in
          .object([
            ("invoice", .text(pair.invoice)), ("deal", .text(pair.deal)), ("title", .text(pair.title)),
            ("matchedBy", .text(pair.matchedBy)),
            (
              "fields",
              .array(
                pair.differences.map {
                  .object([("name", .text($0.name)), ("past", .text($0.before)), ("rules", .text($0.after))])
                })
            ),
          ])
        })
    ),
    ("onlyInRules", singles(backtest.onlyInRules)), ("onlyInPast", singles(backtest.onlyInPast)),
  ]).rendered
}
