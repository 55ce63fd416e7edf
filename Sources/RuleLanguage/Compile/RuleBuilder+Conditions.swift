import Bytes
import Calendars
import Countries
import Diagnostics
import Money
import YAMLTree

/// Conditions in plain words: `{ country: { in: [DE, FR] }, value: { above: 0 } }`, nested by `all`, `any` and `not`.
extension RuleBuilder {
  /// Compiles a condition; all entries of a mapping must hold.
  func condition(_ node: YAMLNode) -> NodeID? {
    guard case .mapping(let entries) = node.content else {
      if isUndecided(node) { return undecidedNode(node, "this condition") }
      if node.text == "always" { return add(.truth(true), at: node.range) }
      error(
        "R015", "a condition is a mapping: the column, then what must hold", node.range,
        expected: "{ column: { is: value } }, or 'always'")
      return nil
    }
    if entries.isEmpty {
      warning(
        "R016", "this condition asks nothing, so it holds always", node.range, help: "write 'always' if that is meant")
      return add(.truth(true), at: node.range)
    }
    var ids: [NodeID] = []
    var failed = false
    for entry in entries {
      if let id = clause(entry) { ids.append(id) } else { failed = true }
    }
    if failed { return nil }
    return ids.count == 1 ? ids[0] : add(.all(list(ids)), at: node.range)
  }

  /// A list of nothing, which holds always or never whatever the deal.
  private func asksNothing(_ what: String, _ range: SourceRange) -> NodeID? {
    error("R016", "\(what) asks nothing", range, help: "say what must hold, or leave it out")
    return nil
  }

  private func clause(_ entry: YAMLEntry) -> NodeID? {
    switch entry.key.text {
    case "all", "any":
      var parts: [NodeID] = []
      let items = items(entry.value, "'\(entry.key.text)'")
      for item in items { if let id = condition(item) { parts.append(id) } }
      if items.isEmpty, isSequence(entry.value) {
        return asksNothing("'\(entry.key.text)' without a condition", entry.value.range)
      }
      guard parts.count == items.count else { return nil }
      return add(entry.key.text == "all" ? .all(list(parts)) : .any(list(parts)), at: entry.keyRange)
    case "not":
      guard let inner = condition(entry.value) else { return nil }
      return add(.not(inner), at: entry.keyRange)
    case "or", "and":
      let meant = entry.key.text == "or" ? "any" : "all"
      error(
        "R013", "'\(entry.key.text)' is not a word that conditions know", entry.keyRange,
        help: "write '\(meant): [{ … }, { … }]'")
      return nil
    default:
      let subject = YAMLNode(scalar: entry.key, range: entry.keyRange)
      guard let value = formula(subject) else {
        // The subject is unknown, yet mistakes in the tests' words are told in the same pass.
        if case .mapping(let tests) = entry.value.content { for test in tests { _ = knownWord(test) } }
        return nil
      }
      return tests(value, subject, entry.value)
    }
  }

  private func tests(_ subject: TypedNode, _ subjectNode: YAMLNode, _ node: YAMLNode) -> NodeID? {
    switch node.content {
    case .scalar: return test("is", subject, subjectNode, node, node.range)
    case .sequence: return test("in", subject, subjectNode, node, node.range)
    case .mapping(let entries):
      var ids: [NodeID] = []
      for entry in entries {
        guard knownWord(entry) else { continue }
        if let id = test(entry.key.text, subject, subjectNode, entry.value, entry.keyRange) { ids.append(id) }
      }
      guard ids.count == entries.count, !ids.isEmpty else {
        if entries.isEmpty {
          error(
            "R016", "nothing is asked of this column", node.range,
            expected: "one of: \(listed(KeyGroup.test.names, limit: 30))")
        }
        return nil
      }
      refuseEmptyRange(ids, node.range)
      return ids.count == 1 ? ids[0] : add(.all(list(ids)), at: node.range)
    }
  }

  /// Bounds that no value can lie between.
  private func refuseEmptyRange(_ tests: [NodeID], _ range: SourceRange) {
    var lower: (bound: Node, isOpen: Bool)?
    var upper: (bound: Node, isOpen: Bool)?
    for test in tests {
      guard case .compare(let comparison, _, let operand) = nodes[Int(test)] else { continue }
      switch comparison {
      case .above, .atLeast: lower = (nodes[Int(operand)], comparison == .above)
      case .below, .atMost: upper = (nodes[Int(operand)], comparison == .below)
      case .isEqual, .isNotEqual: break
      }
    }
    guard let lower, let upper else { return }
    let (isEmpty, isOne): (Bool, Bool)
    switch (lower.bound, upper.bound) {
    case (.number(let low), .number(let high)): (isEmpty, isOne) = (high < low, high == low)
    case (.date(let low), .date(let high)): (isEmpty, isOne) = (high < low, high == low)
    default: return
    }
    guard isEmpty || (isOne && (lower.isOpen || upper.isOpen)) else { return }
    error("R017", "no value lies between these bounds", range, help: "the lower bound comes first, the higher second")
  }

