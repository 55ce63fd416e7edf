import Bytes
import Diagnostics

/// The beginning of a file up to and including its header record.
struct CSVHead {
  var dialect: CSVDialect
  var cells: [String]
  var line: Int
  var nextLine: Int
  var isQuoted: Bool
  var separatorLines = 0
  var blankLines = 0
  var isAtEnd: Bool
  /// Text after the header that has been read already; less than twice ``pieceSize``.
  var rest: [UInt8]

  /// How many bytes are read at a time until the header is whole.
  static let pieceSize = 16 << 10

  init(_ text: TextSource, options: CSVOptions, file: String) throws(RefusedInput) {
    var bytes: [UInt8] = []
    var isAtEnd = false
    // Grows until the header is whole: nearly always with the first piece.
    while true {
      isAtEnd = try Self.more(text, options, file, &bytes)
      if let head = try Self.parse(bytes, isAtEnd: isAtEnd, options: options, file: file) {
        self = head
        return
      }
      if bytes.count > options.limits.recordBytes {
        _ = try Self.parse(bytes, isAtEnd: true, options: options, file: file)
        throw RefusedInput(
          .error(
            "S015", "the first line of '\(file)' is longer than \(options.limits.recordBytes) bytes",
            at: SourceRange(file: file, line: 1, column: 1), expected: "a header line with the names of the columns"))
      }
    }
  }

  private init(
    dialect: CSVDialect, cells: [String], line: Int, nextLine: Int, isQuoted: Bool,
    isAtEnd: Bool, rest: [UInt8]
  ) {
    self.dialect = dialect
    self.cells = cells
    self.line = line
    self.nextLine = nextLine
    self.isQuoted = isQuoted
    self.isAtEnd = isAtEnd
    self.rest = rest
  }

  /// Appends one more piece; true when there is none.
  private static func more(
    _ text: TextSource, _ options: CSVOptions, _ file: String, _ bytes: inout [UInt8]
  ) throws(RefusedInput) -> Bool {
    let size = min(options.blockSize, pieceSize)
    var piece = [UInt8](repeating: 0, count: size + TextSource.slack)
    do {
      let count = unsafe try piece.withUnsafeMutableBufferPointer { buffer throws(TextSource.Failure) in
        guard let start = buffer.baseAddress else { return 0 }
        return unsafe try text.read(into: start, atMost: size)
      }
      bytes += piece[..<count]
      return count == 0
    } catch {
      switch error {
      case .refused(let refused): throw refused
      case .fault(let fault):
        // The good text of the failed piece is lost with it; its lines are counted from what it wrote.
        bytes += piece[..<fault.position]
        let place = bytes.withByteView { position($0, $0.count, recordStart: 0, line: 1) }
        throw RefusedInput(fault.diagnostic(file: file, line: place.line, column: place.column))
      }
    }
  }

  /// The head, or nil when `bytes` end before the header does.
  private static func parse(
    _ bytes: [UInt8], isAtEnd: Bool, options: CSVOptions, file: String
  ) throws(RefusedInput) -> CSVHead? {
    try bytes.withByteView { view throws(RefusedInput) in
      var start = 0
      var line = 1
      var blankLines = 0
      var separator: UInt8?
      while true {
        guard start < view.count else {
          if !isAtEnd { return nil }
          throw RefusedInput(
            .error("S002", "'\(file)' is empty", expected: "a header line with the names of the columns"))
        }
        let upper = view.lineEnd(from: start)
        guard let next = view.nextLine(after: upper, isAtEnd: isAtEnd) else { return nil }
        if view.slice(start, upper).trimmed.isEmpty {
          blankLines += 1
        } else if separator == nil, let found = CSVDialect.separatorLine(view.slice(start, upper)) {
          separator = found
        } else {
          break
        }
        start = next
        line += 1
      }
      if !isAtEnd, !view.dropFirst(start).hasWholeLine { return nil }
      let dialect: CSVDialect
      if let declared = options.delimiter ?? separator {
        dialect = CSVDialect(delimiter: declared)
      } else {
        switch CSVDialect.detect(view.dropFirst(start)) {
        case .delimiter(let found): dialect = CSVDialect(delimiter: found)
        case .single: dialect = CSVDialect()
        case .ambiguous(let first, let second):
          throw RefusedInput(
            .error(
              "S017",
              "it is not clear what parts the columns: \(CSVDialect.name(of: first)) and "
                + "\(CSVDialect.name(of: second)) stand equally often in the header",
              at: SourceRange(file: file, line: line, column: 1),
              help: "declare source: delimiter: in the rules"))
        }
      }
      let record = ScalarRecord(view, from: start, dialect: dialect)
      let next: Int
      switch record.end {
      case .line(let following):
        if following == view.count, !isAtEnd, view[following - 1] == 0x0D { return nil }
        next = following
      case .input(nil) where isAtEnd: next = view.count
      case .input where !isAtEnd: return nil
      default: throw RefusedInput(diagnostic(record.end, view, recordStart: start, line: line, file: file))
      }
      if record.fields.count > options.limits.columns {
        throw RefusedInput(
          .error(
            "S016", "the file has \(record.fields.count) columns; the limit is \(options.limits.columns)",
            at: SourceRange(file: file, line: line, column: 1)))
      }
      let last = record.fields[record.fields.count - 1]
      if next == view.count, record.upper == view.count, record.fields.count > 1, !last.isQuoted,
        last.lower == last.upper, record.fields[0].isQuoted
      {
        throw RefusedInput(cutOff(file: file, line: line))
      }
      return CSVHead(
        dialect: dialect,
        cells: record.fields.map { $0.text(of: view) }, line: line,
        nextLine: line + lineEnds(view, start, record.upper) + 1, isQuoted: record.fields.allSatisfy(\.isQuoted),
        isAtEnd: isAtEnd, rest: view.dropFirst(next).array
      ).with(separatorLines: separator == nil ? 0 : 1, blankLines: blankLines)
    }
  }

  private func with(separatorLines: Int, blankLines: Int) -> CSVHead {
    var copy = self
    copy.separatorLines = separatorLines
    copy.blankLines = blankLines
    return copy
  }
}

extension ByteView {
  /// Where the line that holds `start` ends, quotes not heeded.
  fileprivate func lineEnd(from start: Int) -> Int {
    var i = start
    while i < count, self[i] != 0x0A, self[i] != 0x0D { i += 1 }
    return i
  }

  /// Whether a line ends here outside quotes.
  fileprivate var hasWholeLine: Bool {
    var isQuoted = false
    for i in 0..<count {
      if self[i] == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted, self[i] == 0x0A || self[i] == 0x0D { return true }
    }
    return false
  }

  /// Where the line after the line end at `upper` begins; nil when more bytes must be seen to tell.
  fileprivate func nextLine(after upper: Int, isAtEnd: Bool) -> Int? {
    if upper == count { return isAtEnd ? count : nil }
    if self[upper] == 0x0A { return upper + 1 }
    if upper + 1 == count { return isAtEnd ? count : nil }
    return self[upper + 1] == 0x0A ? upper + 2 : upper + 1
  }
}
