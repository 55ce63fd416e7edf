import Bytes
import Calendars
import Money
import RuleLanguage

/// Puts compiled values and conditions into English; what has an id of its own becomes an entry below the sentence.
struct Phrases {
  let rules: CompiledRules
  /// How each rule is called: its own id, or what it decides and which it is.
  let names: [String]

  init(_ rules: CompiledRules) {
    self.rules = rules
    var counts: [String: Int] = [:]
    names = rules.rules.map { rule in
      guard let at = rule.id.firstIndex(of: "@") else { return rule.id }
      let stem = rule.target == "customer.tax_id" ? "\(rule.target) outcome" : String(rule.id[..<at])
      counts[stem, default: 0] += 1
      return "\(stem) #\(counts[stem] ?? 0)"
    }
  }

  /// A value in words, and the rules within it.
  func value(_ id: NodeID) -> (words: String, parts: [RuleSheet.Entry]) {
    var parts: [RuleSheet.Entry] = []
    let words = phrase(id, &parts)
    return (words, parts)
  }

  func condition(_ id: NodeID) -> (words: String, parts: [RuleSheet.Entry]) {
    var parts: [RuleSheet.Entry] = []
    let words = test(id, &parts)
    return (words, parts)
  }

  private func items(_ list: NodeList) -> [NodeID] {
    Array(rules.lists[Int(list.start)..<Int(list.start + list.count)])
  }

  private func phrase(_ id: NodeID, _ parts: inout [RuleSheet.Entry]) -> String {
    switch rules.nodes[Int(id)] {
    case .text(let text): return "“\(text)”"
    case .number(let number): return number.description
    case .date(let date): return date.description
    case .truth(let truth): return truth ? "yes" : "no"
    case .missing: return "nothing"
    case .column(let index): return rules.dealColumns[Int(index)].name
    case .lineColumn(let index): return rules.lineColumns[Int(index)].name
    case .value(let index): return rules.values[Int(index)].name
    case .fact(let fact): return fact.rawValue
    case .join(let list):
      let words = items(list).map { item -> String in
        if case .text(let text) = rules.nodes[Int(item)] { return text.string }
        return "‹\(phrase(item, &parts))›"
      }
      return "“\(words.joined())”"
    case .firstOf(let list): return "the first that is there of \(listed(items(list), &parts))"
    case .firstEmail(let list): return "the first well-formed e-mail address in \(listed(items(list), &parts))"
    case .otherEmails(let list): return "all other well-formed e-mail addresses in \(listed(items(list), &parts))"
    case .table(let index, let keys, let column):
      let table = rules.tables[Int(index)]
      let what = table.valueNames.count > 1 ? "the \(table.valueNames[Int(column)]) that" : "what"
      return "\(what) table \(table.name) has for \(listed(items(keys), &parts, last: "with"))"
    case .choice(let index, let keys, _):
      let table = rules.tables[Int(index)]
      return "the column that table \(table.name) names for \(listed(items(keys), &parts, last: "with"))"
    case .when(let pairs, let otherwise): return rows(items(pairs), otherwise, &parts)
    case .arithmetic(let op, let a, let b):
      let sign =
        switch op {
        case .add: "+"
        case .subtract: "−"
        case .multiply: "×"
        case .divide: "÷"
        }
      return "(\(phrase(a, &parts)) \(sign) \(phrase(b, &parts)))"
    case .call(.number, let list) where list.count == 1: return phrase(items(list)[0], &parts)
    case .call(let function, let list):
      return "\(function.rawValue)(\(items(list).map { phrase($0, &parts) }.joined(separator: ", ")))"
    case .cleaned(let inner, let cleaning):
      let words = cleaning.subtracting(.collapse).phrase
      return phrase(inner, &parts) + (words.isEmpty ? "" : ", \(words)")
    case .todo(let inner):
      return inner < 0 ? "still to be decided (TODO)" : "\(phrase(inner, &parts)) (to be decided where it says TODO)"
    case .orDefault(let first, let second, let rule):
      let words = "\(phrase(first, &parts)), or else \(phrase(second, &parts))"
      // The default of a field belongs to the field's rule; that of a value within it has a name of its own.
      if rules.rules[Int(rule)].id.contains("@") {
        parts.append(
          RuleSheet.Entry(id: names[Int(rule)], sentence: "When that is missing: \(phrase(second, &parts))."))
      }
      return words
    case .rule(let inner, let rule):
      var below: [RuleSheet.Entry] = []
      let words = phrase(inner, &below)
      parts.append(RuleSheet.Entry(id: names[Int(rule)], sentence: "Gives \(words).", parts: below))
      return "the value of \(names[Int(rule)])"
    case .all, .any, .not, .compare, .isOneOf, .isEmpty, .contains, .startsWith, .endsWith, .matches:
      return test(id, &parts)
    }
  }

