import Bytes
import Countries
import Diagnostics
public import Deals
public import Invoices
import Money
public import RuleLanguage
public import Calendars

/// Applies compiled rules to one deal after another; each thread has its own.
///
/// A class, so that handing it on copies none of its many fields. Memory is kept from deal to deal: an ordinary deal
/// allocates nothing. Everything that a result refers to lives until the next call of ``evaluate(_:_:)``.
public final class Evaluator {
  public let rules: CompiledRules
  public let runDate: CivilDate
  let store: NodeStore
  let tables: TableStore
  let plan: RuleStore
  let zone: TimeZoneRules
  /// A copy of its own: threads that count references on one object wait for each other.
  let codes: [TaxCode]

  /// The deal at hand.
  var block: DealBlock
  var deal = 0
  var firstLine = 0
  var productCount = 0
  /// The product line at hand, absolute in the block, or −1.
  var line = -1
  /// Their cells.
  var dealRow: CellRow
  var lineRow: CellRow

  /// Parsed columns, values and facts of the deal at hand; an entry counts when its stamp is the current one.
  var stamp: UInt32 = 0
  var lineStamp: UInt32 = 0
  var dealCells: Memo
  var lineCells: Memo
  var values: Memo
  var facts: Memo
  var countries = CountryMemo()
  var lastCountry: (stamp: UInt32, text: ByteView, found: Country?) = (0, .empty, nil)
  /// The customer's country, once its fact is known.
  var customerCountry: Country?
  /// Holds for keys that are in no table, by table and key.
  var unknownKeys: [String: DealProblem] = [:]
  var zoneHint = TimeZoneRules.Hint()

  var arena = Arena()
  var scratch = ByteBuffer(capacity: 4096)
  /// Marks products that a line rule billed or left out.
  var billed: [Bool] = []
  var currentLine = InvoiceLine()
  /// Its rule in the list of ``RuleStore/lineRules``.
  var lineRulePlace = 0
  /// What the line at hand sells, and which treatments the lines so far fall under, one bit each.
  var currentSupply = ByteView.empty
  var usedTreatments: UInt64 = 0

  /// What is wrong with the deal at hand, in the order found.
  public internal(set) var problems: [DealProblem] = []
  /// The invoice of the deal at hand, when the verdict is ``Verdict/invoice``.
  public internal(set) var invoice: Invoice
  /// Index of the template chosen, or −1.
  public internal(set) var template = -1
  /// The deal's own value in minor units of its currency, when both are known.
  public internal(set) var dealValue: Int64?
  public internal(set) var hasCurrency = false
  public internal(set) var hasValueMismatch = false
  /// How often each rule's default was used, by rule: once a deal, or once a product line; grows over all deals.
  public internal(set) var defaultsUsed: [Int]
  /// The tax identifier of the deal at hand, once judged.
  var judged: (stamp: UInt32, found: JudgedTaxIdentifier?) = (0, nil)
  /// Which outcome decides about it, once decided, and whether the outcomes' conditions are being asked now.
  var taxOutcome: (stamp: UInt32, index: Int?) = (0, nil)
  var isDecidingTaxIdentifier = false
  /// Where each rule's default was last counted: the deal's stamp and the product line.
  var defaultPlaces: [UInt64]
  var countsDefaults = true
  var skippedByField: Int32 = -1
  /// Whether the invoice's customer is that of the deal at hand.
  public internal(set) var hasCustomer = false
  var mustHold = false
  var mustStop = false

  /// Answers of people, and what became of the one for the deal at hand: its place in the list, or −1.
  public var overrides: DealOverrides?
  public internal(set) var overrideIndex = -1
  public internal(set) var overrideState = OverrideState.none

  /// Records provenance while it is there; caches are off then, so that nothing is left out.
  public var trace: Trace?

