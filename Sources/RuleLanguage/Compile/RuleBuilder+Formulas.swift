import Bytes
import Diagnostics
import Money
import YAMLTree

/// Formulas and texts with holes, from words to nodes.
extension RuleBuilder {
  /// Compiles the formula in a scalar.
  func formula(_ node: YAMLNode) -> TypedNode? {
    guard let text = node.text else {
      error("R015", "expected a formula: a column, a number, or both with operators", node.range)
      return nil
    }
    return formula(text, node, base: 0)
  }

  /// Compiles a formula whose text starts `base` scalars into the node's text.
  func formula(_ text: String, _ node: YAMLNode, base: Int) -> TypedNode? {
    do throws(FormulaProblem) {
      return compile(try FormulaParser.parse(text), node, base)
    } catch {
      self.error("R018", error.message, place(error, node, base: base), help: error.help)
      return nil
    }
  }

  private func compile(_ f: Formula, _ node: YAMLNode, _ base: Int) -> TypedNode? {
    let range = place(node, base + f.offset, f.length)
    switch f.kind {
    case .number(let value): return TypedNode(node: add(.number(value), at: range), type: .number)
    case .text(let text): return TypedNode(node: add(.text(.immortal(text)), at: range), type: .text)
    case .name(let name): return resolve(name, at: range)
    case .header(let header): return headerColumn(header, at: range)
    case .negate(let inner):
      guard let value = compile(inner, node, base), check(value, is: .number, range) else { return nil }
      let zero = add(.number(.zero), at: range)
      return TypedNode(node: add(.arithmetic(.subtract, zero, value.node), at: range), type: .number)
    case .operation(let op, let left, let right): return operation(op, left, right, node, base, range)
    case .call(let name, let arguments): return call(name, arguments, node, base, range)
    }
  }

  private func operation(
    _ op: Formula.Operator, _ left: Formula, _ right: Formula, _ node: YAMLNode, _ base: Int, _ range: SourceRange
  ) -> TypedNode? {
    let a = compile(left, node, base)
    let b = compile(right, node, base)
    guard let a, let b else { return nil }
    if op == .join { return TypedNode(node: add(.join(list([a.node, b.node])), at: range), type: .text) }
    guard check(a, is: .number, place(node, base + left.offset, left.length)),
      check(b, is: .number, place(node, base + right.offset, right.length))
    else { return nil }
    let arithmetic: Arithmetic =
      switch op {
      case .add: .add
      case .subtract: .subtract
      case .multiply: .multiply
      case .divide, .join: .divide
      }
    return TypedNode(node: add(.arithmetic(arithmetic, a.node, b.node), at: range), type: .number)
  }

  private func call(
    _ name: String, _ arguments: [Formula], _ node: YAMLNode, _ base: Int, _ range: SourceRange
  ) -> TypedNode? {
    guard let function = Function(rawValue: name) else {
      let names = Function.allCases.map(\.rawValue)
      error(
        "R020", "there is no function '\(name)'", range.part(0, name.count), help: suggestion(for: name, among: names))
      return nil
    }
    let compiled = arguments.map { compile($0, node, base) }
    let (types, repeats, result) = function.signature
    guard repeats ? arguments.count >= types.count : arguments.count == types.count else {
      let count = repeats ? "at least \(types.count)" : "\(types.count)"
      error(
        "R020", "\(name) takes \(count) argument\(types.count == 1 ? "" : "s")", range,
        expected: "\(name)(\(types.map(\.rawValue).joined(separator: ", ")))")
      return nil
    }
    var ids: [NodeID] = []
    var type = result
    for (index, value) in compiled.enumerated() {
      guard let value else { return nil }
      // first_of takes the type of what it is given.
      if function == .firstOf {
        if index == 0 { type = value.type }
        guard check(value, is: type, place(node, base + arguments[index].offset, arguments[index].length)) else {
          return nil
        }
      } else {
        let wanted = types[min(index, types.count - 1)]
        let range = place(node, base + arguments[index].offset, arguments[index].length)
        guard wanted == .text || check(value, is: wanted, range) else { return nil }
      }
      ids.append(value.node)
    }
    if function == .dateText, case .text(let pattern) = nodes[Int(ids[1])] {
      checkDatePattern(pattern.string, place(node, base + arguments[1].offset, arguments[1].length))
    }
    if ids.count == 2, let count = constantNumber(ids[1]) {
      let place = place(node, base + arguments[1].offset, arguments[1].length)
      guard checkCount(count, of: function, place) else { return nil }
    }
    if function == .firstOf { return TypedNode(node: add(.firstOf(list(ids)), at: range), type: type) }
    return TypedNode(node: add(.call(function, list(ids)), at: range), type: type)
  }

