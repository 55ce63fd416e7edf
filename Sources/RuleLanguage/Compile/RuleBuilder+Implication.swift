import Bytes
import Calendars
import Money

/// Whether one condition holds whenever another does, as far as their form tells: a row behind one that takes all its deals
/// is never reached.
extension RuleBuilder {
  /// Whether `a` holds whenever `b` does; false where that cannot be told.
  func holds(_ a: NodeID, whenever b: NodeID) -> Bool {
    if isSame(a, b) { return true }
    if case .truth(true) = nodes[Int(a)] { return true }
    if case .any(let parts) = nodes[Int(b)] { return items(parts).allSatisfy { holds(a, whenever: $0) } }
    if case .all(let parts) = nodes[Int(a)] { return items(parts).allSatisfy { holds($0, whenever: b) } }
    if case .all(let parts) = nodes[Int(b)], items(parts).contains(where: { holds(a, whenever: $0) }) { return true }
    if case .any(let parts) = nodes[Int(a)] { return items(parts).contains { holds($0, whenever: b) } }
    return follows(a, from: b)
  }

  private func items(_ list: NodeList) -> [NodeID] { (0..<list.count).map { lists[Int(list.start + $0)] } }

  /// The same of two tests of one value.
  private func follows(_ a: NodeID, from b: NodeID) -> Bool {
    switch nodes[Int(b)] {
    case .compare(.isEqual, let subject, let value): return allows(a, subject, value)
    case .isOneOf(let subject, let values): return items(values).allSatisfy { allows(a, subject, $0) }
    case .compare(let comparison, let subject, let bound) where comparison != .isNotEqual:
      return isNotEmpty(a, subject) || isWider(a, subject, comparison, bound)
    case .contains(let subject, _), .startsWith(let subject, _), .endsWith(let subject, _), .matches(let subject, _):
      return isNotEmpty(a, subject)
    default: return false
    }
  }

  private func isNotEmpty(_ a: NodeID, _ subject: NodeID) -> Bool {
    guard case .not(let inner) = nodes[Int(a)], case .isEmpty(let tested) = nodes[Int(inner)] else { return false }
    return isSame(tested, subject)
  }

  /// Whether a test of `subject` holds for a constant.
  private func allows(_ a: NodeID, _ subject: NodeID, _ value: NodeID) -> Bool {
    guard isConstant(value) else { return false }
    if isNotEmpty(a, subject) { return true }
    switch nodes[Int(a)] {
    case .compare(let comparison, let tested, let operand):
      guard isSame(tested, subject), isConstant(operand) else { return false }
      switch (comparison, order(value, operand)) {
      case (.isEqual, let order?): return order == 0
      case (.isNotEqual, let order?): return order != 0
      case (.above, let order?): return order > 0
      case (.atLeast, let order?): return order >= 0
      case (.below, let order?): return order < 0
      case (.atMost, let order?): return order <= 0
      case (_, nil): return false
      }
    case .isOneOf(let tested, let values):
      return isSame(tested, subject) && items(values).contains { order(value, $0) == 0 }
    case .not(let inner):
      guard case .isOneOf(let tested, let values) = nodes[Int(inner)], isSame(tested, subject) else { return false }
      return items(values).allSatisfy { order(value, $0).map { $0 != 0 } ?? false }
    default: return false
    }
  }

  /// Whether `a` is a bound on the same side that lies no closer.
  private func isWider(_ a: NodeID, _ subject: NodeID, _ comparison: Comparison, _ bound: NodeID) -> Bool {
    guard case .compare(let other, let tested, let operand) = nodes[Int(a)], isSame(tested, subject),
      let order = order(bound, operand)
    else { return false }
    switch (comparison, other) {
    case (.above, .above), (.above, .atLeast), (.atLeast, .atLeast): return order >= 0
    case (.atLeast, .above): return order > 0
    case (.below, .below), (.below, .atMost), (.atMost, .atMost): return order <= 0
    case (.atMost, .below): return order < 0
    default: return false
    }
  }

  private func isConstant(_ id: NodeID) -> Bool {
    switch nodes[Int(id)] {
    case .text, .number, .date, .truth: true
    default: false
    }
  }

  /// Below zero, zero or above it for two constants of one kind; texts are equal or not. Nil for all else.
  private func order(_ a: NodeID, _ b: NodeID) -> Int? {
    switch (nodes[Int(a)], nodes[Int(b)]) {
    case (.text(let x), .text(let y)): x.equalsFolded(y) ? 0 : 1
    case (.number(let x), .number(let y)): x < y ? -1 : y < x ? 1 : 0
    case (.date(let x), .date(let y)): x < y ? -1 : y < x ? 1 : 0
    case (.truth(let x), .truth(let y)): x == y ? 0 : 1
    default: nil
    }
  }

  /// Whether two nodes are the same expression.
  private func isSame(_ a: NodeID, _ b: NodeID) -> Bool {
    if a == b { return true }
    func same(_ x: NodeList, _ y: NodeList) -> Bool {
      x.count == y.count && zip(items(x), items(y)).allSatisfy { isSame($0, $1) }
    }
    switch (nodes[Int(a)], nodes[Int(b)]) {
    case (.text(let x), .text(let y)): return x.equalsFolded(y)
    case (.number, .number), (.date, .date), (.truth, .truth): return order(a, b) == 0
    case (.column(let x), .column(let y)), (.lineColumn(let x), .lineColumn(let y)), (.value(let x), .value(let y)):
      return x == y
    case (.fact(let x), .fact(let y)): return x == y
    case (.all(let x), .all(let y)), (.any(let x), .any(let y)), (.join(let x), .join(let y)),
      (.firstOf(let x), .firstOf(let y)):
      return same(x, y)
    case (.not(let x), .not(let y)), (.isEmpty(let x), .isEmpty(let y)): return isSame(x, y)
    case (.compare(let c, let x, let v), .compare(let d, let y, let w)): return c == d && isSame(x, y) && isSame(v, w)
    case (.isOneOf(let x, let v), .isOneOf(let y, let w)): return isSame(x, y) && same(v, w)
    case (.contains(let x, let v), .contains(let y, let w)), (.startsWith(let x, let v), .startsWith(let y, let w)),
      (.endsWith(let x, let v), .endsWith(let y, let w)):
      return isSame(x, y) && isSame(v, w)
    case (.matches(let x, let p), .matches(let y, let q)):
      let (p, q) = (patterns[Int(p)], patterns[Int(q)])
      return isSame(x, y) && p.text == q.text && p.ignoresCase == q.ignoresCase
    case (.arithmetic(let o, let x, let v), .arithmetic(let p, let y, let w)):
      return o == p && isSame(x, y) && isSame(v, w)
    case (.cleaned(let x, let c), .cleaned(let y, let d)): return c == d && isSame(x, y)
    // What a function looks for and puts in is not folded.
    case (.call(let f, let x), .call(let g, let y)):
      return f == g && x.count == y.count && zip(items(x), items(y)).allSatisfy { isSame($0, $1) && isExact($0, $1) }
    case (.table(let t, let x, let v), .table(let u, let y, let w)): return t == u && v == w && same(x, y)
    default: return false
    }
  }

  private func isExact(_ a: NodeID, _ b: NodeID) -> Bool {
    guard case .text(let x) = nodes[Int(a)], case .text(let y) = nodes[Int(b)] else { return true }
    return x == y
  }
}