  private func knownWord(_ entry: YAMLEntry) -> Bool {
    if KeyGroup.test.names.contains(entry.key.text) { return true }
    error(
      "R013", "'\(entry.key.text)' is not a word that conditions know", entry.keyRange,
      expected: "one of: \(listed(KeyGroup.test.names, limit: 30))",
      help: nearestName(to: entry.key.text, among: KeyGroup.test.names).map { "did you mean '\($0)'?" })
    return false
  }

  private func test(
    _ word: String, _ subject: TypedNode, _ subjectNode: YAMLNode, _ node: YAMLNode, _ range: SourceRange
  ) -> NodeID? {
    switch word {
    case "is", "is_not":
      guard isPossible(node, for: subject), let operand = operand(node, for: subject) else { return nil }
      return add(.compare(word == "is" ? .isEqual : .isNotEqual, subject.node, operand), at: range)
    case "in", "not_in":
      let items = items(node, "'\(word)'")
      let ids = items.compactMap { isPossible($0, for: subject) ? operand($0, for: subject) : nil }
      if items.isEmpty, isSequence(node) { return asksNothing("'\(word)' without a value", node.range) }
      guard ids.count == items.count, !items.isEmpty else { return nil }
      let test = add(.isOneOf(subject.node, list(ids)), at: range)
      return word == "in" ? test : add(.not(test), at: range)
    case "contains", "starts_with", "ends_with":
      guard let operand = operand(node, for: TypedNode(node: subject.node, type: .text)) else { return nil }
      let make = word == "contains" ? Node.contains : word == "starts_with" ? Node.startsWith : Node.endsWith
      return add(make(subject.node, operand), at: range)
    case "empty":
      guard let flag = yesNo(node, "'empty'") else { return nil }
      if case .fact(.taxIdentifierState) = nodes[Int(subject.node)] {
        error(
          "R017", "'tax_id.state' is never empty: without a number it is 'absent'", node.range,
          help: flag ? "write { tax_id.state: absent }" : "write { tax_id.state: { is_not: absent } }")
        return nil
      }
      let test = add(.isEmpty(subject.node), at: range)
      return flag ? test : add(.not(test), at: range)
    case "matches": return matches(subject, node, range)
    case "between":
      let items = items(node, "'between'")
      guard items.count == 2 else {
        if isSequence(node) { error("R017", "'between' takes two bounds", node.range, expected: "[lowest, highest]") }
        return nil
      }
      guard ordered(subject, subjectNode, word), let low = operand(items[0], for: subject),
        let high = operand(items[1], for: subject)
      else { return nil }
      let bounds = [(Comparison.atLeast, low), (.atMost, high)].map { add(.compare($0, subject.node, $1), at: range) }
      refuseEmptyRange(bounds, node.range)
      return add(.all(list(bounds)), at: range)
    default:
      guard ordered(subject, subjectNode, word), let operand = operand(node, for: subject) else { return nil }
      let comparison: Comparison =
        switch word {
        case "above", "after": .above
        case "below", "before": .below
        case "at_least", "on_or_after": .atLeast
        default: .atMost
        }
      return add(.compare(comparison, subject.node, operand), at: range)
    }
  }

  private func isSequence(_ node: YAMLNode) -> Bool { if case .sequence = node.content { true } else { false } }

  /// Above, below and the like need numbers; before, after and the like need dates.
  private func ordered(_ subject: TypedNode, _ node: YAMLNode, _ word: String) -> Bool {
    let isDateWord = ["before", "after", "on_or_before", "on_or_after"].contains(word)
    if word == "between", subject.type == .number || subject.type == .date { return true }
    return check(subject, is: isDateWord ? .date : .number, node.range)
  }

  /// The right-hand side: a literal of the subject's type, or `{ formula: … }`.
  private func operand(_ node: YAMLNode, for subject: TypedNode) -> NodeID? {
    if case .mapping = node.content {
      guard var reader = mapping(node, "the right-hand side", .operand) else { return nil }
      let source = reader.take("formula") ?? reader.take("from")
      finish(reader)
      guard let source else {
        error("R016", "the right-hand side must be a value or { formula: … }", node.range)
        return nil
      }
      guard let value = formula(source), check(value, is: subject.type, source.range) else { return nil }
      return value.node
    }
    guard let text = node.text else {
      error("R015", "expected one value", node.range)
      return nil
    }
    guard isSomething(node, text) else { return nil }
    switch subject.type {
    case .number: return decimal(node, "this").map { add(.number($0), at: node.range) }
    case .date: return date(node, "this").map { add(.date($0), at: node.range) }
    case .truth: return yesNo(node, "this").map { add(.truth($0), at: node.range) }
    case .text:
      if isCountry(subject) { return country(text, node) }
      return add(.text(.immortal(text)), at: node.range)
    }
  }

