import Workbooks

/// The workbook's few looks.
enum Look {
  static let title = CellStyle().with { style in
    style.isBold = true
    style.size = 16
  }
  static let heading = CellStyle().with { style in
    style.isBold = true
    style.size = 12
  }
  static let head = CellStyle().with { style in
    style.isBold = true
    style.fill = 0xE6ECF2
    style.hasBottomBorder = true
    style.isWrapped = true
  }
  static let headRight = head.with { style in
    style.alignment = .right
    style.indent = CellStyle.number.indent
  }
  static let answerHead = head.with { $0.fill = 0xFFE08A }
  static let answer = CellStyle.text.with { $0.fill = 0xFFF7DB }
  static let answerDate = CellStyle.date.with { $0.fill = 0xFFF7DB }
  static let soft = CellStyle().with { $0.ink = 0x59626C }
  static let wrapped = CellStyle.text.with { $0.isWrapped = true }
  static let boldWrapped = bold.with { $0.isWrapped = true }
  /// A step between two levels, under which it stands.
  static let step = wrapped.with { style in
    style.alignment = .left
    style.indent = 1
  }
  static let textRight = CellStyle.text.with { style in
    style.alignment = .right
    style.indent = CellStyle.number.indent
  }
  static let bold = CellStyle().with { $0.isBold = true }
  static let good = CellStyle().with { style in
    style.isBold = true
    style.ink = 0x19683F
  }
  static let look = CellStyle().with { style in
    style.isBold = true
    style.ink = 0x8A5300
  }
  static let bad = CellStyle().with { style in
    style.isBold = true
    style.ink = 0xA5231C
  }

  static func total(decimals: Int) -> CellStyle {
    CellStyle.amount(decimals: decimals).with { style in
      style.isBold = true
      style.hasTopBorder = true
    }
  }
}

/// The column of a table: its heading, its width in characters, and whether figures stand in it.
struct TableColumn {
  var name: String
  var width: Int
  var isNumber = false
  var isAnswer = false

  init(_ name: String, _ width: Int, number: Bool = false, answer: Bool = false) {
    self.name = name
    self.width = width
    isNumber = number
    isAnswer = answer
  }
}

/// How many lines a text takes in a column of some width, ten at most: spreadsheets do not all find out by themselves.
func lines(_ text: String, _ width: Int) -> Int {
  var (lines, used) = (1, 0)
  for word in text.split(separator: " ") {
    if used > 0, used + 1 + word.count > width { (lines, used) = (lines + 1, 0) }
    used += (used > 0 ? 1 : 0) + word.count
    // A word longer than the line goes on on the next ones.
    if used > width { (lines, used) = (lines + (used - 1) / width, (used - 1) % width + 1) }
  }
  return min(10, lines)
}

extension WorkbookSheet {
  /// Writes the headings of a table on the row at hand, as high as the longest of them needs.
  func head(_ columns: [TableColumn]) {
    // Bold letters are wider than the digits by which a column is measured, and some room is lost at its sides.
    let heights = columns.enumerated().map { index, column in
      lines(column.name, max(4, (index < widths.count ? widths[index] : column.width) - (column.isNumber ? 3 : 2)))
    }
    setHeight(15 * (heights.max() ?? 1))
    for (index, column) in columns.enumerated() {
      text(index, column.name, column.isAnswer ? Look.answerHead : column.isNumber ? Look.headRight : Look.head)
    }
    endRow()
  }
}
