/// Puts paths together to the tree of a ``PathTrie``.
struct PathTrieBuilder {
  struct Node {
    var textSlot: Int32 = -1
    var rawSlot: Int32 = -1
    var members: [(key: [UInt8], node: Int32)] = []
    var elements: [PathTrie.Element] = []
    var joins: [PathTrie.Join] = []
  }

  private(set) var nodes = [Node()]
  private(set) var slotCount = 0
  private var textSlots: [JSONPath: Int32] = [:]

  /// The slot that receives the text at `path`; the same for the same path.
  mutating func textSlot(of path: JSONPath) -> Int32 {
    if let slot = textSlots[path] { return slot }
    let slot = text(path.steps[...], from: 0)
    textSlots[path] = slot
    return slot
  }

  /// The slot that receives the value at `path` as it is written, or nil when the path goes through all elements.
  mutating func rawSlot(of path: JSONPath) -> Int32? {
    guard let node = descend(path.steps[...], from: 0).node else { return nil }
    if nodes[node].rawSlot < 0 { nodes[node].rawSlot = newSlot() }
    return nodes[node].rawSlot
  }

  private mutating func text(_ steps: ArraySlice<JSONPath.Step>, from start: Int) -> Int32 {
    let (node, last, rest) = descend(steps, from: start)
    if let node {
      if nodes[node].textSlot < 0 { nodes[node].textSlot = newSlot() }
      return nodes[node].textSlot
    }
    nodes.append(Node())
    let root = nodes.count - 1
    let slot = text(rest, from: root)
    let primary = text([.member(Array("primary".utf8))], from: root)
    nodes[last].joins.append(PathTrie.Join(root: Int32(root), slot: slot, primarySlot: primary))
    return slot
  }

  /// Follows `steps`, making what lacks: to the last node, or up to a step through all elements and what follows it.
  private mutating func descend(
    _ steps: ArraySlice<JSONPath.Step>, from start: Int
  ) -> (node: Int?, last: Int, rest: ArraySlice<JSONPath.Step>) {
    var node = start
    for (i, step) in zip(steps.indices, steps) {
      switch step {
      case .member(let key):
        if let known = nodes[node].members.first(where: { $0.key == key }) {
          node = Int(known.node)
        } else {
          nodes[node].members.append((key, Int32(nodes.count)))
          node = addNode()
        }
      case .element(let index):
        if let known = nodes[node].elements.first(where: { $0.index == index }) {
          node = Int(known.node)
        } else {
          nodes[node].elements.append(PathTrie.Element(index: Int32(index), node: Int32(nodes.count)))
          node = addNode()
        }
      case .all: return (nil, node, steps[(i + 1)...])
      }
    }
    return (node, node, [])
  }

  private mutating func addNode() -> Int {
    nodes.append(Node())
    return nodes.count - 1
  }

  private mutating func newSlot() -> Int32 {
    slotCount += 1
    return Int32(slotCount - 1)
  }
}
