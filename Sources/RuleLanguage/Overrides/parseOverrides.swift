import Bytes
import Calendars
public import Diagnostics
import YAMLTree

/// Reads a file of answers, as `dealbill answers read` writes it.
///
/// - Returns: The answers, nil when something is wrong, and every problem at once.
public func parseOverrides(_ bytes: [UInt8], file: String) -> (overrides: DealOverrides?, diagnostics: [Diagnostic]) {
  let (root, found) = parseYAML(bytes, file: file)
  var diagnostics = DiagnosticList()
  diagnostics.add(contentsOf: found)
  var list: [DealOverride] = []
  if let root, var reader = MappingReader(root, "the file of answers", nil, &diagnostics) {
    if let version = reader.require("overrides", &diagnostics, help: "begin the file with 'overrides: 1'"),
      version.text != "1"
    {
      diagnostics.add(
        .error("O101", "answers of version '\(version.text ?? "")' are not known", at: version.range, expected: "1"))
    }
    for node in reader.take("answers")?.items ?? [] {
      guard let answer = answer(node, &diagnostics) else { continue }
      if let other = list.first(where: { $0.deal == answer.deal }) {
        diagnostics.add(
          .error(
            "O102", "deal \(answer.deal) has two answers, here and in line \(other.range.line)", at: answer.range,
            help: "keep one entry for each deal"))
      }
      list.append(answer)
    }
    reader.finish(&diagnostics)
  }
  let all = diagnostics.sorted
  return (diagnostics.hasErrors ? nil : DealOverrides(list), all)
}

private func answer(_ node: YAMLNode, _ diagnostics: inout DiagnosticList) -> DealOverride? {
  guard var reader = MappingReader(node, "an answer", nil, &diagnostics) else { return nil }
  let start = diagnostics.all.count
  func needed(_ key: String) -> String {
    guard let node = reader.require(key, &diagnostics) else { return "" }
    let text = node.text ?? ""
    if text.isEmpty { diagnostics.add(.error("O103", "'\(key)' is empty", at: node.range)) }
    return text
  }
  func day(_ node: YAMLNode?, _ key: String) -> CivilDate? {
    guard let node else { return nil }
    if let date = (node.text ?? "").withByteView({ CivilDate.parseISO($0) }) { return date }
    diagnostics.add(
      .error("O104", "'\(key)' is no date", at: node.range, expected: "a date such as 2026-04-30"))
    return nil
  }
  let deal = needed("deal")
  var answer = DealOverride(
    deal: deal, reason: needed("reason"), author: needed("author"), answered: .earliest, expires: .latest,
    range: node.range)
  answer.customerID = reader.take("use_customer")?.text
  answer.customerName = reader.take("use_customer_named")?.text
  answer.taxCode = reader.take("tax_code")?.text
  answer.skipUntil = day(reader.take("skip_until"), "skip_until")
  if let node = reader.take("accept") {
    for item in node.items ?? [node] {
      let code = item.text ?? ""
      if !DealOverride.canAccept(code) {
        diagnostics.add(
          .error(
            "O105", "a hold \(code) cannot be accepted: it leaves no whole invoice", at: item.range,
            help: "correct the deal or the rules instead"))
      }
      answer.accepts.append(code)
    }
  }
  answer.value = reader.take("value")?.text
  if let day = day(reader.require("answered", &diagnostics), "answered") { answer.answered = day }
  if let day = day(reader.require("expires", &diagnostics), "expires") { answer.expires = day }
  reader.finish(&diagnostics)
  if answer.words.isEmpty, diagnostics.all.count == start {
    diagnostics.add(
      .error(
        "O106", "the answer for deal \(deal) says nothing", at: node.range,
        expected: "use_customer, use_customer_named, tax_code, skip_until or accept"))
  }
  if answer.customerID != nil, answer.customerName != nil {
    diagnostics.add(.error("O107", "deal \(deal) is to use two customers", at: node.range, help: "keep one of them"))
  }
  if answer.expires <= answer.answered {
    diagnostics.add(
      .error(
        "O108", "the answer for deal \(deal) expires before it was given", at: node.range, help: "correct 'expires'"))
  }
  return diagnostics.all.count > start ? nil : answer
}
