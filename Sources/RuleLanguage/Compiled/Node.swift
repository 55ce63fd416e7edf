public import Bytes
public import Calendars
public import Money

/// Index of a ``Node`` in ``CompiledRules/nodes``; −1 for none.
public typealias NodeID = Int32

/// One step of a compiled value or condition: flat, without references, so that evaluating touches no counter.
///
/// A value is text, a number, a date or a truth, or missing. Operands are indices into the same array; lists of
/// operands are ranges of ``CompiledRules/lists``.
public enum Node: Sendable {
  case text(ByteView)
  case number(ExactDecimal)
  case date(CivilDate)
  case truth(Bool)
  case missing
  /// A column of the deal, by its index in ``CompiledRules/dealColumns``.
  case column(Int32)
  /// A column of the product line at hand, by its index in ``CompiledRules/lineColumns``.
  case lineColumn(Int32)
  /// A named value of the `values:` section, evaluated at most once per deal.
  case value(Int32)
  case fact(Fact)
  /// Texts joined; missing parts count as empty, the whole is missing when every part that is not constant is.
  case join(NodeList)
  /// The first that is not missing.
  case firstOf(NodeList)
  /// The first e-mail address that is well formed, of all that stand in these texts (separated by `,` or `;`).
  case firstEmail(NodeList)
  /// All well-formed e-mail addresses but the first, joined by commas.
  case otherEmails(NodeList)
  /// A look-up: table, keys, index of the value column.
  case table(Int32, keys: NodeList, value: Int32)
  /// A look-up whose rows hold values to evaluate: row index → node at `choices.start + row`.
  case choice(Int32, keys: NodeList, choices: NodeList)
  /// Pairs of condition and value; the first that holds decides; −1 as `otherwise` is missing.
  case when(NodeList, otherwise: NodeID)
  case arithmetic(Arithmetic, NodeID, NodeID)
  case call(Function, NodeList)
  case all(NodeList)
  case any(NodeList)
  case not(NodeID)
  case compare(Comparison, NodeID, NodeID)
  /// Whether the value is one of a list of constants.
  case isOneOf(NodeID, NodeList)
  case isEmpty(NodeID)
  case contains(NodeID, NodeID)
  case startsWith(NodeID, NodeID)
  case endsWith(NodeID, NodeID)
  case matches(NodeID, pattern: Int32)
  case cleaned(NodeID, Cleaning)
  /// The value, or the default, which is counted for the rule when used.
  case orDefault(NodeID, NodeID, rule: Int32)
  /// Still to be decided by a person, so that a deal that needs it is held: always without a node, else where the node
  /// gives the word TODO.
  case todo(NodeID)
  /// The value of another node, recorded in the trace under a rule of its own.
  case rule(NodeID, rule: Int32)
}

/// A run of node indices in ``CompiledRules/lists``.
public struct NodeList: Sendable, Hashable {
  public var start: Int32
  public var count: Int32
  public init(start: Int32, count: Int32) {
    self.start = start
    self.count = count
  }
}

public enum Arithmetic: UInt8, Sendable { case add, subtract, multiply, divide }

public enum Comparison: UInt8, Sendable {
  case isEqual, isNotEqual, above, below, atLeast, atMost
}

/// What a value is, known when rules are compiled.
public enum ValueType: String, Sendable {
  case text, number, date, truth
  var article: String { self == .truth ? "a yes or no" : "a \(rawValue)" }
}

/// What may be done to text, in this order: trim, collapse, case.
@frozen
public struct Cleaning: OptionSet, Sendable, Hashable {
  public let rawValue: UInt8
  @inlinable public init(rawValue: UInt8) { self.rawValue = rawValue }
  /// No white space at the ends.
  @inlinable public static var trim: Cleaning { Cleaning(rawValue: 1) }
  /// Runs of white space and control characters become one space.
  @inlinable public static var collapse: Cleaning { Cleaning(rawValue: 2) }
  @inlinable public static var upper: Cleaning { Cleaning(rawValue: 4) }
  @inlinable public static var lower: Cleaning { Cleaning(rawValue: 8) }
  static let names: [(String, Cleaning)] = [
    ("trim", .trim), ("collapse", .collapse), ("upper", .upper), ("lower", .lower),
  ]
}

/// What rules may ask for beside columns: facts of the company, the run and the invoice at hand.
public enum Fact: String, Sendable, CaseIterable {
  case companyCountry = "company.country"
  case companyCurrency = "company.currency"
  case runDate = "run.date"
  case productCount = "products.count"
  case customerName = "customer.name"
  case customerEmail = "customer.email"
  /// ISO 3166 alpha-2 of the billing address.
  case customerCountry = "customer.country"
  /// Whether that country is in the EU VAT area.
  case customerInEU = "customer.in_eu"
  /// Whether the customer buys as a business: by `taxes: treatment: business`, else by a well-formed tax id.
  case customerIsBusiness = "customer.is_business"
  /// ISO 3166 alpha-2 of the address to which tax looks.
  case placeCountry = "place.country"
  case placeInEU = "place.in_eu"
  case placeRegion = "place.region"
  case taxIdentifier = "tax_id.number"
  /// `absent`, `malformed`, `checksum`, `well_formed`, `format_only` or `unknown_country`.
  case taxIdentifierState = "tax_id.state"
  case currency = "invoice.currency"
  case template = "invoice.template"
  case invoiceDate = "invoice.date"
  case dueDate = "invoice.due_date"
  case lineCount = "lines.count"
  case linesNet = "lines.net"
  case lineRule = "line.rule"
  case lineItem = "line.item"
  case lineAmount = "line.amount"
  /// What the line at hand sells, by its own rule or by `taxes: treatment: supply`.
  case lineSupply = "line.supply"

  var type: ValueType {
    switch self {
    case .runDate, .invoiceDate, .dueDate: .date
    case .productCount, .lineCount, .linesNet, .lineAmount: .number
    case .customerInEU, .customerIsBusiness, .placeInEU: .truth
    default: .text
    }
  }
}

/// The functions of the expression language; all are total.
public enum Function: String, Sendable, CaseIterable {
  case firstOf = "first_of"
  case upper, lower, trim, collapse
  case left, right, pad, replace, before, after, text, number
  case round, abs, min, max
  case addDays = "add_days"
  case addMonths = "add_months"
  case endOfMonth = "end_of_month"
  case year, month, day
  case dateText = "date_text"

  /// Types of the arguments (the last one repeats when `repeats`) and of the result.
  var signature: (arguments: [ValueType], repeats: Bool, result: ValueType) {
    switch self {
    case .firstOf: ([.text], true, .text)
    case .upper, .lower, .trim, .collapse: ([.text], false, .text)
    case .left, .right: ([.text, .number], false, .text)
    case .pad: ([.text, .number], false, .text)
    case .replace: ([.text, .text, .text], false, .text)
    case .before, .after: ([.text, .text], false, .text)
    case .text: ([.text], false, .text)
    case .number: ([.text], false, .number)
    case .round: ([.number, .number], false, .number)
    case .abs: ([.number], false, .number)
    case .min, .max: ([.number, .number], true, .number)
    case .addDays, .addMonths: ([.date, .number], false, .date)
    case .endOfMonth: ([.date], false, .date)
    case .year, .month, .day: ([.date], false, .number)
    case .dateText: ([.date, .text], false, .text)
    }
  }
}
