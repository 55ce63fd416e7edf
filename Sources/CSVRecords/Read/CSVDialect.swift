import Bytes

/// Which byte parts the fields and which one encloses them.
public struct CSVDialect: Sendable, Equatable {
  /// The byte between two fields.
  public var delimiter: UInt8
  /// The byte around a field that holds delimiters, quotes or line ends; doubled inside.
  public let quote: UInt8 = UInt8(ascii: "\"")

  public init(delimiter: UInt8 = UInt8(ascii: ",")) { self.delimiter = delimiter }

  /// The delimiters that are looked for when none is declared.
  static let candidates: [UInt8] = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|")]

  /// The delimiter in words.
  public var delimiterName: String { Self.name(of: delimiter) }

  static func name(of delimiter: UInt8) -> String {
    switch delimiter {
    case UInt8(ascii: ","): "comma"
    case UInt8(ascii: ";"): "semicolon"
    case UInt8(ascii: "\t"): "tab"
    case UInt8(ascii: "|"): "vertical bar"
    default: "'\(String(Unicode.Scalar(delimiter)))'"
    }
  }

  /// What the first line says about the dialect.
  enum Detected: Equatable {
    case delimiter(UInt8)
    /// Two delimiters stand there equally often.
    case ambiguous(UInt8, UInt8)
    /// None stands there: a single column.
    case single
  }

  /// The delimiter that stands most often outside quotes before the first line end outside quotes.
  static func detect(_ header: ByteView) -> Detected {
    var counts = [0, 0, 0, 0]
    var isQuoted = false
    for i in 0..<header.count {
      let byte = header[i]
      if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      } else if !isQuoted {
        if byte == 0x0A || byte == 0x0D { break }
        if let which = candidates.firstIndex(of: byte) { counts[which] += 1 }
      }
    }
    let order = counts.indices.sorted { (counts[$0], -$0) > (counts[$1], -$1) }
    if counts[order[0]] == 0 { return .single }
    if counts[order[0]] == counts[order[1]] { return .ambiguous(candidates[order[0]], candidates[order[1]]) }
    return .delimiter(candidates[order[0]])
  }

  /// The delimiter of a first line `sep=;`, which Excel writes and reads, or nil when `line` is not one.
  static func separatorLine(_ line: ByteView) -> UInt8? {
    var line = line
    if line.count >= 2, line[0] == UInt8(ascii: "\""), line[line.count - 1] == UInt8(ascii: "\"") {
      line = line.slice(1, line.count - 1)
    }
    guard line.count == 5, line.slice(0, 4).equalsIgnoringASCIICase("sep=") else { return nil }
    return line[4]
  }
}

extension ByteView {
  fileprivate func equalsIgnoringASCIICase(_ literal: StaticString) -> Bool {
    equalsIgnoringASCIICase(ByteView(literal))
  }
}
