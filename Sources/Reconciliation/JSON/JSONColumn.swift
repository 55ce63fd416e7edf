import JSONRecords

/// One member of a row of the report's JSON: how it is written and read back, said once.
struct JSONColumn<Row> {
  let name: String
  let write: (Row) -> OrderedJSON
  /// False when the value is not of the column's kind.
  let read: (inout Row, JSONValue) -> Bool

  static func text(_ name: String, _ path: WritableKeyPath<Row, String>) -> JSONColumn {
    JSONColumn(name: name, write: { .text($0[keyPath: path]) }) { row, value in
      guard case .string(let text) = value else { return false }
      row[keyPath: path] = text
      return true
    }
  }

  static func count(_ name: String, _ path: WritableKeyPath<Row, Int>) -> JSONColumn {
    JSONColumn(name: name, write: { .number($0[keyPath: path]) }) { row, value in
      guard case .number(let digits) = value, let count = reportCount(digits) else { return false }
      row[keyPath: path] = count
      return true
    }
  }

  /// Money as text with the decimals of the currency that another member names.
  static func money(
    _ name: String, _ path: WritableKeyPath<Row, Int64>, _ currency: KeyPath<Row, String>
  ) -> JSONColumn {
    JSONColumn(name: name, write: { .text(amountText($0[keyPath: path], code: $0[keyPath: currency])) }) { row, value in
      guard case .string(let text) = value, let units = minorUnits(text, code: row[keyPath: currency]) else {
        return false
      }
      row[keyPath: path] = units
      return true
    }
  }

  /// Money that may be unknown.
  static func optionalMoney(
    _ name: String, _ path: WritableKeyPath<Row, Int64?>, _ currency: @escaping (Row) -> String
  ) -> JSONColumn {
    JSONColumn(
      name: name, write: { row in row[keyPath: path].map { .text(amountText($0, code: currency(row))) } ?? .null }
    ) { row, value in
      if case .null = value { return true }
      guard case .string(let text) = value, let units = minorUnits(text, code: currency(row)) else { return false }
      row[keyPath: path] = units
      return true
    }
  }

  static func word<Word: RawRepresentable<String>>(_ name: String, _ path: WritableKeyPath<Row, Word>) -> JSONColumn {
    JSONColumn(name: name, write: { .text($0[keyPath: path].rawValue) }) { row, value in
      guard case .string(let text) = value, let word = Word(rawValue: text) else { return false }
      row[keyPath: path] = word
      return true
    }
  }
}

/// A list of rows as an array of objects.
func json<Row>(_ rows: [Row], _ columns: [JSONColumn<Row>]) -> OrderedJSON {
  .array(rows.map { row in .object(columns.map { ($0.name, $0.write(row)) }) })
}
