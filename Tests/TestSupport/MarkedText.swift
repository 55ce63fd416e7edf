public import Diagnostics

/// A text in which each `▸` marks the place behind it.
public struct MarkedText {
  /// The text without its marks.
  public var bytes: [UInt8]
  /// The marked places as `line:column`, both from 1, in the order of the text.
  public var places: [String]

  public init(_ marked: String) {
    var text = ""
    places = []
    var (line, column) = (1, 1)
    for scalar in marked.unicodeScalars {
      if scalar == "▸" {
        places.append("\(line):\(column)")
        continue
      }
      text.unicodeScalars.append(scalar)
      column += 1
      if scalar == "\n" { (line, column) = (line + 1, 1) }
    }
    bytes = Array(text.utf8)
  }
}

extension SourceRange {
  /// Line and column, as marks are given.
  public var mark: String { "\(line):\(column)" }
}

/// The diagnostics in the order of the text, as "code line:column".
public func placed(_ diagnostics: [Diagnostic]) -> [String] {
  var list = DiagnosticList()
  list.add(contentsOf: diagnostics)
  return list.sorted.map { "\($0.code) \($0.range?.mark ?? "nowhere")" }
}
