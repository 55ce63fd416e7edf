/// How a cell looks; equal styles become one format of the workbook.
public struct CellStyle: Hashable, Sendable {
  public enum Alignment: Sendable { case general, left, right, center }

  /// Excel's number format; empty for the general one.
  public var numberFormat = ""
  public var isBold = false
  public var isItalic = false
  public var isWrapped = false
  public var alignment = Alignment.general
  /// How far the text keeps from the side it is aligned to, in steps of about three spaces; for left and right only.
  public var indent = 0
  /// Red, green, blue as 0xRRGGBB.
  public var fill: UInt32?
  public var ink: UInt32?
  public var hasTopBorder = false
  public var hasBottomBorder = false
  /// Points; 0 for the workbook's own size.
  public var size = 0

  public init() {}

  /// The same with one thing changed.
  public func with(_ change: (inout CellStyle) -> Void) -> CellStyle {
    var style = self
    change(&style)
    return style
  }

  /// Plain cells.
  public static let plain = CellStyle()
  /// Texts that look like numbers stay texts.
  public static let text = CellStyle().with { $0.numberFormat = "@" }
  /// Real dates, as ISO 8601 writes them, aligned as the texts beside them.
  public static let date = CellStyle().with { style in
    style.numberFormat = "yyyy\\-mm\\-dd"
    style.alignment = .left
  }
  /// Numbers that name something, such as rows; a little away from the text in the next column.
  public static let number = CellStyle().with { style in
    style.alignment = .right
    style.indent = 1
  }
  /// Whole numbers in groups of three.
  public static let count = number.with { $0.numberFormat = "#,##0" }

  /// Amounts with all decimals of their currency, negative ones with a minus.
  public static func amount(decimals: Int) -> CellStyle {
    number.with { $0.numberFormat = decimals == 0 ? "#,##0" : "#,##0." + String(repeating: "0", count: decimals) }
  }
}