  /// The rows of a choice become entries; the sentence only says that there is one.
  private func rows(_ pairs: [NodeID], _ otherwise: NodeID, _ parts: inout [RuleSheet.Entry]) -> String {
    for index in stride(from: 0, to: pairs.count, by: 2) {
      guard case .rule(let inner, let rule) = rules.nodes[Int(pairs[index + 1])] else { continue }
      var below: [RuleSheet.Entry] = []
      let condition = test(pairs[index], &below)
      let value = phrase(inner, &below)
      parts.append(RuleSheet.Entry(id: names[Int(rule)], sentence: "If \(condition): \(value).", parts: below))
    }
    if otherwise >= 0, case .rule(let inner, let rule) = rules.nodes[Int(otherwise)] {
      var below: [RuleSheet.Entry] = []
      let value = phrase(inner, &below)
      parts.append(RuleSheet.Entry(id: names[Int(rule)], sentence: "Otherwise: \(value).", parts: below))
    }
    return "what the first fitting row says"
  }

  private func listed(_ ids: [NodeID], _ parts: inout [RuleSheet.Entry], last: String = "and") -> String {
    let words = ids.map { phrase($0, &parts) }
    guard words.count > 1 else { return words.first ?? "nothing" }
    return "\(words.dropLast().joined(separator: ", ")) \(last) \(words.last ?? "")"
  }

  // MARK: Conditions

  private func test(_ id: NodeID, _ parts: inout [RuleSheet.Entry]) -> String {
    switch rules.nodes[Int(id)] {
    case .truth(let truth): return truth ? "always" : "never"
    case .all(let list):
      let tests = items(list)
      if tests.isEmpty { return "always" }
      return tests.map { bracketed($0, &parts, isAny: true) }.joined(separator: " and ")
    case .any(let list): return items(list).map { bracketed($0, &parts, isAny: false) }.joined(separator: " or ")
    case .not(let inner): return negated(inner, &parts)
    case .compare(let comparison, let a, let b):
      return "\(phrase(a, &parts)) \(word(comparison)) \(phrase(b, &parts))"
    case .isOneOf(let a, let list): return "\(phrase(a, &parts)) is one of \(commas(items(list), &parts))"
    case .isEmpty(let a): return "\(phrase(a, &parts)) is empty"
    case .contains(let a, let b): return "\(phrase(a, &parts)) contains \(phrase(b, &parts))"
    case .startsWith(let a, let b): return "\(phrase(a, &parts)) starts with \(phrase(b, &parts))"
    case .endsWith(let a, let b): return "\(phrase(a, &parts)) ends with \(phrase(b, &parts))"
    case .matches(let a, let pattern):
      return "\(phrase(a, &parts)) has the form \(rules.patterns[Int(pattern)].text)"
    default: return "\(phrase(id, &parts)) is yes"
    }
  }

  private func negated(_ id: NodeID, _ parts: inout [RuleSheet.Entry]) -> String {
    switch rules.nodes[Int(id)] {
    case .isEmpty(let a): return "\(phrase(a, &parts)) is not empty"
    case .isOneOf(let a, let list): return "\(phrase(a, &parts)) is none of \(commas(items(list), &parts))"
    case .contains(let a, let b): return "\(phrase(a, &parts)) does not contain \(phrase(b, &parts))"
    case .startsWith(let a, let b): return "\(phrase(a, &parts)) does not start with \(phrase(b, &parts))"
    case .endsWith(let a, let b): return "\(phrase(a, &parts)) does not end with \(phrase(b, &parts))"
    case .matches(let a, let pattern):
      return "\(phrase(a, &parts)) does not have the form \(rules.patterns[Int(pattern)].text)"
    case .column, .lineColumn, .value, .fact: return "\(phrase(id, &parts)) is not yes"
    default: return "it is not so that (\(test(id, &parts)))"
    }
  }

  /// Mixed `and` and `or` get brackets.
  private func bracketed(_ id: NodeID, _ parts: inout [RuleSheet.Entry], isAny: Bool) -> String {
    let words = test(id, &parts)
    switch rules.nodes[Int(id)] {
    case .any(let list) where isAny && list.count > 1: return "(\(words))"
    case .all(let list) where !isAny && list.count > 1: return "(\(words))"
    default: return words
    }
  }

  private func commas(_ ids: [NodeID], _ parts: inout [RuleSheet.Entry]) -> String {
    ids.map { phrase($0, &parts) }.joined(separator: ", ")
  }

  private func word(_ comparison: Comparison) -> String {
    switch comparison {
    case .isEqual: "is"
    case .isNotEqual: "is not"
    case .above: "is above"
    case .below: "is below"
    case .atLeast: "is at least"
    case .atMost: "is at most"
    }
  }
}
