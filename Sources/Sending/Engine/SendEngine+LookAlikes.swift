import Catalogue
import Invoices
import JSONRecords
import Ledger
import QuickBooksClient
import Reconciliation

/// What is in QuickBooks already though this ledger has no entry for the deal: its number on another invoice, the same deal
/// under another source.
extension SendEngine {
  private static let numbersAtOnce = 100

  /// The invoices that nothing like them keeps from being made; the others get their result.
  func withoutLookAlikes(
    _ folder: RunFolderContent, _ indices: [Int], _ results: inout [DealResult]
  ) async throws(StopReason) -> [Int] {
    let sources = try ledgered { () throws(LedgerError) in try ledger.sources() }
    let taken = try await numbersTaken(folder, indices)
    var pending: [Int] = []
    for index in indices {
      let plan = folder.invoices[index]
      if let other = try ofOtherSource(plan, sources) {
        results[index] = .not(
          .held, "D802",
          "deal \(plan.marker.deal) of '\(other.key.source)' was billed to the same customer: invoice \(other.id)",
          fix:
            "if it is the same deal and the rules' profile has another name now, give it the old one back; if it is another deal, send with --bill-again DEAL"
        )
      } else if let holder = taken[plan.number.lowercased()]?.first(where: { isOther($0, than: plan) }) {
        let whose =
          BillingMarker(note: holder["PrivateNote"] ?? "").map { "of deal \($0.deal)" } ?? "which a person made"
        results[index] = .not(
          .held, "N703", "the number \(plan.number) stands on invoice \(holder.id) already, \(whose)",
          fix: "make the number's pattern tell deals apart, or give that invoice another number; then send again")
      } else {
        pending.append(index)
      }
    }
    return pending
  }

  /// Two sources may well number their deals alike; the same customer makes it the same deal, until a person says otherwise.
  private func ofOtherSource(_ plan: PlannedInvoice, _ sources: [String]) throws(StopReason) -> LedgerEntry? {
    if options.billAgain.contains(plan.marker.deal) { return nil }
    for source in sources where source != plan.marker.source {
      var key = BillingKey(plan.marker)
      key.source = source
      let entry = try ledgered { () throws(LedgerError) in try ledger.entry(key) }
      if let entry, entry.state.isLive, entry.customer == nameKey(plan.customer) { return entry }
    }
    return nil
  }

  private func isOther(_ stored: StoredEntity, than plan: PlannedInvoice) -> Bool {
    BillingMarker(note: stored["PrivateNote"] ?? "") != plan.marker
  }

  /// QuickBooks may take a number twice without a word (reference, 3.7), so that it is asked first; by number in small
  /// letters, since it need not tell `r-7` from `R-7`.
  private func numbersTaken(
    _ folder: RunFolderContent, _ indices: [Int]
  ) async throws(StopReason) -> [String: [StoredEntity]] {
    let numbers = indices.map { folder.invoices[$0].number }.filter { !$0.isEmpty }
    var taken: [String: [StoredEntity]] = [:]
    func take(_ rows: [JSONValue]) {
      for stored in rows.compactMap({ StoredEntity($0) }) {
        taken[(stored["DocNumber"] ?? "").lowercased(), default: []].append(stored)
      }
    }
    var plain = numbers.filter(isPlain)[...]
    while !plain.isEmpty {
      let condition = Self.hasNumber(plain.prefix(Self.numbersAtOnce))
      plain = plain.dropFirst(Self.numbersAtOnce)
      take(
        try await reading { () async throws(ReadFailure) in try await api.queryAll("Invoice", where: condition) })
    }
    // A query that QuickBooks cannot read says nothing of the numbers beside it.
    for number in numbers where !isPlain(number) {
      take(
        try await reading { () async throws(ReadFailure) in
          do throws(ReadFailure) {
            return try await api.queryAll("Invoice", where: Self.hasNumber([number]))
          } catch {
            guard case .refused = error else { throw error }
            return []
          }
        })
    }
    return taken
  }

  private static func hasNumber(_ numbers: some Sequence<String>) -> String {
    let quoted = numbers.map { number in
      "'" + number.reduce(into: "") { $0 += $1 == "'" || $1 == "\\" ? "\\\($1)" : String($1) } + "'"
    }
    return "DocNumber in (\(quoted.joined(separator: ", ")))"
  }

  private func isPlain(_ number: String) -> Bool {
    number.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != 0x27 && $0 != 0x5C }
  }
}
