import Bytes
import Diagnostics
import JSONRecords
import Money

/// Takes values out of the report's JSON; notes what is missing or of another kind, with its path.
struct ReportReader {
  let file: String
  private(set) var faults: [String] = []

  init(file: String) { self.file = file }

  /// What was found wrong, as one refusal.
  var refusal: RefusedInput? {
    guard let first = faults.first else { return nil }
    let more = faults.count > 1 ? ", and \(faults.count - 1) more" : ""
    return RefusedInput(
      .error(
        "E101", "\(file): not a report that this dealbill can read: \(first)\(more)",
        help: "rebuild it from the inputs with 'dealbill run', or verify the folder with 'dealbill report verify'"))
  }

  mutating func fault(_ words: String) { faults.append(words) }

  mutating func text(_ value: JSONValue, _ name: String) -> String {
    if case .string(let text)? = value[name] { return text }
    fault("'\(name)' is no text")
    return ""
  }

  mutating func optionalText(_ value: JSONValue, _ name: String) -> String? {
    switch value[name] {
    case .string(let text): return text
    case .null, nil: return nil
    default:
      fault("'\(name)' is neither text nor null")
      return nil
    }
  }

  mutating func count(_ value: JSONValue, _ name: String) -> Int {
    if case .number(let digits)? = value[name], let count = reportCount(digits) { return count }
    fault("'\(name)' is no count")
    return 0
  }

  mutating func money(_ value: JSONValue, _ name: String, code: String) -> Int64 {
    if case .string(let text)? = value[name], let units = minorUnits(text, code: code) { return units }
    fault("'\(name)' is no amount")
    return 0
  }

  mutating func list(_ value: JSONValue, _ name: String) -> [JSONValue] {
    if case .array(let list)? = value[name] { return list }
    fault("'\(name)' is no list")
    return []
  }

  mutating func members(_ value: JSONValue, _ name: String) -> [JSONMember] {
    if case .object(let members)? = value[name] { return members }
    fault("'\(name)' is no object")
    return []
  }

  /// An object of names with counts.
  mutating func counts(_ value: JSONValue, _ name: String) -> [String: Int] {
    var counts: [String: Int] = [:]
    for member in members(value, name) {
      if case .number(let digits) = member.value, let count = reportCount(digits) {
        counts[member.name] = count
      } else {
        fault("'\(name)': '\(member.name)' is no count")
      }
    }
    return counts
  }

  /// An object of names with texts.
  mutating func texts(_ value: JSONValue, _ name: String) -> [String: String] {
    var texts: [String: String] = [:]
    for member in members(value, name) {
      if case .string(let text) = member.value {
        texts[member.name] = text
      } else {
        fault("'\(name)': '\(member.name)' is no text")
      }
    }
    return texts
  }

  mutating func rows<Row>(_ value: JSONValue, _ name: String, _ empty: Row, _ columns: [JSONColumn<Row>]) -> [Row] {
    list(value, name).map { item in
      var row = empty
      for column in columns where !(item[column.name].map { column.read(&row, $0) } ?? false) {
        fault("'\(name)': '\(column.name)' is missing or of another kind")
      }
      return row
    }
  }
}

/// A count of the report, 0 to a trillion; nil for anything else, so that sums of counts never overflow.
func reportCount(_ digits: String) -> Int? {
  Int(digits).flatMap { (0...1_000_000_000_000).contains($0) ? $0 : nil }
}

/// `1234.50` as minor units of a currency, exactly; nil when it is no amount of it.
public func minorUnits(_ text: String, code: String) -> Int64? {
  text.withByteView { view in
    guard case .success(let number) = ExactDecimal.parse(view, .plain) else { return nil }
    return number.minorUnits(decimals(ofCurrency: code))
  }
}