  /// The number that a node is whatever the deal, with a sign before it.
  private func constantNumber(_ id: NodeID) -> ExactDecimal? {
    switch nodes[Int(id)] {
    case .number(let number): return number
    case .arithmetic(.subtract, let zero, let number):
      guard case .number(let zero) = nodes[Int(zero)], case .number(let number) = nodes[Int(number)] else { return nil }
      return zero.subtracting(number)
    default: return nil
    }
  }

  /// Whether a function can do with this number of digits, letters, days or months: with others it gives nothing.
  private func checkCount(_ count: ExactDecimal, of function: Function, _ range: SourceRange) -> Bool {
    let (limits, what): (ClosedRange<Int64>, String)
    switch function {
    case .round: (limits, what) = (0...10, "decimals")
    case .left, .right, .pad: (limits, what) = (0...1000, "letters")
    case .addDays: (limits, what) = (-100_000...100_000, "days")
    case .addMonths: (limits, what) = (-100_000...100_000, "months")
    default: return true
    }
    if count.scale == 0, limits.contains(count.mantissa) { return true }
    error(
      "R020", "\(function.rawValue) cannot take \(count.description) \(what)", range,
      expected: "a whole number from \(limits.lowerBound) to \(limits.upperBound)")
    return false
  }

  /// A pattern of `date_text` says the date with these alone; other letters of dates would stand on the invoice.
  private func checkDatePattern(_ pattern: String, _ range: SourceRange) {
    var rest = pattern[...]
    while let letter = rest.first {
      if let known = ["YYYY", "YY", "MM", "DD"].first(where: { rest.hasPrefix($0) }) {
        rest = rest.dropFirst(known.count)
        if let next = rest.first, next == known.last {
          error("R020", "date_text does not know '\(known)\(next)'", range, expected: "YYYY, YY, MM or DD")
          return
        }
        continue
      }
      if letter.isASCII, letter.isLetter {
        let alone = "YMD".contains(letter) ? " alone" : ""
        error(
          "R020", "date_text does not know '\(letter)'\(alone)", range, expected: "YYYY, YY, MM or DD, in capitals")
        return
      }
      rest = rest.dropFirst()
    }
  }

  /// Whether a value has the wanted type; an error if not.
  func check(_ value: TypedNode, is type: ValueType, _ range: SourceRange) -> Bool {
    if value.type == type { return true }
    var help: String?
    if value.type == .text {
      switch type {
      case .number: help = "declare the column with 'type: number', or write number(…)"
      case .date: help = "declare the column with 'type: date'"
      default: break
      }
    }
    error("R019", "this is \(value.type.article), but \(type.article) is needed here", range, help: help)
    return false
  }

  /// A text with holes as one node.
  func textTemplate(_ node: YAMLNode) -> NodeID? {
    guard let text = node.text else {
      error("R015", "expected a text", node.range)
      return nil
    }
    if node.isPlainNull { return add(.missing, at: node.range) }
    let parts: [TextPart]
    do throws(FormulaProblem) {
      parts = try TextPart.split(text)
    } catch {
      self.error("R018", error.message, place(error, node), help: error.help)
      return nil
    }
    var ids: [NodeID] = []
    var failed = false
    for part in parts {
      switch part {
      case .words(let words): ids.append(add(.text(.immortal(words)), at: node.range))
      case .hole(let hole, let offset):
        if let value = formula(hole, node, base: offset) { ids.append(value.node) } else { failed = true }
      }
    }
    if failed { return nil }
    if ids.isEmpty { return add(.missing, at: node.range) }
    return ids.count == 1 ? ids[0] : add(.join(list(ids)), at: node.range)
  }
}
