import Calendars
import Ledger
import Money
public import Reconciliation

/// One thing that a person should look at, with before and after.
public struct StandingException: Sendable, Equatable {
  /// `X901` edited, `X902` voided, `X903` deleted in QuickBooks by somebody else.
  public var code: String
  public var deal: String
  public var id: String
  public var number: String
  public var words: String
}

/// What somebody changed in QuickBooks after we made the invoice.
public func standingExceptions(_ invoices: [ListedInvoice]) -> [StandingException] {
  invoices.compactMap { invoice in
    guard let seen = invoice.seen else { return nil }
    func exception(_ code: String, _ words: String) -> StandingException {
      StandingException(
        code: code, deal: invoice.entry.key.deal, id: invoice.entry.id, number: seen.number, words: words)
    }
    let before = moneyText(invoice.entry.storedTotal, invoice.entry.currency)
    switch seen.status {
    case .voided where !seen.isOurChange:
      return exception("X902", "voided in QuickBooks: total \(before) → \(moneyText(seen.total, seen.currency))")
    case .deleted where !seen.isOurChange: return exception("X903", "deleted in QuickBooks; its total was \(before)")
    case .open, .partiallyPaid, .paid:
      return seen.drift.isEmpty ? nil : exception("X901", "edited in QuickBooks: \(seen.drift)")
    default: return nil
    }
  }
}

/// The result of a refresh on one screen.
public func renderRefresh(_ result: RefreshResult, _ invoices: [ListedInvoice], _ comparison: RunComparison?) -> String
{
  var out = "Refreshed \(result.invoices) invoices, today \(result.today) in \(result.zone)\n\n"
  let words = ["open", "overdue", "partially-paid", "paid", "voided", "deleted", "unknown"]
  var rows: [[String]] = []
  for word in words {
    let meant = invoices.filter { $0.status == word }
    if !meant.isEmpty { rows.append(["  \(meant[0].label.split(separator: ",")[0])", String(meant.count)]) }
  }
  let others = invoices.filter { !words.contains($0.status) }
  if !others.isEmpty { rows.append(["  not in QuickBooks", String(others.count)]) }
  out += textTable(rows, rightAligned: [1])
  if !result.changes.isEmpty {
    out += "\nNew since the last look\n"
    out += textTable(
      result.changes.prefix(50).map { change in
        [
          "  deal \(change.entry.key.deal)", change.after.number,
          change.before.map { "\($0.label) → \(change.after.label)" } ?? change.after.label,
          "\(screenMoney(change.after.balance, change.after.currency)) of \(screenMoney(change.after.total, change.after.currency)) \(change.after.currency) open",
        ]
      })
    if result.changes.count > 50 { out += "  and \(result.changes.count - 50) more\n" }
  }
  let exceptions = standingExceptions(invoices)
  if !exceptions.isEmpty {
    out += "\nChanged in QuickBooks after posting\n"
    out += textTable(
      exceptions.prefix(50).map { ["  \($0.code)", "deal \($0.deal)", $0.number, $0.words] }, mostWide: [3: 160])
    if exceptions.count > 50 { out += "  and \(exceptions.count - 50) more\n" }
  }
  out += ageingText(invoices, result)
  if let comparison { out += comparisonText(comparison) }
  let way = result.usesChanges ? "by QuickBooks' list of changes" : "invoice by invoice"
  return out + "\nCost  \(result.reads) reads, \(way)\n"
}

private func ageingText(_ invoices: [ListedInvoice], _ result: RefreshResult) -> String {
  let sums = ageing(invoices, today: result.today)
  guard !sums.isEmpty else { return "" }
  var rows = [["", "open"] + Ageing.names.map { $0 }]
  for sum in sums {
    rows.append(
      ["  \(sum.code)"]
        + ([sum.openBalance] + sum.buckets).map { groupedAmount(Int128($0), code: sum.code, .terminal) })
  }
  let ties = sums.allSatisfy(\.ties) ? "the ages add up to the open balances" : "THE AGES DO NOT ADD UP"
  return "\nReceivables by days overdue\n" + textTable(rows, rightAligned: [1, 2, 3, 4, 5, 6]) + "  \(ties)\n"
}

private func comparisonText(_ comparison: RunComparison) -> String {
  var out = ""
  if !comparison.differences.isEmpty {
    out += "\nChanged in the CRM after invoicing\n"
    out += textTable(
      comparison.differences.prefix(50).map { ["  \($0.code)", "deal \($0.key.deal)", $0.number, $0.words] },
      mostWide: [3: 160])
    if comparison.differences.count > 50 { out += "  and \(comparison.differences.count - 50) more\n" }
  }
  if !comparison.notInvoiced.isEmpty {
    out += "\nWon but not invoiced\n"
    let oldest = comparison.notInvoiced.sorted { ($0.ageDays ?? -1) > ($1.ageDays ?? -1) }
    out += textTable(
      oldest.prefix(50).map { deal in
        [
          "  deal \(deal.deal)", deal.ageDays.map { "\($0) days" } ?? "", "\(deal.currency) \(deal.value)", deal.state,
          deal.code, deal.title,
        ]
      }, rightAligned: [1, 2])
    if oldest.count > 50 { out += "  and \(oldest.count - 50) more\n" }
  }
  return out
}

/// The same as JSON.
public func refreshJSON(
  _ result: RefreshResult, _ invoices: [ListedInvoice], _ comparison: RunComparison?, link: DeepLink
) -> OrderedJSON {
  var members: [(String, OrderedJSON)] = [
    ("schema", .text("dealbill.refresh/1")), ("today", .text(result.today.description)), ("zone", .text(result.zone)),
    ("invoices", .number(result.invoices)), ("reads", .number(result.reads)),
    ("usesChanges", .truth(result.usesChanges)),
    (
      "changes",
      .array(
        result.changes.map { change in
          .object([
            ("deal", .text(change.entry.key.deal)), ("id", .text(change.entry.id)),
            ("before", change.before.map { .text($0.label) } ?? .null), ("after", .text(change.after.label)),
            ("by", .text(change.after.source.rawValue)),
            ("balance", .text(moneyText(change.after.balance, change.after.currency))),
          ])
        })
    ),
    (
      "exceptions",
      .array(
        standingExceptions(invoices).map {
          .object([
            ("code", .text($0.code)), ("deal", .text($0.deal)), ("id", .text($0.id)), ("number", .text($0.number)),
            ("message", .text($0.words)),
          ])
        })
    ),
    (
      "ageing",
      .object(
        ageing(invoices, today: result.today).map { sum in
          (
            sum.code,
            .object(
              [("open", .text(amountText(sum.openBalance, sum.currency)))]
                + zip(["current", "days1to30", "days31to60", "days61to90", "over90"], sum.buckets).map {
                  ($0, .text(amountText($1, sum.currency)))
                })
          )
        })
    ),
  ]
  if let comparison {
    members.append(
      (
        "changedInCRM",
        .array(
          comparison.differences.map {
            .object([
              ("code", .text($0.code)), ("deal", .text($0.key.deal)), ("id", .text($0.id)),
              ("message", .text($0.words)),
            ])
          })
      ))
    members.append(
      (
        "notInvoiced",
        .array(
          comparison.notInvoiced.map {
            .object([
              ("deal", .text($0.deal)), ("title", .text($0.title)), ("state", .text($0.state)),
              ("code", .text($0.code)),
              ("currency", .text($0.currency)), ("value", .text($0.value)),
              ("ageDays", $0.ageDays.map { .number($0) } ?? .null), ("problem", .text($0.problem)),
            ])
          })
      ))
  }
  return .object(members)
}
