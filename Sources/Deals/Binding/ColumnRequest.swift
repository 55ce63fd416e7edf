public import Diagnostics

/// A column that the rules want to read.
public struct ColumnRequest: Sendable {
  public enum Side: Sendable { case deal, line }
  public enum Source: Sendable {
    /// A field of the profile, wherever this export has it.
    case field(ProfileField)
    /// A header, by any of these names, or a path in JSON.
    case header(aliases: [String], json: [String])
  }
  /// The name under which profiles give how many products the CRM says that a deal has.
  public static let productCountName = "products_quantity"
  public var name: String
  public var side: Side
  public var source: Source
  /// Whether a file without it is refused.
  public var isRequired: Bool
  /// Where the rules ask for it.
  public var range: SourceRange?

  public init(name: String, side: Side, source: Source, isRequired: Bool, range: SourceRange?) {
    self.name = name
    self.side = side
    self.source = source
    self.isRequired = isRequired
    self.range = range
  }
}
