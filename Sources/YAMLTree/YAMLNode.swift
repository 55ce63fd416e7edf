public import Diagnostics

/// One node of a YAML text and where it stands: a scalar, a sequence or a mapping.
///
/// Nothing is resolved: `NO`, `012` and `1e3` stay the text that was written; whoever reads the node types it.
public struct YAMLNode: Sendable, Equatable {
  /// What a node is.
  public enum Content: Sendable, Equatable {
    /// Text, quoted or not.
    case scalar(YAMLScalar)
    /// A list, in the order of the file.
    case sequence([YAMLNode])
    /// Names with values, in the order of the file; no name occurs twice.
    case mapping([YAMLEntry])
  }

  /// What the node is.
  public var content: Content
  /// Where it stands. For a scalar with its quotes, as far as it reaches on its first line; for a sequence or
  /// mapping the place of its first item or key; for an empty one that of its opening bracket.
  public var range: SourceRange

  /// A node at a place.
  public init(_ content: Content, at range: SourceRange) {
    self.content = content
    self.range = range
  }

  /// The scalar, or nil for a sequence or mapping.
  public var scalar: YAMLScalar? {
    if case .scalar(let scalar) = content { scalar } else { nil }
  }

  /// The scalar's text, or nil for a sequence or mapping.
  public var text: String? { scalar?.text }

  /// The sequence's items, or nil for a scalar or mapping.
  public var items: [YAMLNode]? {
    if case .sequence(let items) = content { items } else { nil }
  }

  /// The mapping's entries, or nil for a scalar or sequence.
  public var entries: [YAMLEntry]? {
    if case .mapping(let entries) = content { entries } else { nil }
  }

  /// Whether this is what YAML's core schema calls null: nothing, `~` or `null`, unquoted.
  public var isPlainNull: Bool { scalar?.isPlainNull ?? false }

  /// The value under `name`, or nil when there is none or this is not a mapping.
  public subscript(name: String) -> YAMLNode? { entries?.first { $0.key.text == name }?.value }

  /// What the node is, in words for a message: "a text", "a list", "a mapping" or "nothing".
  public var kind: String {
    switch content {
    case .scalar(let scalar): scalar.isPlainNull ? "nothing" : "a text"
    case .sequence: "a list"
    case .mapping: "a mapping"
    }
  }

  /// The place of a part of the scalar's text, counted in Unicode scalars from the text's start.
  ///
  /// The whole node's range when the text does not stand in the file character by character on one line (escapes,
  /// several lines) or the node is no scalar.
  public func range(ofText offset: Int, length: Int) -> SourceRange {
    scalar?.range(ofText: offset, length: length, in: range) ?? range
  }
}

/// The text of a scalar and how it was written.
public struct YAMLScalar: Sendable, Equatable {
  /// How a scalar was written.
  public enum Style: Sendable, Equatable { case plain, singleQuoted, doubleQuoted, literal, folded }

  /// The text, with quotes, escapes and folding undone.
  public var text: String
  /// How it was written.
  public var style: Style
  /// The column, from 1, where the text itself starts (after an opening quote) on the node's first line; for literal
  /// and folded scalars that of their `|` or `>`.
  public var contentColumn: Int
  /// Whether the scalar starts and ends on one line; never so for literal and folded scalars.
  public var isOneLine: Bool
  /// Whether the text stands on that one line character by character, free of escapes, so that the text's n-th
  /// Unicode scalar is at `contentColumn + n`.
  public var isVerbatim: Bool

  /// A scalar; see the properties.
  public init(text: String, style: Style, contentColumn: Int, isOneLine: Bool, isVerbatim: Bool) {
    self.text = text
    self.style = style
    self.contentColumn = contentColumn
    self.isOneLine = isOneLine
    self.isVerbatim = isVerbatim
  }

  /// Whether this is what YAML's core schema calls null: nothing, `~` or `null`, unquoted.
  public var isPlainNull: Bool { style == .plain && ["", "~", "null", "Null", "NULL"].contains(text) }

  func range(ofText offset: Int, length: Int, in whole: SourceRange) -> SourceRange {
    guard isVerbatim else { return whole }
    return SourceRange(file: whole.file, line: whole.line, column: contentColumn + offset, length: length)
  }
}

/// A name and its value in a mapping.
public struct YAMLEntry: Sendable, Equatable {
  /// The name; never empty.
  public var key: YAMLScalar
  /// Where the name stands, with its quotes.
  public var keyRange: SourceRange
  /// What it names; plain and empty when nothing follows the colon, and then placed right after the colon.
  public var value: YAMLNode

  /// A name at a place, and its value.
  public init(key: YAMLScalar, keyRange: SourceRange, value: YAMLNode) {
    self.key = key
    self.keyRange = keyRange
    self.value = value
  }
}
