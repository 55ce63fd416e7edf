import Bytes
import Calendars
import Diagnostics
import Money
import YAMLTree

/// Reading plain scalars as what the schema says they are.
extension RuleBuilder {
  func text(_ node: YAMLNode?, _ what: String) -> String? {
    guard let node else { return nil }
    guard let text = node.text else {
      error("R015", "\(what) must be a text", node.range)
      return nil
    }
    return node.isPlainNull ? "" : text
  }

  func yesNo(_ node: YAMLNode?, _ what: String) -> Bool? {
    guard let node else { return nil }
    switch node.text {
    case "yes", "true": return true
    case "no", "false": return false
    default:
      error("R017", "\(what) must be yes or no", node.range, expected: "yes or no")
      return nil
    }
  }

  func wholeNumber(_ node: YAMLNode?, _ what: String, _ range: ClosedRange<Int>) -> Int? {
    guard let node else { return nil }
    if let text = node.text, let value = Int(text), range.contains(value) { return value }
    error("R017", "\(what) must be a whole number", node.range, expected: "\(range.lowerBound) to \(range.upperBound)")
    return nil
  }

  func decimal(_ node: YAMLNode, _ what: String) -> ExactDecimal? {
    if let text = node.text, case .success(let value) = text.withByteView({ ExactDecimal.parse($0, .plain) }) {
      return value
    }
    error(
      "R017", "\(what) must be a number", node.range, expected: "digits with a point, such as 19 or 9.975",
      help: node.text.flatMap { text in
        if knownNames.contains(text) { return "to compare with that column: { formula: \(text) }" }
        return text.contains(",") ? "no comma: a fraction follows a point, and thousands stand together" : nil
      })
    return nil
  }

  func date(_ node: YAMLNode?, _ what: String) -> CivilDate? {
    guard let node else { return nil }
    if let text = node.text, let date = text.withByteView({ CivilDate.parseISO($0) }) { return date }
    error("R017", "\(what) must be a date", node.range, expected: "YYYY-MM-DD, such as 2026-03-31")
    return nil
  }

  /// One word of a closed list.
  func word<T: RawRepresentable & CaseIterable>(_ node: YAMLNode?, _ what: String, _ type: T.Type) -> T?
  where T.RawValue == String {
    guard let node else { return nil }
    let words = T.allCases.map(\.rawValue)
    guard let text = node.text else {
      error("R015", "\(what) must be one word", node.range, expected: "one of: \(listed(words))")
      return nil
    }
    if let value = T(rawValue: text) { return value }
    error(
      "R017", "\(what) cannot be '\(text)'", node.range, expected: "one of: \(listed(words))",
      help: nearestName(to: text, among: words).map { "did you mean '\($0)'?" })
    return nil
  }

  /// A list of scalars, or one scalar as a list of one.
  func words(_ node: YAMLNode?, _ what: String) -> [(text: String, node: YAMLNode)] {
    guard let node else { return [] }
    switch node.content {
    case .scalar(let scalar): return [(scalar.text, node)]
    case .sequence(let items):
      return items.compactMap { item in
        if let text = item.text { return (text, item) }
        error("R015", "\(what) must be a list of texts", item.range)
        return nil
      }
    case .mapping:
      error("R015", "\(what) must be a text or a list of texts", node.range)
      return []
    }
  }

  func items(_ node: YAMLNode?, _ what: String) -> [YAMLNode] {
    guard let node else { return [] }
    if case .sequence(let items) = node.content { return items }
    error("R015", "\(what) must be a list", node.range, expected: "lines that start with '- '")
    return []
  }

  /// - Parameter keys: Where the keys are defined; nil: they are the user's own names.
  func mapping(_ node: YAMLNode, _ what: String, _ keys: KeyGroup? = nil) -> MappingReader? {
    MappingReader(node, what, keys, &diagnostics)
  }

  func finish(_ reader: MappingReader) { reader.finish(&diagnostics) }

  func cleaning(_ node: YAMLNode?) -> Cleaning {
    var result: Cleaning = []
    for (word, node) in words(node, "'clean'") {
      if let known = Cleaning.names.first(where: { $0.0 == word }) {
        result.insert(known.1)
      } else {
        let names = Cleaning.names.map(\.0)
        error("R017", "'clean' knows no '\(word)'", node.range, help: suggestion(for: word, among: names))
      }
    }
    return result
  }

  /// A currency by its code; one that is gone is refused with its successor.
  func currency(_ node: YAMLNode?, _ what: String) -> Currency? {
    guard let node, let code = text(node, what) else { return nil }
    return currency(code, what, node.range)
  }

  /// The currency of a code, or an error at `range`.
  func currency(_ code: String, _ what: String, _ range: SourceRange) -> Currency? {
    switch code.withByteView({ Currency.find($0) }) {
    case .current(let currency):
      if currency.minorDigits > 2 {
        error("R037", "\(code) has \(currency.minorDigits) decimals; QuickBooks keeps two", range)
        return nil
      }
      return currency
    case .withdrawn(let successor, let note):
      error("R037", "\(code) is no longer a currency (\(note))", range, help: successor.map { "use \($0)" })
    case .notMoney: error("R037", "\(code) is not money that an invoice can be in", range)
    case .unknown:
      let codes = Currency.all.map(\.codeView.string)
      error(
        "R017", "\(what): '\(code)' is not a currency code of ISO 4217", range,
        help: nearestName(to: code, among: codes).map { "did you mean '\($0)'?" })
    }
    return nil
  }
}
