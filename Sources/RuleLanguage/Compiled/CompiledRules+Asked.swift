import Bytes

extension CompiledRules {
  /// The texts that conditions name for a column (`is`, `is_not`, `in`, `not_in`), each once, by side, column and place in
  /// the rules.
  public var textsAskedFor: [(isLine: Bool, column: Int, text: String)] {
    var found: [(isLine: Bool, column: Int, text: String)] = []
    func note(_ subject: NodeID, _ value: NodeID) {
      guard case .text(let text) = nodes[Int(value)] else { return }
      let place: (isLine: Bool, column: Int)
      switch nodes[Int(subject)] {
      case .column(let index): place = (false, Int(index))
      case .lineColumn(let index): place = (true, Int(index))
      case .cleaned(let inner, _): return note(inner, value)
      default: return
      }
      let asked = (isLine: place.isLine, column: place.column, text: text.string)
      if !found.contains(where: { $0 == asked }) { found.append(asked) }
    }
    for node in nodes {
      switch node {
      case .compare(.isEqual, let subject, let value), .compare(.isNotEqual, let subject, let value):
        note(subject, value)
      case .isOneOf(let subject, let values):
        for index in 0..<Int(values.count) { note(subject, lists[Int(values.start) + index]) }
      default: break
      }
    }
    return found.sorted { ($0.isLine ? 1 : 0, $0.column) < ($1.isLine ? 1 : 0, $1.column) }
  }
}
