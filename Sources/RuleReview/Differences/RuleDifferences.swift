public import Pipeline
public import Reconciliation
import Invoices
import Money
import RuleLanguage

/// What a change of the rules does to an export: the deals that change, and the money of all.
public struct RuleDifferences: Sendable {
  /// One deal for which the two rule files would write something else.
  public struct Change: Sendable {
    public var id: String
    public var title: String
    public var before: Side
    public var after: Side
    /// Fields of the invoice that differ; empty for deals that move.
    public var fields: [Field]
    public var moves: Bool { before.bucket != after.bucket }
  }
  /// What becomes of a deal under one of the rule files.
  public struct Side: Sendable, Equatable {
    public var bucket: Bucket
    /// Hold codes or the skip rule.
    public var reasons: [String]
    /// ISO 4217, empty when unknown.
    public var currency: String
    /// Minor units.
    public var total: Int64
  }
  public struct Field: Sendable, Equatable {
    public var name: String
    public var before: String
    public var after: String
  }
  /// Sums over all invoices in one currency, in minor units.
  public struct Money: Sendable, Equatable {
    public var invoices = 0
    public var net: Int128 = 0
    public var tax: Int128 = 0
    public var total: Int128 = 0
    public init() {}
  }

  /// What differs without standing in an invoice: which fields of customers sending keeps up to date, by which form a
  /// template's invoices are sent out, how grave a check is.
  public internal(set) var settings: [Field] = []
  public internal(set) var deals = 0
  public internal(set) var changes: [Change] = []
  /// By currency, before and after.
  public internal(set) var money: [String: (before: Money, after: Money)] = [:]
  /// Deals that move, by `created → held`.
  public var moves: [String: Int] {
    var moves: [String: Int] = [:]
    for change in changes where change.moves {
      moves["\(change.before.bucket.name) → \(change.after.bucket.name)", default: 0] += 1
    }
    return moves
  }
  public var hasEffect: Bool { !changes.isEmpty || !settings.isEmpty }
}

/// Runs both rule files over the same deals, one deal at a time, and keeps only what differs.
///
/// - Throws: ``RefusedInput``, ``StoppedByRule``.
public func ruleDifferences(old: BatchOptions, new: BatchOptions) throws -> RuleDifferences {
  var comparison = Comparison(old: try DealStream(old), new: try DealStream(new))
  try comparison.run()
  comparison.differences.settings = settingsThatDiffer(old.rules, new.rules)
  return comparison.differences
}

private func settingsThatDiffer(_ old: CompiledRules, _ new: CompiledRules) -> [RuleDifferences.Field] {
  func settings(_ rules: CompiledRules) -> [(name: String, value: String)] {
    [("customer: update", rules.customer.updates.map(\.rawValue).joined(separator: ", "))]
      + rules.templates.map { ("template '\($0.name)': form_style", $0.formStyle ?? "") }
      + rules.checks.map { ("check '\(rules.rules[Int($0.rule)].id)': severity", "\($0.severity)") }
  }
  let later = Dictionary(settings(new)) { first, _ in first }
  return settings(old).compactMap { name, before in
    guard let after = later[name], after != before else { return nil }
    return RuleDifferences.Field(name: name, before: before, after: after)
  }
}

/// Two streams side by side. Deals come in the same order from both unless the rules name another id or another kind of
/// rows; then each waits for its like.
private struct Comparison {
  let old: DealStream
  let new: DealStream
  var differences = RuleDifferences()
  private var waitingOld: [String: [DealResult]] = [:]
  private var waitingNew: [String: [DealResult]] = [:]

  init(old: DealStream, new: DealStream) {
    self.old = old
    self.new = new
  }

  mutating func run() throws {
    var left = try old.next()
    var right = try new.next()
    while left != nil || right != nil {
      if let a = left, let b = right, a.id == b.id, waitingOld.isEmpty, waitingNew.isEmpty {
        compare(a, b)
      } else {
        if let left { meet(left, isOld: true) }
        if let right { meet(right, isOld: false) }
      }
      left = try old.next()
      right = try new.next()
    }
    for result in waitingOld.values.joined().sorted(by: { $0.id < $1.id }) { compare(result, nil) }
    for result in waitingNew.values.joined().sorted(by: { $0.id < $1.id }) { compare(nil, result) }
  }

