import Diagnostics
import Money
import Reconciliation

/// What a change of the rules does, as text: the deals, then the money per currency.
///
/// - Parameter limit: How many deals are shown in full; the others are counted.
public func renderDifferences(_ differences: RuleDifferences, old: String, new: String, limit: Int) -> String {
  let deals = counted(differences.deals, "deal", "deals", .terminal)
  guard differences.hasEffect else { return "No effect: \(old) and \(new) give the same for all of \(deals).\n" }
  var out = "\(old) → \(new), \(deals)\n\n"
  for setting in differences.settings {
    out += "~ \(visible(setting.name))   \(shown(setting.before)) → \(shown(setting.after))\n"
  }
  for change in differences.changes.prefix(limit) { out += renderChange(change) }
  if differences.changes.count > limit {
    out += "and \(differences.changes.count - limit) more; --format json has all\n"
  }
  let moving = differences.changes.count { $0.moves }
  out += "\n\(differences.changes.count) of \(deals) change"
  out +=
    moving == 0
    ? "; none moves to another bucket.\n" : "; \(moving) of them move\(moving == 1 ? "s" : "") to another bucket:\n"
  for (move, count) in differences.moves.sorted(by: { $0.key < $1.key }) {
    out += "  \(rightAligned(String(count), 6))  \(move)\n"
  }
  return out + renderMoney(differences)
}

private func renderChange(_ change: RuleDifferences.Change) -> String {
  let title = change.title.isEmpty ? "" : " \"\(visible(change.title))\""
  var out = "\(change.moves ? "!" : "~") deal \(visible(change.id))\(title)   "
  if change.moves || change.before.bucket != .created {
    out += "\(words(change.before)) → \(words(change.after))\n"
  } else if change.before.total == change.after.total, change.before.currency == change.after.currency {
    out += "\(words(change.before)), as before\n"
  } else {
    out += "\(words(change.before)) → \(words(change.after))\n"
  }
  for field in change.fields {
    if field.before.isEmpty, field.after.isEmpty {
      out += "    \(field.name)\n"
    } else {
      out += "    \(padded(field.name, 28)) \(shown(field.before)) → \(shown(field.after))\n"
    }
  }
  return out
}

private func words(_ side: RuleDifferences.Side) -> String {
  let reasons = side.reasons.isEmpty ? "" : ": \(side.reasons.joined(separator: ", "))"
  if side.bucket != .created { return side.bucket == .unknown ? "not seen" : side.bucket.name + reasons }
  return "\(side.currency) \(groupedAmount(Int128(side.total), code: side.currency, .terminal))"
}

private func shown(_ value: String) -> String { value.isEmpty ? "nothing" : visible(value) }

private func renderMoney(_ differences: RuleDifferences) -> String {
  var out = "\n           \(rightAligned("before", 20))\(rightAligned("after", 20))\(rightAligned("difference", 20))\n"
  for (code, sums) in differences.money.sorted(by: { $0.key < $1.key }) {
    let (before, after) = sums
    out +=
      "  \(code)  \(padded("count", 5))\(rightAligned(String(before.invoices), 19))\(rightAligned(String(after.invoices), 20))"
    out += "\(rightAligned(signed(after.invoices - before.invoices), 20))\n"
    for (name, a, b) in [
      ("net", before.net, after.net), ("tax", before.tax, after.tax), ("total", before.total, after.total),
    ] {
      out += "       \(padded(name, 5))\(rightAligned(groupedAmount(a, code: code, .terminal), 19))"
      out += rightAligned(groupedAmount(b, code: code, .terminal), 20)
      out += "\(rightAligned(groupedAmount(b - a, code: code, .terminal, showsPlus: true), 20))\n"
    }
  }
  return out
}

private func signed(_ count: Int) -> String { count > 0 ? "+\(count)" : String(count) }

/// The same as JSON, with every deal that changes.
public func renderDifferencesJSON(_ differences: RuleDifferences, old: String, new: String) -> String {
  func amounts(_ sums: RuleDifferences.Money, _ code: String) -> OrderedJSON {
    .object([
      ("invoices", .number(sums.invoices)), ("net", .text(plain(sums.net, code))),
      ("tax", .text(plain(sums.tax, code))),
      ("total", .text(plain(sums.total, code))),
    ])
  }
  func side(_ side: RuleDifferences.Side) -> OrderedJSON {
    .object([
      ("bucket", .text(side.bucket == .unknown ? "not-seen" : side.bucket.name)),
      ("reasons", .array(side.reasons.map { .text($0) })), ("currency", .text(side.currency)),
      ("total", side.bucket == .created ? .text(plain(Int128(side.total), side.currency)) : .null),
    ])
  }
  return OrderedJSON.object([
    ("schema", .text("dealbill.rules-diff/1")), ("old", .text(old)), ("new", .text(new)),
    ("hasEffect", .truth(differences.hasEffect)),
    (
      "settings",
      .array(
        differences.settings.map {
          .object([("name", .text($0.name)), ("before", .text($0.before)), ("after", .text($0.after))])
        })
    ),
    ("deals", .number(differences.deals)),
    ("changed", .number(differences.changes.count)),
    ("moves", .object(differences.moves.sorted { $0.key < $1.key }.map { ($0.key, .number($0.value)) })),
    (
      "currencies",
      .object(
        differences.money.sorted { $0.key < $1.key }.map { code, sums in
          (
            code,
            .object([
              ("before", amounts(sums.before, code)), ("after", amounts(sums.after, code)),
              ("netDifference", .text(plain(sums.after.net - sums.before.net, code))),
              ("taxDifference", .text(plain(sums.after.tax - sums.before.tax, code))),
              ("totalDifference", .text(plain(sums.after.total - sums.before.total, code))),
            ])
          )
        })
    ),
    (
      "changes",
      .array(
        differences.changes.map { change in
          .object([
            ("deal", .text(change.id)), ("title", .text(change.title)), ("before", side(change.before)),
            ("after", side(change.after)),
            (
              "fields",
              .array(
                change.fields.map {
                  .object([("name", .text($0.name)), ("before", .text($0.before)), ("after", .text($0.after))])
                })
            ),
          ])
        })
    ),
  ]).rendered
}

/// An amount without separators.
private func plain(_ units: Int128, _ code: String) -> String {
  groupedAmount(units, code: code, .terminal).filter { $0 != "," }
}
