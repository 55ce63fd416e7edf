import Bytes
public import Diagnostics

/// A small table wholly in memory: for look-up tables beside the rules, and for tests.
public struct CSVTable: Sendable, Equatable {
  /// The file as the user named it.
  public var file: String
  public var header: [String]
  public var headerLine: Int
  /// As many cells in each row as in the header.
  public var rows: [[String]]
  /// The line of each row, counted from 1.
  public var lines: [Int]

  /// Reads all of `source`.
  ///
  /// - Throws: ``RefusedInput``, as ``CSVReader`` does.
  public init(_ source: ByteSource, options: CSVOptions = CSVOptions()) throws(RefusedInput) {
    let reader = try CSVReader(source, options: options)
    reader.want(Array(reader.header.indices))
    file = reader.file
    header = reader.header
    headerLine = reader.headerLine
    rows = []
    lines = []
    while let block = try reader.next() {
      for record in 0..<block.recordCount {
        rows.append(header.indices.map { block.cell(record, $0).string })
        lines.append(block.line(record))
      }
      block.recycle()
    }
  }
}
