import Bytes
public import Diagnostics
public import RuleLanguage

/// One branch of the rules in words: what coverage lists and tests should reach.
public struct Branch: Sendable {
  public enum Kind: String, Sendable, CaseIterable {
    case skip, check, row, otherwise, value
    case taxID = "tax id"
    case table = "table row"
    case fallback = "default"
    case line, template
  }
  public let firing: Firing
  public let kind: Kind
  /// What it decides, with its own name: `template in-the-eu`, `items: Licence`.
  public let name: String
  public let range: SourceRange
  /// Earlier branches of which the first that holds decides, with their conditions; empty where order plays no part.
  public let earlier: [(condition: NodeID, branch: Firing)]
  /// Its own condition, or −1.
  public let condition: NodeID
}

extension CompiledRules {
  /// Every branch, table row, default, check, skip, line and template, in the order of the file.
  public var branches: [Branch] {
    var all = skipBranches + checkBranches + outcomeBranches + whenBranches + defaultBranches + tableBranches
    var seen: Set<Int32> = []
    for line in templates.flatMap(\.lines) where seen.insert(line.rule).inserted {
      let rule = rules[Int(line.rule)]
      all.append(branch(.rule(Int(line.rule)), .line, rule.id, rule.range, line.condition))
    }
    if templates.count > 1 {
      for (index, template) in templates.enumerated() {
        all.append(branch(.template(index), .template, template.name, template.range))
      }
    }
    return all.enumerated().sorted { a, b in
      let (x, y) = (a.element.range, b.element.range)
      return (x.file == file ? 0 : 1, x.file, x.line, x.column, a.offset)
        < (y.file == file ? 0 : 1, y.file, y.line, y.column, b.offset)
    }.map(\.element)
  }

  private func branch(
    _ firing: Firing, _ kind: Branch.Kind, _ name: String, _ range: SourceRange, _ condition: NodeID = -1,
    earlier: [(condition: NodeID, branch: Firing)] = []
  ) -> Branch {
    Branch(firing: firing, kind: kind, name: name, range: range, earlier: earlier, condition: condition)
  }

  private var skipBranches: [Branch] {
    skips.indices.map { index in
      let skip = skips[index]
      let rule = rules[Int(skip.rule)]
      return branch(
        .rule(Int(skip.rule)), .skip, rule.id, rule.range, skip.condition,
        earlier: skips[..<index].map { ($0.condition, .rule(Int($0.rule))) })
    }
  }

  private var checkBranches: [Branch] {
    checks.map { check in
      let rule = rules[Int(check.rule)]
      return branch(.rule(Int(check.rule)), .check, rule.id, rule.range, check.condition)
    }
  }

  private var outcomeBranches: [Branch] {
    let outcomes = customer.taxIdentifier?.outcomes ?? []
    return outcomes.indices.map { index in
      let outcome = outcomes[index]
      let rule = rules[Int(outcome.rule)]
      return branch(
        .rule(Int(outcome.rule)), .taxID, name(of: rule, "outcome \(index + 1): \(outcome.action.rawValue)"),
        rule.range,
        outcome.condition, earlier: outcomes[..<index].map { ($0.condition, .rule(Int($0.rule))) })
    }
  }

  /// Rows of every `when`, and values with an id of their own.
  private var whenBranches: [Branch] {
    var all: [Branch] = []
    var inWhen: Set<Int32> = []
    for node in nodes {
      guard case .when(let pairs, let otherwise) = node else { continue }
      var earlier: [(condition: NodeID, branch: Firing)] = []
      for index in stride(from: 0, to: pairs.count, by: 2) {
        let condition = lists[Int(pairs.start + index)]
        guard case .rule(_, let rule) = nodes[Int(lists[Int(pairs.start + index + 1)])] else { continue }
        let found = rules[Int(rule)]
        inWhen.insert(rule)
        all.append(
          branch(
            .rule(Int(rule)), .row, name(of: found, "row \(index / 2 + 1)"), found.range, condition, earlier: earlier))
        earlier.append((condition, .rule(Int(rule))))
      }
      if otherwise >= 0, case .rule(_, let rule) = nodes[Int(otherwise)] {
        inWhen.insert(rule)
        let found = rules[Int(rule)]
        all.append(
          branch(.rule(Int(rule)), .otherwise, "\(found.target) otherwise", found.range, -1, earlier: earlier))
      }
    }
    for case .rule(_, let rule) in nodes where inWhen.insert(rule).inserted {
      let found = rules[Int(rule)]
      all.append(branch(.rule(Int(rule)), .value, name(of: found, ""), found.range))
    }
    return all
  }

  private var defaultBranches: [Branch] {
    nodes.enumerated().compactMap { index, node in
      guard case .orDefault(_, _, let rule) = node else { return nil }
      let found = rules[Int(rule)]
      return branch(.fallback(Int(rule)), .fallback, "default of \(found.target)", nodeRanges[index] ?? found.range)
    }
  }

  /// Rows of the tables that some rule looks into.
  private var tableBranches: [Branch] {
    var used: Set<Int> = []
    for node in nodes {
      switch node {
      case .table(let table, _, _), .choice(let table, _, _): used.insert(Int(table))
      default: continue
      }
    }
    return tables.indices.filter { used.contains($0) }.flatMap { index -> [Branch] in
      let table = tables[index]
      var rows = table.rows.enumerated().map { row, found in
        branch(
          .row(table: index, row: row), .table,
          "\(table.name): \(found.key.string.split(separator: "\u{1F}", omittingEmptySubsequences: false).joined(separator: ", "))",
          found.range)
      }
      if table.otherwise != nil {
        rows.append(
          branch(
            .row(table: index, row: table.rows.count), .table, "\(table.name): otherwise",
            table.otherwiseRange ?? table.range))
      }
      return rows
    }
  }

  /// `template in-the-eu`; a rule without an id of its own is called by its target and `place`.
  private func name(of rule: Rule, _ place: String) -> String {
    rule.id.contains("@") ? "\(rule.target) \(place)" : "\(rule.target) \(rule.id)"
  }
}
