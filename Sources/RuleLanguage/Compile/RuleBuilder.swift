import Bytes
import Calendars
import Deals
import Diagnostics
import Money
import YAMLTree

/// What compiling gathers: nodes, lists, rules, columns, and everything that is wrong, from one rule file.
final class RuleBuilder {
  let file: String
  let profile: Profile
  var settings: SourceSettings
  var diagnostics = DiagnosticList()

  var nodes: [Node] = []
  var nodeRanges: [SourceRange?] = []
  var lists: [NodeID] = []
  var rules: [Rule] = []
  var dealColumns: [Column] = []
  var lineColumns: [Column] = []
  var values: [NamedValue] = []
  var tables: [RuleTable] = []
  var patterns: [Pattern] = []
  /// Names of templates that conditions ask for; templates are known later.
  /// Templates, tax codes and terms with a mistake of their own: whoever names one makes no other.
  var brokenNames: Set<String> = []
  var askedTemplates: [(text: String, range: SourceRange)] = []
  var terms: [Terms] = []
  /// Where each of the terms, and each value, is declared.
  var termRanges: [SourceRange] = []
  var valueRanges: [String: SourceRange] = [:]
  var undecided: [SourceRange] = []
  /// Rules for what an invoice needs that say `on_missing: leave_out`, and where they say it.
  var leftOut: [(rule: Int32, range: SourceRange)] = []
  /// Differences from the shape that are accepted for this run.
  var accepted: Set<String> = []

  /// Columns declared in the file but perhaps never used; they become requests when first named.
  var declared: [String: ColumnDeclaration] = [:]
  var declaredOrder: [String] = []
  var usedDeclarations: Set<String> = []
  var dealColumnIndex: [String: Int32] = [:]
  var lineColumnIndex: [String: Int32] = [:]
  /// The node that each field's rule decides by, for checks over all fields of a kind.
  var fieldNodes: [Int32: NodeID] = [:]
  var valueIndex: [String: Int] = [:]
  /// Values that are no names yet: to be compiled when first named, being compiled, or with a mistake that is told.
  var valuesAhead: [String: ValueAhead] = [:]
  enum ValueAhead {
    case waiting(YAMLEntry)
    case underWay
    case broken
  }
  var valueTypes: [String: ValueType] = [:]
  var tableIndex: [String: Int] = [:]
  var usedTables: Set<String> = []
  /// Names of values, and of templates that others extend, that something uses.
  var usedValues: Set<String> = []
  var extended: Set<String> = []
  /// Where `taxes: treatment: place` stands.
  var placeRange: SourceRange?
  /// Per table and place of its key, what look-ups give there.
  var keyKinds: [KeyPlace: Set<KeyKind>] = [:]
  struct KeyPlace: Hashable {
    var table: Int
    var part: Int
  }
  private var ruleIDs: [String: SourceRange] = [:]
  /// By the id without case, for ids of the file's own.
  private var foldedIDs: [String: String] = [:]

  /// Whether `line.*` may be named: true only while a line rule with a product is compiled.
  var isInLine = false
  /// Whether `lines.*` may be named: true only while lines and the discount are compiled.
  var knowsLines = false
  /// The column that tells deals apart, as 'source' names it.
  var idName = "id"
  /// All files that were read for these rules, the rule file first.
  var sources: [RuleSource] = []
  /// The section `tests`, which is read only after the rules are known to be good.
  var tests: YAMLNode?

  init(file: String, profile: Profile, settings: SourceSettings) {
    self.file = file
    self.profile = profile
    self.settings = settings
  }

  // MARK: Nodes

  func add(_ node: Node, at range: SourceRange? = nil) -> NodeID {
    nodes.append(node)
    nodeRanges.append(range)
    return NodeID(nodes.count - 1)
  }

  func list(_ ids: [NodeID]) -> NodeList {
    lists += ids
    return NodeList(start: Int32(lists.count - ids.count), count: Int32(ids.count))
  }

  /// A rule under its id; an id used twice is an error, unless it was `derived` from its place: then whatever stands
  /// twice there is told already.
  func rule(_ id: String, target: String, at range: SourceRange, derived: Bool = false) -> Int32 {
    if let first = ruleIDs[id], !derived {
      error(
        "R024", "the id '\(id)' is used twice", range,
        help:
          "the first is at line \(first.line)\(first.file == range.file ? "" : " of \(first.file)"); give one of them another id"
      )
    }
    if !derived {
      if let other = foldedIDs[id.lowercased()], other != id, let first = ruleIDs[other] {
        error(
          "R024", "the ids '\(other)' and '\(id)' differ only by case", range,
          help:
            "the first is at line \(first.line)\(first.file == range.file ? "" : " of \(first.file)"); give one of them another id"
        )
      }
      foldedIDs[id.lowercased()] = id
    }
    ruleIDs[id] = range
    rules.append(Rule(id: id, target: target, range: range))
    return Int32(rules.count - 1)
  }

  /// The id of a rule that has none of its own: what it decides and where it stands, with the file if it is the base.
  func placeID(_ what: String, _ range: SourceRange) -> String {
    let place = "\(what)@\(range.line):\(range.column)"
    return range.file == file ? place : "\(place) in \(range.file.split(separator: "/").last ?? "")"
  }

  // MARK: Messages

  func error(
    _ code: String, _ message: String, _ range: SourceRange, expected: String? = nil, help: String? = nil
  ) {
    diagnostics.add(.error(code, message, at: range, expected: expected, help: help))
  }

  func warning(_ code: String, _ message: String, _ range: SourceRange, help: String? = nil) {
    diagnostics.add(.warning(code, message, at: range, help: help))
  }

  /// The place of `length` scalars that start `offset` scalars into a scalar node's text.
  func place(_ node: YAMLNode, _ offset: Int, _ length: Int) -> SourceRange {
    guard case .scalar(let scalar) = node.content, scalar.isOneLine else { return node.range }
    return SourceRange(
      file: node.range.file, line: node.range.line, column: scalar.contentColumn + offset, length: length)
  }

  func place(_ problem: FormulaProblem, _ node: YAMLNode, base: Int = 0) -> SourceRange {
    place(node, base + problem.offset, problem.length)
  }
}

/// A column as the file declares it, before anything uses it.
struct ColumnDeclaration {
  var name: String
  var kind: Column.Kind
  var source: ColumnRequest.Source
  var isRequired: Bool
  var dates: [DatePattern]
  var style: NumberStyle
  var emptyMeans: NodeID
  var cleaning: Cleaning
  var range: SourceRange
}
