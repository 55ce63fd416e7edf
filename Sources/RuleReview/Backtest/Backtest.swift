import Bytes
import Deals
import Invoices
import Money
public import Pipeline
import Reconciliation
import RuleLanguage

/// What the rules would make, held against the invoices that people made.
public struct Backtest: Sendable {
  /// A deal's invoice and its like in QuickBooks.
  public struct Pair: Sendable {
    public var deal: String
    public var title: String
    public var invoice: String
    /// How they were found to belong together.
    public var matchedBy: String
    /// Before: what people wrote; after: what the rules say.
    public var differences: [RuleDifferences.Field]
  }
  /// One side that has no like.
  public struct Single: Sendable {
    public var name: String
    public var words: String
  }
  public internal(set) var pairs: [Pair] = []
  /// Invoices that the rules would make and that nobody made.
  public internal(set) var onlyInRules: [Single] = []
  /// Invoices that people made and that the rules would not.
  public internal(set) var onlyInPast: [Single] = []

  public var identical: Int { pairs.count { $0.differences.isEmpty } }
  public var isPerfect: Bool { identical == pairs.count && onlyInRules.isEmpty && onlyInPast.isEmpty }
  /// How many pairs differ in each field, lines taken together; most first.
  public var byField: [(name: String, pairs: Int)] {
    var counts: [String: Int] = [:]
    for pair in pairs {
      for name in Set(pair.differences.map { withoutNumber($0.name) }) { counts[name, default: 0] += 1 }
    }
    return counts.map { (name: $0.key, pairs: $0.value) }
      .sorted { $0.pairs != $1.pairs ? $0.pairs > $1.pairs : $0.name < $1.name }
  }
}

/// `lines[3].item` and `lines[1].item` are one field.
private func withoutNumber(_ name: String) -> String {
  guard name.hasPrefix("lines["), let end = name.firstIndex(of: "]") else { return name }
  return "lines" + name[name.index(after: end)...]
}

/// Runs the rules over past deals and compares each invoice with the one that people made.
///
/// Invoices belong together by the marker in the private note, by their number, or by customer, date and total; each is
/// used once.
///
/// - Throws: ``RefusedInput``, ``StoppedByRule``.
public func backtest(_ options: BatchOptions, past: [PastInvoice]) throws -> Backtest {
  let stream = try DealStream(options)
  var matcher = Matcher(past, source: options.rules.profile.name)
  var backtest = Backtest()
  var notBilled: [(deal: DealResult, words: String)] = []
  while let result = try stream.next() {
    guard result.bucket == .created else {
      notBilled.append((result, "\(result.bucket.name): \(result.reasons.joined(separator: ", "))"))
      continue
    }
    let (fields, sent) = stream.look(result) { (invoiceFields($0), fieldsAsSent($0)) }
    func value(_ name: String) -> String { fields.first { $0.name == name }?.value ?? "" }
    let match = matcher.take(
      deal: result.id, number: value("number"), customer: value("customer.name"), date: value("date"),
      total: value("total"))
    guard let (index, way) = match else {
      backtest.onlyInRules.append(
        Backtest.Single(
          name: result.id, words: "\(value("customer.name")), \(value("date")), \(value("currency")) \(value("total"))")
      )
      continue
    }
    backtest.pairs.append(
      Backtest.Pair(
        deal: result.id, title: result.title, invoice: past[index].name, matchedBy: way,
        differences: differences(past[index], fields, sent)))
  }
  for index in past.indices where !matcher.used.contains(index) {
    let marked = BillingMarker(note: past[index].privateNote)?.deal
    let reason = notBilled.first { $0.deal.id == marked }.map { "; the rules say: \($0.words)" } ?? ""
    backtest.onlyInPast.append(
      Backtest.Single(
        name: past[index].name, words: "\(past[index].customer), \(past[index].date), \(past[index].total)\(reason)"))
  }
  return backtest
}

/// What the past invoice states and the rules say otherwise; what people wrote may also stand as dealbill would send it.
private func differences(
  _ past: PastInvoice, _ fields: [InvoiceField], _ sent: [String: InvoiceField]
) -> [RuleDifferences.Field] {
  past.fields.compactMap { name, value in
    let field = fields.first { $0.name == name }
    // QuickBooks numbers an invoice itself where the rules do not.
    if name == "number", field?.value.isEmpty ?? true { return nil }
    if field?.says(value) ?? false || sent[name]?.says(value) ?? false { return nil }
    return RuleDifferences.Field(name: name, before: value, after: field?.value ?? "")
  }
}

/// Finds for a deal's invoice the one that people made.
private struct Matcher {
  private var byMarker: [String: [Int]] = [:]
  private var byNumber: [String: [Int]] = [:]
  private var byLook: [String: [Int]] = [:]
  private(set) var used: Set<Int> = []

  init(_ past: [PastInvoice], source: String) {
    for (index, invoice) in past.enumerated() {
      if let marker = BillingMarker(note: invoice.privateNote), marker.source == source {
        byMarker[marker.deal, default: []].append(index)
      }
      if !invoice.number.isEmpty { byNumber[invoice.number, default: []].append(index) }
      byLook[Self.look(invoice.customer, invoice.date, invoice.total), default: []].append(index)
    }
  }

  mutating func take(
    deal: String, number: String, customer: String, date: String, total: String
  ) -> (index: Int, way: String)? {
    for (candidates, way) in [
      (byMarker[deal], "marker"), (number.isEmpty ? nil : byNumber[number], "number"),
      (byLook[Self.look(customer, date, total)], "customer, date and total"),
    ] {
      guard let index = candidates?.first(where: { !used.contains($0) }) else { continue }
      used.insert(index)
      return (index, way)
    }
    return nil
  }

  private static func look(_ customer: String, _ date: String, _ total: String) -> String {
    "\(customer.lowercased())\u{1F}\(date)\u{1F}\(exactNumber(total).map { $0.trimmed.description } ?? total)"
  }
}
