import Bytes
import Calendars
import Countries
import Diagnostics
import Money
import YAMLTree

/// The word `TODO` where a value belongs: a person has still to decide. The rules compile with it, and each deal that
/// needs the value is held.
extension RuleBuilder {
  static let undecidedWord = "TODO"

  func isUndecided(_ node: YAMLNode) -> Bool { node.text == Self.undecidedWord }

  /// A node that holds the deal.
  func undecidedNode(_ node: YAMLNode, _ what: String) -> NodeID {
    warnUndecided(node, what, "each deal that needs it is held")
    return add(.todo(-1), at: node.range)
  }

  /// Something about the company, without which nothing can be billed; gives a stand-in so that all else is checked.
  func undecided<T>(_ node: YAMLNode?, _ what: String, _ standIn: T?, else read: (YAMLNode) -> T?) -> T? {
    guard let node else { return nil }
    guard isUndecided(node) else { return read(node) }
    warnUndecided(node, what, "every deal is held until then")
    undecided.append(node.range)
    return standIn
  }

  func warnUndecided(_ node: YAMLNode, _ what: String, _ effect: String) {
    warning("R060", "\(what) is still to be decided; \(effect)", node.range, help: "write it in place of TODO")
  }

  /// Told once a table, however many of its rows are open.
  func warnUndecidedRows(_ rows: [RuleTable.Row], _ otherwise: [ByteView]?, _ entry: YAMLEntry) {
    let open = rows.filter { $0.values.contains { $0.equals("TODO") } }
    let isOtherwiseOpen = otherwise?.contains { $0.equals("TODO") } ?? false
    guard !open.isEmpty || isOtherwiseOpen else { return }
    let rows = open.isEmpty ? [] : ["\(open.count) row\(open.count == 1 ? "" : "s")"]
    let what = (rows + (isOtherwiseOpen ? ["'otherwise'"] : [])).joined(separator: " and ")
    warning(
      "R060", "table \(entry.key.text): \(what) still to be decided; each deal that needs such a row is held",
      open.first?.range ?? entry.keyRange, help: "write what is right in place of TODO")
  }

  /// A look-up in a table of which some values are still to be decided.
  func guarded(_ lookup: NodeID, _ table: RuleTable, _ column: Int, at range: SourceRange) -> NodeID {
    let isOpen = (table.rows.map { $0.values[column] } + (table.otherwise.map { [$0[column]] } ?? []))
      .contains { $0.equals("TODO") }
    return isOpen ? add(.todo(lookup), at: range) : lookup
  }
}
