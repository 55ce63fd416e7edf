/// Why nothing could be read.
public enum ReadFailure: Error, Sendable, Equatable {
  /// QuickBooks cannot be reached, or gives no answer that can be read: exit code 69.
  case unreachable(String)
  /// No token that it takes: exit code 77.
  case notAuthorised(String)
  /// It refuses the call.
  case refused(Fault)

  /// One sentence.
  public var sentence: String {
    switch self {
    case .unreachable(let reason): "QuickBooks cannot be reached: \(reason)"
    case .notAuthorised(let reason): reason
    case .refused(let fault): "QuickBooks refuses: \(fault.sentence)"
    }
  }

  /// The object that was asked for is not there: deleted, or never was (reference, 6.2).
  public var isNotFound: Bool {
    if case .refused(let fault) = self { return fault.has(code: "610") }
    return false
  }
}
