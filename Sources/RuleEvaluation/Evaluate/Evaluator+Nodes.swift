import Bytes
import Calendars
import Deals
import Money
import RuleLanguage

/// Walking the nodes: conditions, look-ups, arithmetic.
extension Evaluator {
  /// Whether a condition holds; a failed part makes the deal a hold and the condition false.
  func holds(_ id: NodeID) -> Bool {
    if case .truth(let truth) = value(id) { return truth }
    return false
  }

  /// The value of a node for the deal, and the product line, at hand.
  ///
  /// Only chooses who works it out: what is asked most costs a jump then, not the room that the rarest kind needs.
  func value(_ id: NodeID) -> Value {
    switch store.node(id) {
    case .text(let text): return .text(text)
    case .number(let number): return .number(number)
    case .date(let date): return .date(date)
    case .truth(let truth): return .truth(truth)
    case .missing: return .missing
    case .column(let index): return column(Int(index))
    case .lineColumn(let index): return lineColumn(Int(index))
    case .value(let index): return namedValue(Int(index))
    case .fact(let fact): return self.fact(fact)
    case .join(let list): return joined(list)
    case .firstOf(let list): return firstOf(list)
    case .firstEmail(let list): return emails(list, first: true)
    case .otherEmails(let list): return emails(list, first: false)
    case .table(let table, let keys, let column): return lookUp(Int(table), keys, Int(column))
    case .choice(let table, let keys, let choices): return chosen(Int(table), keys, choices)
    case .when(let pairs, let otherwise): return when(pairs, otherwise)
    case .arithmetic(let op, let a, let b): return arithmetic(op, a, b, id)
    case .call(let function, let list): return call(function, list, id)
    case .all(let list): return all(list)
    case .any(let list): return any(list)
    case .not(let a): return not(a)
    case .compare(let comparison, let a, let b): return compare(comparison, a, b)
    case .isOneOf(let a, let list): return isOneOf(a, list)
    case .isEmpty(let a): return isEmpty(a)
    case .contains(let a, let b): return contains(a, b)
    case .startsWith(let a, let b): return startsWith(a, b)
    case .endsWith(let a, let b): return endsWith(a, b)
    case .matches(let a, let pattern): return matches(a, Int(pattern))
    case .cleaned(let inner, let cleaning): return cleanedNode(inner, cleaning)
    case .orDefault(let a, let b, let rule): return orDefault(a, b, Int(rule))
    case .todo(let inner): return decided(inner, id)
    case .rule(let a, let rule): return ofRule(a, Int(rule))
    }
  }

  @inline(never)
  private func ofRule(_ id: NodeID, _ rule: Int) -> Value {
    if let trace { trace.enter(rules.rules[rule]) }
    return value(id)
  }

  @inline(never)
  private func firstOf(_ list: NodeList) -> Value {
    for i in 0..<list.count {
      let value = value(store.item(list, i))
      if !value.isMissing, !value.isEmptyText { return value }
    }
    return .missing
  }

  @inline(never)
  private func when(_ pairs: NodeList, _ otherwise: NodeID) -> Value {
    var i: Int32 = 0
    while i < pairs.count {
      switch value(store.item(pairs, i)) {
      case .truth(true): return value(store.item(pairs, i + 1))
      case .failed: return .failed
      default: i += 2
      }
    }
    return otherwise < 0 ? .missing : value(otherwise)
  }

  @inline(never)
  private func orDefault(_ a: NodeID, _ b: NodeID, _ rule: Int) -> Value {
    let first = value(a)
    guard first.isMissing || first.isEmptyText else { return first }
    let second = value(b)
    if !second.isMissing {
      countDefault(rule)
      if let trace { trace.usedDefault(rules.rules[rule]) }
    }
    return second
  }

  /// A field may be worked out more than once, as a fact and for itself; its default counts once a deal or product.
  private func countDefault(_ rule: Int) {
    let place = UInt64(stamp) << 32 | UInt64(line + 1)
    guard defaultPlaces[rule] != place, countsDefaults else { return }
    defaultPlaces[rule] = place
    defaultsUsed[rule] += 1
  }

  @inline(never)
  private func namedValue(_ index: Int) -> Value {
    // A value that looks at a product line would differ from line to line; those are never kept.
    if line < 0, trace == nil, let known = values.value(index, stamp) { return known }
    let value = value(plan.values[index])
    if line < 0 { values.set(index, stamp, value) }
    return value
  }

