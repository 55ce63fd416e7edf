import Bytes
import Calendars
import Deals
import Invoices
import Money
import RuleLanguage

/// What every deal asks of the rules, worked out once: sections to be read in place, and answers that no deal changes.
@safe
struct RuleStore: ~Copyable {
  let dealCells: FixedList<CellRule>
  let lineCells: FixedList<CellRule>
  /// The date patterns of all columns, one column's after the other's.
  let dates: FixedList<DatePattern>
  /// Their forms, to be looked at without touching the patterns.
  let dateForms: FixedList<DatePattern.Form>
  let customer: Fixed<CustomerRules>
  let hasTaxIdentifier: Bool
  let taxSource: FieldRule
  let taxScheme: TaxIdentifierRules.Scheme
  let taxTarget: TaxIdentifierRules.Target
  let outcomes: FixedList<TaxIdentifierRules.Outcome>
  let templates: FixedList<Template>
  /// The line rules of all templates, one template's after the other's; where each one's begin stands in `lineStarts`.
  let lineRules: FixedList<LineRule>
  private let lineStarts: FixedList<Int>
  /// Per line rule, the product column that is its price as it stands, where the quantity is no fraction of the product's:
  /// two such rules for one product bill it twice. −1: none.
  let wholePrices: FixedList<Int32>
  /// Per template, whether two of its rules have one.
  let mayBillTwice: FixedList<Bool>
  /// The code of a line whose rule names none.
  let taxCode: FieldRule?
  let codes: FixedList<TaxCode>
  let hasTreatments: Bool
  let terms: FixedList<Terms>
  let isUndecided: Bool
  /// Seconds east of UTC of times that carry no zone, when these are always the same.
  let sourceOffset: Int32?
  let skips: FixedList<Skip>
  /// The conditions of the checks, by check.
  let checks: FixedList<NodeID>
  let values: FixedList<NodeID>
  let home: Currency
  let isUnitedStates: Bool
  let hasMulticurrency: Bool
  let hasTaxCodes: Bool
  /// The last day of closed books, the first that is allowed, the last that the run date allows.
  let closedThrough: CivilDate?
  let earliestDate: CivilDate
  let latestDate: CivilDate
  /// Per currency, whether invoices may be in it.
  let isAllowed: FixedList<Bool>

  init(_ rules: CompiledRules, runDate: CivilDate) {
    var dates: [DatePattern] = []
    dealCells = FixedList(rules.dealColumns.map { CellRule($0, rules, &dates) })
    lineCells = FixedList(rules.lineColumns.map { CellRule($0, rules, &dates) })
    self.dates = FixedList(dates)
    dateForms = FixedList(dates.map(\.form))
    customer = Fixed(rules.customer)
    let tax = rules.customer.taxIdentifier
    hasTaxIdentifier = tax != nil
    taxSource = tax?.source ?? rules.customer.name
    taxScheme = tax?.scheme ?? .unchecked
    taxTarget = tax?.target ?? .fixed(.none)
    outcomes = FixedList(tax?.outcomes ?? [])
    templates = FixedList(rules.templates)
    lineRules = FixedList(rules.templates.flatMap(\.lines))
    lineStarts = FixedList(rules.templates.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.lines.count) })
    let whole = rules.templates.map { $0.lines.map { wholePrice($0, rules) } }
    wholePrices = FixedList(whole.flatMap { $0 })
    mayBillTwice = FixedList(
      whole.map { prices in
        let columns = prices.filter { $0 >= 0 }
        return Set(columns).count < columns.count
      })
    taxCode = rules.taxes.code
    codes = FixedList(rules.taxes.codes)
    hasTreatments = rules.taxes.treatment != nil
    terms = FixedList(rules.terms)
    sourceOffset = rules.sourceZone?.onlyOffset
    isUndecided = !rules.undecided.isEmpty
    skips = FixedList(rules.skips)
    checks = FixedList(rules.checks.map(\.condition))
    values = FixedList(rules.values.map(\.node))
    home = rules.company.currency
    isUnitedStates = rules.company.isUnitedStates
    hasMulticurrency = rules.company.hasMulticurrency
    hasTaxCodes = !rules.taxes.codes.isEmpty
    closedThrough = rules.company.closedThrough
    // A year that was mistyped lies far back; nothing is billed ten years late.
    earliestDate = rules.company.earliestDate ?? runDate.adding(months: -120)
    latestDate = runDate.adding(days: rules.company.futureDays)
    let allowed = rules.currency.allowed
    isAllowed = FixedList(Currency.all.map { allowed.isEmpty || allowed.contains($0) })
  }

  /// Where in ``lineRules`` a template's rules begin, and the one's before end.
  func firstLineRule(_ template: Int) -> Int { lineStarts[template] }
}

/// The product column that a line rule bills as it stands, or −1.
private func wholePrice(_ line: LineRule, _ rules: CompiledRules) -> Int32 {
  guard line.each == .product, let price = line.price ?? line.amount,
    case .lineColumn(let column) = rules.nodes[Int(price.node)]
  else { return -1 }
  guard let quantity = line.quantity else { return column }
  switch rules.nodes[Int(quantity.node)] {
  case .lineColumn: return column
  case .number(let number): return number < .one ? -1 : column
  default: return -1
  }
}

/// How cells of one column are read: what ``Column`` says, without references.
struct CellRule {
  let kind: Column.Kind
  let cleaning: Cleaning
  let style: NumberStyle
  /// The value of a cell without text.
  let empty: Value
  /// Bit n: a word of n bytes means an empty cell; bit 63 for all longer ones.
  let emptyLengths: UInt64
  /// Range in ``RuleStore/dates``.
  let firstDate: Int32
  let dateCount: Int32
  /// Whether a cell's text is its value, without its ends' white space.
  let isPlainText: Bool

  /// Whether a text of this many bytes may be a word that means an empty cell.
  @inline(__always)
  func mayBeEmpty(_ length: Int) -> Bool { emptyLengths &>> UInt64(min(length, 63)) & 1 != 0 }

  init(_ column: Column, _ rules: CompiledRules, _ dates: inout [DatePattern]) {
    firstDate = Int32(dates.count)
    dateCount = Int32(column.dates.count)
    dates += column.dates
    kind = column.kind
    cleaning = column.cleaning
    style = column.style
    isPlainText = cleaning == .trim && (kind == .text || kind == .currency || kind == .email)
    let node = column.emptyMeans < 0 ? .missing : rules.nodes[Int(column.emptyMeans)]
    empty =
      switch node {
      case .number(let number): .number(number)
      case .date(let date): .date(date)
      case .truth(let truth): .truth(truth)
      case .text(let text): .text(text)
      default: .missing
      }
    emptyLengths = rules.emptyWords.reduce(0) { $0 | 1 << UInt64(min($1.count, 63)) }
  }
}
