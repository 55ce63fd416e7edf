public import Bytes
public import Diagnostics

/// A small table of the rules: keys to values, looked up without regard to the case of letters.
public final class RuleTable: Sendable {
  public enum OnUnknown: String, Sendable, CaseIterable {
    /// The deal is held; the hold names the nearest key.
    case hold
    /// The value is missing, and the field's own policy decides.
    case missing
  }
  public let name: String
  public let keyNames: [String]
  public let valueNames: [String]
  /// One per row, in file order; the row `otherwise` is not among them.
  public let rows: [Row]
  /// The values for a key that no row has; nil when `onUnknown` decides.
  public let otherwise: [ByteView]?
  public let otherwiseRange: SourceRange?
  public let onUnknown: OnUnknown
  /// Where the table is declared.
  public let range: SourceRange

  public struct Row: Sendable {
    /// The folded key; several key columns are joined by U+001F.
    public internal(set) var key: ByteView
    public let values: [ByteView]
    public let range: SourceRange
  }

  init(
    name: String, keyNames: [String], valueNames: [String], rows: [Row], otherwise: [ByteView]?,
    otherwiseRange: SourceRange?, onUnknown: OnUnknown, range: SourceRange
  ) {
    self.name = name
    self.keyNames = keyNames
    self.valueNames = valueNames
    self.rows = rows
    self.otherwise = otherwise
    self.otherwiseRange = otherwiseRange
    self.onUnknown = onUnknown
    self.range = range
  }

  /// The table with other rows.
  func with(_ rows: [Row]) -> RuleTable {
    RuleTable(
      name: name, keyNames: keyNames, valueNames: valueNames, rows: rows, otherwise: otherwise,
      otherwiseRange: otherwiseRange, onUnknown: onUnknown, range: range)
  }
}