  public init(_ rules: CompiledRules, runDate: CivilDate) {
    self.rules = rules
    self.runDate = runDate
    block = DealBlock.empty
    store = NodeStore(rules)
    tables = TableStore(rules)
    plan = RuleStore(rules, runDate: runDate)
    zone = rules.company.zone
    codes = rules.taxes.codes.map { $0.separate() }
    dealRow = .none
    lineRow = .none
    dealCells = Memo(rules.dealColumns.count)
    lineCells = Memo(rules.lineColumns.count)
    values = Memo(rules.values.count)
    facts = Memo(Fact.allCases.count)
    invoice = Invoice(currency: rules.company.currency)
    defaultsUsed = Array(repeating: 0, count: rules.rules.count)
    defaultPlaces = Array(repeating: 0, count: rules.rules.count)
  }

  /// What became of a deal.
  public enum Verdict: Sendable {
    /// ``Evaluator/invoice`` is finished.
    case invoice
    /// A skip rule, a field's `on_missing: skip` or, with rule −2, a person's answer left the deal out.
    case skipped(rule: Int32)
    /// ``Evaluator/problems`` say why.
    case held
    /// A check of severity `error` or `on_missing: fail`: the run must stop.
    case stop
  }

  /// The rule number of deals that a person's answer leaves out.
  public static var skippedByAnswer: Int32 { -2 }

  /// Lends the invoice of the deal at hand, which is too large to be copied for each look; nothing of it may change.
  @inline(__always)
  public func withInvoice(_ body: (inout Invoice) -> Void) { body(&invoice) }

  /// Decides one deal of a block.
  public func evaluate(_ block: DealBlock, _ index: Int) -> Verdict {
    begin(block, index)
    if let problem = unusable() {
      problems.append(problem)
      findMoneyQuietly()
      return .held
    }
    if overrides != nil {
      beginOverride()
      if overrideIndex >= 0, isSkippedByAnswer() { return .skipped(rule: Self.skippedByAnswer) }
    }
    for index in 0..<plan.skips.count where holds(plan.skips[index].condition) {
      if mustHold { break }
      findMoneyQuietly()
      return .skipped(rule: plan.skips[index].rule)
    }
    if plan.isUndecided { for place in rules.undecided { hold(undecided(at: place)) } }
    runChecks()
    buildInvoice()
    if mustStop { return .stop }
    if skippedByField >= 0 { return .skipped(rule: skippedByField) }
    if mustHold, overrideState == .used { tellWhatIsNotLifted() }
    return mustHold ? .held : .invoice
  }

  private func begin(_ block: DealBlock, _ index: Int) {
    if self.block !== block { self.block = block }
    deal = index
    dealRow = block.row(index)
    (firstLine, productCount) = block.lines(index)
    line = -1
    stamp &+= 1
    lineStamp &+= 1
    arena.reset()
    scratch.removeAll()
    if !problems.isEmpty { problems.removeAll(keepingCapacity: true) }
    // Skips and checks run before the lines are built, and must not see the deal before.
    currentLine.clear()
    template = -1
    dealValue = nil
    hasCurrency = false
    hasValueMismatch = false
    skippedByField = -1
    hasCustomer = false
    mustHold = false
    mustStop = false
    overrideIndex = -1
    overrideState = .none
  }

  private func unusable() -> DealProblem? {
    let id = dealRow[Int(rules.idColumn)].trimmed
    if !block.isDoubtful(deal), !id.isEmpty, !id.mayBeDamagedID { return nil }
    return whyUnusable()
  }

