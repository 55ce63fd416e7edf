/// How large a YAML text may be; whatever is larger is refused.
public struct YAMLLimits: Sendable, Equatable {
  /// Bytes in the file.
  public var fileBytes: Int
  /// Scalars (keys too), sequences, mappings and aliases together.
  public var nodes: Int
  /// UTF-8 bytes of one scalar's text.
  public var scalarBytes: Int
  /// Sequences and mappings within each other.
  public var depth: Int
  /// Mistakes told before the rest of the file is left unread.
  public var diagnostics: Int

  /// Limits; see the properties for their units.
  public init(fileBytes: Int, nodes: Int, scalarBytes: Int, depth: Int, diagnostics: Int) {
    self.fileBytes = fileBytes
    self.nodes = nodes
    self.scalarBytes = scalarBytes
    self.depth = depth
    self.diagnostics = diagnostics
  }

  /// For files that people write by hand: 1 MiB, 100,000 nodes, 64 KiB a scalar, 32 levels, 200 mistakes.
  public static let rules = YAMLLimits(
    fileBytes: 1 << 20, nodes: 100_000, scalarBytes: 64 << 10, depth: 32, diagnostics: 200)
}
