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
  }
  /// One thing that led to a value.
  public struct Step: Equatable {
    public enum Kind: String { case rule, table, cell, value = "default", note, answer }
    public var kind: Kind
    public var text: String
  }

  /// Finished fields in the order in which they were decided; a field worked out twice stands once.
  public private(set) var fields: [Field] = []
  private var open: [Field] = []
  /// Counts what decided instead of recording fields.
  private let firings: Firings?

  public init() { firings = nil }
  init(_ firings: Firings) { self.firings = firings }

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
    if let known = fields.firstIndex(where: { $0.target == field.target && $0.value == field.value }) {
      if fields[known].steps.count < field.steps.count { fields[known] = field }
    } else {
      fields.append(field)
    }
  }

  private func add(_ step: Step) {
    guard !open.isEmpty, !open[open.count - 1].steps.contains(step) else { return }
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
