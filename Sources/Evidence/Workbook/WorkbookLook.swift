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
  static let headRight = head.with { $0.alignment = .right }
  static let answerHead = head.with { $0.fill = 0xFFE08A }
  static let answer = CellStyle.text.with { $0.fill = 0xFFF7DB }
  static let answerDate = CellStyle.date.with { $0.fill = 0xFFF7DB }
  static let soft = CellStyle().with { $0.ink = 0x59626C }
  static let wrapped = CellStyle.text.with { $0.isWrapped = true }
  static let bold = CellStyle().with { $0.isBold = true }
  static let good = CellStyle().with { style in
    style.isBold = true
    style.ink = 0x19683F
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
func lines(_ text: String, _ width: Int) -> Int { min(10, max(1, (text.count + width - 1) / width)) }

extension WorkbookSheet {
  /// Writes the headings of a table on the row at hand.
  func head(_ columns: [TableColumn], startingAt first: Int = 0) {
    for (index, column) in columns.enumerated() {
      text(first + index, column.name, column.isAnswer ? Look.answerHead : column.isNumber ? Look.headRight : Look.head)
    }
    endRow()
  }
}
