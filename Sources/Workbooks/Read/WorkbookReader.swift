public import Calendars

/// What a cell of a workbook holds.
public enum WorkbookValue: Sendable, Equatable {
  case text(String)
  /// The number, and its characters as the file has them.
  case number(Double, String)
  case truth(Bool)
  /// An error of the spreadsheet: `#REF!`.
  case error(String)
}

/// One cell that is not empty.
public struct WorkbookCell: Sendable, Equatable {
  /// Counted from 0.
  public var column: Int
  public var value: WorkbookValue
  /// The formula, when the value was computed by one.
  public var formula: String?

  public init(column: Int, value: WorkbookValue, formula: String? = nil) {
    self.column = column
    self.value = value
    self.formula = formula
  }

  /// The text, or the number's characters.
  public var words: String {
    switch value {
    case .text(let text), .error(let text), .number(_, let text): text
    case .truth(let truth): truth ? "TRUE" : "FALSE"
    }
  }

  /// The number as a date, when it is a whole day from 1900-03-01 on.
  public var date: CivilDate? {
    guard case .number(let serial, _) = value, serial > 60, serial < 2_958_466, serial.rounded() == serial else {
      return nil
    }
    return CivilDate(clampingDayNumber: Int64(serial) - 25_569)
  }
}

/// Reads an XLSX workbook row by row: values only, as any spreadsheet program saves them.
///
/// Looks, charts, comments and macros are passed over. Texts shared between cells are kept in memory; rows are not.
public final class WorkbookReader {
  /// The names of the sheets, in their order.
  public let sheets: [String]
  private let archive: ZipArchive
  private var parts: [String: String] = [:]
  private var shared: [String] = []

  /// Opens the workbook at `path`.
  ///
  /// - Throws: ``WorkbookError`` when it cannot be read or is no workbook.
  public init(path: String) throws(WorkbookError) {
    archive = try ZipArchive(path)
    var targets: [String: String] = [:]
    try Self.read(archive, "xl/_rels/workbook.xml.rels") { events in
      events.onStart = { name, attributes in
        if name == "Relationship", let id = attributes["Id"], let target = attributes["Target"] { targets[id] = target }
      }
    }
    var found: [(name: String, id: String)] = []
    try Self.read(archive, "xl/workbook.xml") { events in
      events.onStart = { name, attributes in
        if name == "sheet", let title = attributes["name"], let id = attributes["r:id"] { found.append((title, id)) }
      }
    }
    for (name, id) in found {
      guard let target = targets[id] else { continue }
      parts[name] = target.hasPrefix("/") ? String(target.dropFirst()) : "xl/\(target)"
    }
    sheets = found.map(\.name)
    if archive.has("xl/sharedStrings.xml") { try readSharedTexts() }
  }

  private static func read(_ archive: ZipArchive, _ part: String, _ prepare: (XMLEvents) -> Void) throws(WorkbookError)
  {
    let events = XMLEvents()
    prepare(events)
    try archive.read(part) { events.feed($0, count: $1, isLast: $2) }
  }

  private func readSharedTexts() throws(WorkbookError) {
    var texts: [String] = []
    var text = ""
    var isText = false
    var phonetic = 0
    try Self.read(archive, "xl/sharedStrings.xml") { events in
      events.onStart = { name, _ in
        switch name {
        case "si": text = ""
        case "t": isText = phonetic == 0
        case "rPh": phonetic += 1
        default: break
        }
      }
      events.onEnd = { name in
        switch name {
        case "si": texts.append(unescaped(text))
        case "t": isText = false
        case "rPh": phonetic -= 1
        default: break
        }
      }
      events.onText = { if isText { text += $0 } }
    }
    shared = texts
  }

