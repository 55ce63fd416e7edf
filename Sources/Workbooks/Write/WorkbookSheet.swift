import CLibXLSXWriter
public import Calendars

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One sheet of a workbook being written: rows from top to bottom, cells from left to right.
///
/// A text is always written as a text: none is ever taken for a formula, a link or a number.
@safe
public final class WorkbookSheet {
  public let name: String
  private let book: WorkbookWriter
  @unsafe private let sheet: UnsafeMutablePointer<lxw_worksheet>
  /// The row at hand, counted from 0.
  public private(set) var row = 0
  /// Widths of the first columns, in characters, as they were set.
  public private(set) var widths: [Int] = []

  @unsafe
  init(_ book: WorkbookWriter, _ sheet: UnsafeMutablePointer<lxw_worksheet>, _ name: String) {
    self.book = book
    unsafe self.sheet = sheet
    self.name = name
  }

  var quotedName: String { "'\(name.replacing("'", with: "''"))'" }

  /// Goes on to the next row, or some rows further.
  public func endRow(_ count: Int = 1) { row += count }

  // MARK: Cells

  /// A text; what an XLSX file cannot hold is replaced, and more than Excel's 32,767 characters are cut with a mark.
  public func text(_ column: Int, _ text: String, _ style: CellStyle = .plain) {
    let cell = cellText(text)
    if cell.isEmpty {
      blank(column, style)
      return
    }
    unsafe book.note(worksheet_write_string(sheet, UInt32(row), UInt16(column), cell, book.format(style)))
  }

  /// An empty cell with a look.
  public func blank(_ column: Int, _ style: CellStyle) {
    guard style != .plain else { return }
    unsafe book.note(worksheet_write_blank(sheet, UInt32(row), UInt16(column), book.format(style)))
  }

  public func count(_ column: Int, _ count: Int, _ style: CellStyle = .count) {
    if let exact = Double(exactly: count) {
      unsafe book.note(worksheet_write_number(sheet, UInt32(row), UInt16(column), exact, book.format(style)))
    } else {
      text(column, String(count), style)
    }
  }

  /// An amount of minor units; one with more digits than a spreadsheet keeps is written as a text, so that none is lost.
  public func amount(_ column: Int, _ units: Int64, decimals: Int, _ style: CellStyle? = nil) {
    let style = style ?? .amount(decimals: decimals)
    if let number = spreadsheetNumber(units, decimals: decimals) {
      unsafe book.note(worksheet_write_number(sheet, UInt32(row), UInt16(column), number, book.format(style)))
    } else {
      text(column, exactText(units, decimals: decimals), style)
    }
  }

  /// A real date.
  public func date(_ column: Int, _ date: CivilDate, _ style: CellStyle = .date) {
    // Excel's day 1 is 1900-01-01, and it knows a 1900-02-29: right from 1900-03-01 on.
    let serial = Int(date.dayNumber) + 25_569
    guard serial > 60 else {
      text(column, date.description, style)
      return
    }
    unsafe book.note(worksheet_write_number(sheet, UInt32(row), UInt16(column), Double(serial), book.format(style)))
  }

  /// A live formula over amounts, with its value stored beside it for programs that do not compute.
  public func formula(
    _ column: Int, _ formula: WorkbookFormula, amount: Int64, decimals: Int, _ style: CellStyle? = nil
  ) {
    let style = style ?? .amount(decimals: decimals)
    unsafe book.note(
      worksheet_write_formula_num(
        sheet, UInt32(row), UInt16(column), formula.text, book.format(style),
        spreadsheetNumber(amount, decimals: decimals) ?? 0))
  }

  /// A live formula over counts.
  public func formula(_ column: Int, _ formula: WorkbookFormula, count: Int, _ style: CellStyle = .count) {
    unsafe book.note(
      worksheet_write_formula_num(
        sheet, UInt32(row), UInt16(column), formula.text, book.format(style), Double(exactly: count) ?? 0))
  }

  /// A live formula that answers with a word of ours.
  public func formula(_ column: Int, _ formula: WorkbookFormula, word: StaticString, _ style: CellStyle = .plain) {
    unsafe book.note(
      worksheet_write_formula_str(sheet, UInt32(row), UInt16(column), formula.text, book.format(style), "\(word)"))
  }

  // MARK: The sheet

  /// The height of the row at hand, in points; to be said before its cells.
  public func setHeight(_ points: Int) {
    unsafe book.note(worksheet_set_row(sheet, UInt32(row), Double(points), nil))
  }

  /// Widths of the first columns, in characters.
  public func setColumns(_ widths: [Int]) {
    self.widths = widths
    for (column, width) in widths.enumerated() {
      unsafe book.note(worksheet_set_column(sheet, UInt16(column), UInt16(column), Double(width), nil))
    }
  }

  /// Keeps the rows above `row` and the columns left of `column` in sight.
  public func freeze(row: Int, column: Int = 0) { unsafe worksheet_freeze_panes(sheet, UInt32(row), UInt16(column)) }

  /// Filter buttons on the row `header`, over all rows written below it.
  public func filter(header: Int, columns: Int) {
    guard row - 1 > header else { return }
    unsafe book.note(worksheet_autofilter(sheet, UInt32(header), 0, UInt32(row - 1), UInt16(columns - 1)))
  }

  /// Landscape A4, one page wide, the rows `header` on each page.
  public func printLandscape(repeating header: ClosedRange<Int>?) {
    unsafe worksheet_set_landscape(sheet)
    unsafe worksheet_set_paper(sheet, 9)
    unsafe worksheet_fit_to_pages(sheet, 1, 0)
    if let header {
      unsafe book.note(worksheet_repeat_rows(sheet, UInt32(header.lowerBound), UInt32(header.upperBound)))
    }
  }

  /// A choice of words for cells of one column; any other entry is refused by the spreadsheet.
  public func choices(_ words: [String], column: Int, rows: ClosedRange<Int>) {
    var list: [UnsafeMutablePointer<CChar>?] = unsafe words.map { unsafe strdup($0) } + [nil]
    defer { unsafe list.forEach { unsafe free($0) } }
    unsafe list.withUnsafeMutableBufferPointer { list in
      var validation = unsafe lxw_data_validation()
      unsafe validation.validate = UInt8(LXW_VALIDATION_TYPE_LIST.rawValue)
      unsafe validation.value_list = list.baseAddress
      unsafe book.note(
        worksheet_data_validation_range(
          sheet, UInt32(rows.lowerBound), UInt16(column), UInt32(rows.upperBound), UInt16(column), &validation))
    }
  }

  /// A colour for the sheet's tab, 0xRRGGBB.
  public func setTab(_ colour: UInt32) { unsafe worksheet_set_tab_color(sheet, colour) }

  /// The sheet that is seen first.
  public func activate() { unsafe worksheet_activate(sheet) }
}