  @inline(never)
  private func joined(_ list: NodeList) -> Value {
    // A single part is that part's text.
    if list.count == 1 { return asText(value(store.item(list, 0))) }
    let start = scratch.count
    var hasVariable = false
    var hasValue = false
    for i in 0..<list.count {
      let id = store.item(list, i)
      if case .text(let words) = store.node(id) {
        scratch.append(words)
        continue
      }
      hasVariable = true
      let part = value(id)
      switch part {
      case .missing: continue
      case .failed:
        scratch.truncate(to: start)
        return .failed
      case .text(let text):
        hasValue = true
        scratch.append(text)
      default:
        hasValue = true
        append(part)
      }
    }
    guard hasValue || !hasVariable else {
      scratch.truncate(to: start)
      return .missing
    }
    return .text(arena.take(from: &scratch, startingAt: start))
  }

  /// Appends a value as words to the scratch text.
  func append(_ value: Value) {
    switch value {
    case .text(let text): scratch.append(text)
    case .number(let number): number.append(to: &scratch)
    case .date(let date): date.append(to: &scratch)
    case .truth(let truth): scratch.append(truth ? "yes" : "no")
    case .missing, .failed: break
    }
  }

  /// Numbers, dates and truths as text.
  @inline(__always)
  func asText(_ value: Value) -> Value {
    switch value {
    case .text, .missing, .failed: return value
    default: return written(value)
    }
  }

  @inline(never)
  private func written(_ value: Value) -> Value {
    let start = scratch.count
    append(value)
    return .text(arena.take(from: &scratch, startingAt: start))
  }

  // MARK: Tests

  @inline(never)
  private func all(_ list: NodeList) -> Value {
    for i in 0..<list.count {
      switch value(store.item(list, i)) {
      case .truth(true): continue
      case .failed: return .failed
      default: return .truth(false)
      }
    }
    return .truth(true)
  }

  @inline(never)
  private func any(_ list: NodeList) -> Value {
    for i in 0..<list.count {
      switch value(store.item(list, i)) {
      case .truth(true): return .truth(true)
      case .failed: return .failed
      default: continue
      }
    }
    return .truth(false)
  }

  @inline(never)
  private func not(_ a: NodeID) -> Value {
    switch value(a) {
    case .truth(let truth): return .truth(!truth)
    case .failed: return .failed
    default: return .truth(true)
    }
  }

  @inline(never)
  private func compare(_ comparison: Comparison, _ a: NodeID, _ b: NodeID) -> Value {
    compared(comparison, value(a), value(b))
  }

  @inline(__always)
  private func compared(_ comparison: Comparison, _ a: Value, _ b: Value) -> Value {
    let order: Int
    switch (a, b) {
    case (.failed, _), (_, .failed): return .failed
    case (.text(let x), .text(let y)):
      let equal = x.equalsFolded(y)
      return .truth(comparison == .isNotEqual ? !equal : equal)
    case (.number(let x), .number(let y)): order = x < y ? -1 : y < x ? 1 : 0
    case (.date(let x), .date(let y)): order = x < y ? -1 : y < x ? 1 : 0
    case (.truth(let x), .truth(let y)): order = x == y ? 0 : 1
    // Nothing is equal to, above or below something that is not there.
    default: return .truth(comparison == .isNotEqual)
    }
    switch comparison {
    case .isEqual: return .truth(order == 0)
    case .isNotEqual: return .truth(order != 0)
    case .above: return .truth(order > 0)
    case .below: return .truth(order < 0)
    case .atLeast: return .truth(order >= 0)
    case .atMost: return .truth(order <= 0)
    }
  }

  @inline(never)
  private func isOneOf(_ a: NodeID, _ list: NodeList) -> Value {
    let value = value(a)
    if case .failed = value { return .failed }
    for i in 0..<list.count {
      if case .truth(true) = compared(.isEqual, value, self.value(store.item(list, i))) { return .truth(true) }
    }
    return .truth(false)
  }

  @inline(never)
  private func isEmpty(_ a: NodeID) -> Value {
    switch value(a) {
    case .missing: return .truth(true)
    case .failed: return .failed
    case .text(let text): return .truth(text.isEmpty)
    default: return .truth(false)
    }
  }