  /// Hands every row of a sheet that holds anything to `body`, with its number from 0, from top to bottom.
  public func read(_ sheet: String, _ body: (_ row: Int, _ cells: [WorkbookCell]) -> Void) throws(WorkbookError) {
    guard let part = parts[sheet] else { throw WorkbookError(.malformed, "the workbook has no sheet '\(sheet)'") }
    var row = -1
    var cells: [WorkbookCell] = []
    var cell = OpenCell()
    var isBeyond = false
    try withoutActuallyEscaping(body) { (body) throws(WorkbookError) in
      try Self.read(archive, part) { events in
        events.onStart = { name, attributes in
          switch name {
          case "row":
            let number = attributes["r"].map { Int($0) ?? 0 } ?? row + 2
            if (1...1_048_576).contains(number) { row = number - 1 } else { isBeyond = true }
            cells.removeAll(keepingCapacity: true)
          case "c":
            let next = cells.last.map { $0.column + 1 } ?? 0
            let column = attributes["r"].map { columnOfAddress($0) ?? Int.max } ?? next
            if column >= 16_384 { isBeyond = true }
            cell = OpenCell(column: min(column, 16_383), type: attributes["t"] ?? "n")
          case "f":
            cell.formula = ""
            cell.part = .formula
          case "v", "t": cell.part = .value
          case "rPh": cell.part = .none
          default: break
          }
        }
        events.onText = { cell.take($0) }
        events.onEnd = { name in
          switch name {
          case "f", "v", "t": cell.part = .none
          case "c":
            if let value = self.value(cell) {
              cells.append(WorkbookCell(column: cell.column, value: value, formula: cell.formula))
            }
          case "row": if !cells.isEmpty, !isBeyond { body(row, cells) }
          default: break
          }
        }
      }
    }
    if isBeyond { throw WorkbookError(.malformed, "the sheet '\(sheet)' has a cell where no sheet has one") }
  }

  /// Whether a formula of the sheet stands there without the value that it comes to.
  public func hasFormulaWithoutValue(_ sheet: String) throws(WorkbookError) -> Bool {
    guard let part = parts[sheet] else { return false }
    var isFound = false
    var cell = OpenCell()
    try Self.read(archive, part) { events in
      events.onStart = { name, attributes in
        switch name {
        case "c": cell = OpenCell(type: attributes["t"] ?? "n")
        case "f": (cell.formula, cell.part) = ("", .formula)
        case "v": cell.part = .value
        default: break
        }
      }
      events.onText = { cell.take($0) }
      events.onEnd = { name in
        switch name {
        case "f", "v": cell.part = .none
        // An empty text is a value.
        case "c": if cell.formula != nil, cell.value.isEmpty, cell.type != "str" { isFound = true }
        default: break
        }
      }
    }
    return isFound
  }

  private func value(_ cell: OpenCell) -> WorkbookValue? {
    switch cell.type {
    case "s": return Int(cell.value).flatMap { shared.indices.contains($0) ? shared[$0] : nil }.map { .text($0) }
    case "inlineStr", "str": return .text(unescaped(cell.value))
    case "b": return .truth(cell.value == "1")
    case "e": return .error(cell.value)
    default: return cell.value.isEmpty ? nil : Double(cell.value).map { .number($0, cell.value) } ?? .text(cell.value)
    }
  }
}

private struct OpenCell {
  enum Part { case none, value, formula }
  var column = 0
  var type = "n"
  var value = ""
  var formula: String?
  var part = Part.none

  mutating func take(_ text: String) {
    switch part {
    case .none: break
    case .value: value += text
    case .formula: formula = (formula ?? "") + text
    }
  }
}

/// 0 for `A1`; nil for what is no address of a sheet, which has 16,384 columns.
private func columnOfAddress(_ address: String) -> Int? {
  var column = 0
  for byte in address.utf8 {
    guard byte >= 0x41, byte <= 0x5A else { break }
    column = column * 26 + Int(byte - 0x40)
    if column > 16_384 { return nil }
  }
  return column == 0 ? nil : column - 1
}

/// The text with the file format's `_xHHHH_` escapes read.
private func unescaped(_ text: String) -> String {
  guard text.contains("_x") || text.contains("_X") else { return text }
  var out = String.UnicodeScalarView()
  let scalars = Array(text.unicodeScalars)
  var index = 0
  while index < scalars.count {
    if scalars[index] == "_", startsEscape(scalars, index) {
      var digits = String.UnicodeScalarView()
      digits.append(contentsOf: scalars[(index + 2)...(index + 5)])
      out.append(UInt32(String(digits), radix: 16).flatMap { Unicode.Scalar($0) } ?? "\u{FFFD}")
      index += 7
    } else {
      out.append(scalars[index])
      index += 1
    }
  }
  return String(out)
}