  @inline(never)
  private func whyUnusable() -> DealProblem? {
    let record = block.deal(deal)
    if case .conflictingRows(let column) = record.repeatState {
      let place = column.map { " in \(rules.dealColumns[$0].name)" } ?? ""
      return problem(
        .conflictingRows, "this deal stands in \(record.rowCount) rows that differ\(place)",
        cause: "a deal stands in rows that differ\(place)",
        fix: block.hasNestedLines
          ? "keep one record of the deal in the export; in held.csv keep all rows of one record, since each is a product, and remove those of the others"
          : rules.settings.rows == .product
            ? "make the rows of the deal agree in everything but the product"
            : "keep one row of the deal in the export, or declare 'rows: product' when each row is a product",
        cell: column.map { cell($0, isLine: false) })
    }
    if case .rowsOfTwoFiles = record.repeatState {
      return problem(
        .rowsOfTwoFiles, "a product row of this deal stands in two of the files, which would be billed twice",
        fix: "give each file once; if both rows are meant, let them differ, or put them into one file")
    }
    if record.hasMoreLines {
      return problem(
        .productsLacking, "the deal has more products than stand in the file: their page says that others follow",
        fix: "export the deal again with all pages of its products")
    }
    let id = dealRow[Int(rules.idColumn)].trimmed
    if !id.isEmpty {
      let oddToken = record.hasOddID ? ByteView.oddTokenWords : nil
      guard let reason = id.damageOfID(isNumeric: rules.profile.hasNumericIDs) ?? oddToken else { return nil }
      return problem(
        .damagedID, "the id '\(shortened(id))' \(reason), so it may be billed as another deal",
        cause: "an id \(reason)", fix: "export the id as text, as the CRM shows it",
        cell: cell(Int(rules.idColumn), isLine: false))
    }
    return problem(
      .noDealID, "this row has no deal id", fix: "export the id column; without it nothing can be billed once",
      cell: cell(Int(rules.idColumn), isLine: false))
  }

  private func runChecks() {
    for index in 0..<plan.checks.count where holds(plan.checks[index]) {
      let check = rules.checks[index]
      let rule = rules.rules[Int(check.rule)]
      let severity: DealProblem.Severity =
        switch check.severity {
        case .note: .note
        case .warn: .warn
        case .hold: .hold
        case .error: .error
        }
      var message = check.message
      if check.shown >= 0, case .text(let text) = value(check.shown) {
        message = visible("\(message): '\(shortened(text))'")
      }
      add(
        DealProblem(
          severity: severity, code: rule.id, message: message, cause: message,
          fix: check.fix ?? check.link.map { "see \($0)" }
            ?? (check.owner.map { "ask \($0)" } ?? "correct the deal, or change the check"),
          rule: rule.range, ruleID: rule.id, owner: check.owner, cell: nil))
    }
  }

  /// The deal's value and currency for the report, when the deal is skipped or held before its invoice was built.
  func findMoney() {
    if let currency = currencyOfDeal(isQuiet: true) { setCurrency(currency) }
  }

  /// The same for a deal that no rule bills: what decided about its currency is no use of the rules.
  private func findMoneyQuietly() {
    let (recording, counts, told, held) = (trace, countsDefaults, problems.count, mustHold)
    defer { (trace, countsDefaults) = (recording, counts) }
    if recording?.countsOnly == true { trace = nil }
    countsDefaults = false
    findMoney()
    // A value that cannot be read is no problem of a deal that nobody bills.
    problems.removeLast(problems.count - told)
    mustHold = held
  }
}

/// Values by index, each good for one stamp.
@safe
struct Memo: ~Copyable {
  @unsafe private let entries: UnsafeMutableBufferPointer<(stamp: UInt32, value: Value)>

  init(_ count: Int) {
    unsafe entries = .allocate(capacity: count)
    unsafe entries.initialize(repeating: (0, .missing))
  }

  deinit { unsafe entries.deinitialize().deallocate() }

  @inline(__always)
  func value(_ index: Int, _ stamp: UInt32) -> Value? {
    unsafe entries[index].stamp == stamp ? entries[index].value : nil
  }
  @inline(__always)
  func set(_ index: Int, _ stamp: UInt32, _ value: Value) { unsafe entries[index] = (stamp, value) }
}

extension InvoiceLine {
  /// No line at hand: what rules may ask of one is missing.
  mutating func clear() {
    rule = -1
    item = .empty
    amount = 0
  }
}
