/// A statement of the query language (reference, section 8).
struct QueryStatement {
  enum Comparison: String {
    case equal = "="
    case less = "<"
    case greater = ">"
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case oneOf = "IN"
    case like = "LIKE"
  }

  struct Condition {
    let property: String
    let comparison: Comparison
    let values: [String]
  }

  var isCount = false
  var entity = ""
  var conditions: [Condition] = []
  var order: (property: String, isDescending: Bool)?
  var start = 1
  var maximum = 100
}

/// The entity after FROM, whatever else is wrong with the statement: for the log.
func entityOfQuery(_ statement: String) -> EntityKind? {
  let words = statement.split(whereSeparator: \.isWhitespace)
  guard let from = words.firstIndex(where: { $0.lowercased() == "from" }), from + 1 < words.count else { return nil }
  return EntityKind(named: words[from + 1])
}

/// Reads a statement.
///
/// - Parameter today: What `CURRENT_DATE` means.
/// - Throws: fault 4000 for what is not of the grammar, 4001 for a page that cannot be.
func parseQuery(_ text: String, today: String) throws(VendorFault) -> QueryStatement {
  var parser = QueryParser(words: try queryWords(text), today: today)
  return try parser.statement()
}

/// A word of a statement: bare, or between quotes.
private struct QueryWord {
  let text: String
  let isQuoted: Bool
}

private func queryWords(_ text: String) throws(VendorFault) -> [QueryWord] {
  var words: [QueryWord] = []
  var rest = Array(text.utf8)[...]
  while let byte = rest.first {
    switch byte {
    case 0x20, 0x09, 0x0A, 0x0D: rest = rest.dropFirst()
    case UInt8(ascii: "'"):
      rest = rest.dropFirst()
      words.append(QueryWord(text: try quoted(&rest), isQuoted: true))
    case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ","):
      words.append(QueryWord(text: String(Character(Unicode.Scalar(byte))), isQuoted: false))
      rest = rest.dropFirst()
    case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "="):
      let sign = rest.prefix { "<>=".utf8.contains($0) }
      words.append(QueryWord(text: String(decoding: sign, as: UTF8.self), isQuoted: false))
      rest = rest.dropFirst(sign.count)
    default:
      let word = rest.prefix { $0 > 0x20 && !"'(),<>=".utf8.contains($0) }
      words.append(QueryWord(text: String(decoding: word, as: UTF8.self), isQuoted: false))
      rest = rest.dropFirst(word.count)
    }
  }
  return words
}

private func quoted(_ rest: inout ArraySlice<UInt8>) throws(VendorFault) -> String {
  var text: [UInt8] = []
  while let byte = rest.popFirst() {
    switch byte {
    case UInt8(ascii: "'"): return String(decoding: text, as: UTF8.self)
    case UInt8(ascii: "\\"):
      guard let next = rest.popFirst() else { break }
      text.append(next)
    default: text.append(byte)
    }
  }
  throw .query("4000", "QueryParserError: Encountered \" <LEXICAL_ERROR>: unclosed quotation")
}

private struct QueryParser {
  let words: [QueryWord]
  let today: String
  var index = 0

  init(words: [QueryWord], today: String) {
    self.words = words
    self.today = today
  }

  private func error(_ expected: String) -> VendorFault {
    let found = index < words.count ? words[index].text : "<EOF>"
    return .query(
      "4000", "QueryParserError: Encountered \" \(found) \" at word \(index + 1). Was expecting: \(expected)")
  }

  private mutating func take(_ keyword: String) -> Bool {
    guard index < words.count, !words[index].isQuoted, words[index].text.uppercased() == keyword else { return false }
    index += 1
    return true
  }

  private mutating func expect(_ keyword: String) throws(VendorFault) {
    if !take(keyword) { throw error(keyword) }
  }

  private mutating func name() throws(VendorFault) -> String {
    guard index < words.count, !words[index].isQuoted, let first = words[index].text.first, first.isLetter else {
      throw error("<IDENTIFIER>")
    }
    index += 1
    return words[index - 1].text
  }

  mutating func statement() throws(VendorFault) -> QueryStatement {
    var statement = QueryStatement()
    try expect("SELECT")
    try projection(&statement)
    try expect("FROM")
    statement.entity = try name()
    if take("WHERE") {
      repeat { statement.conditions.append(try condition()) } while take("AND")
    }
    if take("ORDERBY") || takeOrderBy() {
      let property = try name()
      let isDescending = take("DESC")
      if !isDescending { _ = take("ASC") }
      statement.order = (property, isDescending)
    }
    if take("STARTPOSITION") { statement.start = try position() }
    if take("MAXRESULTS") { statement.maximum = try position() }
    guard index == words.count else { throw error("<EOF>") }
    if statement.maximum > 1000 {
      throw .query("4001", "QueryValidationError: value \(statement.maximum) is too large. Max allowed value is 1000")
    }
    return statement
  }

  /// `*`, `COUNT(*)`, or `*` with further names, which one client library sends for items; names alone are refused.
  private mutating func projection(_ statement: inout QueryStatement) throws(VendorFault) {
    if take("COUNT") {
      try expect("(")
      try expect("*")
      try expect(")")
      statement.isCount = true
      return
    }
    try expect("*")
    while take(",") { _ = try name() }
  }

  private mutating func takeOrderBy() -> Bool {
    guard index + 1 < words.count, words[index].text.uppercased() == "ORDER", words[index + 1].text.uppercased() == "BY"
    else { return false }
    index += 2
    return true
  }

  private mutating func position() throws(VendorFault) -> Int {
    guard index < words.count, let value = Int(words[index].text) else { throw error("<INTEGER>") }
    index += 1
    if value < 1 {
      throw .query("4001", "QueryValidationError: value \(value) is too small. Min allowed value is 1")
    }
    return value
  }

  private mutating func condition() throws(VendorFault) -> QueryStatement.Condition {
    let property = try name()
    guard index < words.count, !words[index].isQuoted,
      let comparison = QueryStatement.Comparison(rawValue: words[index].text.uppercased())
    else { throw error("one of = < > <= >= IN LIKE") }
    index += 1
    guard comparison == .oneOf else {
      return .init(property: property, comparison: comparison, values: [try value()])
    }
    try expect("(")
    var values = [try value()]
    while take(",") { values.append(try value()) }
    try expect(")")
    return .init(property: property, comparison: comparison, values: values)
  }

  private mutating func value() throws(VendorFault) -> String {
    guard index < words.count else { throw error("a value") }
    let word = words[index]
    index += 1
    if word.isQuoted { return word.text }
    switch word.text.lowercased() {
    case "true", "false": return word.text.lowercased()
    case "current_date": return today
    default:
      guard Number(word.text) != nil else {
        index -= 1
        throw error("a value in single quotes")
      }
      return word.text
    }
  }
}
