extension Node {
  /// The nodes that this one is made of; what a value or fact names is not among them.
  func operands(_ lists: [NodeID]) -> [NodeID] {
    func all(_ list: NodeList) -> [NodeID] { Array(lists[Int(list.start)..<Int(list.start + list.count)]) }
    switch self {
    case .join(let list), .firstOf(let list), .firstEmail(let list), .otherEmails(let list), .all(let list),
      .any(let list),
      .call(_, let list), .table(_, let list, _):
      return all(list)
    case .choice(_, let keys, let choices): return all(keys) + all(choices)
    case .when(let pairs, let otherwise): return all(pairs) + (otherwise >= 0 ? [otherwise] : [])
    case .arithmetic(_, let a, let b), .compare(_, let a, let b), .contains(let a, let b), .startsWith(let a, let b),
      .endsWith(let a, let b), .orDefault(let a, let b, _):
      return [a, b]
    case .not(let a), .isEmpty(let a), .matches(let a, _), .cleaned(let a, _), .rule(let a, _): return [a]
    case .isOneOf(let a, let list): return [a] + all(list)
    case .todo(let inner): return inner >= 0 ? [inner] : []
    case .text, .number, .date, .truth, .missing, .column, .lineColumn, .value, .fact: return []
    }
  }
}

extension CompiledRules {
  /// The nodes that a node is made of; what a value or fact names is not among them.
  public func children(of id: NodeID) -> [NodeID] { nodes[Int(id)].operands(lists) }
}
