import Bytes
import RuleLanguage

/// The nodes of compiled rules in memory of their own: read without counting references.
@safe
struct NodeStore: ~Copyable {
  @unsafe private let nodes: UnsafeMutableBufferPointer<Node>
  @unsafe private let lists: UnsafeMutableBufferPointer<NodeID>

  init(_ rules: CompiledRules) {
    unsafe nodes = .allocate(capacity: rules.nodes.count)
    unsafe lists = .allocate(capacity: rules.lists.count)
    _ = unsafe nodes.initialize(from: Self.withoutIdleCleaning(rules))
    _ = unsafe lists.initialize(from: rules.lists)
  }

  deinit {
    unsafe nodes.deinitialize().deallocate()
    unsafe lists.deinitialize().deallocate()
  }

  @inline(__always)
  func node(_ id: NodeID) -> Node { unsafe nodes[Int(id)] }
  @inline(__always)
  func item(_ list: NodeList, _ index: Int32) -> NodeID { unsafe lists[Int(list.start + index)] }

  /// The nodes, where cleaning of what is clean already has become that itself.
  private static func withoutIdleCleaning(_ rules: CompiledRules) -> [Node] {
    var nodes = rules.nodes
    for index in nodes.indices {
      guard case .cleaned(let inner, let cleaning) = nodes[index], isClean(inner, cleaning, rules) else { continue }
      // A join tells constant words from values that are always there.
      if case .text = nodes[Int(inner)] { continue }
      nodes[index] = nodes[Int(inner)]
    }
    return nodes
  }

  /// Whether whatever the node gives is a text, or missing, on which `cleaning` changes nothing.
  private static func isClean(_ id: NodeID, _ cleaning: Cleaning, _ rules: CompiledRules) -> Bool {
    guard cleaning.isSubset(of: [.trim, .collapse]) else { return false }
    func all(_ list: NodeList) -> Bool {
      (0..<list.count).allSatisfy { isClean(rules.lists[Int(list.start + $0)], cleaning, rules) }
    }
    switch rules.nodes[Int(id)] {
    case .text(let text): return !text.isEmpty && isClean(text)
    case .missing: return true
    case .table(let index, _, let column):
      let table = rules.tables[Int(index)]
      return table.rows.allSatisfy { isClean($0.values[Int(column)]) }
        && table.otherwise.map { isClean($0[Int(column)]) } ?? true
    case .choice(_, _, let choices): return all(choices)
    case .firstOf(let list): return all(list)
    case .when(let pairs, let otherwise):
      return stride(from: 1, to: pairs.count, by: 2).allSatisfy {
        isClean(rules.lists[Int(pairs.start + $0)], cleaning, rules)
      } && (otherwise < 0 || isClean(otherwise, cleaning, rules))
    case .orDefault(let a, let b, _): return isClean(a, cleaning, rules) && isClean(b, cleaning, rules)
    case .rule(let a, _): return isClean(a, cleaning, rules)
    case .cleaned(_, let inner): return inner.isSuperset(of: cleaning)
    default: return false
    }
  }

  private static func isClean(_ text: ByteView) -> Bool { text.trimmed.count == text.count && !text.hasRunsOfBlanks }
}
