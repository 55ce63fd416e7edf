import Bytes
import Diagnostics

/// A line and a column, both counted from 1; columns count Unicode scalars.
struct TextPosition: Equatable {
  var line: Int
  var column: Int
}

/// Where the byte at `at` stands, when the record around it begins at `recordStart` on `line`.
func position(_ bytes: ByteView, _ at: Int, recordStart: Int, line: Int) -> TextPosition {
  var start = at
  while start > recordStart, bytes[start - 1] != 0x0A, bytes[start - 1] != 0x0D { start -= 1 }
  return TextPosition(
    line: line + lineEnds(bytes, recordStart, start), column: bytes.slice(start, at).scalarCount + 1)
}

/// Number of line ends from `lower` up to `upper`; CR and LF side by side are one.
func lineEnds(_ bytes: ByteView, _ lower: Int, _ upper: Int) -> Int {
  var count = 0
  for i in lower..<upper where bytes[i] == 0x0A || bytes[i] == 0x0D {
    if bytes[i] == 0x0A, i > lower, bytes[i - 1] == 0x0D { continue }
    count += 1
  }
  return count
}

/// The message for a record that breaks the quoting rules, or that the input's end cuts off.
func diagnostic(_ end: ScalarRecord.End, _ bytes: ByteView, recordStart: Int, line: Int, file: String) -> Diagnostic {
  func range(_ at: Int) -> SourceRange {
    let place = position(bytes, at, recordStart: recordStart, line: line)
    return SourceRange(file: file, line: place.line, column: place.column)
  }
  switch end {
  case .strayQuote(let at):
    return .error(
      "S010", "a quote stands inside a field that does not begin with one", at: range(at),
      help: "put the whole field in quotes and double the quotes inside it")
  case .textAfterQuote(let at, let openQuote):
    let (start, end) = (range(openQuote), range(at))
    let isOneLine = start.line == end.line
    return .error(
      "S011",
      "text follows the closing quote of \(isOneLine ? "a field" : "the field that begins on line \(start.line)")",
      at: end, expected: "a delimiter or the end of the line",
      help: "a quote inside a quoted field must be doubled"
        + (isOneLine ? "" : "; or the one on line \(start.line), column \(start.column), is one too many"))
  case .input(let openQuote?):
    return .error(
      "S012", "the quote that opens here is never closed", at: range(openQuote),
      help: "the file is cut off, or this field has a quote too many")
  case .input(nil), .line:
    return cutOff(file: file, line: line)
  }
}

/// The message for a file that ends where more must come.
func cutOff(file: String, line: Int) -> Diagnostic {
  .error(
    "S018", "the file ends in the middle of this record", at: SourceRange(file: file, line: line, column: 1),
    help: "the file is cut off; export or copy it again")
}

extension CSVReader {
  /// Refuses what is not handed out yet when it is longer than any record may be.
  func checkCarry(_ block: CSVBlock, from start: Int) throws(RefusedInput) {
    let count = block.byteCount - start
    guard count > min(options.limits.fieldBytes, options.limits.recordBytes) else { return }
    let view = unsafe ByteView(start: block.bytes, count: block.byteCount)
    try checkSizes(view, ScalarRecord(view, from: start, dialect: dialect), recordStart: start)
  }

  /// Refuses `record` when it or one of its fields is longer than the limit.
  func checkSizes(_ bytes: ByteView, _ record: ScalarRecord, recordStart: Int) throws(RefusedInput) {
    let limits = options.limits
    for (column, field) in record.fields.enumerated() where field.upper - field.lower > limits.fieldBytes {
      throw tooLong(bytes, field.isQuoted ? field.lower - 1 : field.lower, recordStart, column)
    }
    if case .input(let openQuote?) = record.end, bytes.count - openQuote - 1 > limits.fieldBytes {
      let place = position(bytes, openQuote, recordStart: recordStart, line: line)
      throw RefusedInput(
        .error(
          "S014", "the quote that opens here is not closed within \(limits.fieldBytes) bytes",
          at: SourceRange(file: file, line: place.line, column: place.column),
          help: "this field, or one before it, probably has a quote too many"))
    }
    if record.upper - recordStart > limits.recordBytes {
      throw RefusedInput(
        .error(
          "S015", "the record that begins here is longer than \(limits.recordBytes) bytes",
          at: SourceRange(file: file, line: line, column: 1)))
    }
  }

  private func tooLong(_ bytes: ByteView, _ at: Int, _ recordStart: Int, _ column: Int) -> RefusedInput {
    let place = position(bytes, at, recordStart: recordStart, line: line)
    let name = column < header.count ? " (column '\(header[column])')" : ""
    return RefusedInput(
      .error(
        "S014", "the field that begins here\(name) is longer than \(options.limits.fieldBytes) bytes",
        at: SourceRange(file: file, line: place.line, column: place.column),
        help: "a quote too many may have swallowed what follows it"))
  }

  /// The message for a record with `count` fields instead of the header's number.
  func wrongCount(_ count: Int) -> RefusedInput {
    let few = count < header.count
    let isTitle = header.count * 2 <= count
    return RefusedInput(
      .error(
        "S013", "this record has \(count) \(count == 1 ? "field" : "fields"), the header has \(header.count)",
        at: SourceRange(file: file, line: line, column: 1), expected: "\(header.count) fields",
        help: few
          ? "the file may be cut off here, or a line end in a field is not quoted"
          : isTitle
            ? "lines such as a title may stand above the header: delete them, so that the first line names the columns"
            : "a delimiter in a field is not quoted, or the header is short of a name"))
  }
}
