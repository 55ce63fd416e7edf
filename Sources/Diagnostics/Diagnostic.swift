/// Something that a person should know and usually mend: what is wrong, where, what was expected, what to do.
public struct Diagnostic: Sendable, Equatable {
  public enum Severity: String, Sendable, Comparable {
    case note, warning, error
    public static func < (a: Severity, b: Severity) -> Bool { a.rank < b.rank }
    private var rank: Int {
      switch self {
      case .note: 0
      case .warning: 1
      case .error: 2
      }
    }
  }

  public var severity: Severity
  /// Stable code, a letter and three digits: `R0xx` rules, `S0xx` source files, others as in `ERRORS.md`.
  public var code: String
  /// What is wrong, one sentence without a full stop.
  public var message: String
  /// Where in a text that a person edits (rules, tables, profiles) or in an export.
  public var range: SourceRange?
  /// What would be right; nil when the message says it already.
  public var expected: String?
  /// How to mend it, e.g. "did you mean 'amount'?".
  public var help: String?

  public init(
    _ severity: Severity, code: String, _ message: String, at range: SourceRange? = nil, expected: String? = nil,
    help: String? = nil
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.range = range
    self.expected = expected
    self.help = help
  }

  /// An error of the given code.
  public static func error(
    _ code: String, _ message: String, at range: SourceRange? = nil, expected: String? = nil, help: String? = nil
  ) -> Diagnostic { Diagnostic(.error, code: code, message, at: range, expected: expected, help: help) }

  /// A warning of the given code.
  public static func warning(
    _ code: String, _ message: String, at range: SourceRange? = nil, expected: String? = nil, help: String? = nil
  ) -> Diagnostic { Diagnostic(.warning, code: code, message, at: range, expected: expected, help: help) }
}

/// A place in a text file, lines and columns counted from 1; columns count Unicode scalars.
public struct SourceRange: Sendable, Equatable, Hashable {
  /// The file as the user named it.
  public var file: String
  public var line: Int
  public var column: Int
  /// How many columns the place covers on its line, at least 1.
  public var length: Int

  public init(file: String, line: Int, column: Int, length: Int = 1) {
    self.file = file
    self.line = line
    self.column = column
    self.length = max(length, 1)
  }

  /// The part of this range that starts `offset` columns in and covers `length` columns.
  public func part(_ offset: Int, _ length: Int) -> SourceRange {
    SourceRange(file: file, line: line, column: column + offset, length: length)
  }

  /// `file:line:column`, as editors and terminals link it.
  public var description: String { "\(file):\(line):\(column)" }
}

/// Collects diagnostics, so that all problems are told at once.
public struct DiagnosticList: Sendable {
  public private(set) var all: [Diagnostic] = []

  public init() {}

  /// One mistake is told once, however many templates it reaches.
  public mutating func add(_ diagnostic: Diagnostic) {
    let isTold =
      diagnostic.range != nil
      && all.contains {
        $0.code == diagnostic.code && $0.range == diagnostic.range && $0.message == diagnostic.message
      }
    if !isTold { all.append(diagnostic) }
  }
  public mutating func add(contentsOf others: [Diagnostic]) { for other in others { add(other) } }

  public var hasErrors: Bool { all.contains { $0.severity == .error } }

  /// By file (in order of first appearance), line and column; those without a place first.
  public var sorted: [Diagnostic] {
    var files: [String: Int] = [:]
    for case let file? in all.map(\.range?.file) where files[file] == nil { files[file] = files.count }
    return all.enumerated().sorted { a, b in
      let left = a.element.range
      let right = b.element.range
      let l = (left.map { files[$0.file, default: 0] + 1 } ?? 0, left?.line ?? 0, left?.column ?? 0, a.offset)
      let r = (right.map { files[$0.file, default: 0] + 1 } ?? 0, right?.line ?? 0, right?.column ?? 0, b.offset)
      return l < r
    }.map(\.element)
  }
}

/// An input that cannot be used at all; carries everything that is wrong with it.
public struct RefusedInput: Error, Sendable {
  public var diagnostics: [Diagnostic]
  public init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
  public init(_ diagnostic: Diagnostic) { diagnostics = [diagnostic] }
}