  @inline(never)
  private func matches(_ a: NodeID, _ pattern: Int) -> Value {
    switch asText(value(a)) {
    case .text(let text): return .truth(rules.patterns[pattern].matches(text))
    case .failed: return .failed
    default: return .truth(false)
    }
  }

  @inline(never)
  private func contains(_ a: NodeID, _ b: NodeID) -> Value { textTest(a, b) { $0.containsFolded($1) } }

  @inline(never)
  private func startsWith(_ a: NodeID, _ b: NodeID) -> Value {
    textTest(a, b) { $0.count >= $1.count && $0.slice(0, $1.count).equalsFolded($1) }
  }

  @inline(never)
  private func endsWith(_ a: NodeID, _ b: NodeID) -> Value {
    textTest(a, b) { $0.count >= $1.count && $0.slice($0.count - $1.count, $0.count).equalsFolded($1) }
  }

  private func textTest(_ a: NodeID, _ b: NodeID, _ test: (ByteView, ByteView) -> Bool) -> Value {
    let left = asText(value(a))
    let right = asText(value(b))
    switch (left, right) {
    case (.failed, _), (_, .failed): return .failed
    case (.text(let x), .text(let y)): return .truth(test(x, y))
    default: return .truth(false)
    }
  }

  // MARK: Tables

  /// The folded key in the scratch text, from `start` on; nil when a part is missing or failed.
  private func key(_ keys: NodeList, _ start: Int) -> Value? {
    for i in 0..<keys.count {
      if i > 0 { scratch.append(0x1F) }
      let part = value(store.item(keys, i))
      switch part {
      case .text(let text): text.trimmed.appendFolded(to: &scratch)
      // One key alone must be there; of several an empty one is a key like others.
      case .missing: if keys.count == 1 { return .missing }
      case .failed: return .failed
      // 19, 19.0 and 19.00 are one key.
      case .number(let number): number.trimmed.append(to: &scratch)
      default: append(part)
      }
    }
    return nil
  }

  /// The row for the keys, the row after the last meaning `otherwise`; or the value to stop with.
  private func row(_ index: Int, _ keys: NodeList) -> (row: Int, stop: Value?) {
    let start = scratch.count
    // One text as key is remembered: what a line is called is often asked of one table for several fields.
    var single: ByteView?
    if keys.count == 1, case .text(let text) = value(store.item(keys, 0)) {
      if let known = tables.known(index, text, stamp) { return (known, nil) }
      single = text
      text.trimmed.appendFolded(to: &scratch)
    } else if let stop = key(keys, start) {
      scratch.truncate(to: start)
      if case .missing = stop, tables[index].hasOtherwise { return (tables[index].rowCount, nil) }
      return (0, stop)
    }
    let row = tables[index].row(scratch.view(start, scratch.count))
    if row == nil, !tables[index].hasOtherwise {
      // One text is told as it stands in the cell.
      let key = (single?.trimmed ?? scratch.view(start, scratch.count)).string
      scratch.truncate(to: start)
      if tables[index].missesAreMissing { return (0, .missing) }
      hold(unknownKey(key, index, cell: keys.count == 1 ? onlyCell(of: store.item(keys, 0)) : nil))
      return (0, .failed)
    }
    scratch.truncate(to: start)
    let found = row ?? tables[index].rowCount
    if let single { tables.note(index, single, stamp, found) }
    return (found, nil)
  }

  @inline(never)
  private func lookUp(_ index: Int, _ keys: NodeList, _ column: Int) -> Value {
    let (row, stop) = row(index, keys)
    if let stop { return stop }
    if let trace { trace.lookedUp(rules.tables[index], row: row < tables[index].rowCount ? row : nil) }
    let text = tables[index].value(row, column)
    return text.isEmpty ? .missing : .text(text)
  }

  /// The value of a look-up unless its row still says TODO.
  @inline(never)
  private func decided(_ inner: NodeID, _ id: NodeID) -> Value {
    var place = rules.nodeRanges[Int(id)]
    if inner >= 0 {
      let found = value(inner)
      guard case .text(let text) = found, text.equals("TODO") else { return found }
      if case .table(let index, let keys, _) = rules.nodes[Int(inner)] {
        let table = rules.tables[Int(index)]
        let row = row(Int(index), keys).row
        place = row < table.rows.count ? table.rows[row].range : table.otherwiseRange ?? table.range
      }
    }
    hold(undecided(at: place))
    return .failed
  }

