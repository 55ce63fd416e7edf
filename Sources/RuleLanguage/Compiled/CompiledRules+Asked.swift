extension CompiledRules {
  /// Columns of which a condition names values: `is`, `is_not`, `in`, `not_in` with constants.
  public var columnsAskedForValues: (deal: Set<Int>, line: Set<Int>) {
    var found: (deal: Set<Int>, line: Set<Int>) = ([], [])
    func note(_ subject: NodeID) {
      switch nodes[Int(subject)] {
      case .column(let index): found.deal.insert(Int(index))
      case .lineColumn(let index): found.line.insert(Int(index))
      case .cleaned(let inner, _): note(inner)
      default: break
      }
    }
    for node in nodes {
      switch node {
      case .compare(.isEqual, let subject, let value), .compare(.isNotEqual, let subject, let value):
        if case .text = nodes[Int(value)] { note(subject) }
      case .isOneOf(let subject, _): note(subject)
      default: break
      }
    }
    return found
  }
}