  private mutating func meet(_ result: DealResult, isOld: Bool) {
    if var others = isOld ? waitingNew[result.id] : waitingOld[result.id], !others.isEmpty {
      let other = others.removeFirst()
      let rest = others.isEmpty ? nil : others
      if isOld { waitingNew[result.id] = rest } else { waitingOld[result.id] = rest }
      compare(isOld ? result : other, isOld ? other : result)
    } else if isOld {
      waitingOld[result.id, default: []].append(result)
    } else {
      waitingNew[result.id, default: []].append(result)
    }
  }

  private mutating func compare(_ a: DealResult?, _ b: DealResult?) {
    differences.deals += 1
    if let a { add(a, \.before) }
    if let b { add(b, \.after) }
    if let a, let b, a.writesTheSame(as: b) { return }
    guard let some = a ?? b else { return }
    var fields: [RuleDifferences.Field] = []
    if let a, let b, a.bucket == b.bucket { fields = self.fields(a, b) }
    differences.changes.append(
      RuleDifferences.Change(
        id: some.id, title: some.title, before: side(a), after: side(b), fields: fields))
  }

  private mutating func add(
    _ result: DealResult,
    _ side: WritableKeyPath<(before: RuleDifferences.Money, after: RuleDifferences.Money), RuleDifferences.Money>
  ) {
    guard result.bucket == .created, let currency = result.currency else { return }
    var sums = differences.money[currency.code, default: (RuleDifferences.Money(), RuleDifferences.Money())]
    sums[keyPath: side].invoices += 1
    sums[keyPath: side].net += Int128(result.net)
    sums[keyPath: side].tax += Int128(result.tax)
    sums[keyPath: side].total += Int128(result.total)
    differences.money[currency.code] = sums
  }

  /// A deal that one of the rule files does not see at all is unknown to it.
  private func side(_ result: DealResult?) -> RuleDifferences.Side {
    RuleDifferences.Side(
      bucket: result?.bucket ?? .unknown, reasons: result?.reasons ?? [], currency: result?.currency?.code ?? "",
      total: result?.total ?? 0)
  }

  private func fields(_ a: DealResult, _ b: DealResult) -> [RuleDifferences.Field] {
    var found: [RuleDifferences.Field] = []
    if a.bucket == .created {
      found = differingFields(old.look(a) { invoiceFields($0) }, new.look(b) { invoiceFields($0) })
    } else if a.reasons != b.reasons {
      found = [field(a.bucket == .held ? "held_by" : "skipped_by", a.reasons, b.reasons)]
    }
    if Set(a.remarks) != Set(b.remarks), a.bucket == .created || found.isEmpty {
      found.append(
        field("remarks", a.remarks.filter { !b.remarks.contains($0) }, b.remarks.filter { !a.remarks.contains($0) }))
    }
    // What has no field of its own: whether the foretold tax goes along, the value read from another column.
    return found.isEmpty
      ? [RuleDifferences.Field(name: "other parts of what is written", before: "", after: "")] : found
  }

  private func field(_ name: String, _ before: [String], _ after: [String]) -> RuleDifferences.Field {
    RuleDifferences.Field(
      name: name, before: before.joined(separator: ", "), after: after.joined(separator: ", "))
  }
}

/// The fields of two invoices whose values differ, in the order of the form; one that is not there has no value.
func differingFields(_ before: [InvoiceField], _ after: [InvoiceField]) -> [RuleDifferences.Field] {
  var later = Dictionary(after.map { ($0.name, $0.value) }) { first, _ in first }
  var found: [RuleDifferences.Field] = []
  for field in before {
    let value = later.removeValue(forKey: field.name) ?? ""
    if value != field.value {
      found.append(RuleDifferences.Field(name: field.name, before: field.value, after: value))
    }
  }
  for field in after where later[field.name] != nil && !field.value.isEmpty {
    found.append(RuleDifferences.Field(name: field.name, before: "", after: field.value))
  }
  return found
}
