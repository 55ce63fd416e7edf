public import Calendars
public import Diagnostics

/// One test of a rule file: a deal, and what must become of it.
public struct RuleTest: Sendable {
  /// A text with the place where it is written.
  public struct Cell: Sendable {
    public var name: String
    public var text: String
    public var range: SourceRange
  }
  /// What must become of the deal.
  public enum Expectation: Sendable {
    /// An invoice with these fields; all others may be as they like.
    case fields([Cell])
    /// Held, by exactly these codes and checks.
    case held([String], SourceRange)
    case skipped(String, SourceRange)
    /// The run stops, by this check or field.
    case stopped(String, SourceRange)
  }

  public var name: String
  public var range: SourceRange
  public var deal: [Cell]
  public var lines: [[Cell]]
  public var runDate: CivilDate?
  public var expectation: Expectation
  /// The warnings that must come with it, exactly, and the notes; nil when the test does not say.
  public var warnings: (codes: [String], range: SourceRange)?
  public var notes: (codes: [String], range: SourceRange)?
}

/// How one test ended: passed without a message, or with what differs.
public struct TestResult: Sendable {
  public var test: RuleTest
  public var failures: [Diagnostic]
  public var isPassed: Bool { failures.isEmpty }
}