  /// Whether a cell can hold what is asked for: no cell holds an empty text, and holes are not filled here.
  private func isSomething(_ node: YAMLNode, _ text: String) -> Bool {
    if text.isEmpty || node.isPlainNull
      || node.scalar?.style == .plain && ["empty", "not empty"].contains(text.lowercased())
    {
      error(
        "R017", "no cell holds \(text.isEmpty ? "an empty text" : "'\(text)'") as its value", node.range,
        help: "write { empty: yes } or { empty: no }\(text.isEmpty ? "" : "; in quotes it is the word")")
      return false
    }
    if let hole = holes(in: text).first(where: { knownNames.contains($0) }) {
      error(
        "R017", "a condition compares with the words as they stand, and fills no holes", node.range,
        help: "to compare with what stands in a column: { is: { formula: \(hole) } }")
      return false
    }
    return true
  }

  /// Whether a fact of few values can be what is asked: a misspelt one would never hold.
  private func isPossible(_ node: YAMLNode, for subject: TypedNode) -> Bool {
    guard let text = node.text, !text.isEmpty else { return true }
    // Conditions take no account of case.
    let code = text.uppercased()
    if isCurrencyColumn(subject), case .unknown = code.withByteView({ Currency.find($0) }) {
      return currency(code, "this condition", node.range) != nil
    }
    if case .value(let index) = nodes[Int(subject.node)] { return isPossible(text, node, of: values[Int(index)]) }
    guard case .fact(let fact) = nodes[Int(subject.node)] else { return true }
    let known: [String]
    switch fact {
    case .taxIdentifierState: known = TreatmentTable.states
    case .currency, .companyCurrency: return currency(code, "this condition", node.range) != nil
    case .template:
      askedTemplates.append((text, node.range))
      return true
    default: return true
    }
    if known.contains(text.lowercased()) { return true }
    error(
      "R017", "'\(fact.rawValue)' is never '\(text)'", node.range, expected: "one of: \(listed(known))",
      help: suggestion(for: text, among: known))
    return false
  }

  /// The same of a value that is one of few words, whatever the deal.
  private func isPossible(_ text: String, _ node: YAMLNode, of value: NamedValue) -> Bool {
    guard value.type == .text, let texts = closedTexts(value.node) else { return true }
    var known: [String] = []
    for text in texts where !text.isEmpty && !known.contains(text) { known.append(text) }
    let wanted = foldedKey([text])
    guard !known.isEmpty, !known.contains(where: { foldedKey([$0]) == wanted }) else { return true }
    error(
      "R017", "'\(value.name)' is never '\(text)'", node.range, expected: "one of: \(listed(known))",
      help: nearestName(to: text, among: known).map { "did you mean '\($0)'?" })
    return false
  }

  func isCurrencyColumn(_ subject: TypedNode) -> Bool {
    switch nodes[Int(subject.node)] {
    case .column(let index): dealColumns[Int(index)].kind == .currency
    case .lineColumn(let index): lineColumns[Int(index)].kind == .currency
    default: false
    }
  }

  func isCountry(_ subject: TypedNode) -> Bool {
    switch nodes[Int(subject.node)] {
    case .column(let index): dealColumns[Int(index)].kind == .country
    case .lineColumn(let index): lineColumns[Int(index)].kind == .country
    case .fact(let fact): [.customerCountry, .companyCountry, .placeCountry].contains(fact)
    default: false
    }
  }

  /// A country in a condition, by code or English name, so that `DE` and `Germany` ask the same.
  func country(_ text: String, _ node: YAMLNode) -> NodeID? {
    if let country = text.withByteView({ Country.find($0) }) { return add(.text(country.alpha2), at: node.range) }
    let near = text.withByteView { Country.suggestion(for: $0) }
    error(
      "R017", "'\(text)' is not a country", node.range, expected: "an ISO 3166 code such as DE, or an English name",
      help: near.map { "did you mean \($0.alpha2)?" })
    return nil
  }

  private func matches(_ subject: TypedNode, _ node: YAMLNode, _ range: SourceRange) -> NodeID? {
    guard let pattern = pattern(node, ignoresCase: true) else { return nil }
    return add(.matches(subject.node, pattern: pattern), at: range)
  }

  func pattern(_ node: YAMLNode, ignoresCase: Bool = false) -> Int32? {
    guard let text = text(node, "a pattern") else { return nil }
    do throws(Pattern.Problem) {
      patterns.append(try Pattern(text, ignoresCase: ignoresCase))
      return Int32(patterns.count - 1)
    } catch {
      self.error("R034", error.message, place(node, error.offset, 1))
      return nil
    }
  }
}
