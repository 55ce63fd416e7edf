import Bytes
import Calendars
import Deals
import Diagnostics
import YAMLTree

/// The section `shape`. What pick-lists may hold becomes a check of each deal; the rest is compared once per file.
extension RuleBuilder {
  func shape(_ node: YAMLNode?) -> (shape: ExportShape?, checks: [Check]) {
    guard let node, var reader = mapping(node, "'shape'", .shape) else { return (nil, []) }
    let columns = words(reader.take("columns"), "'columns'").map(\.text)
    let lists = reader.take("values").flatMap { node -> [(YAMLEntry, [String])]? in
      guard var lists = mapping(node, "'values'") else { return nil }
      return lists.takeAll().map { ($0, words($0.value, "the values of '\($0.key.text)'").map(\.text)) }
    }
    let numbers = word(reader.take("numbers"), "'numbers'", NumberLook.self)
    let dates = words(reader.take("dates"), "'dates'")
    for (text, node) in words(reader.take("accept"), "'accept'") {
      if !ExportShape.isDifference(text) {
        error(
          "R017", "'accept' cannot be '\(text)'", node.range,
          expected: "a code of S061 to S066, alone or with a name: S061:Notes, S064:Status=Paused")
      }
      accepted.insert(text)
    }
    finish(reader)
    let shape = ExportShape(
      columns: columns, values: (lists ?? []).map { ($0.0.key.text, $0.1) }, numbers: numbers,
      dates: dates.filter { !datePatterns([$0.text], at: $0.node.range).isEmpty }.map(\.text), accepted: accepted,
      range: node.range)
    for (entry, _) in lists ?? [] where !columns.isEmpty && !columns.contains(entry.key.text) {
      warning(
        "R032", "'values' lists what '\(entry.key.text)' may hold, which is not among 'columns'", entry.keyRange,
        help: suggestion(for: entry.key.text, among: columns))
    }
    return (shape, (lists ?? []).compactMap { listCheck($0.0, $0.1, shape) })
  }

  private func listCheck(_ entry: YAMLEntry, _ values: [String], _ shape: ExportShape) -> Check? {
    let (name, range) = (entry.key.text, entry.keyRange)
    if shape.accepts("S064", name) { return nil }
    let known =
      values
      + shape.accepted.compactMap { accepted in
        accepted.hasPrefix("S064:\(name)=") ? String(accepted.dropFirst("S064:\(name)=".count)) : nil
      }
    let declaration = ColumnDeclaration(
      name: "[\(name)]", kind: .text, source: .header(aliases: [name], json: []), isRequired: false, dates: [],
      style: numberStyle, emptyMeans: -1, cleaning: .trim, range: range)
    guard let column = column(declaration, at: range) else { return nil }
    let isEmpty = add(.isEmpty(column.node), at: range)
    let isListed = add(.isOneOf(column.node, list(known.map { add(.text(.immortal($0)), at: range) })), at: range)
    let condition = add(.not(add(.any(list([isEmpty, isListed])), at: range)), at: range)
    var check = Check(
      condition: condition, rule: rule("S064", target: "check", at: range, derived: true), severity: .hold,
      message: "\(name) holds a value that is not listed under 'shape'", owner: nil, link: nil)
    check.shown = column.node
    check.fix =
      "if the value is right, see that the rules treat it, then run 'dealbill rules accept' or --accept S064:\(name)"
    return check
  }
}
