import Bytes
public import Calendars
import JSONRecords
import Ledger
import Money
import QuickBooksClient
public import Sending

/// What QuickBooks said when the invoices of one folder were read again, by their ids.
public struct Reread: Sendable {
  /// The day in the company's zone.
  public var today: CivilDate
  /// Milliseconds since 1970.
  public var readAt: Int64
  /// Why not all of them were read; empty when they were.
  public var failure = ""
  /// By id; one that is gone is missing.
  var figures: [String: StoredFigures] = [:]
  /// Names of the tax codes that use a rate, by the rate's id; empty unless an invoice has several codes.
  var codesOfRate: [String: Set<String>] = [:]
  /// What QuickBooks has under numbers that nobody here knows.
  var taken: [String: String] = [:]

  init(today: CivilDate, readAt: Int64, failure: String) {
    self.today = today
    self.readAt = readAt
    self.failure = failure
  }
}

/// What is kept of a stored invoice: not its lines, which may be many.
struct StoredFigures: Sendable {
  var differences: [FieldDifference] = []
  var tax: Int64 = 0
  var home: Int64?
  var rates: [(id: String, tax: Int64)] = []
}

extension RefreshEngine {
  /// What stands for a reading that there was not.
  public func notRead(because words: String, zone name: String) -> Reread {
    Reread(today: today(in: name), readAt: now, failure: words)
  }

  /// The day by the rules' zone.
  private func today(in name: String) -> CivilDate {
    guard let zone = try? TimeZoneRules.load(name: name) else { return .earliest }
    return zone.localDate(utcSeconds: now / 1000)
  }

  /// Reads every invoice of the folder that has an id, a hundred at a time, and writes down what is new.
  ///
  /// It does not fail: what could not be read is told in ``Reread/failure``.
  ///
  /// - Parameter zone: The company's zone as the rules have it, for when QuickBooks cannot be asked.
  public func reread(_ folder: RunFolderContent, zone name: String) async -> Reread {
    let startedAt = now
    var found = Reread(today: today(in: name), readAt: startedAt, failure: "")
    do throws(RefreshFailure) {
      found.today = try await zone().localDate(utcSeconds: startedAt / 1000)
      let known = try ledgered { () throws(LedgerError) in try ledger.observations() }
      var rest = folder.invoices[...]
      var needsCodes = false
      while !rest.isEmpty {
        var entries: [LedgerEntry] = []
        for plan in rest.prefix(Self.idsAtOnce) {
          let entry = try ledgered { () throws(LedgerError) in try ledger.entry(BillingKey(plan.marker)) }
          if let entry, !entry.id.isEmpty, entry.state != .deleted { entries.append(entry) }
        }
        rest = rest.dropFirst(Self.idsAtOnce)
        guard !entries.isEmpty else { continue }
        var result = RefreshResult(today: found.today, zone: name, invoices: 0)
        try await ask(entries, known, found.today, &result) { entry, stored in
          let figures = storedFigures(stored, entry)
          if figures.rates.count > 1 { needsCodes = true }
          found.figures[entry.id] = figures
        }
      }
      if needsCodes { found.codesOfRate = try await codesOfRate() }
      let missing = unknownNumbers(
        try ledgered { () throws(LedgerError) in try numberUses(folder, ledger) })
      found.taken = try await whatIsUnder(missing, known)
    } catch {
      found.failure = error.sentence
    }
    return found
  }

  /// Which tax codes use which rate.
  private func codesOfRate() async throws(RefreshFailure) -> [String: Set<String>] {
    let codes = try await reading { () async throws(ReadFailure) in try await api.queryAll("TaxCode") }
    var found: [String: Set<String>] = [:]
    for code in codes {
      for rate in code["SalesTaxRateList"]?["TaxRateDetail"]?.elements ?? [] {
        guard let id = rate["TaxRateRef"]?["value"]?.text, let name = code["Name"]?.text else { continue }
        found[id, default: []].insert(name.lowercased())
        if let codeID = code["Id"]?.text { found[id, default: []].insert(codeID) }
      }
    }
    return found
  }

  /// Looks for numbers that no invoice of ours has.
  private func whatIsUnder(
    _ numbers: [String], _ known: [String: InvoiceObservation]
  ) async throws(RefreshFailure) -> [String: String] {
    var found: [String: String] = [:]
    // A number may have signs of the CRM in it: those are not asked for.
    var rest = numbers.filter(isPlain)[...]
    while !rest.isEmpty {
      let list = rest.prefix(Self.idsAtOnce).map { "'\($0)'" }.joined(separator: ", ")
      rest = rest.dropFirst(Self.idsAtOnce)
      let rows = try await reading { () async throws(ReadFailure) in
        try await api.query("Invoice", where: "DocNumber in (\(list))")
      }
      for row in rows {
        guard let number = row["DocNumber"]?.text, let id = row["Id"]?.text else { continue }
        let other = known[id].map { "another run, deal \($0.key.deal)" }
        found[number] = other ?? "taken by hand: invoice \(id) in QuickBooks is not ours"
      }
    }
    return found
  }
}

private func isPlain(_ number: String) -> Bool {
  number.utf8.allSatisfy { byte in
    byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == 0x2D || byte == 0x2E || byte == 0x2F || byte == 0x5F
  }
}

/// - Parameter entry: What was sent.
private func storedFigures(_ stored: StoredEntity, _ entry: LedgerEntry) -> StoredFigures {
  var figures = StoredFigures()
  guard case .current(let currency) = entry.currency.withByteView({ Currency.find($0) }) else { return figures }
  func units(_ text: String?) -> Int64? { text.flatMap { currency.minorUnits(of: $0) } }
  figures.tax = units(stored["TxnTaxDetail", "TotalTax"]) ?? 0
  figures.home = stored["HomeTotalAmt"].flatMap { amount($0) }?.minorUnits(2)
  for line in stored.value["TxnTaxDetail"]?["TaxLine"]?.elements ?? [] {
    guard let id = line["TaxLineDetail"]?["TaxRateRef"]?["value"]?.text, let tax = units(line["Amount"]?.text) else {
      continue
    }
    figures.rates.append((id, tax))
  }
  guard !entry.payload.isEmpty, let sent = payloadTree(entry) else { return figures }
  figures.differences = compareStored(
    stored, sent: sent, currency: currency, net: entry.net, tax: entry.tax >= 0 ? entry.tax : nil, total: entry.total)
  if let total = units(stored["TotalAmt"]), let net = netOfLines(stored.value["Line"]?.elements ?? [], units),
    net &+ figures.tax != total
  {
    figures.differences.append(
      FieldDifference(
        field: "lines + tax = total",
        expected: ExactDecimal(mantissa: net &+ figures.tax, scale: Int8(currency.minorDigits)).description,
        actual: stored["TotalAmt"] ?? ""))
  }
  return figures
}

/// What the lines come to before tax; nil when there is a kind of line that we do not send.
private func netOfLines(_ lines: [JSONValue], _ units: (String?) -> Int64?) -> Int64? {
  var net: Int64 = 0
  for line in lines {
    switch line["DetailType"]?.text {
    case "SalesItemLineDetail": net &+= units(line["Amount"]?.text) ?? 0
    case "DiscountLineDetail": net &-= units(line["Amount"]?.text) ?? 0
    case "DescriptionOnly", "SubTotalLineDetail": break
    default: return nil
    }
  }
  return net
}
