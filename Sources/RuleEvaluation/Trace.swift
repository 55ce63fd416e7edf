import Bytes
import Diagnostics
import Deals
public import RuleLanguage

/// Where each field of one invoice came from, recorded while it is evaluated.
public final class Trace {
  /// One field: the value, the rule, and what led to it.
  public struct Field {
    public var target: String
    public var rule: Rule?
    public var value = ""
    public var steps: [Step] = []
    fileprivate var known: Set<Step> = []

    /// Whether both, of one target and value, are one field, worked out twice, perhaps once for less.
    func isSame(as other: Field) -> Bool {
      let (fewer, more) = steps.count < other.steps.count ? (steps, other.steps) : (other.steps, steps)
      return fewer.allSatisfy { more.contains($0) }
    }
  }
  /// One thing that led to a value.
  public struct Step: Hashable {
    public enum Kind: String { case rule, table, cell, value = "default", note, answer }
    public var kind: Kind
    public var text: String
  }

  /// Finished fields in the order in which they were decided; a field worked out twice stands once.
  public private(set) var fields: [Field] = []
  private var open: [Field] = []
  /// Where fields stand in the list, by target and value.
  private var places: [[String]: [Int]] = [:]
  /// What each target was last found to rest on.
  private var latest: [String: [Step]] = [:]
  /// What the amount of each line of the invoice rests on.
  private var lines: [[Step]] = []
  /// Counts what decided instead of recording fields.
  private let firings: Firings?

  public init() { firings = nil }
  init(_ firings: Firings) { self.firings = firings }

  /// Whether it only notes what fired.
  var countsOnly: Bool { firings != nil }

  func begin(_ rule: Rule, target: String? = nil) {
    if firings == nil { open.append(Field(target: target ?? rule.target, rule: rule)) }
  }
  func begin(target: String) { if firings == nil { open.append(Field(target: target)) } }

  func end(_ value: @autoclosure () -> String) {
    guard var field = open.popLast() else { return }
    let value = value()
    field.value = value
    // What an inner field rests on, the outer one rests on too.
    if !open.isEmpty { for step in field.steps { add(step) } }
    latest[field.target] = field.steps
    // The same field of two product lines rests on cells of two rows; what is worked out twice is so soon after.
    let key = [field.target, field.value]
    if let known = places[key]?.suffix(32).first(where: { fields[$0].isSame(as: field) }) {
      if fields[known].steps.count < field.steps.count { fields[known] = field }
    } else {
      places[key, default: []].append(fields.count)
      fields.append(field)
    }
  }

  /// The open field rests on what these fields rest on.
  func rest(on targets: String...) { for target in targets { latest[target]?.forEach(add) } }

  /// The line just added to the invoice rests on what `target` rests on.
  func keepLine(_ target: String) { lines.append(latest[target] ?? []) }

  /// The open field rests on a line of the invoice.
  func rest(onLine index: Int) { if lines.indices.contains(index) { lines[index].forEach(add) } }

  private func add(_ step: Step) {
    guard !open.isEmpty, open[open.count - 1].known.insert(step).inserted else { return }
    open[open.count - 1].steps.append(step)
  }

  func enter(_ rule: Rule) {
    if let firings { return firings.entered(rule) }
    add(Step(kind: .rule, text: "\(rule.id)    \(rule.range.file):\(rule.range.line)"))
  }

  func usedDefault(_ rule: Rule) {
    if let firings { return firings.usedDefault(rule) }
    add(Step(kind: .value, text: "the default of \(rule.id)    \(rule.range.file):\(rule.range.line)"))
  }

  func answered(_ answer: DealOverride) {
    guard !open.isEmpty else { return }
    add(
      Step(
        kind: .answer,
        text:
          "\(answer.words)    \(answer.author), \(answer.answered): \(answer.reason), until \(answer.expires)    \(answer.range.file):\(answer.range.line)"
      ))
  }

  func note(_ text: @autoclosure () -> String) {
    if !open.isEmpty { add(Step(kind: .note, text: text())) }
  }

  func lookedUp(_ table: RuleTable, row: Int?) {
    if let firings { return firings.lookedUp(table, row ?? table.rows.count) }
    if let row {
      let found = table.rows[row]
      add(
        Step(
          kind: .table,
          text:
            "\(table.name)    key \(found.key.string.split(separator: "\u{1F}").joined(separator: ", ")) → \(found.values.map(\.string).joined(separator: ", "))    \(found.range.file):\(found.range.line)"
        ))
    } else {
      let place = table.otherwiseRange ?? table.range
      add(
        Step(
          kind: .table,
          text:
            "\(table.name)    otherwise → \(table.otherwise?.map(\.string).joined(separator: ", ") ?? "")    \(place.file):\(place.line)"
        ))
    }
  }

  func read(_ column: Column, _ block: DealBlock, deal: Int, line: Int, _ index: Int) {
    if firings != nil { return }
    let raw = (line >= 0 ? block.lineCell(line: line, column: index) : block.cell(deal: deal, column: index)).string
    let place = block.placeDescription(deal: deal, line: line, column: index)
    add(Step(kind: .cell, text: "\(place)    \(column.name) = \"\(raw)\""))
  }
}
