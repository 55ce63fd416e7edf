import Bytes
public import CSVRecords
public import Diagnostics
import JSONRecords

/// The beginning of an export: how it is written, its columns, and what stands in its first rows.
///
/// Memory and time do not grow with the file: at most ``rowLimit`` rows are looked at.
public struct ExportSample: Sendable {
  public enum Format: Sendable, Equatable {
    case csv(CSVDialect, SourceEncoding, isEncodingAssumed: Bool)
    case json
  }

  /// How many rows or records are looked at.
  public static let rowLimit = 2000

  /// The file as the user named it.
  public let file: String
  public let format: Format
  /// The names of the columns: headers, with `#2` behind the second of one name; paths of JSON members, in the order
  /// of their first appearance.
  public private(set) var columns: [String] = []
  /// Cells by row, as many as columns; empty where a record of JSON lacks the member.
  public private(set) var rows: [[String]] = []
  /// Arrays of objects inside the records of JSON, by path, with the paths of their own members.
  public private(set) var nested: [(path: String, columns: [String])] = []
  /// The file's headers without marks of their occurrence; those of ``columns`` for JSON.
  let headers: [String]

  /// The columns as they are remembered: headers; the members of JSON, and those of a member that only holds others
  /// (`custom_fields`, `properties`), since what lies deeper comes and goes with each record.
  public var shapeColumns: [String] {
    guard isJSON else { return columns }
    var names: [String] = []
    for column in columns {
      let parts = column.prefix { $0 != "[" }.split(separator: ".")
      let isHolder = parts.first == "custom_fields" || parts.first == "properties"
      let name = parts.prefix(isHolder ? 2 : 1).joined(separator: ".")
      if !names.contains(name) { names.append(name) }
    }
    return names
  }

  public var isJSON: Bool { format == .json }
  /// Whether it is a held.csv made of JSON, whose columns are those that the rules read.
  public private(set) var isHeldJSON = false

  /// Reads the beginning of `path`.
  ///
  /// - Parameters:
  ///   - name: What messages call it, when it stands in for another file.
  ///   - settings: What is declared about CSV files; without an encoding, bytes that are no UTF-8 are read as
  ///     Windows-1252 and ``Format`` says so.
  /// - Throws: ``RefusedInput`` when the file cannot be read, or the delimiter is ambiguous.
  public init(
    _ path: String, named name: String? = nil, _ settings: SourceSettings = SourceSettings()
  ) throws(RefusedInput) {
    file = name ?? path
    var head = ByteBuffer(capacity: 4096)
    let source = try ByteSource(path: path)
    while try source.read(into: &head, limit: 4096) > 0, head.count < 4096 {}
    if try looksLikeJSON(head.view.array, named: file) {
      format = .json
      headers = []
      try readJSON(path)
      return
    }
    var isAssumed = false
    let declared = settings.encoding.flatMap { SourceEncoding(name: $0) }
    var table: (reader: CSVReader, rows: [[String]])
    do throws(RefusedInput) {
      table = try Self.readCSV(path, named: file, declared, settings)
    } catch {
      // Bytes that are no UTF-8 (S005): nearly always the code page of western Windows.
      guard declared == nil, error.diagnostics.contains(where: { $0.code == "S005" }) else { throw error }
      table = try Self.readCSV(path, named: file, .windows1252, settings)
      isAssumed = true
    }
    let reader = table.reader
    format = .csv(reader.dialect, reader.encoding, isEncodingAssumed: isAssumed)
    var header = reader.header
    let isHeld = header.count > 2 && header.last == HeldColumns.fix
    isHeldJSON = isHeld && header[header.count - 2] == HeldColumns.problemOfJSON
    if isHeld { header.removeLast(2) }
    headers = header
    let binding = HeaderBinding(header, Profile.empty)
    columns = header.indices.map { binding.name($0) }
    rows = table.rows.map { Array($0.prefix(header.count)) }
  }

