import Bytes
import Calendars
import Invoices
import JSONRecords
public import Ledger
import Money
import QuickBooksClient
public import Sending

/// Where each invoice of the folder stands, in its order; nil for one that QuickBooks never gave an id.
///
/// - Parameters:
///   - ledger: After ``RefreshEngine/reread(_:zone:)``, so that its observations are of today.
///   - deals: What became of each invoice when the folder was sent.
public func standings(
  _ folder: RunFolderContent, _ deals: [DealResult], _ ledger: some HistoryStorage, _ reread: Reread
) throws(LedgerError) -> [InvoiceStanding?] {
  let seen = try ledger.observations()
  var found: [InvoiceStanding?] = []
  found.reserveCapacity(folder.invoices.count)
  for (index, plan) in folder.invoices.enumerated() {
    guard let entry = try ledger.entry(BillingKey(plan.marker)), !entry.id.isEmpty else {
      found.append(nil)
      continue
    }
    if index < deals.count, !deals[index].id.isEmpty, deals[index].id != entry.id {
      found.append(gone(plan, deals[index], seen[deals[index].id]))
      continue
    }
    guard let seen = ListedInvoice(entry, seen: seen[entry.id]).seen else {
      found.append(nil)
      continue
    }
    found.append(standing(plan, entry, seen, reread))
  }
  return found
}

/// An invoice of this folder that was voided or deleted, and whose deal was billed anew since: the later invoice is of
/// another folder.
private func gone(_ plan: PlannedInvoice, _ deal: DealResult, _ seen: InvoiceObservation?) -> InvoiceStanding {
  var standing = InvoiceStanding(id: deal.id, currency: plan.currency)
  standing.number = deal.number
  standing.customer = plan.customer
  standing.planned = plan.total
  standing.status = seen?.status == .voided ? .voided : .deleted
  standing.isOurChange = seen?.isOurChange ?? false
  if let seen { standing.seenAt = isoTime(seen.seenAt) }
  return standing
}

private func standing(
  _ plan: PlannedInvoice, _ entry: LedgerEntry, _ seen: InvoiceObservation, _ reread: Reread
) -> InvoiceStanding {
  var standing = InvoiceStanding(id: entry.id, currency: plan.currency)
  standing.number = seen.number
  standing.customer = seen.customer.isEmpty ? plan.customer : seen.customer
  // What was sent counts, which an earlier folder may have planned otherwise.
  let wasSent = !entry.payload.isEmpty
  standing.planned = wasSent ? entry.total : plan.total
  standing.status = seen.status
  standing.isOurChange = seen.isOurChange
  standing.seenAt = isoTime(seen.seenAt)
  standing.dueDate = seen.dueDate.withByteView { CivilDate.parseISO($0) }
  standing.isReread = reread.figures[entry.id] != nil
  guard standing.isLive else { return standing }
  standing.total = plan.currency.minorUnits(of: seen.total) ?? 0
  standing.balance = plan.currency.minorUnits(of: seen.balance) ?? 0
  standing.tax = plan.currency.minorUnits(of: entry.storedTax) ?? 0
  standing.isOverdue = isOverdue(seen, reread.today)
  let codes = taxCodes(plan)
  if let figures = reread.figures[entry.id] {
    standing.tax = figures.tax
    standing.home = figures.home
    standing.differences = figures.differences
    standing.differedAtOnce =
      !figures.differences.isEmpty && figures.differences.sentence("QuickBooks has") == entry.reason
    standing.taxes = byCode(figures, codes, reread.codesOfRate)
  } else {
    standing.differenceWords = seen.drift.isEmpty ? entry.reason : seen.drift
    standing.differedAtOnce = seen.drift.isEmpty
    standing.taxes = [(codes.count == 1 ? codes[0].name : severalCodes, standing.tax)]
  }
  return standing
}

/// Tax that cannot be told apart by code.
let severalCodes = "several codes"

/// The tax codes on the lines, each once, in the order of the lines.
func taxCodes(_ plan: PlannedInvoice) -> [(name: String, id: String)] {
  var found: [(name: String, id: String)] = []
  for line in plan.value["Line"]?.elements ?? [] {
    guard let code = line["SalesItemLineDetail"]?["TaxCodeRef"] else { continue }
    let id = code["value"]?.text ?? ""
    let name = code["name"]?.text ?? id
    if !name.isEmpty, !found.contains(where: { $0.name == name }) { found.append((name, id)) }
  }
  return found
}

private func byCode(
  _ figures: StoredFigures, _ codes: [(name: String, id: String)], _ codesOfRate: [String: Set<String>]
) -> [(code: String, tax: Int64)] {
  if codes.count == 1 { return [(codes[0].name, figures.tax)] }
  var sums = codes.map { (code: $0.name, tax: Int64(0)) }
  var rest = figures.tax
  for rate in figures.rates {
    let users = codesOfRate[rate.id] ?? []
    let fitting = codes.indices.filter { users.contains(codes[$0].name.lowercased()) || users.contains(codes[$0].id) }
    guard fitting.count == 1 else { continue }
    sums[fitting[0]].tax &+= rate.tax
    rest &-= rate.tax
  }
  return rest == 0 ? sums : sums + [(severalCodes, rest)]
}
