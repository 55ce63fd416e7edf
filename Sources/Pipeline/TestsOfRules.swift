/// How the tests of the rules ended before a run.
public struct TestsOfRules: Sendable, Equatable {
  public var total: Int
  public var failed: Int
  /// Whether all tests could be read; those that cannot count as failing.
  public var areReadable: Bool
  /// Why the run went on although tests fail, in the words of whoever said so.
  public var reason: String?

  public init(total: Int, failed: Int, areReadable: Bool, reason: String?) {
    self.total = total
    self.failed = failed
    self.areReadable = areReadable
    self.reason = reason
  }

  public var isFailing: Bool { failed > 0 || !areReadable }

  /// One sentence without a full stop.
  public var sentence: String {
    if !areReadable, failed == 0 { return "the tests of the rules cannot be read" }
    return "\(failed) of \(total) test\(total == 1 ? "" : "s") of the rules fail\(failed == 1 ? "s" : "")"
  }
}