  @inline(never)
  private func chosen(_ index: Int, _ keys: NodeList, _ choices: NodeList) -> Value {
    let (row, stop) = row(index, keys)
    if let stop { return stop }
    if let trace { trace.lookedUp(rules.tables[index], row: row < tables[index].rowCount ? row : nil) }
    return value(store.item(choices, Int32(row)))
  }

  // MARK: Text

  /// A node's text cleaned; most often the node is a column of texts, whose cell is then looked at once.
  @inline(never)
  private func cleanedNode(_ id: NodeID, _ cleaning: Cleaning) -> Value {
    switch store.node(id) {
    case .column(let index) where trace == nil && plan.dealCells[Int(index)].isPlainText:
      return cleaned(typed(dealRow[Int(index)], plan.dealCells[Int(index)], Int(index), isLine: false), cleaning)
    case .lineColumn(let index) where trace == nil && line >= 0 && plan.lineCells[Int(index)].isPlainText:
      return cleaned(typed(lineRow[Int(index)], plan.lineCells[Int(index)], Int(index), isLine: true), cleaning)
    default: return cleaned(value(id), cleaning)
    }
  }

  @inline(__always)
  private func cleaned(_ value: Value, _ cleaning: Cleaning) -> Value {
    if case .text(let text) = value, cleaning.isSubset(of: [.trim, .collapse]) {
      let trimmed = cleaning.contains(.trim) ? text.trimmed : text
      if trimmed.isEmpty { return .missing }
      if !cleaning.contains(.collapse) || !trimmed.mayHaveUnevenBlanks { return .text(trimmed) }
    }
    return cleanedSlowly(value, cleaning)
  }

  @inline(never)
  private func cleanedSlowly(_ value: Value, _ cleaning: Cleaning) -> Value {
    let text: ByteView
    switch asText(value) {
    case .text(let found): text = found
    case let other: return other
    }
    let trimmed = cleaning.contains(.trim) ? text.trimmed : text
    if trimmed.isEmpty { return .missing }
    let needsCase = cleaning.contains(.upper) || cleaning.contains(.lower)
    if !needsCase, !(cleaning.contains(.collapse) && trimmed.hasRunsOfBlanks) { return .text(trimmed) }
    let start = scratch.count
    if cleaning.contains(.collapse) { trimmed.appendCollapsed(to: &scratch) } else { scratch.append(trimmed) }
    changeCase(from: start, cleaning)
    let cleaned = arena.take(from: &scratch, startingAt: start)
    guard cleaning.contains(.trim) else { return .text(cleaned) }
    // A control character at an end has become a blank.
    let result = cleaned.trimmed
    return result.isEmpty ? .missing : .text(result)
  }
}

extension ByteView {
  /// Whether `needle` stands in these bytes, the case of letters aside.
  func containsFolded(_ needle: ByteView) -> Bool {
    if needle.isEmpty { return true }
    guard count >= needle.count else { return false }
    for start in 0...(count - needle.count) where slice(start, start + needle.count).equalsFolded(needle) {
      return true
    }
    return false
  }

  /// Whether collapsing would change anything: two blanks in a row, a control character, a no-break space.
  var hasRunsOfBlanks: Bool {
    guard mayHaveUnevenBlanks else { return false }
    var wasBlank = false
    for i in 0..<count {
      let byte = self[i]
      if byte < 0x20 || byte == 0x7F { return true }
      let isBlank = byte == 0x20
      if isBlank, wasBlank { return true }
      if byte == 0xC2, i + 1 < count, self[i + 1] == 0xA0 { return true }
      wasBlank = isBlank
    }
    return false
  }

  /// Appends these bytes with every run of blanks, no-break spaces and control characters as one space.
  func appendCollapsed(to out: inout ByteBuffer) {
    var wasBlank = false
    var i = 0
    while i < count {
      let byte = self[i]
      let isNoBreak = byte == 0xC2 && i + 1 < count && self[i + 1] == 0xA0
      if byte <= 0x20 || byte == 0x7F || isNoBreak {
        if !wasBlank { out.append(0x20) }
        wasBlank = true
        i += isNoBreak ? 2 : 1
      } else {
        out.append(byte)
        wasBlank = false
        i += 1
      }
    }
  }
}
