/// How a cell looks; equal styles become one format of the workbook.
public struct CellStyle: Hashable, Sendable {
  public enum Alignment: Sendable { case general, left, right, center }

  /// Excel's number format; empty for the general one.
  public var numberFormat = ""
  public var isBold = false
  public var isItalic = false
  public var isWrapped = false
  public var alignment = Alignment.general
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
  /// Real dates, as ISO 8601 writes them.
  public static let date = CellStyle().with { $0.numberFormat = "yyyy\\-mm\\-dd" }
  /// Whole numbers in groups of three.
  public static let count = CellStyle().with { $0.numberFormat = "#,##0" }

  /// Amounts with all decimals of their currency, negative ones with a minus.
  public static func amount(decimals: Int) -> CellStyle {
    CellStyle().with { $0.numberFormat = decimals == 0 ? "#,##0" : "#,##0." + String(repeating: "0", count: decimals) }
  }
}
