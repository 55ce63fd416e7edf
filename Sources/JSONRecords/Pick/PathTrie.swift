import Bytes

/// Compiled paths: a tree whose nodes are values of a record, flattened so that a walk allocates and counts nothing.
///
/// A *slot* receives what one distinct path yields. The names are immortal, as the constants of compiled rules are.
@safe
final class PathTrie: @unchecked Sendable {
  // Unchecked: written by `init` only.
  struct Node {
    /// Receives the value as text, or -1.
    var textSlot: Int32 = -1
    /// Receives the value as it is written, or -1.
    var rawSlot: Int32 = -1
    /// The hash table of the members that go on; the mask is -1 when there are none.
    var tableStart: Int32 = 0
    var tableMask: Int32 = -1
    var elementStart: Int32 = 0
    var elementEnd: Int32 = 0
    var joinStart: Int32 = 0
    var joinEnd: Int32 = 0

    @inline(__always) var hasMembers: Bool { tableMask >= 0 }
    @inline(__always) var hasElements: Bool { elementStart != elementEnd }
    @inline(__always) var hasJoins: Bool { joinStart != joinEnd }
  }
  struct Member {
    let key: ByteView
    let node: Int32
    /// The next member with the same hash, or -1.
    var next: Int32
  }
  struct Element {
    let index: Int32
    let node: Int32
  }
  /// A path that goes through all elements of an array: a tree of its own, walked once per element.
  struct Join {
    let root: Int32
    let slot: Int32
    /// Receives the sibling `primary`.
    let primarySlot: Int32
  }

  @unsafe let nodes: UnsafeMutablePointer<Node>
  @unsafe let members: UnsafeMutablePointer<Member>
  @unsafe let table: UnsafeMutablePointer<Int32>
  @unsafe let elements: UnsafeMutablePointer<Element>
  @unsafe let joins: UnsafeMutablePointer<Join>
  let nodeCount: Int
  let slotCount: Int

  init(_ builder: PathTrieBuilder) {
    var nodes: [Node] = []
    var members: [Member] = []
    var table: [Int32] = []
    var elements: [Element] = []
    var joins: [Join] = []
    for built in builder.nodes {
      var node = Node(textSlot: built.textSlot, rawSlot: built.rawSlot)
      if !built.members.isEmpty {
        var size = 4
        while size < 4 * built.members.count { size *= 2 }
        node.tableStart = Int32(table.count)
        node.tableMask = Int32(size - 1)
        table += Array(repeating: -1, count: size)
        for member in built.members {
          let key = ByteView.immortal(member.key)
          let place = Int(node.tableStart) + Int(keyHash(key) & node.tableMask)
          members.append(Member(key: key, node: member.node, next: table[place]))
          table[place] = Int32(members.count - 1)
        }
      }
      node.elementStart = Int32(elements.count)
      elements += built.elements
      node.elementEnd = Int32(elements.count)
      node.joinStart = Int32(joins.count)
      joins += built.joins
      node.joinEnd = Int32(joins.count)
      nodes.append(node)
    }
    unsafe self.nodes = copy(nodes)
    unsafe self.members = copy(members)
    unsafe self.table = copy(table)
    unsafe self.elements = copy(elements)
    unsafe self.joins = copy(joins)
    nodeCount = nodes.count
    slotCount = builder.slotCount
  }

  deinit {
    unsafe nodes.deallocate()
    unsafe members.deallocate()
    unsafe table.deallocate()
    unsafe elements.deallocate()
    unsafe joins.deallocate()
  }

  /// The node of `node`'s member with this name, or -1.
  @inline(__always)
  func child(of node: Node, named name: ByteView) -> Int32 {
    guard node.hasMembers else { return -1 }
    var at = unsafe table[Int(node.tableStart &+ (keyHash(name) & node.tableMask))]
    while at >= 0 {
      let key = unsafe members[Int(at)].key
      if key == name { return unsafe members[Int(at)].node }
      unsafe at = members[Int(at)].next
    }
    return -1
  }

  /// The node of `node`'s element at `index`, or -1.
  @inline(__always)
  func child(of node: Node, at index: Int) -> Int32 {
    var at = node.elementStart
    while at < node.elementEnd {
      if unsafe Int(elements[Int(at)].index) == index { return unsafe elements[Int(at)].node }
      at += 1
    }
    return -1
  }
}

/// Spreads names by length, first and last byte, which tell those of one object apart well enough.
@inline(__always)
private func keyHash(_ key: ByteView) -> Int32 {
  if key.isEmpty { return 0 }
  let mixed = UInt32(key[0]) &* 31 ^ UInt32(key[key.count - 1]) &* 7 ^ UInt32(truncatingIfNeeded: key.count)
  return Int32(truncatingIfNeeded: mixed & 0xFFFF)
}

@unsafe
private func copy<Value: BitwiseCopyable>(_ values: [Value]) -> UnsafeMutablePointer<Value> {
  let memory = UnsafeMutablePointer<Value>.allocate(capacity: max(values.count, 1))
  unsafe memory.initialize(from: values, count: values.count)
  return unsafe memory
}
