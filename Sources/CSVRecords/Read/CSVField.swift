public import Bytes

/// Where one field of a record lies, quotes not included.
public struct CSVField: Sendable, Equatable {
  public var lower: Int
  public var upper: Int
  public var isQuoted: Bool
  /// Whether it holds doubled quotes.
  public var hasDoubledQuotes: Bool

  /// Appends the field's text to `buffer`; `record` is what it was found in.
  public func appendText(of record: ByteView, to buffer: inout ByteBuffer) {
    let bytes = record.slice(lower, upper)
    if !hasDoubledQuotes { return buffer.append(bytes) }
    var i = 0
    while i < bytes.count {
      buffer.append(bytes[i])
      i += bytes[i] == UInt8(ascii: "\"") ? 2 : 1
    }
  }

  /// The field's text as a string, for headers and messages.
  public func text(of record: ByteView) -> String {
    var buffer = ByteBuffer(capacity: upper - lower)
    appendText(of: record, to: &buffer)
    return buffer.view.string
  }
}

/// What a byte-by-byte reading of one record finds: the exact rules, for the header, for messages, for rewriting.
struct ScalarRecord {
  enum End: Equatable {
    /// The record ends before a line end at `upper`; what follows begins at `next`.
    case line(next: Int)
    /// The bytes end first, inside a quoted field when `openQuote` tells where that began.
    case input(openQuote: Int?)
    /// A quote inside a field that does not begin with one.
    case strayQuote(at: Int)
    /// Something between a closing quote and the next delimiter; `openQuote` is where the field begins.
    case textAfterQuote(at: Int, openQuote: Int)
  }
  var fields: [CSVField] = []
  var upper = 0
  var end: End

  /// Reads one record of `bytes` from `start` on.
  init(_ bytes: ByteView, from start: Int, dialect: CSVDialect) {
    var i = start
    while true {
      let lower = i
      if i < bytes.count, bytes[i] == dialect.quote {
        var field = CSVField(lower: lower + 1, upper: 0, isQuoted: true, hasDoubledQuotes: false)
        i += 1
        while true {
          guard let quote = bytes.firstIndex(of: dialect.quote, from: i) else {
            upper = bytes.count
            end = .input(openQuote: lower)
            return
          }
          i = quote + 1
          guard i < bytes.count, bytes[i] == dialect.quote else { break }
          field.hasDoubledQuotes = true
          i += 1
        }
        field.upper = i - 1
        fields.append(field)
        if i < bytes.count, bytes[i] != dialect.delimiter, bytes[i] != 0x0A, bytes[i] != 0x0D {
          end = .textAfterQuote(at: i, openQuote: lower)
          return
        }
      } else {
        while i < bytes.count, bytes[i] != dialect.delimiter, bytes[i] != 0x0A, bytes[i] != 0x0D {
          if bytes[i] == dialect.quote {
            end = .strayQuote(at: i)
            return
          }
          i += 1
        }
        fields.append(CSVField(lower: lower, upper: i, isQuoted: false, hasDoubledQuotes: false))
      }
      if i < bytes.count, bytes[i] == dialect.delimiter {
        i += 1
        continue
      }
      upper = i
      if i == bytes.count {
        end = .input(openQuote: nil)
      } else {
        end = .line(next: bytes[i] == 0x0D && i + 1 < bytes.count && bytes[i + 1] == 0x0A ? i + 2 : i + 1)
      }
      return
    }
  }
}

/// The fields of one whole record (``CSVBlock/raw(_:)``), in order.
public func csvFields(of record: ByteView, dialect: CSVDialect) -> [CSVField] {
  ScalarRecord(record, from: 0, dialect: dialect).fields
}
