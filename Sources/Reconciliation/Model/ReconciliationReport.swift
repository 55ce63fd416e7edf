public import Money

/// What a run proves: every deal in exactly one bucket, money that closes per currency, and what a person must look at.
///
/// One value, several faces: JSON, HTML and the screen are made from it, the CSV beside it has one row a deal.
/// Amounts are minor units of their currency.
public struct ReconciliationReport: Sendable {
  public var identity: RunIdentity
  public var population = Population()
  /// By ISO code, of the invoices created.
  public var currencies: [String: CurrencyTotals] = [:]
  /// The deals' own values by bucket and currency, for the money bridge; deals without value or currency count apart.
  public var bridge: [String: [Bucket: Int64]] = [:]
  public var dealsWithoutValue = 0
  /// The checks that make the verdict.
  public var controls: [Control] = []
  public var heldByCode: [String: Int] = [:]
  public var skippedByRule: [String: SkipCount] = [:]
  public var templates: [String: TemplateCount] = [:]
  public var defaultsUsed: [String: Int] = [:]
  public var valueMismatches = 0
  /// Held deals and warnings, one entry a cause, most money first.
  public var exceptions: [ExceptionGroup] = []
  public var taxes: [TaxTotal] = []
  public var customersCreated = 0
  public var numbers: NumberRange?
  /// The last ten digits of the plain sum of all numeric deal ids, so that a spreadsheet's SUM can check it.
  public var dealIDHashTotal: UInt64 = 0
  public var dealsWithNumericID = 0
  /// Invoices whose tax QuickBooks alone will know.
  public var invoicesWithoutForecast = 0
  /// Notices of the readers: dialect, unused columns, orphan lines.
  public var notices: [String] = []
  /// First and last date of the invoices created, as ISO 8601 writes them.
  public var period: Period?
  /// Won deals that are not billed (held, failed or of unknown outcome), by age and currency, youngest first.
  public var notInvoiced: [AgedMoney] = []
  /// Every rule that skips or checks deals, with how often it fired: those that never did, too.
  public var ruleActivity: [RuleActivity] = []
  /// Answers of people that were given to this run, in force or not.
  public var overrides: [OverrideUse] = []
  /// Deals shown with the way from cell to field: the largest invoices, and one deal for each cause of an exception.
  public var shown: [ShownDeal] = []
  /// What QuickBooks stored; nil as long as nothing was sent.
  public var sent: SentResults?

  public init(identity: RunIdentity) { self.identity = identity }

  public enum Verdict: String, Sendable {
    case tiedOut = "tied-out"
    case tiedOutWithExceptions = "tied-out-with-exceptions"
    case doesNotTie = "does-not-tie"
  }

  public var verdict: Verdict {
    if controls.contains(where: { !$0.ties }) { return .doesNotTie }
    if [population.held, population.failed, population.unknown].contains(where: { $0 > 0 }) {
      return .tiedOutWithExceptions
    }
    return sent?.needsLook == true ? .tiedOutWithExceptions : .tiedOut
  }
}

/// What ran on what. Time and run id stand in the manifest, so that the same inputs give the same report.
public struct RunIdentity: Sendable {
  public var company: String
  public var rulesFile: String
  /// SHA-256 of the rule file, in hex.
  public var rulesFingerprint: String
  public var toolVersion: String
  public var runDate: String
  public var timeZone: String
  public var inputs: [Input] = []

  public struct Input: Sendable {
    public var name: String
    public var bytes: Int
    public var sha256: String
    public init(name: String, bytes: Int, sha256: String) {
      self.name = name
      self.bytes = bytes
      self.sha256 = sha256
    }
  }

  public init(
    company: String, rulesFile: String, rulesFingerprint: String, toolVersion: String, runDate: String, timeZone: String
  ) {
    self.company = company
    self.rulesFile = rulesFile
    self.rulesFingerprint = rulesFingerprint
    self.toolVersion = toolVersion
    self.runDate = runDate
    self.timeZone = timeZone
  }
}

/// Where a deal ended; each deal is in exactly one.
public enum Bucket: UInt8, Sendable, CaseIterable {
  case created, updated, unchanged, held, skipped, failed, unknown
  public var name: String {
    switch self {
    case .created: "created"
    case .updated: "updated"
    case .unchanged: "unchanged"
    case .held: "held"
    case .skipped: "skipped"
    case .failed: "failed"
    case .unknown: "unknown"
    }
  }
}

/// Counts of rows and deals.
public struct Population: Sendable, Equatable {
  /// Data rows of the deal files.
  public var rows = 0
  public var headerRows = 0
  public var blankRows = 0
  public var footerRows = 0
  /// Rows that repeat a deal: further products, or identical copies.
  public var repeatedRows = 0
  public var deals = 0
  public var created = 0
  public var updated = 0
  public var unchanged = 0
  public var held = 0
  public var skipped = 0
  public var failed = 0
  public var unknown = 0
  public init() {}
}

/// Totals of the invoices of one currency, in minor units.
public struct CurrencyTotals: Sendable, Equatable {
  public let currency: Currency
  public var invoices = 0
  public var lines = 0
  public var dealValue: Int64 = 0
  /// Lines before discounts, of the invoices whose deals tell no value.
  public var withoutValue: Int64 = 0
  public var discount: Int64 = 0
  public var net: Int64 = 0
  public var tax: Int64 = 0
  public var total: Int64 = 0
  public init(currency: Currency) { self.currency = currency }
}

