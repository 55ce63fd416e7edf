import RuleLanguage

/// The nodes of compiled rules in memory of their own: read without counting references.
@safe
struct NodeStore: ~Copyable {
  @unsafe private let nodes: UnsafeMutableBufferPointer<Node>
  @unsafe private let lists: UnsafeMutableBufferPointer<NodeID>

  init(_ rules: CompiledRules) {
    unsafe nodes = .allocate(capacity: rules.nodes.count)
    unsafe lists = .allocate(capacity: rules.lists.count)
    _ = unsafe nodes.initialize(from: rules.nodes)
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
}