  /// Refuses a CSV file with rows of another width than its header's among those that are looked at, footers apart, as
  /// whoever reads the whole file does: nothing written down about such a file would hold.
  ///
  /// - Parameter path: Where the file of this sample lies.
  public func refuseOddRows(_ path: String, _ settings: SourceSettings) throws(RefusedInput) {
    guard case .csv(_, let encoding, _) = format else { return }
    _ = try Self.readCSV(path, named: file, encoding, settings, refusesOddRows: true)
  }

  private static func readCSV(
    _ path: String, named name: String, _ encoding: SourceEncoding?, _ settings: SourceSettings,
    refusesOddRows: Bool = false
  ) throws(RefusedInput) -> (reader: CSVReader, rows: [[String]]) {
    var options = CSVOptions(encoding: encoding, delimiter: settings.delimiter)
    options.blockSize = 64 << 10
    let reader = try CSVReader(try ByteSource(path: path, named: name), options: options)
    let footers = settings.footers.map { ByteView.immortal($0) }
    let delimiter = reader.dialect.delimiter
    // Rows of another width are told by whoever reads the whole file.
    reader.isFooter = { row in !refusesOddRows || footers.contains { row.startsLikeFooter($0, delimiter) } }
    let width = reader.header.count
    reader.want(Array(0..<width))
    var rows: [[String]] = []
    while rows.count < rowLimit, let block = try reader.next() {
      for record in 0..<min(block.recordCount, rowLimit - rows.count) {
        rows.append((0..<width).map { block.cell(record, $0).string })
      }
      block.recycle()
    }
    return (reader, rows)
  }

  // MARK: JSON

  private mutating func readJSON(_ path: String) throws(RefusedInput) {
    let source = try ByteSource(path: path)
    var splitter = JSONRecordSplitter(file: file) { buffer, limit throws(RefusedInput) in
      _ = try source.read(into: &buffer, limit: limit)
    }
    var index: [String: Int] = [:]
    var records: [[String: String]] = []
    while records.count < Self.rowLimit, let batch = try splitter.nextBatch() {
      for record in batch.records.prefix(Self.rowLimit - records.count) {
        var cells: [String: String] = [:]
        flatten(try JSONValue.parse(batch.bytes(of: record), file: file), "", &index, &cells)
        records.append(cells)
      }
    }
    rows = records.map { cells in columns.map { cells[$0] ?? "" } }
  }

  private mutating func flatten(
    _ value: JSONValue, _ path: String, _ index: inout [String: Int], _ cells: inout [String: String]
  ) {
    if let members = value.members {
      for member in members {
        flatten(member.value, path.isEmpty ? member.name : "\(path).\(member.name)", &index, &cells)
      }
      return
    }
    if let elements = value.elements, let first = elements.first(where: { $0.members != nil }) {
      let names = first.members?.map(\.name) ?? []
      if !nested.contains(where: { $0.path == path }) { nested.append((path, names)) }
      for name in names {
        let texts = elements.compactMap { $0[name]?.text }.filter { !$0.isEmpty }
        note("\(path)[].\(name)", texts.joined(separator: "; "), &index, &cells)
      }
      return
    }
    note(path, value.elements?.compactMap(\.text).joined(separator: "; ") ?? value.text ?? "", &index, &cells)
  }

  private mutating func note(
    _ path: String, _ text: String, _ index: inout [String: Int], _ cells: inout [String: String]
  ) {
    if index[path] == nil {
      index[path] = columns.count
      columns.append(path)
    }
    cells[path] = text
  }

  /// The cells of a column that are not empty, trimmed, in row order.
  public func cells(_ column: Int) -> [String] {
    rows.compactMap { row in
      let text = row[column].withByteView { $0.trimmed.string }
      return text.isEmpty ? nil : text
    }
  }

  /// The distinct cells of a column, in order of first appearance; nil when there are more than `limit`.
  public func choices(_ column: Int, limit: Int = 20) -> [String]? {
    var seen: Set<String> = []
    var choices: [String] = []
    for cell in cells(column) where seen.insert(cell).inserted {
      choices.append(cell)
      if choices.count > limit { return nil }
    }
    return choices
  }
}