/// One thing that must be equal: stage, what was expected, what was found.
public struct Control: Sendable, Equatable {
  /// The stage whose work is checked: `read`, `evaluate`, `write`.
  public var stage: String
  public var what: String
  public var expected: String
  public var actual: String
  public var ties: Bool { expected == actual }
  public init(stage: String, what: String, expected: String, actual: String) {
    self.stage = stage
    self.what = what
    self.expected = expected
    self.actual = actual
  }
}

public struct SkipCount: Sendable, Equatable {
  public var because: String
  public var count: Int
  public init(because: String, count: Int) {
    self.because = because
    self.count = count
  }
}

public struct TemplateCount: Sendable, Equatable {
  public var formStyle: String?
  public var count: Int
  public init(formStyle: String?, count: Int) {
    self.formStyle = formStyle
    self.count = count
  }
}

/// Deals with one and the same problem.
public struct ExceptionGroup: Sendable {
  public var severity: String
  public var code: String
  public var cause: String
  public var fix: String
  public var owner: String?
  /// `file:line` of the rule that decided.
  public var rule: String?
  public var deals: Int
  /// The deals' own values by currency, minor units.
  public var money: [String: Int64]
  /// A few of them, as they stand in the export.
  public var examples: [Example]
  /// Days since the oldest of them was won; nil when the export does not tell.
  public var oldestDays: Int?

  public struct Example: Sendable {
    public var deal: String
    public var title: String
    public var message: String
    /// `file row N, column "X"`, or `file row N`.
    public var cell: String
    /// Empty when it is not known.
    public var customer = ""
    /// The deal's value in minor units of its currency; zero and empty when it is not known.
    public var value: Int64 = 0
    public var currency = ""
    /// Days since the deal was won.
    public var age: Int?
    public init(deal: String, title: String, message: String, cell: String) {
      self.deal = deal
      self.title = title
      self.message = message
      self.cell = cell
    }
  }

  /// Takes a deal in when it is among those of most money; the first of all always stays, since the report shows its way.
  ///
  /// - Parameter size: By which deals are compared, as ``nominalSize(_:code:)`` has it.
  public mutating func takeIn(size: UInt128, _ example: @autoclosure () -> Example) {
    if examples.count < Self.exampleLimit {
      examples.append(example())
      sizes.append(size)
      return
    }
    guard let smallest = sizes.indices.dropFirst().reversed().min(by: { sizes[$0] < sizes[$1] }), size > sizes[smallest]
    else { return }
    examples.remove(at: smallest)
    sizes.remove(at: smallest)
    examples.append(example())
    sizes.append(size)
  }

  /// Most money first.
  public var examplesInOrder: [Example] {
    examples.enumerated().sorted { a, b in
      let (sizeA, sizeB) = (
        nominalSize(a.element.value, code: a.element.currency), nominalSize(b.element.value, code: b.element.currency)
      )
      return sizeA != sizeB ? sizeA > sizeB : a.offset < b.offset
    }.map(\.element)
  }

  private static let exampleLimit = 5
  /// Of the examples, while they are gathered.
  private var sizes: [UInt128] = []

  public init(severity: String, code: String, cause: String, fix: String, owner: String?, rule: String?) {
    self.severity = severity
    self.code = code
    self.cause = cause
    self.fix = fix
    self.owner = owner
    self.rule = rule
    deals = 0
    money = [:]
    examples = []
  }
}

/// Base and forecast tax of one code in one currency, minor units.
public struct TaxTotal: Sendable, Equatable {
  public var code: String
  public var rates: String
  public var currency: String
  public var base: Int64
  public var tax: Int64
  public var invoices: Int
  /// What rounding at the other level would give, when it gives something else on any invoice.
  public var otherRounding: OtherRounding?

  public struct OtherRounding: Sendable, Equatable {
    /// `rate` when the forecast rounds line by line, `line` otherwise.
    public var level: String
    public var tax: Int64
    /// The invoices on which it differs.
    public var invoices: Int
    public init(level: String, tax: Int64, invoices: Int) {
      self.level = level
      self.tax = tax
      self.invoices = invoices
    }
  }

  public init(code: String, rates: String, currency: String, base: Int64, tax: Int64, invoices: Int) {
    self.code = code
    self.rates = rates
    self.currency = currency
    self.base = base
    self.tax = tax
    self.invoices = invoices
  }
}

extension ReconciliationReport {
  /// The rows of the tax summary: each code as forecast beside what is stored, then what is stored under no code of the run.
  public var taxRows: [(forecast: TaxTotal, stored: SentResults.StoredTax?)] {
    let stored = sent?.taxes ?? []
    let known = taxes.map { tax in
      (forecast: tax, stored: stored.first { $0.code == tax.code && $0.currency == tax.currency })
    }
    let others = stored.filter { found in !taxes.contains { $0.code == found.code && $0.currency == found.currency } }
    return known
      + others.map {
        (TaxTotal(code: $0.code, rates: "", currency: $0.currency, base: 0, tax: 0, invoices: $0.invoices), $0)
      }
  }
}

/// The invoice numbers that the rules gave.
public struct NumberRange: Sendable, Equatable {
  public var first: String
  public var last: String
  public var count: Int
  public init(first: String, last: String, count: Int) {
    self.first = first
    self.last = last
    self.count = count
  }
}
