/// What is declared about a CSV file; what is not is found out from its first bytes and its header.
public struct CSVOptions: Sendable {
  /// The encoding when the file has no byte order mark; nil means strict UTF-8.
  public var encoding: SourceEncoding?
  /// The delimiter; nil: as a `sep=` line says, else as the header line shows.
  public var delimiter: UInt8?
  /// How many bytes are read before records are handed out.
  public var blockSize = 256 << 10
  public var limits = CSVLimits()
  /// Whether a record of nothing but delimiters is data, so that rows out are rows in; empty lines never are.
  public var keepsBlankRecords = false

  public init(encoding: SourceEncoding? = nil, delimiter: UInt8? = nil) {
    self.encoding = encoding
    self.delimiter = delimiter
  }
}

/// Sizes beyond which a file is refused: nearly always one quote too many has swallowed what follows it.
public struct CSVLimits: Sendable, Equatable {
  /// Bytes of one field, enclosing quotes not counted.
  public var fieldBytes = 64 << 10
  /// Bytes of one record, line end not counted.
  public var recordBytes = 1 << 20
  public var columns = 1000

  public init() {}
}

/// What became of the lines of a file. Header, blank, footer and data records are all there is.
public struct CSVTotals: Sendable, Equatable {
  /// Bytes of the file as it stands on disk.
  public var bytes = 0
  /// The header, and a `sep=` line before it.
  public var headerRows = 0
  /// Records without a single character beside delimiters.
  public var blankRows = 0
  /// Records that the caller recognised as no data.
  public var footerRows = 0
  public var dataRows = 0
  /// Line ends outside quotes, by kind.
  public var lineFeeds = 0
  public var carriageReturns = 0
  public var carriageReturnLineFeeds = 0

  /// Whether lines end in more than one way.
  public var hasMixedLineEnds: Bool {
    [lineFeeds, carriageReturns, carriageReturnLineFeeds].count { $0 > 0 } > 1
  }
}
