/// A formula of our own making.
///
/// Only literals, numbers and ranges of the workbook can be put into one, so that no text from outside ever becomes part of a
/// formula.
public struct WorkbookFormula: ExpressibleByStringInterpolation, Sendable {
  let text: String

  public init(stringLiteral value: StaticString) { text = "=\(value)" }
  public init(stringInterpolation: StringInterpolation) { text = "=" + stringInterpolation.text }

  public struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""
    public init(literalCapacity: Int, interpolationCount: Int) {}
    public mutating func appendLiteral(_ literal: StaticString) { text += "\(literal)" }
    public mutating func appendInterpolation(_ number: Int) { text += String(number) }
    public mutating func appendInterpolation(_ range: CellRange) { text += range.text }
    public mutating func appendInterpolation(sum parts: [WorkbookFormula]) {
      text += parts.isEmpty ? "0" : parts.map { String($0.text.dropFirst()) }.joined(separator: "+")
    }
  }
}

/// Cells of one sheet by their place; rows and columns are counted from 0.
public struct CellRange: Sendable, Hashable {
  let text: String

  /// One column of a sheet, from one row to another.
  public init(_ sheet: WorkbookSheet, column: Int, rows: ClosedRange<Int>) {
    let letters = columnLetters(column)
    text = "\(sheet.quotedName)!$\(letters)$\(rows.lowerBound + 1):$\(letters)$\(rows.upperBound + 1)"
  }

  /// One cell of the sheet in which the formula stands.
  public init(column: Int, row: Int) { text = "$\(columnLetters(column))\(row + 1)" }

  /// Some cells of one column of the sheet in which the formula stands.
  public init(column: Int, rows: ClosedRange<Int>) {
    let letters = columnLetters(column)
    text = "\(letters)\(rows.lowerBound + 1):\(letters)\(rows.upperBound + 1)"
  }
}

/// `A` for 0, `Z` for 25, `AA` for 26.
public func columnLetters(_ column: Int) -> String {
  var letters = ""
  var rest = column
  repeat {
    letters = String(UnicodeScalar(UInt8(65 + rest % 26))) + letters
    rest = rest / 26 - 1
  } while rest >= 0
  return letters
}
